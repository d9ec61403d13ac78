"""Numbers in Chinese words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.speech.numerals import cardinal, counted, digits

CARDINALS = {
    "0": "零",
    "2": "二",
    "10": "十",
    "12": "十二",
    "20": "二十",
    "101": "一百零一",
    "110": "一百一十",
    "200": "兩百",
    "222": "兩百二十二",
    "1010": "一千零一十",
    "1,234.56": "一千二百三十四點五六",
    "2222": "兩千二百二十二",
    "12000": "一萬兩千",
    "20000": "兩萬",
    "100001": "十萬零一",
    "100010000": "一億零一萬",
    "300000000": "三億",
    "1000000000000": "一兆",
    "0.5": "零點五",
    "007": "零零七",
    "12345678901234567": "一二三四五六七八九零一二三四五六七",
}
VALUES = dict(zip("零一二三四五六七八九兩", (*range(10), 2), strict=True))
PLACES = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"萬": 10**4, "億": 10**8, "兆": 10**12}


def value_of(words: str) -> int:
    """Read Chinese number words back, independently of how they were made."""
    total = group = digit = 0
    for word in words:
        if word in VALUES:
            digit = VALUES[word]
        elif word in PLACES:
            group += (digit or 1) * PLACES[word]
            digit = 0
        else:
            total += (group + digit) * GROUPS[word]
            group = digit = 0
    return total + group + digit


@pytest.mark.parametrize(("number", "said"), CARDINALS.items())
def test_numbers_are_said_as_in_taiwan(number: str, said: str) -> None:
    assert cardinal(number) == said


@pytest.mark.parametrize(("number", "said"), [("12000", "一萬二千"), ("2000", "兩千"), ("1200", "一千二百")])
def test_the_mainland_says_er_inside_a_number(number: str, said: str) -> None:
    assert cardinal(number, liang=False) == said


@given(st.integers(0, 10**16 - 1), st.booleans())
def test_words_hold_the_number_they_were_made_from(number: int, liang: bool) -> None:  # noqa: FBT001
    assert value_of(cardinal(str(number), liang=liang)) == number


def test_two_things_are_liang() -> None:
    assert counted("2") == "兩"
    assert counted("12") == "十二"


def test_digits_are_said_one_by_one_with_their_point() -> None:
    assert digits("2026.01") == "二零二六點零一"
