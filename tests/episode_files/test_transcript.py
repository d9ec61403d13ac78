import datetime as dt
import html
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.episode_files import transcript
from tts.episode_files.chapters import json_chapters
from tts.episode_files.shelf import names
from tts.episode_files.wrap import wrapped
from tts.model.episode import Cue, Episode, Persona, Word

EPISODE = Episode(
    id="id",
    slug="slug",
    title="題",
    date=dt.date(2026, 1, 9),
    language="zh-Hant",
    duration_ms=5000,
    profile="podcast",
    engine="edge",
    voice="zh-TW-HsiaoChenNeural",
    disclosure="",
    chapters=(),
    cues=(),
    articles=(),
    files=names("slug"),
)

chinese = st.text(alphabet="新聞說，。「」《》A1b 2😀<>&-", min_size=1, max_size=200)


def speaking(episode: Episode, *texts: str) -> Episode:
    return replace(episode, cues=tuple(Cue(n * 1000, n * 1000 + 900, text) for n, text in enumerate(texts)))


def payloads(vtt: str) -> list[str]:
    """Return what a WebVTT reader shows of each cue, lines joined."""
    blocks = [block for block in vtt.split("\n\n") if "-->" in block]
    return [html.unescape(re.sub(r"<[^>]*>", "", "".join(block.splitlines()[1:]))) for block in blocks]


def worded(*words: str, start_ms: int = 1000, each_ms: int = 250) -> Cue:
    """Return a cue of these words, each as long as any."""
    times = range(start_ms, start_ms + (len(words) + 1) * each_ms, each_ms)
    timed = tuple(map(Word, times, times[1:], words))
    return Cue(start_ms, times[len(words)], "".join(words), words=timed)


HARD = worded("<i>「", "A&B-->", "[00:02.00]", "\n<00:01.00>", "５%。")
"""Words that look like what stands between them."""


def test_webvtt_has_a_cue_a_sentence_with_its_times_and_its_speaker(episode: Episode) -> None:
    vtt = transcript.webvtt(episode)
    assert vtt.startswith("WEBVTT\n\n00:00:00.240 --> 00:00:01.500\n<v 小霓>本節目由 AI 語音朗讀。\n\n")
    assert payloads(vtt) == [cue.text for cue in episode.cues]
    assert "A&lt;B &amp; C&gt;D" in vtt


@given(st.lists(chinese, min_size=1, max_size=5))
def test_cue_texts_joined_are_the_script(texts: list[str]) -> None:
    told = payloads(transcript.webvtt(speaking(EPISODE, *texts)))
    assert "".join(told) == "".join(texts)


@given(chinese)
def test_no_line_is_longer_than_players_show_as_it_is_written_and_as_it_is_seen(text: str) -> None:
    lines = transcript.webvtt(speaking(EPISODE, text)).split("\n")
    assert max(map(len, lines)) <= 65
    assert "&" not in re.sub("&(amp|lt|gt);", "", "".join(lines))


@given(st.lists(st.tuples(chinese, st.sampled_from((None, 0, 1))), max_size=8))
def test_every_form_has_the_words_of_the_script_in_order(parts: list[tuple[str, int | None]]) -> None:
    cues = tuple(Cue(n * 1000, n * 1000 + 900, text, paragraph) for n, (text, paragraph) in enumerate(parts))
    told = replace(EPISODE, cues=cues)
    script = "".join(text for text, _paragraph in parts)
    assert (
        "".join(segment["body"] for segment in json.loads(transcript.podcast_json(told))["segments"])
        == script
    )
    assert transcript.plain(told).replace("\n", "") == script
    said = re.sub(r"^`\d+:\d\d` ", "", transcript.markdown(told).partition("\n")[2], flags=re.MULTILINE)
    assert re.sub(r"\\([^\w\s])", r"\1", said).replace("\n", "") == script


def test_webvtt_tells_when_each_word_after_the_first_begins(episode: Episode) -> None:
    vtt = transcript.webvtt(replace(episode, cues=(worded("今天", "天氣，", "晴。"),)))
    assert "<v 小霓>今天<00:00:01.250>天氣，<00:00:01.500>晴。\n" in vtt


