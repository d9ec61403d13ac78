"""A reader's words: numbers with their units, Latin words whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.speech.normalizer import normalize
from tts.speech.pinyin import HAN
from tts.speech.spoken import Span, Spoken
from tts.speech.written_words import word_starts


def words(text: str) -> list[str]:
    starts = word_starts(normalize(text))
    return [text[start:stop] for start, stop in zip([0, *starts], [*starts, len(text)], strict=True)][1:]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("貿易額成長30%。", ["貿易額", "成長", "30%。"]),
        ("達5,280萬美元", ["達", "5,280萬", "美元"]),
        ("2026年1月9日上午", ["2026年", "1月", "9日", "上午"]),
        ("一月", ["一", "月"]),
        ("COVID-19、It's H100", ["COVID-19、", "It's ", "H100"]),
        ("說：「好」", ["說：「", "好」"]),
        ("100公里/小時", ["100公里/小時"]),
        ("漲$12.5億了", ["漲", "$12.5億", "了"]),
        ("caf\u0301e\u0301 好", ["caf\u0301e\u0301 ", "好"]),
        ("……", []),
    ],
)
def test_words_are_as_a_reader_follows_them(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_a_lexicon_s_name_is_one_word_whatever_is_said_for_it() -> None:
    changed = Spoken(
        "在臺積電廠", "在護國神山廠", (Span(0, 1, 0, 1), Span(1, 4, 1, 5, "lexicon"), Span(4, 5, 5, 6))
    )
    assert word_starts(changed) == [0, 1, 4]


@given(st.text())
def test_words_begin_in_order_each_with_a_letter_or_in_a_change_that_has_one(text: str) -> None:
    spoken = normalize(text)
    starts = word_starts(spoken)
    assert starts == sorted(set(starts))
    changed = {at for span in spoken.spans if span.rule for at in range(span.written_start, span.written_end)}
    assert all(text[at].isalnum() or HAN.match(text[at]) or at in changed for at in starts)
