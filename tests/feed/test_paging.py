"""A long feed in several documents."""

import datetime as dt
from collections.abc import Iterable

from lxml import etree

from tests.feed.documented_checks import ATOM, HISTORY, findings
from tests.feed.readers import by_podcastparser
from tests.feed.stories import NOW, SETTINGS, SHOW, item, story
from tts.feed.channels import Channel, channels
from tts.feed.paging import Document, documents
from tts.feed.rss import render
from tts.model.episode import Episode

MONDAY = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
BASE = "https://podcast.example.org/news/"


def hourly(hours: Iterable[int]) -> list[Episode]:
    return [story(hour, issued=MONDAY + dt.timedelta(hours=hour)) for hour in hours]


def channel_of(episodes: Iterable[Episode]) -> Channel:
    return next(channels(SETTINGS, map(item, episodes)))


def pages(hours: Iterable[int], newest: int = 50) -> dict[str, Document]:
    return {document.path: document for document in documents(channel_of(hourly(hours)), newest)}


def guids(document: Document) -> set[str]:
    return {item.card.guid for item in document.items}


def test_a_short_feed_is_one_document() -> None:
    assert list(pages(range(50))) == ["feed.xml"]
    assert documents(channel_of([]))[0].items == ()


def test_a_long_feed_keeps_the_newest_and_archives_whole_weeks() -> None:
    found = pages(range(3 * 168 + 10))
    assert list(found) == ["feed-2026-W02.xml", "feed-2026-W03.xml", "feed-2026-W04.xml", "feed.xml"]
    assert len(found["feed.xml"].items) == 50
    assert {len(document.items) for document in found.values() if document.archived} == {168}


def test_all_of_the_week_that_runs_is_in_the_feed() -> None:
    found = pages(range(168 + 100))
    assert list(found) == ["feed-2026-W02.xml", "feed.xml"]
    assert len(found["feed.xml"].items) == 100


def test_nobody_who_follows_the_links_misses_an_episode() -> None:
    for last in range(40, 600, 37):
        found = pages(range(last))
        reached, path = set[str](), "feed.xml"
        while path:
            reached |= guids(found[path])
            path = found[path].older or ""
        assert reached == {f"guid-{hour}" for hour in range(last)}


def test_an_archive_stays_as_it_is_when_episodes_come_and_go() -> None:
    def rendered(hours: Iterable[int]) -> dict[str, bytes]:
        return {path: render(SHOW, document, None) for path, document in pages(hours).items()}

    before = rendered(range(600))
    after = rendered(range(700))
    assert all(after[path] == before[path] for path in before if path != "feed.xml")
    expired = rendered(range(200, 700))
    assert expired["feed-2026-W04.xml"] == after["feed-2026-W04.xml"]


def test_an_archive_says_what_it_is_and_where_the_feed_is() -> None:
    documents = pages(range(600))
    feed = render(SHOW, documents["feed-2026-W03.xml"], None)
    channel = etree.fromstring(feed)[0]
    links = {link.get("rel"): link.get("href") for link in channel.iterfind(ATOM + "link")}
    assert links == {
        "self": BASE + "feed-2026-W03.xml",
        "current": BASE + "feed.xml",
        "first": BASE + "feed.xml",
        "next": BASE + "feed-2026-W02.xml",
        "prev-archive": BASE + "feed-2026-W02.xml",
    }
    assert channel.find(HISTORY + "archive") is not None
    assert findings(feed, BASE + "feed-2026-W03.xml", NOW) == {"UnsupportedNamespace", "UnknownNamespace"}


def test_an_app_that_pages_reads_the_whole_show() -> None:
    served = {BASE + path: render(SHOW, document, None) for path, document in pages(range(400)).items()}
    found, url = set[str](), BASE + "feed.xml"
    while url:
        read = by_podcastparser(served[url], url)
        found |= {entry["guid"] for entry in read["episodes"]}
        url = read.get("paged_feed_next", "")
    assert len(found) == 400
