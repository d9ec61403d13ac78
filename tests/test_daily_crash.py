"""`ting daily` killed at any moment and run again: what is published is what one clean run publishes.

`DRILLS=20 pytest tests/test_daily_crash.py` (make drills) kills it twenty times.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.newspaper import Newspaper

KILLS = int(os.environ.get("DRILLS", "2"))
ROOT = Path(__file__).parents[1]
SETTINGS = """
engine = "espeak"
profile = "source"
cache_dir = "cache"
[fetch]
allow_private = true
delay_ms = 0
[show]
url = "https://podcast.example.org/"
[daily]
voices = ["hsiaochen", "yunjhe"]
[[source]]
name = "海港日報"
kind = "feed"
location = "{url}/harbour/rss.xml"
limit = 3
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

    def start(self) -> "subprocess.Popen[str]":
        """Begin the day."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / "ting.toml").write_text(SETTINGS.format(url=self.paper.url), encoding="utf-8")
        own = {"XDG_CONFIG_HOME": str(self.folder), "PYTHONPATH": str(ROOT), "TZ": "Asia/Taipei"}
        return subprocess.Popen(
            [sys.executable, "-m", "tts.cli", "daily"],
            cwd=self.folder,
            env={**os.environ, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self) -> float:
        """Make the day to its end; return how many seconds it took."""
        started = time.monotonic()
        process = self.start()
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        return time.monotonic() - started

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

    def done(self) -> int:
        """Return how much is done: how many files are in place."""
        return len(self.published()) if (self.folder / "output").is_dir() else 0


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper() as paper:
        yield paper


def test_killed_at_random_moments_and_run_again_it_publishes_what_a_clean_run_does(
    paper: Newspaper, tmp_path: Path
) -> None:
    clean = Reader(tmp_path / "clean", paper)
    took_s = clean.run()
    chance = random.Random(os.environ.get("SEED", "1"))  # noqa: S311 - repeatable, not secret
    stages: set[int] = set()
    for kill in range(KILLS):
        reader = Reader(tmp_path / str(kill), paper)
        reader.kill_after(chance.uniform(0.2 * took_s, took_s))
        stages.add(reader.done())
        reader.run()
        assert reader.published() == clean.published()
    assert len(stages) > 1


def test_killed_while_stories_change_it_publishes_what_a_clean_run_does(
    paper: Newspaper, tmp_path: Path
) -> None:
    clean, killed = (Reader(tmp_path / name, paper) for name in ("clean", "killed"))
    paper.day = 1
    clean.run()
    killed.run()
    paper.day = 2
    took_s = clean.run()
    chance = random.Random(os.environ.get("SEED", "2"))  # noqa: S311 - repeatable, not secret
    for _ in range(max(1, KILLS // 3)):
        killed.kill_after(chance.uniform(0.2 * took_s, took_s))
    killed.run()
    assert killed.published() == clean.published()


def test_two_runs_at_once_are_one_run_and_one_that_is_told_who_is_at_work(
    paper: Newspaper, tmp_path: Path
) -> None:
    clean, twice = (Reader(tmp_path / name, paper) for name in ("clean", "twice"))
    clean.run()
    processes = [twice.start(), twice.start()]
    said = [process.communicate(timeout=120)[1] for process in processes]
    codes = [process.returncode for process in processes]
    assert sorted(codes) in ([0, 1], [0, 0])  # the second may begin when the first has ended
    for code, words in zip(codes, said, strict=True):
        assert code == 0 or "Another run is at work" in words
    twice.run()
    assert twice.published() == clean.published()
