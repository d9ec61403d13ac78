import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pace import is_quick
from tts.sources.robots import EVERYTHING, MAX_BYTES, NOTHING, Rule, Rules, parse

PRODUCT = "tingxinwen"


def allows(text: str, target: str) -> bool:
    return parse(text.encode(), PRODUCT).allow(target)


def test_what_no_rule_names_may_be_read() -> None:
    assert allows("", "/news/1")
    assert allows("User-agent: *\nDisallow: /member", "/news/1")


def test_the_longest_rule_decides_wherever_it_stands() -> None:
    text = "User-agent: *\nAllow: /news/open\nDisallow: /news\n"
    assert allows(text, "/news/open/1")
    assert not allows(text, "/news/1")


def test_of_two_equally_long_rules_the_one_that_allows_decides() -> None:
    assert allows("User-agent: *\nDisallow: /news\nAllow: /news\n", "/news")


def test_an_empty_disallow_forbids_nothing() -> None:
    assert allows("User-agent: *\nDisallow:\n", "/news")


def test_a_programs_own_group_stands_in_place_of_the_general_one() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: TingXinwen/1.0\nDisallow: /member\n"
    assert allows(text, "/news")
    assert not allows(text, "/member")


def test_a_group_of_ones_own_without_rules_allows_everything() -> None:
    assert allows("User-agent: tingxinwen\nDisallow:\n\nUser-agent: *\nDisallow: /\n", "/news")


def test_groups_of_one_program_are_read_as_one() -> None:
    text = (
        "User-agent: tingxinwen\nDisallow: /a\n\n"
        "User-agent: b\nDisallow: /b\n\n"
        "User-agent: tingxinwen\nDisallow: /c\n"
    )
    assert [allows(text, target) for target in ("/a", "/b", "/c")] == [False, True, False]


def test_several_names_may_head_one_group() -> None:
    text = "User-agent: a\nUser-agent: tingxinwen\nDisallow: /a\n"
    assert not allows(text, "/a")


def test_another_programs_name_is_not_taken_for_a_part_of_ours() -> None:
    assert allows("User-agent: ting\nDisallow: /\n", "/news")


def test_lines_of_other_kinds_neither_rule_nor_end_a_group() -> None:
    text = (
        "User-agent: *\nSitemap: https://a.example/s.xml\nCrawl-delay: 5\nDisallow: /a # not this\nrubbish\n"
    )
    assert not allows(text, "/a")
    assert allows(text, "/b")


def test_a_rule_before_any_name_is_nobodys() -> None:
    assert allows("Disallow: /\nUser-agent: *\nDisallow: /a\n", "/b")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_and_a_byte_order_mark_are_understood(ending: str) -> None:
    data = b"\xef\xbb\xbf" + ending.join(["user-AGENT : *", "  disallow:/a"]).encode()
    assert not parse(data, PRODUCT).allow("/a")


@pytest.mark.parametrize(
    ("pattern", "target", "matches"),
    [
        ("/fish", "/fish.html", True),
        ("/fish", "/Fish.html", False),
        ("/fish/", "/fish", False),
        ("/*.php", "/folder/a.php?x=1", True),
        ("/*.php$", "/folder/a.php", True),
        ("/*.php$", "/folder/a.php?x=1", False),
        ("/*.php$", "/a.php.php", True),
        ("/news$", "/news", True),
        ("/news$", "/news/1", False),
        ("*", "/anything", True),
        ("/a*a$", "/a", False),
        ("/$", "/", True),
        ("/$", "/a", False),
    ],
)
def test_a_star_is_any_run_and_a_final_dollar_the_end(pattern: str, target: str, *, matches: bool) -> None:
    assert allows(f"User-agent: *\nDisallow: {pattern}", target) is not matches


@given(st.text("ab*", max_size=8), st.booleans(), st.text("ab", max_size=10))
def test_matching_agrees_with_a_regular_expression(pattern: str, anchored: bool, target: str) -> None:  # noqa: FBT001
    expression = "/" + ".*".join(map(re.escape, pattern.split("*"))) + ("$" if anchored else "")
    rules = Rules((Rule("/" + pattern + ("$" if anchored else ""), allow=False),))
    assert rules.allow("/" + target) is (re.match(expression, "/" + target) is None)


def test_one_address_matches_in_every_spelling() -> None:
    assert not allows("User-agent: *\nDisallow: /新聞", "/%E6%96%B0%e8%81%9e/1")
    assert not allows("User-agent: *\nDisallow: /%7Ejoe", "/~joe/a")
    assert allows("User-agent: *\nDisallow: /a%2Fb", "/a/b")


def test_robots_txt_itself_may_always_be_read() -> None:
    assert NOTHING.allow("/robots.txt")
    assert not NOTHING.allow("/")
    assert EVERYTHING.allow("/")


def test_what_lies_beyond_the_bound_is_left() -> None:
    filler = b"#" * MAX_BYTES + b"\n"
    assert parse(b"User-agent: *\nDisallow: /a\n" + filler + b"Disallow: /b\n", PRODUCT).allow("/b")


def test_a_pattern_made_to_be_slow_is_not() -> None:
    rules = parse(b"User-agent: *\nDisallow: /" + b"*a" * 2_000 + b"*b$\n", PRODUCT)
    assert rules.allow("/" + "a" * 5_000)
    assert is_quick(lambda: rules.allow("/" + "a" * 5_000), 1)


@given(st.binary(max_size=300))
def test_any_bytes_can_be_parsed(data: bytes) -> None:
    assert isinstance(parse(data, PRODUCT).allow("/news"), bool)
