"""What a killed run left half written goes with the next run there; what is being written stays."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Ting

BRIEF = "山城電車加開三班\n\n山城電車公司今天宣布，週末起加開三班電車，方便民眾前往山上賞花。\n"
WRITER = """
import datetime as dt, os, sys
from pathlib import Path
from tts.episode_files import shelf
output = Path("output")
with shelf.draft(output, dt.date(2026, 1, 9), "0123abcd") as draft, shelf.whole(output / "feed.xml") as feed:
    draft.vtt.touch()
    feed.touch()
    print("begun", flush=True)
    sys.stdin.read() or os._exit(9)
"""
SETTINGS = """
engine = "espeak"
profile = "source"
[show]
url = "https://podcast.example.org/"
[daily]
digest = false
[[source]]
name = "剪報"
kind = "folder"
location = "saved"
"""


def write(folder: Path) -> subprocess.Popen[bytes]:
    """Begin to write an episode and a feed; without a word more the writer dies of it."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert writer.stdout
    assert writer.stdout.readline() == b"begun\n"
    return writer


@pytest.fixture
def parts(tmp_path: Path, ting: Ting) -> Iterator[set[Path]]:  # noqa: ARG001 - which goes to a folder of its own
    """Leave what a killed run leaves beside what a living one writes, and return the latter."""
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "tram.txt").write_text(BRIEF, "utf-8")
    (tmp_path / "ting.toml").write_text(SETTINGS, "utf-8")
    living = write(tmp_path)
    own = set((tmp_path / "output").rglob(".*.part"))
    killed = write(tmp_path)
    killed.communicate()
    assert (killed.returncode, len(own)) == (9, 3)
    assert len(list((tmp_path / "output").rglob(".*.part"))) == 6
    yield own
    living.communicate(b"end")


@pytest.mark.parametrize("command", ["read saved/tram.txt", "daily", "feed", "catalog rebuild"])
def test_the_next_run_of_whatever_writes_there_clears_it_and_nothing_else(
    ting: Ting, tmp_path: Path, parts: set[Path], command: str
) -> None:
    assert ting(*command.split()).code == 0
    assert set((tmp_path / "output").rglob(".*.part")) == parts


def test_so_does_the_next_publication(ting: Ting, tmp_path: Path, parts: set[Path]) -> None:
    assert ting("daily").code == 0
    write(tmp_path).communicate()
    assert set((tmp_path / "output").rglob(".*.part")) > parts
    assert ting("publish", "web").code == 0
    assert set((tmp_path / "output").rglob(".*.part")) == parts


def test_what_a_run_of_another_machine_writes_is_left_to_it(ting: Ting, parts: set[Path]) -> None:
    there = next(iter(parts)).with_name(".feed.xml.00000000-99999999-0123abcd.part")
    there.touch()
    assert ting("feed").code == 0
    assert there.exists()
    os.utime(there, (0, 0))
    assert ting("feed").code == 0
    assert not there.exists()
