"""Cues carry the article's own words at the time they sound; chapters leave no gap."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.audio.track import Placement
from tts.engines.base import Mark
from tts.model.article import Article, ChunkKind, Paragraph
from tts.model.episode import Word
from tts.model.programme import Programme, Segment, Words, of_article
from tts.model.script import Chunk
from tts.narration.timeline import LONGEST_LABEL, Line, chapters, cues, label, narrators
from tts.speech.normalizer import normalize
from tts.speech.spoken import Span, Spoken


def same(text: str) -> Spoken:
    return Spoken(text, text, (Span(0, len(text), 0, len(text)),))


def line(text: str, start: int, *marks: Mark, kind: ChunkKind = "body", paragraph: int | None = 0) -> Line:
    end = marks[-1].end_ms if marks else start + 1000
    return Line(Chunk(0, kind, paragraph, text, 0), same(text), Placement(start, end, marks))


def test_a_sentence_with_a_mark_of_its_own_sounds_when_the_mark_says() -> None:
    spoken = line("今天晴。明天雨。", 100, Mark(100, 900, "今天晴。"), Mark(1200, 2000, "明天雨。"))
    assert [(cue.start_ms, cue.end_ms, cue.text) for cue in cues([spoken])] == [
        (100, 900, "今天晴。"),
        (1200, 2000, "明天雨。"),
    ]


def test_a_sentence_inside_a_mark_starts_in_proportion_to_its_letters() -> None:
    spoken = line("今天晴。明天雨。", 0, Mark(0, 1200, "今天晴明天雨"))
    assert [cue.start_ms for cue in cues([spoken])] == [0, 600]


def test_in_a_later_mark_the_letters_are_counted_from_its_own_beginning() -> None:
    marks = Mark(100, 700, "今天晴。"), Mark(1000, 2200, "明天雨後天陰")
    found = cues([line("今天晴。明天雨。後天陰", 100, *marks)])
    assert [(cue.start_ms, cue.end_ms) for cue in found] == [(100, 700), (1000, 1600), (1600, 2200)]


def test_what_no_mark_tells_of_stands_at_the_nearest_mark_for_a_millisecond() -> None:
    text = "今天晴。明天雨。後天陰。"
    late = cues([line(text, 0, Mark(500, 1000, "明天雨。"), Mark(1000, 1500, "後天陰。"))])
    assert [(cue.start_ms, cue.end_ms) for cue in late] == [(500, 501), (500, 1000), (1000, 1500)]
    early = cues([line(text, 0, Mark(0, 600, "今天晴。"))])
    assert [(cue.start_ms, cue.end_ms) for cue in early] == [(0, 600), (600, 601), (600, 601)]


def test_a_line_without_letters_has_its_cue() -> None:
    assert [cue.text for cue in cues([line("……", 0, Mark(0, 500, "……"))])] == ["……"]


def test_who_speaks_is_told_where_several_do() -> None:
    one, other = replace(line("今天晴。", 0), speaker="甲"), replace(line("明天雨。", 1000), speaker="乙")
    assert [cue.speaker for cue in cues([one, other])] == ["甲", "乙"]
    assert [cue.speaker for cue in cues([one, one])] == [None, None]


def test_who_reads_is_named_once_in_the_order_they_are_heard() -> None:
    heard = [("zm_q", "博"), ("zf_q", "安"), ("zm_q", "博"), ("zf_q", "另一人")]
    lines = [
        replace(line("晴。", at), speaker=voice, narrator=name) for at, (voice, name) in enumerate(heard)
    ]
    assert narrators(lines) == (("zm_q", "博"), ("zf_q", "安"))


def test_cues_show_the_written_words_where_others_were_spoken() -> None:
    written, said = "漲5％。跌了。", "漲百分之五。跌了。"
    spans = (Span(0, 1, 0, 1), Span(1, 3, 1, 5, "percent"), Span(3, 7, 5, 9))
    spoken = Line(
        Chunk(0, "body", 0, written, 0),
        Spoken(written, said, spans),
        Placement(0, 1500, (Mark(0, 1000, "漲百分之五。"), Mark(1100, 1500, "跌了。"))),
    )
    assert [(cue.text, cue.start_ms) for cue in cues([spoken])] == [("漲5％。", 0), ("跌了。", 1100)]


def test_symbols_that_cannot_be_spoken_belong_to_the_sentence_beside_them() -> None:
    assert [cue.text for cue in cues([line("！！今天晴。", 0)])] == ["！！今天晴。"]
    assert [cue.text for cue in cues([line("今天晴。（！）", 0)])] == ["今天晴。（！）"]


@given(st.text(alphabet="今天。！「」 12aA，", min_size=1).filter(lambda text: any(map(str.isalnum, text))))
def test_cues_are_ordered_and_joined_they_are_the_text(text: str) -> None:
    found = cues([line(text, 50, Mark(50, 5000, text))])
    assert "".join(cue.text for cue in found) == text
    assert all(cue.start_ms < cue.end_ms for cue in found)
    assert [cue.start_ms for cue in found] == sorted(cue.start_ms for cue in found)


def worded(text: str, marks: tuple[Mark, ...], words: tuple[Mark, ...]) -> Line:
    place = Placement(marks[0].start_ms, marks[-1].end_ms, marks, words)
    return Line(Chunk(0, "body", 0, text, 0), normalize(text), place)


def one_by_one(text: str, start_ms: int, each_ms: int) -> tuple[Mark, ...]:
    """Return a mark a character, one after the other."""
    starts = range(start_ms, start_ms + len(text) * each_ms, each_ms)
    return tuple(Mark(at, at + each_ms, character) for at, character in zip(starts, text, strict=True))


def test_a_word_sounds_from_its_first_letter_to_its_last_and_has_the_signs_behind_it() -> None:
    marks = (Mark(100, 1500, "今天下雨，明天出門。"),)
    (cue,) = cues(
        [
            worded(
                "今天下雨，明天出門。",
                marks,
                one_by_one("今天下雨", 100, 100) + one_by_one("明天出門", 1000, 125),
            )
        ]
    )
    assert cue.words == (
        Word(100, 300, "今天"),
        Word(300, 500, "下雨，"),
        Word(1000, 1250, "明天"),
        Word(1250, 1500, "出門。"),
    )


def test_a_number_is_one_word_as_it_is_written_while_all_of_it_is_said() -> None:
    said = one_by_one("共五千二百八十萬元", 0, 100)
    (cue,) = cues([worded("共5,280萬元。", (Mark(0, 900, "共五千二百八十萬元。"),), said)])
    assert cue.words == (Word(0, 100, "共"), Word(100, 900, "5,280萬元。"))


def test_words_of_an_engine_that_cuts_otherwise_are_shared_by_their_letters() -> None:
    (cue,) = cues(
        [worded("今天下雨", (Mark(0, 800, "今天下雨"),), (Mark(0, 400, "今"), Mark(400, 800, "天下雨")))]
    )
    assert [(word.start_ms, word.text) for word in cue.words] == [(0, "今天"), (533, "下雨")]


def test_a_sentence_within_a_mark_begins_when_its_first_word_does() -> None:
    words = one_by_one("今天晴", 0, 100) + one_by_one("明天雨", 900, 100)
    first, second = cues([worded("今天晴。明天雨。", (Mark(0, 1200, "今天晴明天雨"),), words)])
    assert (first.end_ms, second.start_ms, second.words[0].start_ms) == (300, 900, 900)


def test_where_an_engine_leaves_a_word_out_the_others_keep_their_times() -> None:
    words = one_by_one("今天下", 0, 100) + one_by_one("明天出門", 1000, 100)
    (cue,) = cues([worded("今天下雨，明天出門。", (Mark(0, 1400, "今天下雨，明天出門。"),), words)])
    assert [word.start_ms for word in cue.words] == [0, 200, 1000, 1200]


def test_a_sentence_of_which_an_engine_tells_too_little_has_no_words() -> None:
    marks = Mark(0, 300, "今天晴。"), Mark(500, 900, "明天下雨。")
    first, second = cues([worded("今天晴。明天下雨。", marks, one_by_one("今天晴明", 0, 100))])
    assert [word.text for word in first.words] == ["今天", "晴。"]
    assert (second.words, second.start_ms) == ((), 500)


def test_a_line_without_words_has_its_cues_as_ever() -> None:
    assert [cue.words for cue in cues([line("今天晴。明天雨。", 0)])] == [(), ()]


moments = st.integers(0, 3000)
pieces = st.text(alphabet="今天。！「」 12aA，<&[😀", max_size=6)
stretches = st.lists(st.builds(Mark, moments, moments, pieces), max_size=12).map(tuple)


@given(
    st.text(alphabet="今天。！「」 12aA，<&[😀-年萬", min_size=1).filter(
        lambda text: any(map(str.isalnum, text))
    ),
    stretches,
    stretches,
    st.sampled_from([0, 20]),
)
def test_whatever_an_engine_tells_words_are_the_cue_s_text_in_order_and_within_it(
    text: str, marks: tuple[Mark, ...], words: tuple[Mark, ...], each_ms: int
) -> None:
    spoken = normalize(text)
    words = (*words, *one_by_one(spoken.text, 50, each_ms)) if each_ms else words
    place = Placement(50, 2000, marks, words)
    for cue in cues([Line(Chunk(0, "body", 0, text, 0), spoken, place)]):
        assert "".join(word.text for word in cue.words) in ("", cue.text)
        times = [cue.start_ms, *(time for word in cue.words for time in word[:2]), cue.end_ms]
        assert times == sorted(times)
        assert all(any(map(str.isalnum, word.text)) for word in cue.words)


def test_the_words_of_any_text_are_known_where_an_engine_tells_of_every_letter() -> None:
    text = "他說：「5,280萬美元，」COVID-19 與 It's <b>&[00:01.00]。"
    said = normalize(text).text
    (cue,) = cues([worded(text, (Mark(0, 20 * len(said), said),), one_by_one(said, 0, 20))])
    assert "".join(word.text for word in cue.words) == text
    assert {"說：「", "5,280萬", "美元，」", "COVID-19 ", "It's <"} <= {word.text for word in cue.words}
    assert all(before.start_ms < after.start_ms for before, after in pairwise(cue.words))


STORY = Article(
    "題目",
    (Paragraph("第一段，很長。"), Paragraph("小標", "heading"), Paragraph("第二段。")),
    url="https://e.org",
)
LINES = [
    line("題目", 0, kind="title", paragraph=None),
    line("第一段，很長。", 1500),
    line("小標", 3000, kind="heading", paragraph=1),
    line("第二段。", 4500, paragraph=2),
]


def test_chapters_begin_at_sub_headings_where_there_are_any() -> None:
    found = chapters(of_article(STORY, "", dt.date(2026, 1, 9)), LINES, 6000)
    assert [(chapter.start_ms, chapter.end_ms, chapter.title) for chapter in found] == [
        (0, 3000, "題目"),
        (3000, 6000, "小標"),
    ]
    assert {chapter.url for chapter in found} == {"https://e.org"}


def test_without_sub_headings_every_paragraph_is_a_chapter() -> None:
    plain = [LINES[0], LINES[1], line("第二段。", 4500, paragraph=2)]
    found = chapters(of_article(STORY, "", dt.date(2026, 1, 9)), plain, 6000)
    assert [(chapter.start_ms, chapter.end_ms) for chapter in found] == [
        (0, 1500),
        (1500, 4500),
        (4500, 6000),
    ]


def test_a_digest_has_a_chapter_a_segment_the_first_from_the_very_beginning() -> None:
    greeting, news = Segment("開場", (Words("早安。"),)), Segment("新聞", (), STORY)
    digest = Programme("今日", dt.date(2026, 1, 9), (greeting, news), kind="digest")
    told = [
        line("早安。", 500),
        replace(line("題目", 2000), segment=1),
        replace(line("文。", 4000), segment=1),
    ]
    found = chapters(digest, told, 6000)
    assert [(chapter.start_ms, chapter.end_ms, chapter.title) for chapter in found] == [
        (0, 2000, "開場"),
        (2000, 6000, "新聞"),
    ]


def test_a_chapter_without_time_is_left_out() -> None:
    lines = [line("第一段，很長。", 0), line("第二段。", 4500, paragraph=2)]
    found = chapters(of_article(STORY, "", dt.date(2026, 1, 9)), lines, 6000)
    assert [(chapter.start_ms, chapter.title) for chapter in found] == [(0, "第一段，很長"), (4500, "第二段")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲" * 24, "甲" * 24),
        ("甲" * 23 + "。", "甲" * 23),
        ("甲" * 25, "甲" * 23 + "…"),
        ("甲" * 8 + "，" + "乙" * 20, "甲" * 8 + "…"),
        ("甲" * 7 + "，" + "乙" * 20, "甲" * 7 + "，" + "乙" * 15 + "…"),
    ],
)
def test_a_label_is_of_24_characters_at_most_and_a_third_of_them_at_least(text: str, shown: str) -> None:
    assert label(text) == shown


def test_a_label_holds_no_number_in_part() -> None:
    assert label("本公司今年合併營收達到1,234億元並再度創下歷史新高") == "本公司今年合併營收達到…"
    assert label("這家公司今年全年合併營收可望成長18億5000萬元左右") == "這家公司今年全年合併營收可望成長…"


def test_a_long_paragraph_is_labelled_by_its_first_clauses() -> None:
    text = "日本內閣官房長官昨天表示，將採取必要措施，協助企業因應影響。"
    assert label(text) == "日本內閣官房長官昨天表示，將採取必要措施…"
    assert len(label("無標點" * 30)) == LONGEST_LABEL
