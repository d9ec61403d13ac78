"""Print how fast `ting serve` gives one episode to fifty phones at once, and whether every byte is right.

    python bench/serve.py [--phones N] [--megabytes N]

The phones are threads of one process on this machine, so the time has both sides' costs.
"""

import argparse
import hashlib
import http.client
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.feed.stories import story
from tests.publication.shelves import fill

MEGABYTE = 1_000_000
PIECE = 1 << 18


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=50)
    parser.add_argument("--megabytes", type=int, default=20)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sounds = fill(Path(folder), [story(1)], size_bytes=chosen.megabytes * MEGABYTE)
        ((path, sound),) = sounds.items()
        command = [sys.executable, "-m", "tts.cli", "serve", "--port", "0", "--out", folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:  # noqa: S603
            try:
                port = urlsplit(first_line(server)).port or 0
                measure(port, path, hashlib.sha256(sound).digest(), chosen.phones, chosen.megabytes)
                print(f"server: {peak_megabytes(server.pid):.0f} MB at most")
            finally:
                server.terminate()


def first_line(server: subprocess.Popen[bytes]) -> str:
    return server.stdout.readline().decode() if server.stdout else ""


def peak_megabytes(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


def measure(port: int, path: str, digest: bytes, phones: int, megabytes: int) -> None:
    started = time.monotonic()
    with ThreadPoolExecutor(phones) as hands:
        right = list(hands.map(lambda _phone: download(port, path) == digest, range(phones)))
    took = time.monotonic() - started
    rate = phones * megabytes / took
    print(f"{phones} phones, {megabytes} MB each: {took:.1f} s, {rate:.0f} MB/s, {right.count(False)} wrong")


def download(port: int, path: str) -> bytes:
    digest = hashlib.sha256()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", f"/{path}")
        answer = connection.getresponse()
        while piece := answer.read(PIECE):
            digest.update(piece)
    finally:
        connection.close()
    return digest.digest()


if __name__ == "__main__":
    main()
