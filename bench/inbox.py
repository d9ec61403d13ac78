"""Print how soon what is sent to the inbox is heard, and how soon it is in the feed.

    python bench/inbox.py [FILE] [--engine kokoro|espeak] [--rounds N] [--paragraphs N]

FILE is a text whose first line is its title; by default the seed. Kokoro speaks where its model is
installed (ting voices install), else espeak-ng. The worker is the real process, and warm: it has narrated
another text. Nothing of a round is in a cache, and in each round all sides take their turn.

The first sound is that in the file that grows while an entry is spoken: without a disclosure, the title. It
is compared with the engine alone, warm as well, which speaks that title and does nothing else. With the
disclosure, as it is by default, the first sound is a sentence that every episode begins with, and that is
kept. The whole is compared with `ting read` of the same text, which loads the model each time. CPU time, of
whoever narrates, tells what a busy machine hides.
"""

import argparse
import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tts.chunker import write_script
from tts.config import load_settings
from tts.engines.base import Utterance
from tts.errors import TingError
from tts.extractor.extract import extract_text
from tts.feed.addresses import INBOX_FEED
from tts.inbox.entry import Entry, Order, Sent
from tts.inbox.growing import sound_path
from tts.inbox.process import worker_process
from tts.inbox.queue import Queue
from tts.model.settings import DISCLOSURE, Settings
from tts.narration.engine_choice import open_engine
from tts.narration.studio import casting
from tts.speech.normalizer import normalize

SEED = Path(__file__).resolve().parents[1] / "seeds" / "worldjournal-2026-01-09.txt"
TITLE = "早報第{}則，渡輪停駛一天"
WARMING = "今天天氣很好，海邊的風停了。"
LOOK_S = 0.005
FIRST_MOST, WHOLE_MOST = 1.3, 1.1
"""What the project asks of itself."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took."""

    wall_s: float
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Times:
    """What it takes from sending a text to its first sound, and to its place in the feed."""

    first: Cost
    whole: Cost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=SEED)
    parser.add_argument("--engine", choices=("kokoro", "espeak"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--paragraphs", type=int, default=4, help="only so many")
    arguments = parser.parse_args()
    engine = arguments.engine or installed()
    article = extract_text(arguments.file.read_text(encoding="utf-8"))
    body = "\n\n".join(paragraph.text for paragraph in article.paragraphs[: arguments.paragraphs])
    print(f"{engine}, {len(body)} characters, load {os.getloadavg()[0]:.1f}, median of {arguments.rounds}")
    speaker, alone, times, default, read = (
        Alone(engine),
        list[Cost](),
        list[Times](),
        list[Times](),
        list[Cost](),
    )
    for number in range(arguments.rounds):
        title = TITLE.format(number)
        times.append(sent_to_warm(engine, title, body, ""))
        alone.append(speaker.speak(title))
        default.append(sent_to_warm(engine, title, WARMING, DISCLOSURE))
        read.append(read_by_command(engine, f"{title}\n\n{body}"))
    row("first sound", [one.first for one in times], "engine alone", alone, FIRST_MOST)
    row("with disclosure", [one.first for one in default], "engine alone", alone, FIRST_MOST)
    row("whole, in the feed", [one.whole for one in times], "ting read", read, WHOLE_MOST)


def row(name: str, ours: Sequence[Cost], other: str, theirs: Sequence[Cost], most: float) -> None:
    for kind, cost in (("wall", attrgetter("wall_s")), ("CPU", attrgetter("cpu_s"))):
        one, two = median(map(cost, ours)), median(map(cost, theirs))
        ratio = f"ratio {one / two:5.2f} (at most {most})"
        print(f"{name:20}{kind:5}{one:8.2f} s   {other:14}{two:8.2f} s   {ratio}")


def installed() -> str:
    """Return the best engine that works here without a network."""
    try:
        asyncio.run(open_engine("kokoro", load_settings()).check())
    except TingError:
        return "espeak"
    return "kokoro"


def settings_in(folder: Path, engine: str, disclosure: str) -> Settings:
    settings = replace(load_settings(), engine=engine, disclosure=disclosure, cache_dir=folder / "cache")
    return replace(settings, show=replace(settings.show, output=folder / "output"))


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def sent_to_warm(engine: str, title: str, body: str, disclosure: str) -> Times:
    """Send a text to a worker that has narrated another."""
    with folder() as home:
        settings = settings_in(home, engine, disclosure)
        output = settings.show.output
        with worker_process(settings, print) as worker, Queue.open(output) as queue:
            until(lambda: worker.pid is not None)
            sent(queue, output, "暖身", WARMING, worker.pid or 0)
            return sent(queue, output, title, body, worker.pid or 0)


def sent(queue: Queue, output: Path, title: str, body: str, worker: int) -> Times:
    watch = Watch(lambda: cpu_of(worker))
    entry = queue.add(Order("", title, Sent("text", body)))
    until(lambda: size(sound_path(output, entry.id)) > 0)
    first = watch.cost()
    until(lambda: is_ready(queue, entry) and entry.guid in text(output / INBOX_FEED))
    return Times(first, watch.cost())


class Watch:
    """Tells what has been spent since it was made, by a clock of processors."""

    def __init__(self, cpu: Callable[[], float]) -> None:
        self._cpu = cpu
        self._began_s, self._cpu_s = time.monotonic(), cpu()

    def cost(self) -> Cost:
        """Return what has been spent by now."""
        return Cost(time.monotonic() - self._began_s, self._cpu() - self._cpu_s)


def cpu_of(process: int) -> float:
    """Return the seconds of processor that a process has used (proc(5), stat: utime and stime)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cpu_of_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def is_ready(queue: Queue, entry: Entry) -> bool:
    now = queue.entry(entry.id)
    if now is None or now.state == "failed":
        sys.exit(f"It was not narrated: {now.reason if now else 'it is gone'}")
    return now.state == "ready"


def until(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(LOOK_S)


def size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


class Alone:
    """A warm engine, which does nothing but speak."""

    def __init__(self, engine: str) -> None:
        settings = load_settings()
        self._engine = open_engine(engine, settings)
        self._voice = casting(settings)(None).voice
        asyncio.run(self._engine.synthesize(self._utterance("暖身")))

    def speak(self, title: str) -> Cost:
        """Return what it takes for a title."""
        utterance, watch = self._utterance(title), Watch(time.process_time)
        asyncio.run(self._engine.synthesize(utterance))
        return watch.cost()

    def _utterance(self, title: str) -> Utterance:
        (chunk, *_) = write_script(
            extract_text(f"{title}\n\n{WARMING}"), self._engine.limits, self._voice.pauses
        )
        name = self._voice.on(self._engine.name)
        return Utterance(normalize(chunk.written), name, self._voice.prosody)


def read_by_command(engine: str, story: str) -> Cost:
    """Return what `ting read` takes for a text, in a folder of its own."""
    with folder() as home:
        (home / "story.txt").write_text(story, encoding="utf-8")
        own = {"TING_CACHE_DIR": str(home / "cache"), "TING_OUT": str(home / "output")}
        own["TING_DISCLOSURE"] = ""
        path = os.pathsep.join([str(Path(__file__).resolve().parents[1]), *sys.path])
        command = [sys.executable, "-m", "tts.cli", "read", "story.txt", f"--engine={engine}"]
        watch = Watch(cpu_of_children)
        environment = {**os.environ, **own, "PYTHONPATH": path}
        subprocess.run(command, cwd=home, env=environment, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
        return watch.cost()


if __name__ == "__main__":
    main()
