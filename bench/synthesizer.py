"""Print how the way from article to episode compares, both sides measured in one run.

    python bench/synthesizer.py [ROW …] [--rounds N] [--share SHARE]

Rows: speed, first, again, change, memory, help (default: all). The service is tests/emulator; where its
speed matters it takes 300 ms to connect, and sends sound at 100 times real time.

`speed` is ten articles by edge-tts and in both profiles, N times in turn, with the seconds of the processor:
these are much the same however busy the machine is. With --share 0.5 everything runs as on cores of half the
speed (bench/processor/slower.py). Which instructions a processor has makes no difference here: LAME, the
decoder and the meter were compiled for SSE2.
"""

import argparse
import asyncio
import compileall
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.processor.slower import run_slower
from tests.emulator import EdgeEmulator
from tts.audio.assemble import prepare
from tts.config import load_settings
from tts.engines.base import Utterance
from tts.engines.edge import EdgeEngine
from tts.model.document import Document
from tts.narration.pipeline import listen
from tts.narration.studio import Studio

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seeds" / "worldjournal-2026-01-09.txt"
TING = [sys.executable, "-m", "tts.cli"]
VOICE = "zh-TW-HsiaoChenNeural"

ARTICLES = 10
CONNECT_MS = 300
AUDIO_SPEED = 100
CHARACTERS_PER_MINUTE = 250
"""As fast as the emulated voice speaks."""


class Cost(NamedTuple):
    """What a process took: seconds by the clock, of the processor, and megabytes at its highest."""

    seconds: float
    cpu_s: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Place:
    """A user's folders, and the service that he reaches."""

    folder: Path
    base_url: str

    def run(self, command: Sequence[str]) -> Cost:
        """Run a command; return what it cost."""
        own = {
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "TING_CACHE_DIR": str(self.folder / "cache"),
            "TING_EDGE_BASE_URL": self.base_url,
            "PYTHONPATH": str(ROOT),
        }
        started = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 - this program
            command, cwd=self.folder, env={**os.environ, **own}, stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(command[:4])} … failed with {process.returncode}")
        cpu_s = usage.ru_utime + usage.ru_stime
        return Cost(time.monotonic() - started, cpu_s, usage.ru_maxrss / 1000)

    def parts(self) -> dict[str, int]:
        """Return the finished parts that are kept, and when each was written."""
        paths = (self.folder / "cache").rglob("??/[!.]*")
        return {path.name: path.stat().st_size for path in paths if path.stat().st_size > 5000}  # noqa: PLR2004


@contextmanager
def place(emulator: EdgeEmulator) -> Iterator[Place]:
    with tempfile.TemporaryDirectory() as folder:
        yield Place(Path(folder), emulator.base_url)


def paragraphs() -> list[str]:
    """Return the seed's title, byline and body."""
    page = SEED.read_text(encoding="utf-8")
    body = page[page.index("中日緊張關係再升級。") : page.index("稀土在新能源汽車製造中扮演重要角色")].split()
    return ["中再祭稀土牌？ 停審查銷日許可 防堵日本「再軍事化」", *body]


def article(number: int) -> str:
    """Return an article as long as the seed, with no paragraph that another one has."""
    title, *body = paragraphs()
    own = [f"這是第{number}則的第{at}段。{text}" for at, text in enumerate(body, 1)]
    return "\n\n".join([f"第{number}則　{title}", *own])


def long_article(minutes: int) -> str:
    """Return an article that takes about so many minutes to say."""
    wanted = minutes * CHARACTERS_PER_MINUTE
    text, number = "很長的一篇報導", 0
    while len(text) < wanted:
        number += 1
        text += "\n\n" + article(number)
    return text


def speed(rounds: int) -> None:
    print(f"{ARTICLES} articles, {CONNECT_MS} ms to connect, sound at {AUDIO_SPEED} x real time")
    for _round in range(rounds):
        theirs = _one_after_another()
        print(f"  edge-tts, one after another {theirs.seconds:7.1f} s   {theirs.cpu_s:.1f} s of processor")
        for profile in ("source", "podcast"):
            ours, emulator = _ten_at_once(profile)
            print(
                f"  ting read, profile {profile:8}{ours.seconds:7.1f} s   {ours.cpu_s:.1f} s of processor; "
                f"{theirs.seconds / ours.seconds:.2f} x as fast; "
                f"{emulator.connections} connections, {emulator.peak_connections} at once, "
                f"{ours.peak_mb:.0f} MB; load {os.getloadavg()[0]:.1f}"
            )


def _one_after_another() -> Cost:
    """Return what edge-tts takes for the articles."""
    with far_service() as emulator, place(emulator) as here:
        costs = [here.run(_edge_tts(emulator.base_url, here.folder / name)) for name in _articles(here)]
    seconds, cpu_s, peaks_mb = zip(*costs, strict=True)
    return Cost(sum(seconds), sum(cpu_s), max(peaks_mb))


def _ten_at_once(profile: str) -> tuple[Cost, EdgeEmulator]:
    """Return what this project takes for the articles, and the service that it had."""
    with far_service() as emulator, place(emulator) as here:
        command = [*TING, "read", *_articles(here), "--engine=edge", f"--profile={profile}"]
        return here.run(command), emulator


def _articles(here: Place) -> list[str]:
    """Write the articles; return their names."""
    names = [f"{number}.txt" for number in range(ARTICLES)]
    for number, name in enumerate(names):
        (here.folder / name).write_text(article(number), encoding="utf-8")
    return names


def far_service() -> EdgeEmulator:
    return EdgeEmulator(connect_delay_s=CONNECT_MS / 1000, audio_speed=AUDIO_SPEED)


