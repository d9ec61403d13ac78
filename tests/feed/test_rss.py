"""Every element that a feed means to say, read back by parsers that are not ours."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from tests.feed.documented_checks import findings
from tests.feed.readers import by_feedparser, by_partytime, by_podcastparser
from tests.feed.stories import NOW, ODD_TITLES, SHOW, TAIPEI, digest, item, story
from tts.feed.channels import Channel
from tts.feed.elements import PODCAST
from tts.feed.identity import podcast_guid
from tts.feed.paging import Document
from tts.feed.rhythm import Rhythm
from tts.feed.rss import render
from tts.model.episode import Episode, Persona, Source
from tts.model.settings import ShowSettings

URL = "https://podcast.example.org/news/feed.xml"
BASE = "https://podcast.example.org/news/episodes/2026/01/09/2026-01-09-you-jia-00000001"
GUID = podcast_guid(URL)
NOON = dt.datetime(2026, 1, 9, 12, tzinfo=TAIPEI)
HIDDEN = "k3y"
ONLY_BY_NAMESPACE = {"UnsupportedNamespace", "UnknownNamespace"}
"""What the W3C's validator says of every feed with the podcast and psc namespaces."""


def feed_of(*episodes: Episode, show: ShowSettings = SHOW, older: str | None = None) -> bytes:
    channel = Channel("feed.xml", show.title, tuple(map(item, episodes)))
    return render(show, Document(channel, "feed.xml", channel.items, older), GUID)


@pytest.fixture
def feed() -> bytes:
    return feed_of(digest(NOON), story(1), older="feed-2026-W01.xml")


def test_feedparser_reads_the_show(feed: bytes) -> None:
    show = by_feedparser(feed).feed
    assert show.title == "我的聽新聞"
    assert show.link == "https://podcast.example.org/news/index.html"
    assert show.subtitle == "每天的新聞，讀給你聽。"
    assert show.language == "zh-Hant"
    assert show.rights == "© 2026 王小明"
    assert show.image.href == "https://podcast.example.org/news/cover.jpg"
    assert [tag.term for tag in show.tags] == ["News", "Daily News"]
    assert show.itunes_explicit is None, "which is how it reads false; true would be True"
    assert show.author_detail == {"name": "王小明", "email": "owner@example.org"}
    assert show.itunes_type == "episodic"
    assert show.itunes_block
    assert show.updated == "Fri, 09 Jan 2026 04:00:00 GMT", "the newest episode's, and not now"
    assert show.podcast_guid == GUID
    assert show.podcast_locked == {"owner": "owner@example.org"}
    assert show.podcast_medium == "podcast"
    assert show.podcast_image == {
        "href": "https://podcast.example.org/news/cover.jpg",
        "alt": "我的聽新聞",
        "purpose": "artwork",
        "aspect-ratio": "1/1",
    }
    assert "podcast_updatefrequency" not in show, "nothing says when the day is made"
    assert show.podcast_txt == {"purpose": "ai-content"}
    links = {link.rel: link.href for link in show.links}
    assert links["self"] == URL
    assert links["hub"] == "https://hub.example.org/"
    assert links["next"] == links["prev-archive"] == "https://podcast.example.org/news/feed-2026-W01.xml"


def test_feedparser_reads_an_item(feed: bytes) -> None:
    entry = by_feedparser(feed).entries[1]
    assert entry.title == "油價連1漲 車主怨聲載道"
    assert entry.link == "https://news.example/story/1?page=1&from=%E9%A6%96%E9%A0%81"
    assert (entry.id, entry.guidislink) == ("guid-1", False)
    assert entry.published == "Thu, 08 Jan 2026 23:30:00 GMT"
    [enclosure] = entry.enclosures
    assert enclosure == {"href": f"{BASE}.mp3", "length": "1234567", "type": "audio/mpeg"}
    assert entry.itunes_duration == "90"
    assert entry.itunes_episodetype == "full"
    assert entry.itunes_explicit is None, "which is how it reads false"
    assert entry.image.href == "https://podcast.example.org/news/cover.jpg"
    assert entry.author == "李大同"
    assert entry.podcast_chapters == {"url": f"{BASE}.chapters.json", "type": "application/json+chapters"}
    assert entry.podcast_transcript["url"] == f"{BASE}.transcript.json", "the last: it keeps one"
    assert entry.podcast_txt == {"purpose": "ai-content"}
    assert [(c.start_parsed, c.title) for c in entry.psc_chapters.chapters] == [
        (dt.timedelta(seconds=0), "第0段"),
        (dt.timedelta(seconds=20), "第1段"),
        (dt.timedelta(seconds=45, milliseconds=250), "第2段"),
        (dt.timedelta(seconds=70), "第3段"),
    ]


