"""`ting export` makes books of episodes, whole or not at all."""

import errno
from pathlib import Path

import pytest

from tests.cli.conftest import Ting

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
        (("latest", "--format", "pdf"), 2, "'pdf' is not"),
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


@pytest.mark.usefixtures("episode")
def test_a_full_disk_leaves_the_book_that_was_there(ting: Ting, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("book.epub").write_bytes(b"the one before")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        result = ting("export", "latest", "--out", "book.epub")
    assert result.code == 1
    assert "the disk is full" in result.err
    assert Path("book.epub").read_bytes() == b"the one before"
    assert not list(Path().glob(".*.part"))