def test_a_word_s_time_lies_within_its_cue_and_after_the_one_before(episode: Episode) -> None:
    words = (Word(1000, 1000, "一"), Word(1000, 1200, "二"), Word(1200, 1200, "三"), Word(1200, 1400, "四"))
    cue = Cue(900, 1300, "一二三四五", words=(*words, Word(1300, 1300, "五")))
    assert ">" + "<00:00:01.000>一二<00:00:01.200>三四五\n" in transcript.webvtt(
        replace(episode, cues=(cue,))
    )


@given(st.lists(chinese, min_size=1, max_size=40))
def test_with_its_words_times_a_webvtt_cue_shows_the_same(words: list[str]) -> None:
    timed, plain = worded(*words), replace(worded(*words), words=())
    told, shown = (transcript.webvtt(replace(EPISODE, cues=(cue,))) for cue in (timed, plain))
    assert re.sub(r"<\d\d:\d\d:\d\d\.\d{3}>", "", told) == shown
    assert re.findall("<[0-9]", html.unescape(shown)) or told.count("<00:") == len(words) - 1


def test_ffmpeg_reads_the_same_words_with_their_times_and_without(
    episode: Episode, judge: Callable[..., str], tmp_path: Path
) -> None:
    path = tmp_path / "t.vtt"
    shown = []
    for cue in (HARD, replace(HARD, words=())):
        path.write_text(transcript.webvtt(replace(episode, cues=(cue,))), encoding="utf-8")
        shown.append(judge("ffmpeg", "-v", "error", "-i", path, "-f", "srt", "-"))
    assert shown[0] == shown[1]
    assert "A&B" in shown[0]


def test_lyrics_have_a_time_before_each_word(episode: Episode) -> None:
    told = transcript.lrc(replace(episode, cues=(worded("今天", "天氣，", "晴。"),)))
    assert told.splitlines()[-2] == "[00:01.00]<00:01.00>今天<00:01.25>天氣，<00:01.50>晴。"


def test_words_that_look_like_times_of_lyrics_are_none(episode: Episode) -> None:
    line = transcript.lrc(replace(episode, cues=(HARD,))).splitlines()[-2]
    assert re.findall(r"<[\d:.]+>", line) == [f"<00:0{at / 4 + 1:.2f}>" for at in range(5)]
    assert re.match(r"(\[[\d:.]+\])+", line[:30])[0] == "[00:01.00]"  # type: ignore[index]
    shown = unicodedata.normalize("NFKC", re.sub(r"<[\d:.]+>", "", line.partition("]")[2]))
    assert shown == "<i>「A&B--> [00:02.00] <00:01.00>5%。"
    first = transcript.lrc(replace(episode, cues=(worded("[00:09.00]", "開場"),))).splitlines()[-2]
    assert first.startswith("[00:01.00]<00:01.00> [00:09.00]<")


def test_subrip_has_no_times_of_words(episode: Episode) -> None:
    with_words, without = (replace(episode, cues=(cue,)) for cue in (HARD, replace(HARD, words=())))
    assert transcript.srt(with_words) == transcript.srt(without)


def test_json_transcript_has_the_words_of_a_segment_in_one_line(episode: Episode) -> None:
    told = transcript.podcast_json(replace(episode, cues=(worded("今\n[", '"天]"'), Cue(2000, 2900, "晴。"))))
    first, second = json.loads(told)["segments"]
    assert first["body"] == '今\n["天]"'
    assert first["words"] == [
        {"startTime": 1.0, "endTime": 1.25, "body": "今\n["},
        {"startTime": 1.25, "endTime": 1.5, "body": '"天]"'},
    ]
    assert "words" not in second
    assert len([line for line in told.splitlines() if '"words"' in line and line.endswith("}]")]) == 1


def test_plain_text_has_a_paragraph_for_each_of_the_articles(episode: Episode) -> None:
    cues = (
        Cue(0, 900, "題目"),
        Cue(1000, 1900, "一。", 0),
        Cue(2000, 2900, "二。", 0),
        Cue(3000, 3900, "三。", 1),
    )
    assert transcript.plain(replace(episode, cues=cues)) == "題目\n\n一。二。\n\n三。\n"