def test_podcastparser_reads_the_show_and_an_item(feed: bytes) -> None:
    show = by_podcastparser(feed, URL)
    entry = next(entry for entry in show.pop("episodes") if entry["guid"] == "guid-1")
    assert show == {
        "title": "我的聽新聞",
        "link": "https://podcast.example.org/news/index.html",
        "description": "每天的新聞，讀給你聽。",
        "language": "zh-Hant",
        "generator": "tingxinwen",
        "cover_url": "https://podcast.example.org/news/cover.jpg",
        "explicit": False,
        "type": "episodic",
        "itunes_author": "王小明",
        "itunes_owner": {"name": "王小明", "email": "owner@example.org"},
        "itunes_categories": [["News", "Daily News"]],
        "paged_feed_next": "https://podcast.example.org/news/feed-2026-W01.xml",
    }
    assert entry["total_time"] == 90
    assert entry["published"] == dt.datetime(2026, 1, 8, 23, 30, tzinfo=dt.UTC).timestamp()
    assert entry["enclosures"] == [{"url": f"{BASE}.mp3", "file_size": 1_234_567, "mime_type": "audio/mpeg"}]
    assert [(chapter["start"], chapter["title"]) for chapter in entry["chapters"]][1] == (20, "第1段")
    assert entry["type"] == "full"
    assert "以下新聞由人工智慧語音播報。" in entry["description"]


def test_the_podcast_index_reads_the_show(feed: bytes) -> None:
    show = by_partytime(feed)
    expected: dict[str, Any] = {
        "title": "我的聽新聞",
        "link": "https://podcast.example.org/news/index.html",
        "description": "每天的新聞，讀給你聽。",
        "language": "zh-Hant",
        "copyright": "© 2026 王小明",
        "author": "王小明",
        "owner": {"name": "王小明", "email": "owner@example.org"},
        "itunesImage": "https://podcast.example.org/news/cover.jpg",
        "itunesCategory": ["News > Daily News"],
        "itunesType": "episodic",
        "itunesBlock": True,
        "explicit": False,
        "guid": GUID,
        "locked": True,
        "podcastOwner": "owner@example.org",
        "podcastBlocked": "yes",
        "medium": "podcast",
        "lastBuildDate": "2026-01-09T04:00:00.000Z",
        "pubsub": {
            "self": URL,
            "hub": "https://hub.example.org/",
            "next": "https://podcast.example.org/news/feed-2026-W01.xml",
        },
    }
    assert {name: show.get(name) for name in expected} == expected
    assert show["pc20support"] == {
        "1": ["locked", "transcript", "chapters", "soundbite"],
        "2": ["person"],
        "3": ["guid"],
        "4": ["medium"],
        "5": ["block"],
    }


