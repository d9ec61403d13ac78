"""Print how long `ting serve` takes to keep what is sent to it, and whether all of it is kept once.

    python bench/inbox_server.py [--posts N] [--seconds S] [--phones N]

The posts come evenly over the seconds, each over a connection of its own; every tenth is one that was sent
before. Nobody narrates meanwhile. Then a thousand want to be told of changes, and sixteen send 50 MB each.
"""

import argparse
import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tts.inbox.queue import Queue
from tts.inbox.tokens import Tokens

AGAIN = 10
READERS = 1_000
SENDERS = 16
PIECE = b"x" * 65_536
BODY = 50_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--phones", type=int, default=16)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with Tokens.open(Path(folder)) as tokens:
            word = tokens.add("phone", "all")
        command = [sys.executable, "-m", "tts.cli", "serve", "--port", "0", "--out", folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:  # noqa: S603
            try:
                line = server.stdout.readline().decode() if server.stdout else ""
                port = urlsplit(line).port or 0
                measure(port, word, chosen)
                besiege(port, word, server.pid)
            finally:
                server.terminate()
        with Queue.open(Path(folder)) as queue:
            kept = [entry.url for entry in queue.entries()]
        wanted = {address(number) for number in range(chosen.posts)}
        print(f"kept: {len(kept)} of {len(wanted)} addresses, {len(kept) - len(set(kept))} of them twice")


def address(number: int) -> str:
    return f"https://news.example/{number - (number % AGAIN == AGAIN - 1)}"


def measure(port: int, word: str, chosen: argparse.Namespace) -> None:
    """Send all, and print what was answered and how long that took."""
    post(port, word, "https://news.example/0")  # the first one opens the database
    began = time.monotonic()

    def sent(number: int) -> tuple[int, float]:
        time.sleep(max(0.0, began + number * chosen.seconds / chosen.posts - time.monotonic()))
        started = time.perf_counter()
        status = post(port, word, address(number))
        return status, 1000 * (time.perf_counter() - started)

    with ThreadPoolExecutor(chosen.phones) as phones:
        answers = list(phones.map(sent, range(chosen.posts)))
    took = [ms for _status, ms in answers]
    statuses = sorted({status for status, _ms in answers})
    print(f"{chosen.posts} posts in {time.monotonic() - began:.1f} s: status {statuses}")
    print(
        f"answer: median {median(took):.1f} ms, 95 % {quantiles(took, n=20)[-1]:.1f} ms, most {max(took):.1f}"
    )


def besiege(port: int, word: str, process: int) -> None:
    """Print what becomes of a thousand readers, and of bodies without end, and what that costs."""
    before = peak_megabytes(process)
    with ExitStack() as held:
        statuses = Counter(listen(port, word, held) for _reader in range(READERS))
    print(f"{READERS} readers: {dict(statuses)}")
    with ThreadPoolExecutor(SENDERS) as senders:
        statuses = Counter(senders.map(lambda _sender: flood(port, word), range(SENDERS)))
    print(f"{SENDERS} bodies of 50 MB: {dict(statuses)}")
    print(f"server: {peak_megabytes(process):.0f} MB at most, before that {before:.0f}")


def listen(port: int, word: str, held: ExitStack) -> str:
    """Ask for all changes, and return the status; the connection stays."""
    wire = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
    return asked(wire, head(port, word, "GET /inbox/events"))


def flood(port: int, word: str) -> str:
    """Send 50 MB in pieces, as far as they are taken, and return the status."""
    more = ("Content-Type: application/json", "Transfer-Encoding: chunked")
    with socket.create_connection(("127.0.0.1", port), timeout=60) as wire, suppress(ConnectionError):
        wire.sendall(head(port, word, "POST /inbox", *more))
        with suppress(ConnectionError):
            for _piece in range(BODY // len(PIECE)):
                wire.sendall(b"%x\r\n%b\r\n" % (len(PIECE), PIECE))
        return asked(wire, b"")
    return "cut off"


def asked(wire: socket.socket, request: bytes) -> str:
    wire.sendall(request)
    return wire.recv(12).decode().rpartition(" ")[2]


def head(port: int, word: str, first: str, *more: str) -> bytes:
    lines = (f"{first} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Authorization: Bearer {word}", *more, "", "")
    return "\r\n".join(lines).encode()


def peak_megabytes(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


def post(port: int, word: str, url: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {word}", "Content-Type": "application/json"}
    try:
        connection.request("POST", "/inbox", json.dumps({"url": url}), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


if __name__ == "__main__":
    main()
