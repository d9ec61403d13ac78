"""Nothing that somebody wrote acts on the terminal or the log it is shown in."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.errors import TingError
from tts.printable import one_line, shown

TURNING = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}


@given(st.text())
def test_no_text_holds_what_acts_or_breaks_the_line(text: str) -> None:
    line = shown(text)
    assert not {unicodedata.category(character) for character in line} & {"Cc", "Zl", "Zp"}
    assert not set(line) & TURNING
    assert set(shown(one_line(text))) <= set(line)
    one_line(text).encode()


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf"))))
def test_what_is_text_stays(text: str) -> None:
    assert one_line(text) == shown(text) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("一\r\n二", "一  二"),
        ("\x1b]0;owned\x07標題", "]0;owned標題"),
        ("\x9b31m紅", "31m紅"),
        ("abc\u202efdp.exe", "abcfdp.exe"),
        ("name\udcff.txt", "name\udcff.txt"),
        ("👩‍👩‍👧 e\u0301 \u200f", "👩‍👩‍👧 e\u0301 \u200f"),
    ],
)
def test_the_rest_of_the_text_stays(text: str, line: str) -> None:
    assert shown(text) == line


def test_an_error_quotes_nothing_that_acts() -> None:
    error = TingError("It is \x1b[2Ja page.", hint="Not\u202e one\n.")
    assert str(error) == "It is [2Ja page. Not one ."
    assert (error.message, error.hint, error.args) == ("It is [2Ja page.", "Not one .", (error.message,))
