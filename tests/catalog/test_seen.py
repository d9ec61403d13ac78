import datetime as dt
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.invented import MORNING, fresh
from tts.catalog.store import Catalog
from tts.catalog.story import Outcome
from tts.sources.entry import Entry
from tts.sources.page import Validators

FEED = "https://news.example/feed.xml"
WJ, UDN = "世界日報", "聯合報"


def note(catalog: Catalog, *entries: Entry, series: str = WJ) -> None:
    catalog.note_listing(series, FEED, None, entries, MORNING)


def urls(catalog: Catalog, series: str = WJ) -> list[str]:
    return [story.url for story in catalog.pending(series)]


def test_listed_stories_are_pending_the_newest_first(catalog: Catalog) -> None:
    hour = dt.timedelta(hours=1)
    note(
        catalog,
        Entry("https://a.example/1", "舊", MORNING - hour),
        Entry("https://a.example/2", "無時間"),
        Entry("https://a.example/3", "新", MORNING + hour, "國際"),
    )
    assert [story.title for story in catalog.pending(WJ)] == ["新", "無時間", "舊"]
    newest = catalog.pending(WJ, since=MORNING + hour)
    assert [(story.title, story.section, story.published) for story in newest] == [
        ("新", "國際", MORNING + hour)
    ]
    assert catalog.pending(UDN) == []


def test_a_story_listed_again_is_no_other_but_has_its_new_title(catalog: Catalog) -> None:
    note(catalog, Entry("https://a.example/1?from=feed", "舊標題", MORNING, "國際"))
    note(catalog, Entry("https://a.example/1?from=home", "新標題"), Entry("https://a.example/1#top"))
    (story,) = catalog.pending(WJ)
    assert (story.title, story.published, story.section) == ("新標題", MORNING, "國際")
    assert story.url == "https://a.example/1?from=feed"


def test_a_story_told_for_one_source_is_told_for_all(catalog: Catalog) -> None:
    entry = Entry("https://a.example/1", "一")
    note(catalog, entry)
    note(catalog, entry, series=UDN)
    assert urls(catalog) == urls(catalog, UDN) == [entry.url]
    catalog.settle(entry.url, Outcome("told", MORNING, guid="g"))
    assert urls(catalog) == urls(catalog, UDN) == []
    assert [story.guid for story in catalog.told(UDN, MORNING)] == ["g"]
    assert catalog.told(UDN, MORNING + dt.timedelta(seconds=1)) == []


def test_a_failed_story_is_pending_again_and_counts_its_attempts(catalog: Catalog) -> None:
    note(catalog, Entry("https://a.example/1", "一"))
    for reason in ("timeout", "no article"):
        catalog.settle("https://a.example/1", Outcome("failed", MORNING, reason=reason))
    (story,) = catalog.pending(WJ)
    assert (story.state, story.attempts, story.reason) == ("failed", 2, "no article")


@pytest.mark.parametrize("state", ["told", "duplicate", "skipped"])
def test_a_settled_story_is_not_asked_for_when_it_is_listed_again(catalog: Catalog, state: str) -> None:
    note(catalog, Entry("https://a.example/1", "一"))
    catalog.settle("https://a.example/1", Outcome(state, MORNING))  # type: ignore[arg-type]
    note(catalog, Entry("https://a.example/1", "一"))
    assert catalog.pending(WJ) == []


def test_a_told_story_that_fails_is_still_known_by_what_was_told(catalog: Catalog) -> None:
    url = "https://a.example/1"
    seen = Validators("tag", "Friday")
    catalog.settle(url, Outcome("told", MORNING, "g", "print", 7, 900, validators=seen))
    catalog.settle(url, Outcome("failed", MORNING, reason="timeout"))
    story = catalog.story(url)
    assert story
    assert (story.state, story.guid, story.text_print, story.validators) == ("failed", "g", "print", seen)
    assert catalog.story("https://a.example/2") is None


@given(st.integers(0, 2**64 - 1))
@settings(deadline=None, max_examples=20)
def test_prints_of_any_64_bits_come_back(simhash: int) -> None:
    with fresh() as catalog:
        catalog.settle("https://a.example/1", Outcome("told", MORNING, "g", simhash=simhash, length=5))
        catalog.settle("https://a.example/2", Outcome("duplicate", MORNING, "h", simhash=1))
        (found,) = catalog.recent_prints(MORNING)
        assert (found.simhash, found.guid, found.length) == (simhash, "g", 5)
        assert catalog.recent_prints(MORNING + dt.timedelta(microseconds=1)) == []


def test_each_source_of_a_listing_has_validators_of_its_own(catalog: Catalog) -> None:
    assert catalog.validators(WJ, FEED) is None
    catalog.note_listing(WJ, FEED, Validators("one"), [], MORNING)
    catalog.note_listing(WJ, FEED, Validators("two", "Friday"), [], MORNING)
    assert catalog.validators(WJ, FEED) == Validators("two", "Friday")
    assert catalog.validators(UDN, FEED) is None


def test_a_listing_that_breaks_off_leaves_neither_stories_nor_validators(catalog: Catalog) -> None:
    broken = [Entry("https://a.example/1", "一"), Entry("https://a.example/2", None)]  # type: ignore[arg-type]
    with pytest.raises(sqlite3.IntegrityError):
        catalog.note_listing(WJ, FEED, Validators("one"), broken, MORNING)
    assert (catalog.pending(WJ), catalog.validators(WJ, FEED)) == ([], None)


@pytest.mark.parametrize("minutes", [8 * 60, -5 * 60, 5 * 60 + 45, 0])
def test_a_story_keeps_the_zone_in_which_its_paper_dates_it(catalog: Catalog, minutes: int) -> None:
    published = dt.datetime(2026, 1, 9, 7, 30, tzinfo=dt.timezone(dt.timedelta(minutes=minutes)))
    note(catalog, Entry("https://a.example/1", "一", published))
    note(catalog, Entry("https://a.example/1", "二"))
    (story,) = catalog.pending(WJ)
    assert story.published
    assert story.published.isoformat() == published.isoformat()


@pytest.mark.parametrize(
    "published",
    [
        dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=8))),
        dt.datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
    ],
)
def test_times_that_utc_cannot_tell_do_no_harm(catalog: Catalog, published: dt.datetime) -> None:
    note(catalog, Entry("https://a.example/1", "一", published))
    (story,) = catalog.pending(WJ)
    assert story.published
    assert abs(story.published.year - published.year) == 0


def test_half_characters_do_no_harm(catalog: Catalog) -> None:
    note(catalog, Entry("https://a.example/\ud800", "一\udfff二\x00三", section="\ud800"))
    assert [story.title for story in catalog.pending(WJ)] == ["一?二\x00三"]
