# mypy: allow-untyped-calls
# (mutagen's annotations leave its constructors out)

import json
import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import eyed3  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutagen import id3

from tests.episode_files.conftest import FRAMES
from tests.feed.stories import ODD_TITLES
from tts.audio.gain import raised
from tts.audio.info_header import header_frame
from tts.audio.mp3 import FORMATS
from tts.episode_files.tags import tag
from tts.errors import OutputError
from tts.model.episode import Chapter, Episode, Imprint, Loudness

GETID3 = Path("/usr/share/php/getid3/getid3.php")

# A one-pixel JPEG is enough for a player to show.
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300ffffffffffffffffffffffffffffffffffffffffffffff"
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
    "ffffc0000b080001000101011100ffc40014000100000000000000000000000000000003ffc40014100100000000000000"
    "000000000000000000ffda0008010100003f0037ffd9"
)


def many(count: int) -> tuple[Chapter, ...]:
    """Return chapters whose titles are of many lengths, so that no order but time's is theirs."""
    return tuple(Chapter(n * 20, (n + 1) * 20, "題" * (n * 7 % 11 + 1) + f" {n}") for n in range(count))


def by_ffprobe(judge: Callable[..., str], path: Path) -> list[tuple[int, int, str]]:
    told = json.loads(judge("ffprobe", "-v", "error", "-show_chapters", "-of", "json", path))
    return [
        (round(float(c["start_time"]) * 1000), round(float(c["end_time"]) * 1000), c["tags"]["title"])
        for c in told["chapters"]
    ]


def seen_by_eyed3(path: Path) -> Any:  # noqa: ANN401 (eyeD3 has no types)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its dates, from Python 3.13 on
        return eyed3.load(path).tag


def by_eyed3(path: Path) -> list[tuple[int, int, str]]:
    seen = seen_by_eyed3(path)
    children = {child: seen.chapters[child] for toc in seen.table_of_contents for child in toc.child_ids}
    return [(chapter.times.start, chapter.times.end, chapter.title) for chapter in children.values()]


def as_written(chapters: tuple[Chapter, ...]) -> list[tuple[int, int, str]]:
    return [(chapter.start_ms, chapter.end_ms, chapter.title) for chapter in chapters]


def on_disk(path: Path) -> list[bytes]:
    """Return the identifiers of the tag's frames, in the order they lie."""
    data = path.read_bytes()
    size = data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9]
    position, found = 10, []
    while position < 10 + size:
        found.append(data[position : position + 4])
        position += 10 + int.from_bytes(data[position + 4 : position + 8], "big")
    return found


def test_ffprobe_and_eyed3_list_the_chapters_of_the_episode(
    mp3: Path, episode: Episode, judge: Callable[..., str]
) -> None:
    tag(mp3, episode)
    assert by_ffprobe(judge, mp3) == by_eyed3(mp3) == as_written(episode.chapters)


@pytest.mark.parametrize("count", [1, 9, 12, 255])
def test_chapters_are_in_the_order_of_time_however_long_their_titles(
    mp3: Path, episode: Episode, judge: Callable[..., str], count: int
) -> None:
    tag(mp3, replace(episode, chapters=many(count)))
    assert by_ffprobe(judge, mp3) == by_eyed3(mp3) == as_written(many(count))


def test_five_hundred_chapters_survive_in_a_table_of_tables(
    mp3: Path, episode: Episode, judge: Callable[..., str]
) -> None:
    tag(mp3, replace(episode, chapters=many(500)))
    assert by_ffprobe(judge, mp3) == as_written(many(500))
    tables = id3.ID3(mp3).getall("CTOC")
    top = next(table for table in tables if table.flags & id3.CTOCFlags.TOP_LEVEL)
    listed = [name for child in top.child_element_ids for name in _table(tables, child).child_element_ids]
    assert listed == [chapter.element_id for chapter in sorted(id3.ID3(mp3).getall("CHAP"), key=_start)]


def _table(tables: list[Any], name: str) -> Any:  # noqa: ANN401 (mutagen's frames have no common type)
    return next(table for table in tables if table.element_id == name)


