"""Print how soon what is sent to the inbox is heard, and how soon it is in the feed.

    python bench/inbox.py [FILE] [--engine kokoro|espeak] [--rounds N] [--paragraphs N]

FILE is a text whose first line is its title; by default the seed. Kokoro speaks where its model is
installed (ting voices install), else espeak-ng. The worker is the real process, and warm: it has narrated
another text. Nothing of a round is in a cache, and in each round all sides take their turn.

The first sound is that in the file that grows while an entry is spoken: without a disclosure, the title. It
is compared with the engine alone, warm as well, which speaks that title and does nothing else. With the
disclosure, as it is by default, the first sound is a sentence that every episode begins with, and that is
kept. The whole is compared with `ting read` of the same text, which loads the model each time.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
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
class Times:
    """Seconds from sending a text to its first sound and to its place in the feed."""

    first_s: float
    whole_s: float


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
    alone, times, default, read_s = Alone(engine), list[Times](), list[Times](), list[float]()
    for number in range(arguments.rounds):
        title = TITLE.format(number)
        times.append(sent_to_warm(engine, title, body, ""))
        alone.speak(title)
        default.append(sent_to_warm(engine, title, WARMING, DISCLOSURE))
        read_s.append(read(engine, f"{title}\n\n{body}"))
    alone_s = median(alone.took_s)
    row("first sound", median(one.first_s for one in times), "engine alone", alone_s, FIRST_MOST)
    row("with disclosure", median(one.first_s for one in default), "engine alone", alone_s, FIRST_MOST)
    row("whole, in the feed", median(one.whole_s for one in times), "ting read", median(read_s), WHOLE_MOST)


def row(name: str, ours_s: float, other: str, theirs_s: float, most: float) -> None:
    ratio = f"ratio {ours_s / theirs_s:5.2f} (at most {most})"
    print(f"{name:28}{ours_s:8.2f} s   {other:14}{theirs_s:8.2f} s   {ratio}")


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
        with worker_process(settings, print), Queue.open(output) as queue:
            sent(queue, output, "暖身", WARMING)
            return sent(queue, output, title, body)


def sent(queue: Queue, output: Path, title: str, body: str) -> Times:
    began_s = time.monotonic()
    entry = queue.add(Order("", title, Sent("text", body)))
    until(lambda: size(sound_path(output, entry.id)) > 0)
    first_s = time.monotonic() - began_s
    until(lambda: is_ready(queue, entry) and entry.guid in text(output / INBOX_FEED))
    return Times(first_s, time.monotonic() - began_s)


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
    """A warm engine; `took_s` are the seconds it took for each title."""

    def __init__(self, engine: str) -> None:
        settings = load_settings()
        self._engine = open_engine(engine, settings)
        self._voice = casting(settings)(None).voice
        self.took_s: list[float] = []
        asyncio.run(self._engine.synthesize(self._utterance("暖身")))

    def speak(self, title: str) -> None:
        """Take the time of it."""
        utterance = self._utterance(title)
        began_s = time.monotonic()
        asyncio.run(self._engine.synthesize(utterance))
        self.took_s.append(time.monotonic() - began_s)

    def _utterance(self, title: str) -> Utterance:
        (chunk, *_) = write_script(
            extract_text(f"{title}\n\n{WARMING}"), self._engine.limits, self._voice.pauses
        )
        name = self._voice.on(self._engine.name)
        return Utterance(normalize(chunk.written), name, self._voice.prosody)


def read(engine: str, story: str) -> float:
    """Return the seconds that `ting read` takes for a text, in a folder of its own."""
    with folder() as home:
        (home / "story.txt").write_text(story, encoding="utf-8")
        own = {"TING_CACHE_DIR": str(home / "cache"), "TING_OUT": str(home / "output")}
        own["TING_DISCLOSURE"] = ""
        path = os.pathsep.join([str(Path(__file__).resolve().parents[1]), *sys.path])
        command = [sys.executable, "-m", "tts.cli", "read", "story.txt", f"--engine={engine}"]
        began_s = time.monotonic()
        environment = {**os.environ, **own, "PYTHONPATH": path}
        subprocess.run(command, cwd=home, env=environment, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
        return time.monotonic() - began_s


if __name__ == "__main__":
    main()
