"""What is handed out: the wheel, and the source that it can be built from."""

import hashlib
import os
import subprocess
import sys
import tarfile
import zipfile
from email.parser import BytesParser
from pathlib import Path

import pytest

from tts.version import VERSION

ROOT = Path(__file__).parents[1]
GPL_3 = "3972dc9744f6499f0f9b2dbf76696f2ae7ad8af9b23dde66d6af86c9dfb36986"
"""The sha256 of https://www.gnu.org/licenses/gpl-3.0.txt."""


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build wheel and source in a folder."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder), "-t"]
    for target in ("wheel", "sdist"):
        subprocess.run([*build, target], cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture
def wheel(handed_out: Path) -> zipfile.ZipFile:
    (file,) = handed_out.glob("*.whl")
    return zipfile.ZipFile(file)


@pytest.fixture
def source(handed_out: Path) -> set[str]:
    """Return the paths in the source distribution, without its own folder's name."""
    (file,) = handed_out.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def tracked(*folders: str) -> set[str]:
    """Return the paths that git knows."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout")
    listed = subprocess.run(["git", "ls-files", "-z", *folders], cwd=ROOT, check=True, capture_output=True)
    return set(listed.stdout.decode().rstrip("\0").split("\0"))


def test_the_wheel_has_all_of_the_program_and_its_voices(wheel: zipfile.ZipFile) -> None:
    there = {name for name in wheel.namelist() if ".dist-info/" not in name}
    voices = {path.replace("voices/", "tts/data/voices/") for path in tracked("voices")}
    assert there == tracked("tts") | voices
    assert {"tts/py.typed", "tts/speech/words.txt", "tts/site/templates/base.html"} <= there


def test_the_wheel_narrates_where_no_source_lies(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "installed")  # noqa: S202 - built here a moment ago
    story = tmp_path / "story.txt"
    story.write_text("市府宣布停班停課\n\n市政府昨晚宣布，明天全市停班停課。\n", encoding="utf-8")
    own = {"PYTHONPATH": str(tmp_path / "installed"), "TING_CACHE_DIR": str(tmp_path / "cache")}
    where = [sys.executable, "-c", "import tts.voices; print(tts.__file__, tts.voices.SHIPPED.is_dir())"]
    read = [sys.executable, "-m", "tts.cli", "read", str(story), "--engine", "espeak"]

    def said(command: list[str]) -> str:
        environment = {**os.environ, **own}
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    assert said(where) == f"{tmp_path / 'installed' / 'tts' / '__init__.py'} True"
    assert Path(said(read)).is_relative_to(tmp_path / "output")


def test_the_source_has_what_make_needs(source: set[str]) -> None:
    assert tracked() - source == {
        path for path in tracked() if path.startswith((".ci/", ".github/", "output/"))
    }


def test_licence_and_notices_are_in_both(wheel: zipfile.ZipFile, source: set[str]) -> None:
    folder = f"tingxinwen-{VERSION}.dist-info/licenses"
    for name in ("LICENSE", "NOTICE"):
        assert wheel.read(f"{folder}/{name}") == (ROOT / name).read_bytes()
        assert name in source


def test_the_licence_is_the_whole_gpl() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == GPL_3


def test_the_wheel_is_of_the_version_that_the_program_tells(wheel: zipfile.ZipFile) -> None:
    metadata = BytesParser().parsebytes(wheel.read(f"tingxinwen-{VERSION}.dist-info/METADATA"))
    assert (metadata["Version"], metadata["License-Expression"]) == (VERSION, "GPL-3.0-or-later")
    ask = [sys.executable, "-m", "tts.cli", "--version"]
    told = subprocess.run(ask, cwd=ROOT, check=True, capture_output=True, text=True)
    assert told.stdout == f"ting, version {VERSION}\n"
