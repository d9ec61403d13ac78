"""`ting archive` killed at any moment and run again: what is published is what one clean run publishes."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from tests.archive.paper import Paper, index, page, sitemap
from tests.daily.test_crash import DOOMED, NOON, ROOT

pytestmark = pytest.mark.slow

KILLS = 2

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
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader's folder, and the archive's address."""

    folder: Path
    address: str

    def run(self, last: int = 0) -> "subprocess.CompletedProcess[str]":
        """Work through the archive; it ends for good when it puts its last file in its place."""
        self.folder.mkdir(exist_ok=True)
        Image.new("RGB", (1400, 1400)).save(self.folder / "cover.png")  # to draw one takes most of a second
        (self.folder / "ting.toml").write_text(SETTINGS, encoding="utf-8")
        own = {
            "TING_CACHE_DIR": str(self.folder / "cache"),
            "XDG_CONFIG_HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TZ": NOON,
        }
        return subprocess.run(
            [sys.executable, "-c", DOOMED, str(last), "archive", self.address],
            cwd=self.folder,
            env={**os.environ, **own},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def published(self) -> dict[str, bytes]:
        """Return every file that others get, by its path."""
        output = self.folder / "output"
        files = (path for path in output.rglob("[!.]*") if path.is_file())
        return {
            path.relative_to(output).as_posix(): path.read_bytes()
            for path in files
            if not path.name.startswith("catalog.db")
        }


def test_what_killed_runs_come_to_is_what_an_unbroken_one_does(tmp_path: Path, paper: Paper) -> None:
    paper.answers["/story/undated.html"] = page(99, "", dated=False)
    paper.answers["/a.xml"] = sitemap([*paper.years(2021, months=2), (paper.at("/story/undated.html"), "")])
    paper.answers["/b.xml"] = sitemap(paper.years(2022, months=1))
    paper.answers["/index.xml"] = index([(paper.at("/a.xml"), ""), (paper.at("/b.xml"), "")])
    unbroken = Reader(tmp_path / "unbroken", paper.at("/index.xml"))
    whole = unbroken.run()
    assert whole.returncode == 0, whole.stderr
    files = int(whole.stderr.rpartition("files put: ")[2])
    assert len(whole.stdout.split()) == 4
    killed = Reader(tmp_path / "killed", paper.at("/index.xml"))
    for _ in range(KILLS):
        assert killed.run(files // 4).returncode == -signal.SIGKILL
    last = killed.run()
    assert last.returncode == 0, last.stderr
    assert killed.published() == unbroken.published()
    assert "0 left" in last.stderr