def _start(chapter: Any) -> int:  # noqa: ANN401 (as above)
    return int(chapter.start_time)


def test_an_episode_without_chapters_has_no_table(mp3: Path, episode: Episode) -> None:
    tag(mp3, replace(episode, chapters=(), cues=()))
    assert not id3.ID3(mp3).getall("CTOC")


def test_getid3_lists_the_chapters_of_the_episode(
    mp3: Path, episode: Episode, judge: Callable[..., str]
) -> None:
    if not GETID3.exists():
        pytest.skip("getID3 is not installed")
    tag(mp3, replace(episode, chapters=many(40)))
    ask = "require $argv[1]; echo json_encode((new getID3)->analyze($argv[2])['id3v2']['chapters']);"
    told = json.loads(judge("php", "-r", ask, "--", GETID3, mp3))
    assert [(c["time_begin"], c["time_end"], c["chapter_name"]) for c in told] == as_written(many(40))


def test_players_see_title_byline_publisher_date_and_language(
    mp3: Path, episode: Episode, judge: Callable[..., str]
) -> None:
    tag(mp3, episode, JPEG)
    told = json.loads(judge("ffprobe", "-v", "error", "-show_format", "-of", "json", mp3))["format"]["tags"]
    assert told["title"] == episode.title
    assert told["artist"] == "中國新聞組／北京9日電"
    assert told["album"] == "世界日報"
    assert told["genre"] == "Podcast"
    assert told["date"] == "2026-01-09"
    assert told["language"] == "chi"
    assert (told["engine"], told["voice"], told["ai-content"]) == ("kokoro", "zf_xiaoni", "true")
    assert told["fingerprint"] == "0123abcd4567"
    assert "本節目由 AI 語音朗讀。" in told["comment"]
    assert "kokoro" in told["comment"]
    assert "聲音：小霓" in told["comment"]
    assert "zf_xiaoni" not in told["comment"]


def test_the_source_can_be_found_from_the_file(mp3: Path, episode: Episode) -> None:
    tag(mp3, episode)
    seen = id3.ID3(mp3)
    assert seen["WOAS"].url == episode.articles[0].url
    assert seen["CHAP:chp00000"].sub_frames["WXXX:"].url == episode.chapters[0].url


def test_an_address_in_chinese_is_escaped(mp3: Path, episode: Episode) -> None:
    source = replace(episode.articles[0], url="https://例.tw/新聞?a=1&b=%20")
    tag(mp3, replace(episode, articles=(source,)))
    assert id3.ID3(mp3)["WOAS"].url == "https://%E4%BE%8B.tw/%E6%96%B0%E8%81%9E?a=1&b=%20"


def test_a_digest_names_its_publishers_once(mp3: Path, episode: Episode) -> None:
    other = replace(episode.articles[0], publisher="聯合報", byline="記者王小明")
    tag(mp3, replace(episode, articles=(episode.articles[0], other, other)))
    seen = id3.ID3(mp3)
    assert seen["TPE1"].text == seen["TALB"].text == ["世界日報、聯合報"]
    assert "WOAS" not in seen


def test_a_digest_is_by_the_show_that_it_is_part_of(mp3: Path, episode: Episode) -> None:
    shown = replace(episode, kind="digest", imprint=Imprint(show="我的聽新聞"))
    tag(mp3, shown)
    seen = id3.ID3(mp3)
    assert seen["TPE1"].text == seen["TALB"].text == ["我的聽新聞"]


def test_a_story_of_a_show_stays_its_writers(mp3: Path, episode: Episode) -> None:
    source = replace(episode.articles[0], byline="記者王小明")
    tag(mp3, replace(episode, articles=(source,), imprint=Imprint(show="我的聽新聞")))
    seen = id3.ID3(mp3)
    assert seen["TPE1"].text == ["王小明"]
    assert seen["TALB"].text == ["我的聽新聞"]