def test_markdown_says_where_it_is_from_and_when_each_paragraph_is_heard(episode: Episode) -> None:
    cues = (Cue(61_000, 62_000, "*一* <b>。", 0), Cue(3_600_000, 3_600_900, "二。", 1))
    assert transcript.markdown(replace(episode, cues=cues)).split("\n\n") == [
        f"# {episode.title}",
        "世界日報 · 中國新聞組／北京9日電 · 2026-01-09 <https://www.worldjournal.com/wj/story/121468/9244518>",
        "`1:01` \\*一\\* \\<b\\>。",
        "`60:00` 二。\n",
    ]


def test_an_arrow_in_the_text_is_no_time(episode: Episode) -> None:
    told = speaking(episode, "上漲 --> 下跌")
    assert transcript.webvtt(told).count("-->") == 1
    assert transcript.srt(told).count("-->") == 1


def test_line_breaks_inside_a_sentence_do_not_end_its_cue(episode: Episode) -> None:
    assert payloads(transcript.webvtt(speaking(episode, "一\n\n二\r\n三"))) == ["一  二  三"]


def test_a_cue_ends_after_it_begins_even_when_it_is_not_heard(episode: Episode) -> None:
    told = transcript.webvtt(replace(episode, cues=(Cue(1000, 1000, "！"),)))
    assert "00:00:01.000 --> 00:00:01.001" in told


def test_ffmpeg_reads_webvtt_and_subrip_alike(
    episode: Episode, judge: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "t.vtt").write_text(transcript.webvtt(episode), encoding="utf-8")
    (tmp_path / "t.srt").write_text(transcript.srt(episode), encoding="utf-8")
    times = [
        judge("ffprobe", "-v", "error", "-show_entries", "packet=pts_time,duration_time", path)
        for path in (tmp_path / "t.vtt", tmp_path / "t.srt")
    ]
    assert times[0] == times[1]
    assert times[0].count("[PACKET]") == len(episode.cues)


@pytest.mark.parametrize(
    "text", ["標籤<i>是</i>斜體", "<font color=red>", "{\\an8}頂", "{b}粗{/b}", "A<B、{甲}"]
)
def test_no_player_takes_the_words_of_subrip_for_styles(
    episode: Episode, judge: Callable[..., str], tmp_path: Path, text: str
) -> None:
    path = tmp_path / "t.srt"
    path.write_text(transcript.srt(speaking(episode, text)), encoding="utf-8")
    shown = html.unescape(judge("ffmpeg", "-v", "error", "-i", path, "-f", "webvtt", "-").split("\n")[3])
    assert unicodedata.normalize("NFKC", shown) == unicodedata.normalize("NFKC", text)


def test_subrip_is_numbered_and_narrow(episode: Episode) -> None:
    told = transcript.srt(speaking(episode, "好", "新" * 70))
    assert told.startswith("1\n00:00:00,000 --> 00:00:00,900\n好\n\n2\n")
    assert [len(line) for line in told.splitlines()[-3:]] == [32, 32, 6]


def test_lyrics_begin_with_what_they_are_and_go_past_an_hour(episode: Episode) -> None:
    long = replace(episode, cues=(Cue(3_661_230, 3_662_000, "一小時後"),), duration_ms=3_700_000)
    assert transcript.lrc(long).splitlines() == [
        f"[ti:{episode.title}]",
        "[ar:中國新聞組／北京9日電]",
        "[al:世界日報]",
        "[length:61:40]",
        "[61:01.23]一小時後",
        "[61:02.00]",
    ]


def test_players_know_when_the_last_line_of_lyrics_is_over(
    episode: Episode, judge: Callable[..., str], tmp_path: Path
) -> None:
    path = tmp_path / "t.lrc"
    path.write_text(transcript.lrc(episode), encoding="utf-8")
    asked = ("-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0")
    times = [line.split(",") for line in judge("ffprobe", "-v", "error", *asked, path).splitlines()]
    *_, (start, lasts), (end, _) = [tuple(map(float, both)) for both in times]
    assert (start, start + lasts, end) == (7.6, 11.0, 11.0)
    assert transcript.lrc(replace(episode, cues=())).endswith("]\n")


