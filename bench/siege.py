"""Print how `ting serve` answers others while 2,000 connections stand idle at it, or with half a request.

    python bench/siege.py [--connections N] [--seconds N]

They come all at once. Half of them say nothing and half send headers without an end; of those that fall 200 a
second are replaced. All come from the address that the others come from too. The server may have 1,024 files
open, as is usual, and then as many as this machine allows. Exits with 1 where one who asks is not answered
within a second, or the log has 100 lines.
"""

import argparse
import http.client
import multiprocessing
import resource
import select
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.feed.stories import story
from tests.publication.shelves import fill

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

HALF_A_REQUEST = b"GET /feed.xml HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
MOST_S = 1.0
MOST_LINES = 100
BETWEEN_S = 0.1
A_SECOND = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What others met: `asked` questions, the `slowest` answer in seconds, and the `wrong` ones."""

    asked: int
    slowest: float
    wrong: int
    opened: int
    lines: int

    @property
    def is_kept(self) -> bool:
        """Whether all were answered in time, and the log stayed short."""
        return not self.wrong and self.slowest < MOST_S and self.lines < MOST_LINES


def besiege(port: int, connections: int, over: Event, opened: "Synchronized[int]") -> None:
    """Hold so many connections until it is over, and replace those that fall."""
    held: list[socket.socket | None] = [None] * connections
    while not over.is_set():
        fallen = [at for at, wire in enumerate(held) if wire is None or _has_fallen(wire)]
        for at in fallen if opened.value < connections else fallen[:A_SECOND]:
            held[at] = _opened(port, b"" if at % 2 else HALF_A_REQUEST)
            opened.value += 1
        over.wait(1)


def _opened(port: int, sent: bytes) -> socket.socket | None:
    wire = socket.socket()
    wire.setblocking(False)  # noqa: FBT003 - the system's own name
    wire.connect_ex(("127.0.0.1", port))
    connected = select.poll()
    connected.register(wire, select.POLLOUT)
    connected.poll(1000)
    try:
        wire.send(sent)
    except OSError:
        wire.close()
        return None
    return wire


def _has_fallen(wire: socket.socket) -> bool:
    try:
        fallen = wire.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        fallen = True
    if fallen:
        wire.close()
    return fallen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=2000)
    parser.add_argument("--seconds", type=int, default=25)
    chosen = parser.parse_args()
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    print("  files besiegers  opened  asked  wrong  slowest  lines")
    kept = True
    for files in (1024, hard):
        one = outcome(files, chosen.connections, chosen.seconds)
        kept &= one.is_kept
        print(
            f"{files:7} {chosen.connections:9} {one.opened:7} {one.asked:6} {one.wrong:6} "
            f"{one.slowest:6.2f} s {one.lines:6}"
        )
    return 0 if kept else 1


def outcome(files: int, connections: int, seconds: float) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), [story(1)])
        log = Path(folder) / "log"
        with serving(files, folder, log) as port:
            over, opened = multiprocessing.Event(), multiprocessing.Value("i", 0)
            siege = multiprocessing.Process(target=besiege, args=(port, connections, over, opened))
            siege.start()
            try:
                took = list(answers(port, seconds))
            finally:
                over.set()
                siege.join()
            lines = len(log.read_bytes().splitlines()) - len(took)  # each that was answered has its line
    right = [one for one in took if one is not None]
    return Outcome(len(took), max(right, default=0.0), len(took) - len(right), opened.value, lines)


@contextmanager
def serving(files: int, folder: str, log: Path) -> Iterator[int]:
    command = [sys.executable, "-m", "tts.cli", "serve", "--port", "0", "--out", folder]
    limited = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", *command]
    with (
        log.open("wb") as said,
        subprocess.Popen(limited, stdout=subprocess.PIPE, stderr=said) as server,  # noqa: S603
    ):
        try:
            yield urlsplit(server.stdout.readline().decode()).port or 0 if server.stdout else 0
        finally:
            server.terminate()


def answers(port: int, seconds: float) -> Iterator[float | None]:
    """Yield how long each answer took; None for one that was none."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/feed.xml")
            answer = connection.getresponse()
            yield time.monotonic() - began if answer.status == 200 and answer.read() else None  # noqa: PLR2004
        except OSError:
            yield None
        finally:
            connection.close()
        time.sleep(BETWEEN_S)


if __name__ == "__main__":
    sys.exit(main())
