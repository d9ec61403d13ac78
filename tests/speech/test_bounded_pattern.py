"""A user's pattern is bounded, or refused with what to write instead."""

import warnings

import pytest

from tts.errors import UsageError
from tts.speech.bounded_pattern import MOST_WAYS, bounded_pattern


@pytest.mark.parametrize(
    ("source", "least", "most"),
    [
        ("曾", 1, 1),
        (r"第(\d{1,3})話", 3, 5),
        (r"(?<!\d)618(?!\d)", 3, 3),
        (r"\bAI\b", 2, 2),
        ("[A-Z]{1,10}-[0-9]{1,6}[A-Z]{0,2}", 3, 19),
        ("(?:甲|乙丙)丁?", 1, 3),
        ("(?i:nba|mlb)", 3, 3),
        ("(?>甲{1,3})乙", 2, 4),
        ("甲{2,3}+", 2, 3),
        ("甲.{0,20}?乙", 2, 22),
    ],
)
def test_a_pattern_with_bounds_is_taken(source: str, least: int, most: int) -> None:
    bounded = bounded_pattern(source)
    assert (bounded.least, bounded.most) == (least, most)
    assert bounded.compiled.pattern == source


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (r"第\d+話", "repeats without a bound"),
        ("甲.*乙", "repeats without a bound"),
        ("(甲{1,}){1,2}", "repeats without a bound"),
        ("甲{1,61}", "repeats without a bound"),
        ("(a{1,7}){1,7}b", "ways"),
        ("(a|a){1,20}b", "ways"),
        (".{0,16}.{0,16}x", "ways"),
        ("(甲{60})(乙{60})", "may match 120 characters"),
        ("甲?", "would match where nothing stands"),
        ("", "would match where nothing stands"),
        ("(?=甲)", "would match where nothing stands"),
        ("^甲", "where the text begins or ends"),
        (r"甲\Z", "where the text begins or ends"),
        (r"(甲)\1", "asks for a group again"),
        ("(甲)?乙(?(1)丙|丁)", "asks for a group again"),
        ("(甲", "is no regular expression"),
        ("甲{2}{3}", "is no regular expression"),
        ("(?<=甲{1,2})乙", "is no regular expression"),
        ("(" * 200 + "甲" + ")" * 200, "has more than 300 characters"),
    ],
)
def test_another_is_refused_with_what_to_do(source: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as refusal:
        bounded_pattern(source)
    assert refusal.value.hint


def test_what_a_later_python_may_read_otherwise_is_no_noise() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert bounded_pattern("[[a]甲").most == 2


def test_so_many_ways_are_taken_and_no_more() -> None:
    assert bounded_pattern(f"甲{{0,9}}.{{0,{MOST_WAYS // 10 - 1}}}乙").least == 1
    with pytest.raises(UsageError, match="in 260 ways"):
        bounded_pattern("甲{0,9}.{0,25}乙")
