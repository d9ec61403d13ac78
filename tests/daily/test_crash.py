"""`ting daily` killed at any moment and run again: what is published is what one clean run publishes.

A kill falls when a run is about to put its n-th file in its place, be it a take, a part of an episode, a
page or a feed: so it is known how far the run had come. `make drill` kills it twenty times so, and as
often by the clock.
"""

import datetime as dt
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow

DRILLS = int(os.environ.get("DRILLS", "0"))
KILLS = DRILLS or 2
ROOT = Path(__file__).parents[2]
NOON = f"NOON{dt.datetime.now(dt.UTC).hour - 12:+}"
"""A zone (POSIX.1, 8.3) in which it is noon: no day ends while its runs are compared."""

DOOMED = """
import atexit, os, signal, sys

put = 0

def count(event, _):
    global put
    if event == "os.rename":
        put += 1
        if put == int(sys.argv[1]):
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(count)
atexit.register(lambda: print("files put:", put, file=sys.stderr))

from tts.cli.app import main

main(sys.argv[2:])
"""
"""A command of `ting` that dies at the file of this number, or else says in the end how many it has put."""

SETTINGS = """
engine = "espeak"
profile = "source"
[fetch]
allow_private = true
delay_ms = 0
[show]
url = "https://podcast.example.org/"
cover = "cover.png"
[daily]
voices = ["hsiaochen", "yunjhe"]
[[source]]
name = "海港日報"
kind = "feed"
location = "{url}/harbour/rss.xml"
include = ["地方", "科技"]
[[source]]
name = "山城晚報"
kind = "page"
location = "{url}/hill/"
limit = 1
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader's folder, with the newspapers as sources."""

    folder: Path
    paper: Newspaper

    def start(self, last: int = 0) -> "subprocess.Popen[str]":
        """Begin the day; it ends for good when it puts its last file in its place."""
        self.folder.mkdir(exist_ok=True)
        Image.new("RGB", (1400, 1400)).save(self.folder / "cover.png")  # to draw one takes most of a second
        (self.folder / "ting.toml").write_text(SETTINGS.format(url=self.paper.url), encoding="utf-8")
        own = {
            "TING_CACHE_DIR": str(self.folder / "cache"),  # a cache that readers share leaves less to put
            "XDG_CONFIG_HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",  # compiled modules are put, too, but by the first run alone
            "TZ": NOON,
        }
        return subprocess.Popen(
            [sys.executable, "-c", DOOMED, str(last), "daily"],
            cwd=self.folder,
            env={**os.environ, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self) -> int:
        """Make the day to its end; return how many files it put in their places."""
        process = self.start()
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        return int(errors.rpartition("files put: ")[2])

    def kill_at(self, file: int) -> None:
        """Make the day, but only to this file."""
        process = self.start(file)
        process.communicate(timeout=120)
        assert process.returncode == -signal.SIGKILL

    def kill_after(self, seconds: float) -> None:
        """Make the day, but not for longer than this."""
        process = self.start()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()

    def published(self) -> dict[str, bytes]:
        """Return every file that others get, by its path."""
        output = self.folder / "output"
        files = (path for path in output.rglob("[!.]*") if path.is_file())
        return {
            path.relative_to(output).as_posix(): path.read_bytes()
            for path in files
            if not path.name.startswith("catalog.db")
        }


def moments(files: int, kills: int) -> Iterator[int]:
    """Yield numbers of files to be killed at: one, by chance, in each part of the run."""
    chance = random.Random(os.environ.get("SEED", "1"))  # noqa: S311 - repeatable, not secret
    for kill in range(kills):
        yield 1 + chance.randrange(files * kill // kills, files * (kill + 1) // kills)


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    with Newspaper() as paper:
        yield paper


@dataclass(frozen=True, slots=True)
class FirstDay:
    """What one clean run of the first day made, how many files it put, and how long it took."""

    reader: Reader
    files: int
    took_s: float


@pytest.fixture(scope="module")
def clean(paper: Newspaper, tmp_path_factory: pytest.TempPathFactory) -> FirstDay:
    reader = Reader(tmp_path_factory.mktemp("clean"), paper)
    started = time.monotonic()
    return FirstDay(reader, reader.run(), time.monotonic() - started)


@pytest.fixture(autouse=True)
def first_day(paper: Newspaper) -> None:
    paper.day = 1


def test_killed_in_each_part_of_a_run_and_run_again_it_publishes_what_a_clean_run_does(
    paper: Newspaper, clean: FirstDay, tmp_path: Path
) -> None:
    for file in moments(clean.files, KILLS):
        reader = Reader(tmp_path / str(file), paper)
        reader.kill_at(file)
        reader.run()
        assert reader.published() == clean.reader.published()


@pytest.mark.drill
def test_killed_by_the_clock_and_run_again_it_publishes_what_a_clean_run_does(
    paper: Newspaper, clean: FirstDay, tmp_path: Path
) -> None:
    chance = random.Random(os.environ.get("SEED", "2"))  # noqa: S311 - repeatable, not secret
    for kill in range(KILLS):
        reader = Reader(tmp_path / str(kill), paper)
        reader.kill_after(chance.uniform(0.2 * clean.took_s, clean.took_s))
        reader.run()
        assert reader.published() == clean.reader.published()


def test_killed_while_stories_change_it_publishes_what_a_clean_run_does(
    paper: Newspaper, clean: FirstDay, tmp_path: Path
) -> None:
    def after_the_first_day(name: str) -> Reader:
        return Reader(shutil.copytree(clean.reader.folder, tmp_path / name), paper)

    steady = after_the_first_day("steady")
    paper.day = 2
    for file in moments(steady.run(), max(1, DRILLS // 3)):
        reader = after_the_first_day(str(file))
        reader.kill_at(file)
        reader.run()
        assert reader.published() == steady.published()


def test_two_runs_at_once_are_one_run_and_one_that_is_told_who_is_at_work(
    paper: Newspaper, clean: FirstDay, tmp_path: Path
) -> None:
    twice = Reader(tmp_path / "twice", paper)
    processes = [twice.start(), twice.start()]
    said = [process.communicate(timeout=120)[1] for process in processes]
    codes = [process.returncode for process in processes]
    assert sorted(codes) in ([0, 1], [0, 0])  # the second may begin when the first has ended
    for code, words in zip(codes, said, strict=True):
        assert code == 0 or "Another run is at work" in words
    assert twice.published() == clean.reader.published()
