"""Lines end where a reader would end them; a number, above all, stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.episode_files.financial import LINES, cut, line
from tts.episode_files.wrap import clipped, wrapped

WIDTHS = range(8, 61)

WRITTEN = [
    ("市場預期利率不變的機率為68.4%。", "68.4%"),
    ("年增率介於-1.2%到+2.8%之間", "-1.2%"),
    ("該案金額是18億5,000萬元左右", "18億5,000萬元"),
    ("美元兌日圓在152.3附近", "152.3"),
    ("會後聲明將在12/9公布於網站", "12/9"),
    ("專線02-2345-6789全年無休", "02-2345-6789"),
    ("開盤時間是上午10:30以後", "10:30"),
    ("費用約為NT$1,234.5元上下", "NT$1,234.5元"),
    ("每度的電價漲了３．５％之多", "３．５％"),
    ("總計需要１，２００元的經費", "１，２００元"),
    ("氣溫在-5℃～10℃之間變化", "-5℃～10℃"),
    ("利率上下限是3%~5%而已", "3%~5%"),
    ("每股盈餘估計為 3.5 元整", "3.5 元"),
    ("風速來到120 km/h以上", "120 km/h"),
    ("上調2.5個百分點而已", "2.5個百分點"),
    ("感染了COVID-19的人", "COVID-19"),
    ("解析度是1920×1080的", "1920×1080"),
    ("人口有1\u00a0234\u00a0567人", "1\u00a0234\u00a0567人"),
]


@pytest.mark.parametrize(("text", "whole"), WRITTEN)
def test_a_number_with_its_sign_and_unit_is_never_parted_where_it_fits(text: str, whole: str) -> None:
    for width in range(len(whole), 40):
        assert any(whole in one for one in wrapped(text, width)), width


@given(st.integers(), st.sampled_from(WIDTHS))
def test_no_line_ends_within_a_number_unless_the_number_is_longer(seed: int, width: int) -> None:
    lines = wrapped(line(seed), width)
    assert list(cut(lines, width)) == []


@given(st.text(st.sampled_from("-+$.,:/%0123456789億元月 km中，（"), max_size=80), st.sampled_from(WIDTHS))
def test_whatever_stands_between_digits_the_lines_are_the_text_and_none_is_longer(
    text: str, width: int
) -> None:
    lines = wrapped(text, width)
    assert "".join(lines) == text
    assert all(0 < len(one) <= width for one in lines)


def test_in_many_financial_lines_no_number_is_cut_at_any_width() -> None:
    for text in map(line, range(LINES)):
        for width in WIDTHS:
            assert list(cut(wrapped(text, width), width)) == [], (text, width)


def test_a_number_longer_than_the_line_is_cut_at_the_lines_end() -> None:
    assert wrapped("約12345678901元", 8) == ["約", "12345678", "901元"]


def test_what_does_not_fit_is_parted_between_its_numbers_before_its_units() -> None:
    assert wrapped("共18億5,000萬元", 8) == ["共", "18億", "5,000萬元"]
    assert wrapped("（1234567元）", 7) == ["（", "1234567", "元）"]


def test_a_comma_after_a_percentage_ends_it() -> None:
    assert wrapped("占41.1%,5月上看50%", 7) == ["占41.1%,", "5月上看50%"]


def test_a_space_that_holds_together_is_no_place_for_a_break() -> None:
    assert wrapped("第\u00a0AB\u00a0號文", 4) == ["第\u00a0AB", "\u00a0號文"]
    assert wrapped("讀 AB\u00a0CD", 6) == ["讀 ", "AB\u00a0CD"]


def test_a_text_cut_short_ends_before_a_number_that_is_not_all_there() -> None:
    assert [clipped("漲3.50%", most) for most in (2, 3, 5, 6)] == ["漲…", "漲…", "漲…", "漲3.50%"]
    assert clipped("收18億5,000萬元", 9) == clipped("收18億5,000萬元", 6) == "收…"
    assert clipped("12345678", 4) == "123…"
    assert clipped("", 4) == ""