def test_words_are_in_the_file_with_their_times(mp3: Path, episode: Episode) -> None:
    tag(mp3, episode)
    seen = id3.ID3(mp3)
    assert [start for _text, start in seen["SYLT::chi"].text] == [cue.start_ms for cue in episode.cues]
    assert seen["USLT::chi"].text.split("\n") == [cue.text for cue in episode.cues]


def test_tags_are_version_2_3_in_utf_16_and_nothing_else(mp3: Path, episode: Episode) -> None:
    tag(mp3, episode)
    data = mp3.read_bytes()
    assert data[:6] == b"ID3\x03\x00\x00"
    assert data[-128:-125] != b"TAG"
    assert b"TIT2" + (2 * len(episode.title) + 5).to_bytes(4, "big") + b"\0\0\x01\xff\xfe" in data


def test_frames_lie_in_a_fixed_order(mp3: Path, episode: Episode) -> None:
    tag(mp3, episode, JPEG)
    names = b" ".join(dict.fromkeys(on_disk(mp3)))
    assert names == b"TIT2 TPE1 TALB TCON TYER TDAT TLAN COMM WOAF WOAS TXXX CTOC CHAP USLT SYLT APIC"


def test_tagging_again_replaces_the_tags_and_leaves_the_sound(mp3: Path, episode: Episode) -> None:
    sound = mp3.read_bytes()
    tag(mp3, episode, JPEG)
    first = mp3.read_bytes()
    tag(mp3, replace(episode, title="別的", chapters=many(40)))
    tag(mp3, episode, JPEG)
    assert mp3.read_bytes() == first
    assert first.endswith(sound)


def test_mp3val_finds_nothing_wrong(mp3: Path, episode: Episode, judge: Callable[..., str]) -> None:
    tag(mp3, episode, JPEG)
    assert not re.search("WARNING|ERROR", judge("mp3val", mp3))


@pytest.mark.parametrize(
    "title",
    ["長" * 20_000, "😀🇹🇼👩‍👩‍👧 新聞", "שלום עולם ومرحبا", "A/B; C\\D", "\u202b右到左\u202c"],
    ids=["long", "emoji", "right to left", "separators", "direction marks"],
)
def test_any_title_survives(mp3: Path, episode: Episode, judge: Callable[..., str], title: str) -> None:
    tag(mp3, replace(episode, title=title, chapters=(Chapter(0, 12000, title),)))
    assert by_eyed3(mp3)[0][2] == seen_by_eyed3(mp3).title == title
    told = json.loads(judge("ffprobe", "-v", "error", "-show_format", "-of", "json", mp3))
    assert told["format"]["tags"]["title"] == title


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(title=st.text(st.characters(codec=None), min_size=1, max_size=30))
def test_no_title_breaks_the_tags(mp3: Path, episode: Episode, title: str) -> None:
    tag(mp3, replace(episode, title=title, chapters=(Chapter(0, 6000, title), Chapter(6000, 12000, "末"))))
    seen = id3.ID3(mp3)
    assert len(seen.getall("CHAP")) == 2
    kept = str(seen.get("TIT2", ""))
    assert not any(character < " " or "\ud800" <= character <= "\udfff" for character in kept)


def test_a_cover_is_said_to_be_what_it_is(mp3: Path, episode: Episode) -> None:
    tag(mp3, episode, JPEG)
    assert id3.ID3(mp3)["APIC:"].mime == "image/jpeg"
    tag(mp3, episode, b"\x89PNG\r\n\x1a\n")
    assert id3.ID3(mp3)["APIC:"].mime == "image/png"


def test_chapters_show_their_pictures_and_stay_whole(
    mp3: Path, episode: Episode, judge: Callable[..., str]
) -> None:
    tag(mp3, episode, JPEG, {0: JPEG, 2: JPEG * 60})
    assert by_ffprobe(judge, mp3) == by_eyed3(mp3) == as_written(episode.chapters)
    shown = [chapter.sub_frames.getall("APIC") for chapter in id3.ID3(mp3).getall("CHAP")]
    assert sorted(len(picture.data) for pictures in shown for picture in pictures) == [
        len(JPEG),
        len(JPEG) * 60,
    ]


