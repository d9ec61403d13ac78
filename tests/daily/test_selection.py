from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.catalog.story import Story
from tts.daily.day import Day
from tts.daily.selection import Place, in_order, is_timely, is_wanted, no_older_than_kept, select
from tts.model.settings import SourceSettings
from tts.sources.page import Validators

MIDNIGHT = datetime(2026, 1, 9, tzinfo=UTC)
NOON = MIDNIGHT + timedelta(hours=12)
PAPER = SourceSettings("報", "feed", "https://n.example/", limit=2)
TODAY = Day(MIDNIGHT.date(), NOON)


def story(name: str, published: datetime | None = NOON, section: str | None = None) -> Story:
    return Story(name, name, published, section, "報", "pending", 0, NOON, "", "", "", Validators())


def names(*stories: Story, source: SourceSettings = PAPER, day: Day = TODAY) -> list[str]:
    return [story.url for story in select(stories, source, day).stories]


def test_the_newest_are_taken_up_to_the_limit() -> None:
    hours = {
        name: story(name, MIDNIGHT + timedelta(hours=hour)) for name, hour in (("a", 1), ("b", 9), ("c", 5))
    }
    assert names(*hours.values()) == ["b", "c"]


def test_stories_without_a_time_count_from_when_they_were_seen_and_keep_their_order() -> None:
    assert names(story("a", None), story("b", None), story("c", NOON - timedelta(hours=1))) == ["a", "b"]


def test_what_is_dated_after_the_day_waits() -> None:
    selection = select([story("a", MIDNIGHT + timedelta(days=1)), story("b")], PAPER, TODAY)
    assert ([one.url for one in selection.stories], selection.future) == (["b"], 1)


@pytest.mark.parametrize(
    ("since", "days"),
    [(None, [-400, -3, -2, -1, 0]), (0, [0]), (2, [-2, -1, 0]), (date(2026, 1, 7), [-2, -1, 0])],
)
def test_since_is_a_day_or_a_number_of_days_back(since: date | int | None, days: list[int]) -> None:
    source = SourceSettings("報", "feed", "x", since=since)
    ages = (-400, -3, -2, -1, 0, 1, 400)
    assert [age for age in ages if is_timely(source, MIDNIGHT + timedelta(days=age), TODAY)] == days


def test_only_a_days_own_stories_are_between_its_midnights() -> None:
    day = replace(TODAY, only=True)
    edges = {-1: False, 0: True, 86_399: True, 86_400: False}
    found = {second: is_timely(PAPER, MIDNIGHT + timedelta(seconds=second), day) for second in edges}
    assert found == edges


@pytest.mark.parametrize(
    ("include", "exclude", "title", "section", "wanted"),
    [
        ((), (), "題", None, True),
        (("財經",), (), "題", "財經要聞", True),
        (("財經",), (), "財經快訊", "要聞", True),
        (("財經",), (), "題", "體育", False),
        (("財經",), (), "題", None, True),  # its page will tell
        (("財經",), (), "題", "", False),
        (("財經", "體育"), (), "題", "體育", True),
        ((), ("廣告",), "廣告：好東西", None, False),
        (("財經",), ("廣告",), "題", "財經廣告", False),
    ],
)
def test_words_of_section_and_title_let_in_and_keep_out(
    include: tuple[str, ...], exclude: tuple[str, ...], title: str, section: str | None, *, wanted: bool
) -> None:
    source = SourceSettings("報", "feed", "x", include=include, exclude=exclude)
    assert is_wanted(source, title, section) is wanted


def test_with_a_days_own_stories_alone_none_waits() -> None:
    tomorrow = story("a", MIDNIGHT + timedelta(days=1))
    assert select([tomorrow], PAPER, replace(TODAY, only=True)).future == 0


@pytest.mark.parametrize(
    ("since", "keep_days", "kept_since"),
    [
        (None, 0, None),
        (None, 30, 29),  # today is the first of the thirty
        (None, 1, 0),
        (5, 30, 5),
        (40, 30, 29),
        (40, 0, 40),
        (date(2025, 1, 1), 30, date(2025, 1, 1)),
    ],
)
def test_nothing_is_told_that_would_be_removed_at_once(
    since: date | int | None, keep_days: int, kept_since: date | int | None
) -> None:
    source = SourceSettings("報", "feed", "x", since=since)
    assert no_older_than_kept(source, keep_days).since == kept_since


def test_sections_follow_by_source_and_latest_story_and_in_each_the_newest_is_first() -> None:
    places = [
        Place("a", 0, "財經", NOON),
        Place("b", 0, "地方", NOON + timedelta(hours=1)),
        Place("c", 1, "財經", NOON + timedelta(hours=2)),
        Place("d", 1, None, NOON),
    ]
    for order in permutations(places):
        assert [place.url for place in in_order(order)] == ["b", "a", "c", "d"]


@given(
    st.lists(
        st.builds(Place, st.text(max_size=3), st.integers(0, 3), st.sampled_from("甲乙丙"), st.just(NOON))
    )
)
def test_each_section_is_told_in_one_piece(places: list[Place]) -> None:
    ordered = in_order(places)
    runs = [
        place.section
        for number, place in enumerate(ordered)
        if not number or ordered[number - 1].section != place.section
    ]
    assert len(runs) == len(set(runs))
    assert sorted(ordered, key=repr) == sorted(places, key=repr)


def test_told_stories_keep_their_places_so_that_old_ones_do_not_move_up() -> None:
    told = [replace(story(name), state="told") for name in "ab"]
    assert names(*told, story("c", NOON - timedelta(days=1))) == ["a", "b"]
