# mypy: allow-untyped-calls
# (mutagen's annotations leave its constructors out)

from dataclasses import replace
from pathlib import Path

import pytest
from mutagen import apev2, id3

from tts.episode_files.front_cover import front
from tts.episode_files.tag_reader import contents, faults
from tts.episode_files.tags import tag
from tts.model.episode import Chapter, Episode

END_MS = 12_000


def test_what_was_tagged_is_found_and_nothing_is_wrong(mp3: Path, episode: Episode) -> None:
    tag(mp3, episode, front(None))
    found = contents(mp3)
    assert (found.version, found.title, found.album) == ("2.3", episode.title, "世界日報")
    assert (found.date, found.language, found.genre, found.listed) == ("2026-01-09", "chi", "Podcast", True)
    assert found.lines == found.timed == len(episode.cues)
    assert found.links == (("WOAF", episode.articles[0].url), ("WOAS", episode.articles[0].url))
    assert found.chapters == episode.chapters
    assert ("ai-content", "true") in found.texts
    assert found.cover is not None
    assert (found.cover.mime, found.cover.width, found.cover.height) == ("image/jpeg", 1400, 1400)
    assert list(faults(found, END_MS)) == []


def test_a_file_without_tags_is_told(mp3: Path) -> None:
    assert list(faults(contents(mp3), END_MS)) == ["There is no ID3v2 tag: players show the file's name."]


def test_missing_names_are_told(mp3: Path) -> None:
    id3.ID3().save(mp3)
    tags = id3.ID3()
    tags.add(id3.TIT2(encoding=3, text="題"))
    tags.save(mp3)
    assert list(faults(contents(mp3), END_MS)) == ["The tags have no artist (TPE1), no album (TALB)."]


CHAPTERS = {
    "a gap": ((0, 5000), (6000, 12_000)),
    "an overlap": ((0, 5000), (4000, 12_000)),
    "after the sound": ((0, 5000), (5000, 20_000)),
    "before it begins": ((0, 0), (0, 12_000)),
}


@pytest.mark.parametrize("fault", CHAPTERS)
def test_chapters_that_do_not_follow_each_other_are_told(mp3: Path, episode: Episode, fault: str) -> None:
    chapters = tuple(Chapter(start, end, "題") for start, end in CHAPTERS[fault])
    tag(mp3, replace(episode, chapters=chapters))
    (told,) = faults(contents(mp3), END_MS)
    assert fault in told


def test_chapters_that_lie_shuffled_are_told(mp3: Path, episode: Episode) -> None:
    tag(mp3, episode)
    tags = id3.ID3(mp3)
    tags.save(mp3, v2_version=3)  # mutagen sorts them by size
    assert any("shuffled" in fault for fault in faults(contents(mp3), END_MS))


def test_chapters_without_a_table_or_title_are_told(mp3: Path, episode: Episode) -> None:
    tag(mp3, replace(episode, chapters=(Chapter(0, END_MS, ""),)))
    tags = id3.ID3(mp3)
    tags.delall("CTOC")
    tags.save(mp3, v2_version=3)
    told = " ".join(faults(contents(mp3), END_MS))
    assert "no title" in told
    assert "CTOC" in told


def test_chapters_that_ffmpeg_loses_are_told(mp3: Path, episode: Episode) -> None:
    tag(mp3, replace(episode, chapters=(Chapter(0, END_MS, "長" * 70),)))
    assert list(faults(contents(mp3), END_MS)) == []
    tags = id3.ID3(mp3)
    tags.save(mp3, v2_version=4)
    assert any("2.4" in fault for fault in faults(contents(mp3), END_MS))


@pytest.mark.parametrize(
    ("data", "fault"),
    [(b"no picture", "cannot be read"), (b"\xff\xd8" + bytes(600_000), "too large")],
)
def test_a_cover_that_players_do_not_show_is_told(
    mp3: Path, episode: Episode, data: bytes, fault: str
) -> None:
    tag(mp3, episode, data)
    assert any(fault in told for told in faults(contents(mp3), END_MS))


def test_gaps_between_many_chapters_are_told_in_a_sentence(mp3: Path, episode: Episode) -> None:
    chapters = tuple(Chapter(start, start + 90, "題") for start in range(0, END_MS, 100))
    tag(mp3, replace(episode, chapters=chapters))
    (told,) = faults(contents(mp3), END_MS)
    assert told.startswith("Between chapters 1 and 2 there is a gap of 10 ms, and in 118 more places")


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-8"])
def test_chinese_that_is_called_latin_is_told_as_it_was_meant(mp3: Path, encoding: str) -> None:
    tags = id3.ID3()
    for frame in (id3.TIT2, id3.TPE1, id3.TALB):
        tags.add(frame(encoding=id3.Encoding.LATIN1, text="新聞".encode(encoding).decode("latin-1")))
    tags.save(mp3, v2_version=3)
    assert {meant for _shown, meant in contents(mp3).misread} == {"新聞"}
    assert sum("for “新聞”" in told for told in faults(contents(mp3), END_MS)) == 3


def test_latin_that_is_latin_is_not_called_chinese(mp3: Path) -> None:
    tags = id3.ID3()
    for frame in (id3.TIT2, id3.TPE1, id3.TALB):
        tags.add(frame(encoding=id3.Encoding.LATIN1, text="Émile était là, naïf à Zürich"))
    tags.save(mp3, v2_version=3)
    assert list(faults(contents(mp3), END_MS)) == []


def test_tags_of_other_kinds_are_told(mp3: Path) -> None:
    tags = apev2.APEv2()
    tags["Title"] = "題"
    tags.save(mp3)
    assert contents(mp3).ape == (("Title", "題"),)
    assert ["only an APEv2" in told for told in faults(contents(mp3), END_MS)] == [True]
    old = b"TAG" + b"A title".ljust(30, b"\0") + bytes(95)
    mp3.write_bytes(mp3.read_bytes() + old)
    assert contents(mp3).title == "A title"
    assert any("only an ID3v1" in told for told in faults(contents(mp3), END_MS))


def test_a_length_that_is_not_the_sounds_is_told(mp3: Path, episode: Episode) -> None:
    tag(mp3, episode)
    tags = id3.ID3(mp3)
    tags.add(id3.TLEN(encoding=0, text=str(2 * END_MS)))
    tags.save(mp3, v2_version=3)
    assert any("24.00 s (TLEN)" in told for told in faults(contents(mp3), END_MS))


def test_the_front_cover_is_shown_and_a_wrong_name_of_its_kind_told(mp3: Path, episode: Episode) -> None:
    tag(mp3, episode, front(None))
    tags = id3.ID3(mp3)
    cover = tags.getall("APIC")[0]
    cover.mime = "image/png"
    tags.add(
        id3.APIC(encoding=0, mime="image/webp", type=id3.PictureType.COVER_BACK, desc="back", data=b"RIFF")
    )
    tags.save(mp3, v2_version=3)
    found = contents(mp3).cover
    assert found is not None
    assert found.width == 1400
    assert any("called image/png, but it is image/jpeg" in told for told in faults(contents(mp3), END_MS))


@pytest.mark.parametrize(
    "data", [b"", b"ID3", b"ID3\x03\0\0\0\0\x7f\x7f" + bytes(30), b"ID3\x09\0\0\0\0\0\0"]
)
def test_a_tag_that_cannot_be_read_counts_as_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.mp3"
    path.write_bytes(data)
    found = contents(path)
    assert found.title is None
    assert found.broken == (len(data) >= 10)