def test_a_file_that_cannot_be_written_is_said_in_words(tmp_path: Path, episode: Episode) -> None:
    with pytest.raises(OutputError, match=r"cannot be written"):
        tag(tmp_path, episode)


def test_players_are_told_how_loud_the_sound_is(
    mp3: Path, episode: Episode, judge: Callable[..., str]
) -> None:
    tag(mp3, replace(episode, loudness=Loudness(-20.5, -3.0)))
    told = judge("ffprobe", "-v", "error", "-show_entries", "stream_side_data", mp3)
    assert "Replay Gain" in told
    seen = id3.ID3(mp3)
    assert seen["TXXX:REPLAYGAIN_TRACK_GAIN"].text == ["+2.50 dB"]
    assert seen["TXXX:REPLAYGAIN_TRACK_PEAK"].text == ["0.707946"]
    assert "TXXX:MP3GAIN_UNDO" not in seen


def test_mp3gain_takes_back_what_was_raised(mp3: Path, episode: Episode, judge: Callable[..., str]) -> None:
    podcast = FORMATS["podcast"]
    sounding = podcast.silent_frame[:6] + bytes.fromhex("004000") + podcast.silent_frame[9:]
    mp3.write_bytes(header_frame(podcast, FRAMES, 0) + raised(sounding, 2) * FRAMES)
    tag(mp3, replace(episode, loudness=Loudness(-20.5, -3.0, gain_steps=2)))
    assert sounding not in mp3.read_bytes()
    judge("mp3gain", "-q", "-s", "i", "-u", mp3)
    assert sounding in mp3.read_bytes()


def test_several_reporters_are_several_artists(
    mp3: Path, episode: Episode, judge: Callable[..., str]
) -> None:
    source = replace(episode.articles[0], byline="記者葉向晴、丁一帆／高雄報導")
    tag(mp3, replace(episode, articles=(source,)))
    shown = json.loads(judge("ffprobe", "-v", "error", "-show_format", "-of", "json", mp3))
    assert shown["format"]["tags"]["artist"].split("/") == ["葉向晴", "丁一帆"]


@pytest.mark.parametrize("byline", ["報導", "記者", "編輯／記者"])
def test_a_role_is_no_artist(mp3: Path, episode: Episode, byline: str) -> None:
    tag(mp3, replace(episode, articles=(replace(episode.articles[0], byline=byline),)))
    assert seen_by_eyed3(mp3).artist == "世界日報"


@pytest.mark.parametrize("title", ODD_TITLES.values(), ids=ODD_TITLES)
def test_a_show_of_any_title_is_the_album_of_its_digests_and_their_artist(
    mp3: Path, episode: Episode, title: str
) -> None:
    tag(mp3, replace(episode, kind="digest", imprint=Imprint(show=title)))
    seen = seen_by_eyed3(mp3)
    assert (seen.album, seen.artist) == (title, title)


@pytest.mark.parametrize("producer", ["91330106MA2CXXXXXX", "甲公司「聽」"])
def test_who_made_it_by_artificial_intelligence_is_told_where_programs_look_for_it(
    mp3: Path, episode: Episode, judge: Callable[..., str], producer: str
) -> None:
    tag(mp3, episode, producer=producer)
    told = json.loads(judge("ffprobe", "-v", "error", "-show_format", "-of", "json", mp3))["format"]["tags"]
    assert json.loads(told["AIGC"]) == {
        "Label": "1",
        "ContentProducer": producer,
        "ProduceID": episode.id,
        "ReservedCode1": "",
        "ContentPropagator": producer,
        "PropagateID": episode.id,
        "ReservedCode2": "",
    }
    assert (b'{"Label":"1","ContentProducer":' in mp3.read_bytes()) == producer.isascii()


def test_without_a_producer_there_is_no_such_label(mp3: Path, episode: Episode) -> None:
    tag(mp3, episode)
    assert b"AIGC" not in mp3.read_bytes().replace(b"\0", b"")
