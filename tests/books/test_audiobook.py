"""An audiobook has the episode's sound, chapters, cover and tags, as other programs read them."""

# mypy: allow-untyped-calls
# (mutagen's annotations leave its constructors out)

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from mutagen.mp4 import MP4

from tests.books.conftest import ARTICLE, ODD, Told
from tests.house import House
from tts.books import audiobook
from tts.errors import TingError

Judge = Callable[..., str]


def probed(judge: Judge, book: Path) -> dict[str, list[dict[str, object]]]:
    told = judge("ffprobe", "-v", "error", "-of", "json", "-show_chapters", "-show_streams", book)
    return dict(json.loads(told))


def test_a_digest_becomes_a_book_of_its_chapters(told: Told, judge: Judge, tmp_path: Path) -> None:
    judge("ffmpeg", "-version")
    episode = told(ARTICLE, *ODD[:3])
    book = tmp_path / "book.m4b"
    audiobook.write(episode, book)

    found = probed(judge, book)
    titles = [str(chapter["tags"]["title"]) for chapter in found["chapters"]]  # type: ignore[index]
    whole, *_, long, last = titles[2:]
    assert titles[:2] == ["開場", "市府宣布停班停課"]
    assert (whole, titles[3], last) == ('A<B> & "C" ]]> -->', episode.title, "結語")
    assert long == f"{'長' * 59}…"
    times = [(round(float(str(c["start_time"])) * 1000), c["end_time"]) for c in found["chapters"]]
    assert [start for start, _ in times] == [chapter.start_ms for chapter in episode.chapters]
    (sound,) = [stream for stream in found["streams"] if stream["codec_type"] == "audio"]
    assert sound["codec_name"] == "aac"
    assert float(str(sound["duration"])) * 1000 == pytest.approx(episode.duration_ms, abs=100)

    tags = MP4(book)
    assert tags["\xa9nam"] == [episode.title]
    assert tags["\xa9ART"] == tags["\xa9alb"] == ["晨報"]
    assert tags["\xa9gen"] == ["Audiobook"]
    assert tags["\xa9wrt"] == ["曉臻、雲哲"]
    assert "以下新聞由人工智慧語音播報。" in tags["\xa9cmt"][0]
    assert tags["stik"] == [2]
    assert bytes(tags["covr"][0]).startswith(b"\xff\xd8\xff")
    assert [chapter.title for chapter in tags.chapters or ()] == titles


def test_a_chapter_that_ends_in_a_backslash_costs_no_other(told: Told, judge: Judge, tmp_path: Path) -> None:
    judge("ffmpeg", "-version")
    book = tmp_path / "book.m4b"
    audiobook.write(told(replace(ARTICLE, title="存在 C:\\"), ARTICLE), book)
    titles = [str(chapter["tags"]["title"]) for chapter in probed(judge, book)["chapters"]]  # type: ignore[index]
    assert titles == ["開場", "存在 C:＼", ARTICLE.title, "結語"]


def test_an_audiobook_is_labelled_as_its_episode_is(
    told: Told, house: House, judge: Judge, tmp_path: Path
) -> None:
    judge("ffmpeg", "-version")
    house.settings = replace(house.settings, show=replace(house.settings.show, aigc_producer="甲"))
    book = tmp_path / "book.m4b"
    audiobook.write(told(ARTICLE), book)
    (label,) = MP4(book)["----:com.apple.iTunes:AIGC"]
    assert json.loads(bytes(label))["ContentProducer"] == "甲"


def test_the_same_episode_makes_the_same_audiobook(told: Told, judge: Judge, tmp_path: Path) -> None:
    judge("ffmpeg", "-version")
    episode = told(ODD[4])
    for name in ("one", "two"):
        audiobook.write(episode, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_without_ffmpeg_it_is_said_what_to_do(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = told(ODD[4])
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TingError, match="There is no ffmpeg here") as raised:
        audiobook.write(episode, tmp_path / "book.m4b")
    assert "--format epub" in raised.value.hint


def test_sound_that_ffmpeg_cannot_read_or_only_in_part_is_told(
    told: Told, judge: Judge, tmp_path: Path
) -> None:
    judge("ffmpeg", "-version")
    episode = told(ODD[4])
    sound = Path(episode.files.mp3)
    half = episode.least_bytes // 2
    sound.write_bytes(sound.read_bytes()[:-half] + bytes(half))
    with pytest.raises(TingError, match="would be cut off"):
        audiobook.write(episode, tmp_path / "book.m4b")
    sound.write_bytes(b"no sound at all " * 20_000)
    with pytest.raises(TingError, match="ffmpeg could not make an audiobook"):
        audiobook.write(episode, tmp_path / "book.m4b")