def test_a_bracket_at_the_beginning_of_a_sentence_is_no_time_of_lyrics(episode: Episode) -> None:
    said = transcript.lrc(speaking(episode, "[00:01.00]開場。"))
    assert said.splitlines()[-2].endswith("] [00:01.00]開場。")


def test_json_transcript_is_as_the_podcast_namespace_has_it(episode: Episode) -> None:
    told = json.loads(transcript.podcast_json(episode))
    assert told["version"] == "1.0.0"
    assert told["segments"][2] == {
        "speaker": "小霓",
        "startTime": 5.0,
        "endTime": 7.25,
        "body": "北京外交部說：「A<B & C>D」。",
    }


def test_a_long_name_of_who_speaks_leaves_a_line_room_for_its_numbers(episode: Episode) -> None:
    text = "成交值是1,234,567.89元。"
    told = replace(episode, voice="長" * 200, cues=(Cue(0, 900, text),))
    assert transcript.webvtt(told).endswith(f">{text}\n")


def test_json_chapters_are_as_the_podcast_namespace_has_them(episode: Episode) -> None:
    told = json.loads(json_chapters(episode))
    assert told["version"] == "1.2.0"
    assert told["chapters"][0] == {
        "startTime": 0.0,
        "endTime": 5.0,
        "title": episode.title,
        "url": episode.chapters[0].url,
    }
    assert [chapter["startTime"] for chapter in told["chapters"]] == [0.0, 5.0, 7.6]
    assert "url" not in told["chapters"][1]
    assert "中再祭" in json_chapters(episode)


@pytest.mark.parametrize("width", [5, 32, 65])
@given(text=chinese)
def test_wrapped_lines_joined_are_the_text(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines) == text
    assert all(0 < len(line) <= width for line in lines)


def test_lines_break_where_a_reader_would() -> None:
    assert wrapped("他說，晶片漲價。", 7) == ["他說，晶片漲", "價。"]
    assert wrapped("用 ChatGPT 寫", 8) == ["用 ", "ChatGPT ", "寫"]
    assert wrapped("他又說「好」", 4) == ["他又說", "「好」"]
    assert wrapped("ABCDEFGHIJ", 4) == ["ABCD", "EFGH", "IJ"]
    assert wrapped("e\u0301e\u0301e\u0301", 3) == ["e\u0301", "e\u0301", "e\u0301"]


def test_each_of_several_voices_speaks_under_its_own_name(episode: Episode) -> None:
    cues = (Cue(0, 900, "一。", speaker="zf_a"), Cue(1000, 1900, "二。", speaker="zm_b"))
    named = (Persona("zf_a", "安"), Persona("zm_b", "博<文>"))
    told = replace(episode, cues=cues, voice="zf_a、zm_b", narrators=named)
    assert re.findall("<v (.*)>.。", transcript.webvtt(told)) == ["安", "博&lt;文&gt;"]
    segments = json.loads(transcript.podcast_json(told))["segments"]
    assert [segment["speaker"] for segment in segments] == ["安", "博<文>"]


@pytest.mark.parametrize(
    ("voice", "name"), [("zh-TW-YunJheNeural", "雲哲"), ("cmn+f2", "合成語音"), ("nobody-9", "合成語音")]
)
def test_a_manifest_of_an_older_version_gives_no_engine_s_name_either(
    episode: Episode, voice: str, name: str
) -> None:
    old = replace(episode, voice=voice, narrators=())
    assert f"<v {name}>" in transcript.webvtt(old)


def test_a_byline_that_is_a_role_alone_is_no_credit(episode: Episode) -> None:
    told = replace(episode, articles=(replace(episode.articles[0], byline="記者／報導"),))
    assert "報導" not in transcript.markdown(told)
    assert "[ar:世界日報]" in transcript.lrc(told)


def test_words_have_room_beside_a_name_of_two_hundred_characters(episode: Episode) -> None:
    told = replace(speaking(episode, "新" * 70), narrators=(Persona("zf_xiaoni", "名" * 200),))
    assert "名" * 200 in transcript.webvtt(told)
    assert payloads(transcript.webvtt(told)) == ["新" * 70]