def _edge_tts(base_url: str, path: Path) -> list[str]:
    """Return edge-tts's own command line, pointed at the emulator as it has no setting for that."""
    code = (
        "import sys, runpy, edge_tts.communicate\n"
        "from edge_tts.constants import TRUSTED_CLIENT_TOKEN as token\n"
        "root = sys.argv.pop(1).replace('http', 'ws', 1)\n"
        "url = f'{root}/consumer/speech/synthesize/readaloud/edge/v1?TrustedClientToken={token}'\n"
        "edge_tts.communicate.WSS_URL = url\n"
        "from edge_tts.util import main\n"
        "main()"
    )
    out = path.with_suffix(".mp3")
    return [
        sys.executable,
        "-c",
        code,
        base_url,
        "--voice",
        VOICE,
        "--file",
        str(path),
        "--write-media",
        str(out),
    ]


def first() -> None:
    """Compare the wait of a listener for the first sound with that for the first chunk by itself."""
    chunk, sound = asyncio.run(first_sound(_first_part))
    print(f"first sound {sound:.2f} s, its chunk alone {chunk:.2f} s: {sound / chunk:.2f} x")


async def _first_part(document: Document, studio: Studio) -> None:
    async with aclosing(listen(document, studio)) as parts:
        await anext(parts)


async def first_sound(heard: Callable[[Document, Studio], Awaitable[None]]) -> tuple[float, float]:
    """Return how long the first chunk takes by itself, and how long it takes until a listener heard it."""
    waits: list[tuple[float, float]] = []
    with far_service() as emulator, place(emulator) as here:
        environment = {
            "TING_EDGE_BASE_URL": emulator.base_url,
            "TING_CACHE_DIR": str(here.folder / "cache"),
            "TING_ENGINE": "edge",
        }
        settings = load_settings({}, environment, here.folder)
        for number in range(5):
            studio = Studio.from_settings(settings, dt.date.today(), print, force=True)  # noqa: DTZ011
            utterance = Utterance(studio.cast(None).say(settings.disclosure), VOICE)
            started = time.monotonic()
            prepare(
                await EdgeEngine(emulator.base_url).synthesize(utterance), "podcast", settings.target_lufs
            )
            alone_s = time.monotonic() - started
            document = Document(article(number).encode(), f"{number}.txt")
            started = time.monotonic()
            await heard(document, studio)
            waits.append((alone_s, time.monotonic() - started))
    return min(alone for alone, _ in waits[1:]), min(until for _, until in waits[1:])


def again() -> None:
    with EdgeEmulator() as emulator, place(emulator) as here:
        command = [*TING, "read", str(SEED), "--engine=edge"]
        first_s = here.run(command).seconds
        before = _contents(here)
        seconds = [here.run(command).seconds for _ in range(5)]
        same = "same bytes" if _contents(here) == before else "OTHER BYTES"
    print(
        f"re-run with nothing changed: first {first_s:.2f} s, then {min(seconds):.2f} s (best of 5), {same}"
    )


def change() -> None:
    with EdgeEmulator() as emulator, place(emulator) as here:
        path = here.folder / "long.txt"
        path.write_text(long_article(60), encoding="utf-8")
        command = [*TING, "read", "long.txt", "--engine=edge", "--profile=source", "--json"]
        first_s = here.run(command).seconds
        parts = here.parts()
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("對象不限於軍事業者", "對象也不限於軍事業者", 1), encoding="utf-8")
        then_s = here.run(command).seconds
        new = len(here.parts().keys() - parts.keys())
        asked = len(emulator.texts)
    print(
        f"one sentence changed in 60 minutes: first {first_s:.1f} s for {len(parts)} parts, "
        f"then {then_s:.1f} s; {asked - len(parts)} synthesized, {new} encoded"
    )


def memory() -> None:
    for engine in ("espeak", "edge"):
        peaks = []
        for minutes in (6, 60):
            with EdgeEmulator() as emulator, place(emulator) as here:
                (here.folder / "long.txt").write_text(long_article(minutes), encoding="utf-8")
                cost = here.run([*TING, "read", "long.txt", f"--engine={engine}"])
                peaks.append(cost.peak_mb)
            print(f"peak memory, {engine}, {minutes:2} minutes: {peaks[-1]:.0f} MB ({cost.seconds:.0f} s)")
        print(f"  {peaks[1] / peaks[0]:.2f} x")


def help_() -> None:
    ours, theirs = (
        min(_seconds(command) for _ in range(7))
        for command in ([*TING, "--help"], [sys.executable, "-c", "import click"])
    )
    print(f"ting --help {ours * 1000:.0f} ms, import click {theirs * 1000:.0f} ms: {ours / theirs:.2f} x")


def _seconds(command: Sequence[str]) -> float:
    started = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)  # noqa: S603 - as above
    return time.monotonic() - started


def _contents(here: Place) -> dict[str, bytes]:
    paths = (here.folder / "output").rglob("*.*")
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


ROWS: dict[str, Callable[[], None]] = {
    "first": first,
    "again": again,
    "change": change,
    "memory": memory,
    "help": help_,
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(("speed", *ROWS)))
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="of `speed`")
    parser.add_argument("--share", type=float, default=1.0, help="of the machine's speed, 0.5 for half of it")
    arguments = parser.parse_args()
    if arguments.share < 1:
        again_ = [*arguments.rows, f"--rounds={arguments.rounds}"]
        return run_slower(arguments.share, [sys.executable, __file__, *again_])
    compileall.compile_dir(ROOT / "tts", quiet=1)  # as pip installs it, and edge-tts is
    rows = {"speed": lambda: speed(arguments.rounds), **ROWS}
    for row in arguments.rows or rows:
        rows[row]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