def test_the_podcast_index_reads_an_item(feed: bytes) -> None:
    entry = by_partytime(feed)["items"][1]
    expected: dict[str, Any] = {
        "title": "油價連1漲 車主怨聲載道",
        "guid": "guid-1",
        "link": "https://news.example/story/1?page=1&from=%E9%A6%96%E9%A0%81",
        "enclosure": {"url": f"{BASE}.mp3", "length": 1_234_567, "type": "audio/mpeg"},
        "duration": 90,
        "pubDate": "2026-01-08T23:30:00.000Z",
        "itunesEpisodeType": "full",
        "explicit": False,
        "itunesImage": "https://podcast.example.org/news/cover.jpg",
        "podcastChapters": {"url": f"{BASE}.chapters.json", "type": "application/json+chapters"},
        "podcastTranscripts": [
            {"url": f"{BASE}.vtt", "type": "text/vtt", "language": "zh-Hant", "rel": "captions"},
            {"url": f"{BASE}.srt", "type": "application/srt", "language": "zh-Hant", "rel": "captions"},
            {"url": f"{BASE}.transcript.json", "type": "application/json", "language": "zh-Hant"},
        ],
        "podcastPeople": [
            {"name": "李大同", "role": "Author", "group": "Writing"},
            {"name": "曉臻", "role": "Narrator", "group": "Cast"},
        ],
        "podcastSoundbites": [{"startTime": 4.0, "duration": 55.0, "title": "油價連1漲 車主怨聲載道"}],
    }
    assert {name: entry.get(name) for name in expected} == expected


def test_a_synthetic_voice_is_declared_for_the_show_and_for_each_item(feed: bytes) -> None:
    # Read by no parser in full: the Podcast Index's takes the word true for no text.
    namespaces = {"podcast": "https://podcastindex.org/namespace/1.0"}
    path = "//podcast:txt[@purpose='ai-content']/text()"
    assert etree.fromstring(feed).xpath(path, namespaces=namespaces) == ["true"] * 3


def test_only_what_is_subscribed_to_tells_its_rhythm_whose_it_is_and_where_it_has_gone() -> None:
    show = replace(SHOW, verify="S6lpp-7ZCn8", apple_verify=" 05124\n", moved=True)
    channel = Channel("feeds/a.xml", "甲", (item(story(1)),), Rhythm("FREQ=HOURLY;INTERVAL=2", "每 2 小時"))
    document = Document(channel, channel.path, channel.items)
    address = "https://podcast.example.org/news/feeds/a.xml"
    feed = render(show, document, GUID)
    assert findings(feed, address, NOW) == ONLY_BY_NAMESPACE
    assert by_partytime(feed)["itunesNewFeedUrl"] == address
    assert told(feed, "updateFrequency") == [("每 2 小時", {"rrule": "FREQ=HOURLY;INTERVAL=2"})]
    assert told(feed, "txt")[1:] == [
        ("S6lpp-7ZCn8", {"purpose": "verify"}),
        ("05124", {"purpose": "applepodcastsverify"}),
    ]
    archive = render(show, replace(document, path="feeds/a-2026-W01.xml"), GUID)
    assert "itunesNewFeedUrl" not in by_partytime(archive)
    assert (told(archive, "updateFrequency"), len(told(archive, "txt"))) == ([], 1)


def told(feed: bytes, name: str) -> list[tuple[str | None, dict[str, str]]]:
    """Return the text and attributes of the channel's elements of the podcast namespace."""
    found = etree.fromstring(feed).iterfind(f"channel/{PODCAST}{name}")
    return [(element.text, {str(name): str(said) for name, said in element.items()}) for element in found]


def test_each_voice_of_a_digest_is_a_narrator() -> None:
    told = replace(story(1, voice="zf_1、zm_2"), narrators=(Persona("zf_1", "甲"), Persona("zm_2", "乙")))
    [read] = by_partytime(feed_of(told))["items"]
    names = [person["name"] for person in read["podcastPeople"] if person["role"] == "Narrator"]
    assert names == ["甲", "乙"]


@pytest.mark.parametrize("private", [True, False])
def test_nothing_is_found_but_namespaces_that_the_w3c_does_not_know(*, private: bool) -> None:
    show = replace(SHOW, private=private)
    assert findings(feed_of(digest(), story(1), show=show), URL, NOW) == ONLY_BY_NAMESPACE


def test_a_show_of_defaults_lacks_nothing_but_its_owner() -> None:
    show = ShowSettings(url="https://podcast.example.org/news")
    assert findings(feed_of(story(1), show=show), URL, NOW) == {*ONLY_BY_NAMESPACE, "MissingItunesEmail"}


