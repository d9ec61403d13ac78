"""The screen is a function of the session and the terminal's size."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from tests.episode_files.financial import LINES, cut
from tests.episode_files.financial import line as financial
from tests.pace import is_quick
from tests.preview.conftest import TITLE, chapters_of, cues_of
from tts.clock import clock
from tts.model.episode import Chapter, Cue, Word
from tts.preview.passage import SAID, SENTENCE, lines, said_of, shown
from tts.preview.reel import Reel
from tts.preview.session import Session
from tts.preview.transport import Transport
from tts.preview.view import rows

CUES = cues_of()
REEL = Reel(TITLE, CUES, chapters_of(CUES), CUES[-1].end_ms, "espeak", "cmn")
TEXTS = st.text(st.sampled_from("中文，。「」 ab12…🙂é\u3000\u0301\n"), max_size=60)


def screen(session: Session, width: int = 80, height: int = 24) -> str:
    return "\n".join(row.plain for row in rows(session, width, height))


def styled(session: Session, style: str) -> str:
    spans = [(row, span) for row in rows(session, 60, 24) for span in row.spans if span.style == style]
    return "".join(row.plain[span.start : span.end] for row, span in spans)


@given(
    st.lists(TEXTS, max_size=5),
    TEXTS,
    st.tuples(st.integers(1, 130), st.integers(1, 40)),
    st.integers(0, 60_000),
    st.sampled_from(["", "?", "/中", "m] "]),
)
def test_the_screen_is_full_and_every_row_fits(
    texts: list[str], title: str, size: tuple[int, int], position_ms: int, keys: str
) -> None:
    width, height = size
    cues = cues_of(tuple((text, at // 2) for at, text in enumerate(texts)))
    reel = Reel(title, cues, chapters_of(cues) if cues else (), len(cues) * 10_000, title)
    session = Session(reel, Transport(min(position_ms, reel.duration_ms)))
    for key in keys:
        session = session.press(key)
    drawn = rows(session, width, height)
    assert len(drawn) == height
    assert all(cell_len(row.plain) <= width and "\n" not in row.plain for row in drawn)


@given(TEXTS, st.integers(2, 30))
def test_lines_joined_are_the_text_and_each_fits(text: str, width: int) -> None:
    text = shown(text)
    spans = lines(text, width)
    assert "".join(text[span] for span in spans) == text
    assert all(cell_len(text[span].rstrip()) <= width for span in spans)


def test_in_many_financial_lines_no_number_is_cut_at_any_width() -> None:
    for text in map(financial, range(LINES)):
        for width in range(8, 61):
            drawn = [text[span] for span in lines(text, width)]
            assert list(cut(drawn, width, cell_len)) == [], (text, width)


@given(st.integers(), st.integers(8, 60))
def test_no_line_ends_within_a_number_unless_the_number_is_longer(seed: int, width: int) -> None:
    text = shown(financial(seed))
    assert list(cut([text[span] for span in lines(text, width)], width, cell_len)) == []


def test_no_line_begins_with_what_closes_a_sentence() -> None:
    text = "今天晴，明天雨。後天「又晴」，大後天AI晶片展"
    for width in range(6, 40):
        assert not any(text[span][0] in "，。」" for span in lines(text, width))


def test_the_sentence_that_is_spoken_is_marked_and_its_words_as_they_are_said() -> None:
    session = Session(REEL, Transport(25_000))
    assert styled(session, SENTENCE) == CUES[2].text
    assert styled(session, SAID) == CUES[2].text[: said_of(CUES[2], 25_000).stop]
    assert said_of(CUES[2], 20_000) == range(0)
    assert said_of(CUES[2], 30_000).start == len(CUES[2].text)


TEXT = "市府宣布，「AI\u0007 晶片」漲價。"
WORDS = (
    Word(100, 900, "市府"),
    Word(900, 1500, "宣布，「"),
    Word(2000, 2500, "AI\u0007 "),
    Word(2500, 3000, "晶片」"),
)
WORDED = Cue(100, 4000, TEXT, words=(*WORDS, Word(3000, 3900, "漲價。")))


@pytest.mark.parametrize(
    ("position_ms", "said"),
    [
        (0, ""),
        (100, "市府"),
        (899, "市府"),
        (1600, "市府宣布，「"),
        (2000, "市府宣布，「AI "),
        (2999, "市府宣布，「AI 晶片」"),
        (9000, "市府宣布，「AI 晶片」漲價。"),
    ],
)
def test_what_is_said_grows_by_words_where_their_times_are_known(position_ms: int, said: str) -> None:
    reel = Reel(TITLE, (WORDED,), chapters_of((WORDED,)), 10_000)
    assert styled(Session(reel, Transport(position_ms)), SAID) == said
    assert said_of(WORDED, position_ms).stop == len(said)


def test_the_line_that_is_kept_in_sight_is_that_of_the_word_and_not_of_the_next_one() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E28)))
    words = tuple(Word(at * 100, at * 100 + 100, text[2 * at : 2 * at + 2]) for at in range(20))
    reel = Reel("", (Cue(0, 2000, text, words=words),), (), 2000)
    shown_first = [screen(Session(reel, Transport(at)), 20, 2).split("\n")[0] for at in (0, 499, 500, 999)]
    assert shown_first == [text[:10], text[:10], text[10:20], text[10:20]]


def test_where_voices_take_turns_it_tells_whose_it_is() -> None:
    cues = (CUES[0], replace(CUES[1], speaker="yunjhe"), *CUES[2:])
    drawn = [screen(Session(replace(REEL, cues=cues), Transport(at))) for at in (0, 15_000)]
    assert ["espeak · yunjhe" in one for one in drawn] == [False, True]
    assert "espeak · cmn" in drawn[0]


def test_the_current_chapter_is_marked_and_the_bar_has_a_tick_for_each() -> None:
    drawn = screen(Session(REEL, Transport(45_000)))
    (marked,) = [line for line in drawn.splitlines() if line.startswith("▸")]
    assert marked.startswith("▸ 0:40 氣象署指出")
    bar = drawn.splitlines()[-3]
    assert [at for at, mark in enumerate(bar) if mark in "┿┼"] == [80 * at // 7 for at in (2, 4, 6)]
    assert bar.count("━") + bar.count("┿") == 80 * 45 // 70


def test_position_and_what_remains_at_the_speed_are_told() -> None:
    assert "▶ 0:10 / 1:10  -0:30  2×" in screen(Session(REEL, Transport(10_000, speed=2.0)))


def test_while_it_is_made_it_tells_how_much_is_ahead() -> None:
    growing = replace(REEL, complete=False)
    assert "still being made, 20 s ahead" in screen(Session(growing, Transport(50_000)))
    assert "1:10+" in screen(Session(growing, Transport(50_000)))
    assert "waiting for the next words" in screen(Session(growing, Transport(70_000)))
    assert "the first words are made" in screen(Session(Reel("x.txt", complete=False), Transport()))
    assert "The rest is missing. Gone." in screen(Session(replace(REEL, failure="Gone."), Transport()))


@pytest.mark.parametrize("height", range(1, 7))
def test_in_few_rows_the_sentence_comes_first_then_the_clock(height: int) -> None:
    drawn = screen(Session(REEL, Transport(20_000)), 40, height)
    assert ("▶ 0:20" in drawn) or height == 0
    assert ("市政府昨天晚間宣布" in drawn) == (height >= 2)


def test_a_long_text_is_drawn_as_quickly_as_a_short_one() -> None:
    many = tuple(Cue(at * 300, at * 300 + 300, f"這是第{at}句。", at // 7) for at in range(10_000))
    chapters = tuple(Chapter(at * 2100, at * 2100 + 2100, f"第{at}章") for at in range(1_400))
    session = Session(Reel(TITLE, many, chapters, 3_000_000), Transport())

    def draw() -> None:
        for at in range(20):
            assert "這是第" in screen(session.at(session.reel, 1_500_000 + at * 100), 200, 60)

    assert is_quick(draw, 20 * 0.02)


def test_rows_can_be_compared_so_that_only_changes_are_drawn() -> None:
    first, later = (rows(Session(REEL, Transport(at)), 80, 24) for at in (20_000, 20_400))
    changed = [at for at, (one, other) in enumerate(zip(first, later, strict=True)) if one != other]
    assert len(changed) <= 3
    assert isinstance(first[0], Text)


@pytest.mark.parametrize(
    ("milliseconds", "told"), [(0, "0:00"), (59_999, "0:59"), (60_000, "1:00"), (3_661_000, "1:01:01")]
)
def test_moments_are_told_in_minutes_and_hours(milliseconds: int, told: str) -> None:
    assert clock(milliseconds) == told


def test_a_title_that_is_cut_holds_no_number_in_part() -> None:
    session = Session(replace(REEL, title="合併營收達18億5,000萬元年減-1.25%"), Transport())
    drawn = [screen(session, width).split("\n")[0] for width in range(12, 33)]
    assert set(drawn) == {"合併營收達…", *(f"合併營收達18億5,000萬元{more}…" for more in ("", "年", "年減"))}


@pytest.mark.parametrize(
    "title", ["日本內閣官房長官木原稔昨晚發表談話並回答記者", "中再祭稀土牌？ 停審查銷日許可 防堵日本"]
)
def test_a_title_that_is_cut_has_no_space_before_its_ellipsis(title: str) -> None:
    reel = replace(REEL, title=title, chapters=(Chapter(0, REEL.duration_ms, title),))
    for width in range(2, 110):
        drawn = screen(Session(reel, Transport()), width)
        assert " …" not in drawn
        if width < cell_len(title):
            assert "…" in drawn
