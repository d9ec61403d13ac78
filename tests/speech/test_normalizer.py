"""Numbers, dates, units and signs are said as a newsreader says them."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.pace import is_straight
from tts.speech.normalizer import normalize

EXPRESSIONS = [
    line.split("\t")
    for name in ("expressions.tsv", "signs.tsv")
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
BOUNDED = [
    "1,",
    "1.",
    "1-",
    "1:",
    "1/",
    "1%",
    "a1",
    "a.",
    "a@",
    "$1",
    "-",
    "+",
    "(",
    "http://a",
    "○",
    "1 ",
    "😀",
    "\ud800",
    "1>",
    "<a",
    "→3",
    "5★",
    "打1",
    "尾號1",
    "1-1-1-",
    "A. ",
    "1 St ",
]


def letters_and_digits(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character)[0] in "LN")


@pytest.mark.parametrize(("written", "said"), EXPRESSIONS, ids=[written for written, _ in EXPRESSIONS])
def test_an_expression_is_said(written: str, said: str) -> None:
    assert letters_and_digits(normalize(written).text) in map(letters_and_digits, said.split("|"))


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
@example("\ud83d")
@example("１２３，４５６")
def test_spans_cover_both_texts_in_order_without_gap(written: str) -> None:
    spoken = normalize(written)
    assert spoken.written == written
    position = length = 0
    for span in spoken.spans:
        assert (span.written_start, span.start) == (position, length)
        assert span.written_end >= span.written_start
        if not span.rule:
            assert spoken.text[span.start : span.end] == written[span.written_start : span.written_end]
        position, length = span.written_end, span.end
    assert (position, length) == (len(written), len(spoken.text))


@given(st.text("0123456789.,-~%/:$＋−年月日點億萬(第ABnm°C 　○・", max_size=24))
def test_no_digit_is_left(written: str) -> None:
    assert not any(character.isdigit() for character in normalize(written).text)


@given(st.text("一二年月人ABCabc，。「」", max_size=40))
def test_words_stay_as_they_are(written: str) -> None:
    assert normalize(written).text == written


@pytest.mark.parametrize("unit", BOUNDED)
def test_long_repetitions_take_bounded_time(unit: str) -> None:
    def say(much: int) -> None:
        written = unit * (much // len(unit))
        assert normalize(written).written == written

    assert is_straight(say, 16_000)


def test_a_hundred_thousand_digits_are_said_one_by_one() -> None:
    assert normalize("1" * 100_000).text == "一" * 100_000


@pytest.mark.parametrize(
    ("silent", "reason"),
    [
        ("😀", "emoji"),
        ("👍🏽", "emoji"),
        ("🇹🇼", "emoji"),
        ("👩\u200d💻", "emoji"),
        ("❤️", "emoji"),
        ("\ue000", "private use"),
        ("\ud800", "broken character"),
        ("\u200b", "mark of direction"),
        ("★", "mark of a list"),
        ("●", "mark of a list"),
        ("**", "mark of formatting"),
        ("©", "mark of rights"),
        ("†", "footnote"),
        ("²", "footnote"),
        ("\x07", "control character"),
        ("─", "drawing"),
        ("=", "sign alone"),
        ("\u0482", "rare symbol"),
    ],
)
def test_what_has_no_sound_vanishes_in_an_empty_span_that_names_the_reason(silent: str, reason: str) -> None:
    spoken = normalize(f"好{silent}嗎")
    assert spoken.text == "好嗎"
    assert [span.rule for span in spoken.spans if span.start == span.end] == [reason]


@given(st.text(st.characters(codec=None, exclude_categories=["Cn"]), max_size=40))
@example("血氧<95%、3→5元、★、§")
def test_no_sign_vanishes_or_stays_without_a_voice_unless_a_rule_says_so(written: str) -> None:
    spoken = normalize(written)
    for span in spoken.spans:
        if not span.rule:
            left = spoken.text[span.start : span.end]
            assert left == written[span.written_start : span.written_end]
            assert all(
                unicodedata.category(sign)[0] not in "SC" or sign.isspace() or sign in "+~" for sign in left
            )


def test_text_of_emoji_alone_is_known_to_be_silent() -> None:
    assert normalize("😀😀").is_silent


def test_a_changed_stretch_leads_back_to_the_written_one() -> None:
    spoken = normalize("漲3.5%，創新高")
    changed = next(span for span in spoken.spans if span.rule)
    assert spoken.written[changed.written_start : changed.written_end] == "3.5%"
    assert spoken.text[changed.start : changed.end] == "百分之三點五"
    assert spoken.text[spoken.position_of(5) :] == "，創新高"


def test_simplified_text_keeps_its_script_and_the_mainland_words() -> None:
    assert normalize("这条路长1200km，投资2亿元").text == "这条路长一千二百公里，投资两亿元"


def test_other_scripts_stay_for_the_voice_to_say() -> None:
    assert normalize("看「こんにちは」和Привет").text == "看「こんにちは」和Привет"


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("審查銷日許可 防堵日本", "審查銷日許可，防堵日本"),
        ("稀土牌？ 停審查", "稀土牌？停審查"),
        ("推擠衝突 11人遭逮捕", "推擠衝突，十一人遭逮捕"),
        ("成長3.2% 創新高", "成長百分之三點二，創新高"),
        ("氣溫 12 度", "氣溫十二度"),
        ("疫情前的 85%。", "疫情前的百分之八十五。"),
        ("iPhone 17 Pro 開賣", "iPhone 十七 Pro 開賣"),
        ("記者陳大文╱紐約報導", "記者陳大文，紐約報導"),
        ("記者陳大文\u2215紐約報導", "記者陳大文，紐約報導"),
        ("和\u2215或", "和或"),
    ],
)
def test_a_space_between_clauses_is_a_pause_and_any_other_is_none(written: str, spoken: str) -> None:
    assert normalize(written).text == spoken
