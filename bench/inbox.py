"""Print how soon what is sent to the inbox is heard, and how soon it is in the feed.

    python bench/inbox.py [FILE] [--engine kokoro|espeak] [--rounds N] [--paragraphs N]

FILE is a text whose first line is its title; by default the seed. Kokoro speaks where its model is
installed (ting voices install), else espeak-ng. The worker is the real process, and warm: it has narrated
another text. Every round's text has a title of its own, so that nothing of it is in a cache.

The first sound is that in the file that grows while an entry is spoken: after the disclosure is switched off,
the title. It is compared with the engine alone, warm as well, which speaks that title and does nothing else.
With the disclosure, as it is by default, the first sound is a sentence that every episode begins with, and
that is kept. The whole is compared with `ting read` of the same text, which loads the model each time.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
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
TITLES = ("早報第{}則，渡輪停駛一天", "晚報第{}則，山路明早開放")
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
    print(f"{engine}, {len(body)} characters, median of {arguments.rounds}, load {os.getloadavg()[0]:.1f}")
    plain = rounds(engine, TITLES[0], body, "", arguments.rounds)
    spoken = rounds(engine, TITLES[1], body, DISCLOSURE, arguments.rounds)
    alone_s = median(alone(engine, [TITLES[0].format(number) for number in range(arguments.rounds)]))
    read_s = median(
        read(engine, f"{TITLES[1].format(number)}\n\n{body}") for number in range(arguments.rounds)
    )
    plain_s, spoken_s = (median(one.first_s for one in times) for times in (plain, spoken))
    row("first sound, no disclosure", plain_s, "engine alone", alone_s, FIRST_MOST)
    row("first sound, by default", spoken_s, "engine alone", alone_s, FIRST_MOST)
    row("whole, in the feed", median(one.whole_s for one in spoken), "ting read", read_s, WHOLE_MOST)


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


def rounds(engine: str, title: str, body: str, disclosure: str, count: int) -> list[Times]:
    """Send a text after the other to a warm worker."""
    with folder() as home:
        settings = settings_in(home, engine, disclosure)
        output = settings.show.output
        with worker_process(settings, print), Queue.open(output) as queue:
            sent(queue, output, "暖身", WARMING)
            return [sent(queue, output, title.format(number), body) for number in range(count)]


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


def alone(engine: str, titles: Sequence[str]) -> list[float]:
    """Return the seconds that a warm engine takes for each title."""
    settings = load_settings()
    speaker = open_engine(engine, settings)
    voice = casting(settings)(None).voice

    def utterance(title: str) -> Utterance:
        (chunk, *_) = write_script(extract_text(f"{title}\n\n{WARMING}"), speaker.limits, voice.pauses)
        return Utterance(normalize(chunk.written), voice.on(engine), voice.prosody)

    async def all_of_them() -> list[float]:
        await speaker.synthesize(utterance(WARMING.removesuffix("。")))
        took = []
        for title in titles:
            began_s = time.monotonic()
            await speaker.synthesize(utterance(title))
            took.append(time.monotonic() - began_s)
        return took

    return asyncio.run(all_of_them())


def read(engine: str, story: str) -> float:
    """Return the seconds that `ting read` takes for a text, in a folder of its own."""
    with folder() as home:
        (home / "story.txt").write_text(story, encoding="utf-8")
        own = {"TING_CACHE_DIR": str(home / "cache"), "TING_OUT": str(home / "output")}
        path = os.pathsep.join([str(Path(__file__).resolve().parents[1]), *sys.path])
        command = [sys.executable, "-m", "tts.cli", "read", "story.txt", f"--engine={engine}"]
        began_s = time.monotonic()
        environment = {**os.environ, **own, "PYTHONPATH": path}
        subprocess.run(command, cwd=home, env=environment, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
        return time.monotonic() - began_s


if __name__ == "__main__":
    main()
