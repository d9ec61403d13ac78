"""Print what a year of a hundred articles a day costs when its feeds and pages are written.

    python bench/year.py [--episodes 36500] [--publish]

Manifests are put on a shelf in a temporary folder, with files of two bytes beside them. Then `ting feed`
is run, once more with nothing new, and once more with one new episode; with --publish `ting publish` into
a folder, twice. Peak memory is what the operating system says of each process.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import astuple, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.catalog import invented
from tts.episode_files import manifest, shelf
from tts.model.episode import Episode

SENTENCES = 12
"""Of so many is a story here: what is measured is how many episodes there are, and not how long."""

SETTINGS = '[show]\ntitle = "聽新聞"\nurl = "https://podcast.example.org/"\n'


def main() -> None:
    """Fill a shelf, and run the commands on it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=36_500)
    parser.add_argument("--publish", action="store_true")
    given = parser.parse_args()
    count: int = given.episodes
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "ting.toml").write_text(SETTINGS, encoding="utf-8")
        chance = random.Random(1)  # noqa: S311 - repeatable, not secret
        some = [invented(number, chance) for number in range(min(count, 500))]
        for number in range(count):
            put_on_shelf(home / "output", renumbered(some[number % len(some)], number))
        print(f"{count} episodes")
        run(home, "the first", "feed")
        run(home, "nothing new", "feed")
        put_on_shelf(home / "output", renumbered(some[0], count))
        run(home, "one new episode", "feed")
        for what in ("the first", "nothing new") if given.publish else ():
            run(home, what, "publish", str(home / "web"))


def renumbered(episode: Episode, number: int) -> Episode:
    """Return the episode as that of another number, and shorter."""
    other = invented(number, random.Random(number), sentences=1)  # noqa: S311 - repeatable, not secret
    return replace(other, title=f"{episode.title}{number}", cues=episode.cues[:SENTENCES])


def put_on_shelf(output: Path, episode: Episode) -> None:
    """Let the files of the episode be there."""
    path = shelf.manifest_path(output, episode.date, episode.slug)
    path.parent.mkdir(parents=True, exist_ok=True)
    for name in astuple(episode.files):
        (path.parent / name).write_bytes(b"\xff\xfb")
    path.write_text(manifest.dump(episode), encoding="utf-8")


def run(home: Path, what: str, *words: str) -> None:
    """Run the command, and print what it took."""
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "tts.cli", *words],
        cwd=home,
        env={**os.environ, "TING_CACHE_DIR": str(home / "cache"), "XDG_CONFIG_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"ting {words[0]} failed: {process.returncode}"
        raise RuntimeError(message)
    print(row(what, words[0], time.perf_counter() - begun, used), flush=True)


def row(what: str, command: str, took_s: float, used: resource.struct_rusage) -> str:
    """Return the line of a table."""
    spent_s = used.ru_utime + used.ru_stime
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2)
    memory_mb = used.ru_maxrss * unit / 1e6
    return f"ting {command:8} {what:16} {took_s:6.1f} s {spent_s:6.1f} s CPU {memory_mb:5.0f} MB"


if __name__ == "__main__":
    main()
