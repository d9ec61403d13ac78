"""`ting export` makes books of episodes, whole or not at all."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ting

ROOT = Path(__file__).parents[2]
NEWS = "停班停課\n\n市政府宣布，明天全市停班停課。\n\n氣象署指出，風雨將在清晨達到高峰。\n"


@pytest.fixture
def episode(ting: Ting) -> Path:
    Path("news.txt").write_text(NEWS, encoding="utf-8")
    return Path(ting("read", "news.txt", "--engine", "espeak").out.strip())


def test_a_book_is_made_of_the_latest_episode_and_its_path_printed(ting: Ting, episode: Path) -> None:
    result = ting("export", "latest")
    assert (result.code, result.err) == (0, "")
    book = Path(result.out.strip())
    assert book == Path(f"{episode.stem}.epub").absolute()
    (told,) = ting("export", episode, "--format", "epub", "--out", "again.epub", "--json").objects
    assert told == {"epub": str(Path("again.epub").absolute()), "bytes": book.stat().st_size}
    assert Path("again.epub").read_bytes() == book.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("none.mp3",), 2, "There is no file none.mp3"),
        (("2026-01-09-none",), 2, "There is no episode 2026-01-09-none"),
        (("alone.mp3",), 2, "there is no manifest beside it"),
        (("torn.mp3",), 1, "The manifest is not one of an episode"),
        (("latest", "--out", "none/book.epub"), 1, "Nothing can be written to none"),
        (("latest", "--out", "/dev/null"), 2, "is no file"),
        (("latest", "--out", "book.mobi"), 2, "What ends with .mobi is not made"),
        (("latest", "--format", "pdf"), 2, "'pdf' is not one of"),
    ],
)
@pytest.mark.usefixtures("episode")
def test_what_cannot_be_made_is_told_and_leaves_nothing(
    ting: Ting, arguments: tuple[str, ...], code: int, said: str
) -> None:
    Path("alone.mp3").write_bytes(b"sound")
    Path("torn.mp3").write_bytes(b"sound")
    Path("torn.json").write_text('{"id": "', encoding="utf-8")
    before = sorted(Path().rglob("*"))
    result = ting("export", *arguments)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize("form", ["epub", "m4b"])
def test_a_disk_that_is_full_in_mid_file_leaves_the_book_that_was_there(
    episode: Path, judge: Callable[..., str], form: str
) -> None:
    judge("ffmpeg", "-version")
    book = Path(f"book.{form}")
    book.write_bytes(b"the one before")

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as a full disk: an error of the writing, no signal
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run(
        [sys.executable, "-m", "tts.cli", "export", episode, "--out", book],
        preexec_fn=little_room,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "the disk is full. Make room" in done.stderr
    assert book.read_bytes() == b"the one before"
    assert not list(Path().glob(".*.part"))


def test_an_audiobook_is_made_where_its_name_asks_for_one(
    ting: Ting, episode: Path, judge: Callable[..., str]
) -> None:
    judge("ffmpeg", "-version")
    (told,) = ting("export", episode, "--out", "book.M4B", "--json").objects
    assert told == {"m4b": str(Path("book.M4B").absolute()), "bytes": Path("book.M4B").stat().st_size}
    assert Path("book.M4B").read_bytes()[4:11] == b"ftypM4A"


@pytest.mark.usefixtures("episode")
def test_without_ffmpeg_there_is_no_audiobook(ting: Ting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = ting("export", "latest", "--format", "m4b")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("ting: There is no ffmpeg here")
    assert not list(Path().glob("*.m4b"))