def test_a_feed_without_episodes_is_a_feed() -> None:
    assert findings(feed_of(), URL, NOW) == ONLY_BY_NAMESPACE
    assert by_feedparser(feed_of()).entries == []


def test_a_public_show_is_neither_blocked_nor_locked() -> None:
    read = by_partytime(feed_of(story(1), show=replace(SHOW, private=False)))
    assert (read["itunesBlock"], read["locked"], read["podcastBlocked"]) == (False, False, "no")


def test_a_secret_stands_in_every_address_of_the_show() -> None:
    feed = feed_of(story(1), show=replace(SHOW, secret=HIDDEN))
    addresses = [
        element.get(name, "") for element in etree.fromstring(feed).iter() for name in ("href", "url")
    ]
    ours = [url for url in addresses if "podcast.example.org" in url]
    assert ours
    assert all(url.startswith(f"https://podcast.example.org/news/{HIDDEN}/") for url in ours)


def test_the_namespaces_have_the_prefixes_that_sloppy_readers_look_for(feed: bytes) -> None:
    assert set(etree.fromstring(feed).nsmap) == {"atom", "content", "fh", "itunes", "podcast", "psc"}


def test_the_same_episodes_make_the_same_bytes(feed: bytes) -> None:
    assert feed_of(digest(NOON), story(1), older="feed-2026-W01.xml") == feed


def test_a_feeds_guid_follows_the_rule_of_the_podcast_namespace() -> None:
    expected = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert podcast_guid("https://mp3s.nashownotes.com/pc20rss.xml") == expected
    assert podcast_guid("http://mp3s.nashownotes.com/pc20rss.xml//") == expected


def people(*articles: Source, **changes: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - fields of Episode
    told = replace(story(1), articles=articles or story(1).articles, **changes)
    found = etree.fromstring(feed_of(told)).iterfind("channel/item/{*}person")
    return [(str(person.get("role")), str(person.text)) for person in found]


def test_each_reporter_is_a_person_of_their_own() -> None:
    one, other = (
        replace(story(1).articles[0], byline=byline)
        for byline in ("記者 盧以安 鄧希文／綜合報導", "盧以安、Mary Lee")
    )
    assert people(one, other)[:-1] == [("author", "盧以安"), ("author", "鄧希文"), ("author", "Mary Lee")]


@pytest.mark.parametrize("byline", ["報導", "記者", "編輯", "記者  ／ 報導", "財經中心／綜合報導", "", None])
def test_a_role_and_a_desk_are_no_persons(byline: str | None) -> None:
    assert [role for role, _name in people(replace(story(1).articles[0], byline=byline))] == ["narrator"]


@pytest.mark.parametrize("voice", ["cmn+f2", "zf_xiaoni", "zh-TW-HsiaoYuNeural"])
def test_an_engine_s_own_name_of_a_voice_is_no_person_s_also_from_an_older_manifest(voice: str) -> None:
    [_author, (role, name)] = people(voice=voice, narrators=())
    assert role == "narrator"
    assert name in {"合成語音", "曉雨"}


@pytest.mark.parametrize("name", ["一" * 200, "é", "🦉🎙", "ليلى", "<b>安</b> & Co"])
def test_a_narrator_s_name_of_any_kind_is_shown_whole(name: str) -> None:
    [_author, (_role, told)] = people(voice="q", narrators=(Persona("q", name),))
    assert told.replace("＜", "<") == name


@pytest.mark.parametrize("title", ODD_TITLES.values(), ids=ODD_TITLES)
def test_a_show_of_any_title_is_called_so_by_every_parser(title: str) -> None:
    feed = feed_of(story(1), show=replace(SHOW, title=title, author=""))
    assert by_feedparser(feed).feed.title == by_feedparser(feed).feed.author == title
    assert by_podcastparser(feed, URL)["title"] == by_partytime(feed)["title"] == title
    assert findings(feed, URL, NOW) == ONLY_BY_NAMESPACE
