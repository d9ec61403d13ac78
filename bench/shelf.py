"""Print what a show of 100,000 episodes costs those who use it every day.

    python bench/shelf.py [--episodes 100000] [--folder FOLDER]

Manifests are put on a shelf, each with files of two bytes beside it, in a temporary folder or the one that is
named, where a later call finds them. Then each command is run as a user does, beside one that looks at what
its process took; the one new story is spoken by eSpeak (the extra `offline`). What it takes to make a lost
catalog anew is printed last.
"""

import argparse
import http.client
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.catalog import RARE, invented
from bench.serve import first_line, peak_megabytes
from bench.year import put_on_shelf, renumbered
from tests.archive.paper import page
from tts.catalog.store import NAME, Catalog

SETTINGS = """
engine = "espeak"
[show]
title = "聽新聞"
url = "https://podcast.example.org/"
[[source]]
name = "鄰里報"
kind = "folder"
location = "saved"
since = 100000
"""

ALL = "all.txt"


def main() -> None:
    """Fill a shelf, if it is not there, and use it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    count: int = given.episodes
    with nullcontext(given.folder) if given.folder else tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if not (home / ALL).exists():
            fill(home, count)
        print(f"{count} episodes", flush=True)
        use(home)
        recover(home / "output")


def fill(home: Path, count: int) -> None:
    """Put the episodes on the shelf, and name their addresses in a file."""
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    some = [invented(number, chance) for number in range(min(count, 500))]
    for number in range(count):
        put_on_shelf(home / "output", renumbered(some[number % len(some)], number))
    (home / "saved").mkdir(exist_ok=True)
    (home / "ting.toml").write_text(SETTINGS, encoding="utf-8")
    urls = "".join(f"https://news.example/story/{number}\n" for number in range(count))
    (home / ALL).write_text(urls, encoding="utf-8")


def use(home: Path) -> None:
    """Run what a user runs."""
    run(home, "catalog, edition and all are made", "feed")
    run(home, "nothing new", "feed")
    run(home, "nothing new", "daily")
    for number in (1, 2):
        story = home / "saved" / f"{time.time_ns()}.html"
        story.write_bytes(page(time.time_ns() // 1000 % 1_000_000, f"2026-01-0{number}").body)
        run(home, "one new story", "daily")
    run(home, "nothing new", "daily")
    run(home, "all", "catalog")
    run(home, "the latest 20", "catalog", "--limit", "20")
    run(home, f"{RARE}, in one of 500", "catalog", "search", RARE)
    run(home, "a word of none", "catalog", "search", "龘龘沒有")
    run(home, "what takes too long", "catalog", "prune", "--days", "100000")
    run(home, "all told: the list noted", "archive", ALL)
    run(home, "all told: the second run", "archive", ALL)
    with serving(home) as (port, process, begun):
        print(f"{'ting serve':20} {'is there':36} {time.perf_counter() - begun:6.1f} s")
        for path in ("/", "/feed.xml", "/", "/episodes/2026/01/search.js"):
            took, size = timed(partial(ask, port, path))
            print(f"{'ting serve':20} {path:36} {took:6.2f} s {size / 1e6:6.2f} MB")
        print(f"{'ting serve':20} {'memory at most':36} {peak_megabytes(process):6.0f} MB", flush=True)


def run(home: Path, what: str, *words: str) -> None:
    """Run the command, and print what it took."""
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "tts.cli", *words],
        cwd=home,
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    said = process.stderr.read().decode() if process.stderr else ""
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        print(said)
    print(row(" ".join(words[:2]), what, time.perf_counter() - begun, used), flush=True)


def row(command: str, what: str, took_s: float, used: resource.struct_rusage) -> str:
    """Return the line of a table."""
    spent_s = used.ru_utime + used.ru_stime
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2)
    memory_mb = used.ru_maxrss * unit / 1e6
    return f"ting {command:15} {what:36} {took_s:6.1f} s {spent_s:6.1f} s CPU {memory_mb:5.0f} MB"


@contextmanager
def serving(home: Path) -> Iterator[tuple[int, int, float]]:
    """Serve the show; give the port, the process, and when it was begun."""
    command = [sys.executable, "-m", "tts.cli", "serve", "--port", "0"]
    begun = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=home, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        try:
            yield urlsplit(first_line(server)).port or 0, server.pid, begun
        finally:
            server.terminate()


def environment(home: Path) -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[1])
    own = {"TING_CACHE_DIR": str(home / "cache"), "XDG_CONFIG_HOME": str(home), "PYTHONPATH": root}
    return {**os.environ, **own}


def ask(port: int, path: str) -> int:
    """Return how many bytes a path answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    try:
        connection.request("GET", path)
        return len(connection.getresponse().read())
    finally:
        connection.close()


def timed(call: Callable[[], int]) -> tuple[float, int]:
    """Return how long a call took, and what it gave."""
    begun = time.perf_counter()
    size = call()
    return time.perf_counter() - begun, size


def recover(output: Path) -> None:
    """Lose the catalog, and print what its two steps take when it is made anew."""
    for path in output.glob(f"{NAME}*"):
        path.unlink()
    with Catalog.open(output) as catalog:
        for step in (catalog.refresh, catalog.recall_told):
            clock, begun = time.perf_counter(), time.process_time()
            step()
            spent, took = time.process_time() - begun, time.perf_counter() - clock
            print(f"catalog lost: {step.__name__:12} {took:6.1f} s {spent:6.1f} s CPU", flush=True)


if __name__ == "__main__":
    main()
