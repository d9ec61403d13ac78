"""Print what the preview in the terminal costs, and how soon it sounds.

    python bench/terminal.py [ROW …]

Rows: screen, sound, first (default: all), and picture, which draws docs/terminal.svg. An episode of an
hour, spoken by espeak, is played by the real command on a pseudo-terminal; where there is no sound card,
sound goes to a device that throws it away.
"""

import argparse
import asyncio
import fcntl
import html
import io
import os
import pty
import re
import resource
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Self

import miniaudio  # type: ignore[import-untyped]
from rich.cells import cell_len
from rich.console import Console

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.synthesizer import TING, first_sound, long_article
from tts.episode_files import manifest
from tts.model.document import Document
from tts.narration.pipeline import listen
from tts.narration.studio import Studio
from tts.preview.broadcast import Broadcast
from tts.preview.player import SoundPlayer, playing
from tts.preview.reel import reel_of
from tts.preview.session import Session
from tts.preview.tape import Tape
from tts.preview.transport import Transport
from tts.preview.view import rows

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "terminal.svg"
SEED = ROOT / "seeds" / "worldjournal-2026-01-09.txt"
MINUTES = 60
WATCHED_S = 15
SIZES = ((80, 24), (200, 50))
SPEEDS = (1.0, 1.5, 3.0)
CELL_PIXELS = 12.2
"""Of rich's pictures."""

NOWHERE = [miniaudio.Backend.NULL]


def screen() -> None:
    for columns, lines in SIZES:
        share, peak_kb = _cost(columns, lines)
        print(
            f"screen of {columns} x {lines}: {share:.1%} of one core while playing silently, "
            f"{peak_kb / 1000:.0f} MB at most"
        )


def _cost(columns: int, lines: int) -> tuple[float, int]:
    """Return the share of one core that the command takes once it plays, and its peak memory in kB."""
    with _Terminal(["play", "latest", "--no-audio"], columns, lines) as terminal:
        terminal.drain(5)
        before = terminal.cpu_s()
        started = time.monotonic()
        terminal.drain(WATCHED_S)
        share = (terminal.cpu_s() - before) / (time.monotonic() - started)
        return share, terminal.peak_kb()


class _Terminal:
    """The command on a pseudo-terminal that nobody looks at."""

    def __init__(self, arguments: Sequence[str], columns: int, lines: int) -> None:
        self._pid, self._fd = pty.fork()
        if not self._pid:
            os.execv(TING[0], [*TING, *arguments])  # noqa: S606 - this program
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.write(self._fd, b"q")
        self.drain(60)
        os.waitpid(self._pid, 0)

    def drain(self, seconds: float) -> None:
        """Read what it writes, until so much time has passed or it has left."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                try:
                    os.read(self._fd, 1 << 16)
                except OSError:
                    return

    def cpu_s(self) -> float:
        """Return the processor time it has taken."""
        fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_kb(self) -> int:
        """Return the most memory it has taken."""
        return int(Path(f"/proc/{self._pid}/status").read_text().partition("VmHWM:")[2].split()[0])


def sound() -> None:
    tape = Tape.open(next(Path.cwd().rglob("*.mp3")))
    with closing(tape):
        for speed in SPEEDS:
            player = SoundPlayer(tape, NOWHERE)
            with playing(player, Transport(60_000, speed=speed)):
                before, started = time.process_time(), time.monotonic()
                time.sleep(WATCHED_S / 3)
                share = (time.process_time() - before) / (time.monotonic() - started)
            print(f"sound at {speed:g} x, decoded and stretched: {share:.1%} of one core")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


def first() -> None:
    """Compare the wait for the first sound of a source that is played with its first chunk by itself."""
    chunk, heard = asyncio.run(first_sound(_heard))
    print(f"first sound {heard:.2f} s, its chunk alone {chunk:.2f} s: {heard / chunk:.2f} x")


async def _heard(document: Document, studio: Studio) -> None:
    """Return when the device has taken the first sound."""
    with Broadcast("", Path("first.mp3"), studio.settings.profile) as broadcast:
        player = SoundPlayer(broadcast.tape, NOWHERE)
        with playing(player, Transport()):
            sending = asyncio.create_task(broadcast.send(listen(document, studio)))
            while not player.position_ms():  # noqa: ASYNC110 - the device has a thread of its own
                await asyncio.sleep(0.005)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


def picture() -> None:
    """Draw a moment of the seed's episode."""
    subprocess.run([*TING, "read", SEED, "--engine=espeak"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    episode = manifest.read(min(Path.cwd().rglob("2026-01-09-*[!s].json"), key=lambda path: len(path.name)))
    reel = reel_of(episode, episode.duration_ms)
    console = Console(record=True, width=100, height=30, file=io.StringIO(), force_terminal=True)
    for row in rows(Session(reel, Transport(64_500, speed=1.25)), 100, 30):
        console.print(row, soft_wrap=True)
    svg = re.sub(r"@font-face \{.*?\}", "", console.export_svg(title="ting play latest"), flags=re.DOTALL)
    PICTURE.write_text(re.sub(r'textLength="[\d.]+"(.*?)>(.*?)<', _as_wide, svg), encoding="utf-8")
    print(PICTURE)


def _as_wide(text: re.Match[str]) -> str:
    """Return a piece of the picture's text with the width of its cells; rich counts characters."""
    cells = cell_len(html.unescape(text[2]))
    return f'textLength="{cells * CELL_PIXELS:g}"{text[1]}>{text[2]}<'


ROWS: dict[str, Callable[[], None]] = {"screen": screen, "sound": sound, "first": first, "picture": picture}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    wanted = parser.parse_args().rows or ["screen", "sound", "first"]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ |= {
            "TING_CACHE_DIR": f"{folder}/cache",
            "TING_DATA_DIR": f"{folder}/data",
            "XDG_CONFIG_HOME": f"{folder}/config",
            "PYTHONPATH": str(ROOT),
        }
        if {"screen", "sound"} & set(wanted):
            Path("long.txt").write_text(long_article(MINUTES), encoding="utf-8")
            subprocess.run([*TING, "read", "long.txt", "--engine=espeak"], check=True)  # noqa: S603
        for row in wanted:
            ROWS[row]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
