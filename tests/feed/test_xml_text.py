"""Whatever stands in a title, a feed stays a feed, and says what can be said."""

import dataclasses
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.feed.documented_checks import findings
from tests.feed.readers import by_feedparser, by_partytime, by_podcastparser
from tests.feed.stories import NOW, SETTINGS, SHOW, digest, item, story
from tts.feed.channels import Channel, channels
from tts.feed.paging import Document
from tts.feed.rss import render
from tts.feed.xml_text import headline
from tts.model.episode import Chapter, Episode, Persona

URL = "https://podcast.example.org/news/feed.xml"
HOSTILE = {
    "markup": "<b>快訊</b>：A<B & C>D",
    "entities": "AT&T、R&D、&amp;、&lt;script&gt;、&#60;、&copy",
    "long": "長" * 500,
    "emoji": "地震🌏👩‍👩‍👧 規模6.2",
    "right to left": "נחתם הסכם / تم توقيع",
    "controls": "前\x00\x08\x0b\x1b[31m\x7f\x85後\ufffe\U0001ffff",
    "turned around": "前\u202e反\u2067轉",
    "lines": "第一行\r\n第二行\u2028第三行",
    "half a pair": "半\ud83d個",
    "lost": "\ufffd",
    "CDATA": "]]> <![CDATA[ x ]]>",
    "nothing": " \t ",
}

any_text = st.text(st.characters(exclude_categories=()))
printable = st.text(st.sampled_from("新聞 AB12&;<>'\"#／—「」🌏א")).filter(str.strip)


def feed_of(*episodes: Episode) -> bytes:
    channel = Channel("feed.xml", SHOW.title, tuple(map(item, episodes)))
    return render(SHOW, Document(channel, "feed.xml", channel.items), None)


def hostile(text: str) -> Episode:
    """Return an episode that has the text wherever it is not ours."""
    episode = story(1, title=text or " ")
    articles = tuple(
        dataclasses.replace(source, byline=text, publisher=text, url=f"https://news.example/{text}")
        for source in episode.articles
    )
    chapters = tuple(
        dataclasses.replace(chapter, title=text, url=f"https://news.example/?q={text}")
        for chapter in episode.chapters
    )
    told = dataclasses.replace(episode, articles=articles, chapters=chapters, disclosure=text)
    return dataclasses.replace(told, voice=text, narrators=(Persona(text, text),))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_text_of_others_finds_no_way_into_the_feed(text: str) -> None:
    feed = feed_of(hostile(text), story(2))
    assert findings(feed, URL, NOW) == {"UnsupportedNamespace", "UnknownNamespace"}
    assert [entry.id for entry in by_feedparser(feed).entries] == ["guid-1", "guid-2"]
    assert len(by_podcastparser(feed, URL)["episodes"]) == 2


def test_the_podcast_index_reads_all_of_them() -> None:
    stories = [dataclasses.replace(hostile(text), id=name) for name, text in HOSTILE.items()]
    stories = [
        dataclasses.replace(one, imprint=dataclasses.replace(one.imprint, guid=one.id)) for one in stories
    ]
    read = by_partytime(feed_of(*stories))
    titles = {entry["guid"]: entry["title"] for entry in read["items"]}
    assert set(titles) == set(HOSTILE)
    assert titles["markup"] == "＜b>快訊＜/b>：A＜B & C>D"
    assert titles["controls"] == "前 [31m 後"
    assert titles["nothing"] == "2026-01-09"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("AT&T 與 R&D", "AT&T 與 R&D"),
        ("1 < 2，3 > 2", "1 < 2，3 > 2"),
        ("<b>快訊</b>", "＜b>快訊＜/b>"),
        ("&lt;b&gt;", "＆lt;b＆gt;"),
        ("&#x41;", "＆#x41;"),
        ("AT&T與3M、Q&A2、B&3", "AT&T與3M、Q&A2、B&3"),
        ("R&copyright", "R＆copyright"),
        ("長" * 500, "長" * 500),
    ],
)
def test_a_title_is_changed_only_where_it_would_be_taken_for_markup(title: str, shown: str) -> None:
    assert headline(title) == shown
    assert by_feedparser(feed_of(story(1, title))).entries[0].title == shown


@pytest.mark.parametrize("title", ["AT&T與3M公司", "Q&A2", "R&amp;D", "&#x41;", "1 < 2"])
def test_a_chapter_is_called_in_the_feed_as_in_the_file(title: str) -> None:
    told = dataclasses.replace(story(1), chapters=(Chapter(0, 1000, title),))
    [shown] = by_podcastparser(feed_of(told), URL)["episodes"][0]["chapters"]
    assert shown["title"] == title


@given(any_text)
def test_any_title_makes_a_feed_that_says_it(title: str) -> None:
    root = etree.fromstring(feed_of(hostile(title)))
    assert root.findtext("channel/item/title") == (headline(title) or "2026-01-09")


@given(printable)
def test_text_without_markup_comes_back_as_it_was(title: str) -> None:
    plain = title.replace("<", "").replace("&", "")
    assert headline(plain) == plain.strip()


@given(any_text)
def test_a_headline_is_settled_once_for_all(text: str) -> None:
    assert headline(headline(text)) == headline(text)


@settings(deadline=None, max_examples=30)
@given(st.permutations(range(6)))
def test_the_order_in_which_episodes_come_changes_no_byte(order: list[int]) -> None:
    episodes = [digest(), *(story(number) for number in range(5))]
    rendered = [
        [render(SHOW, Document(feed, feed.path, feed.items), None) for feed in channels(SETTINGS, those)]
        for those in (map(item, episodes), (item(episodes[at]) for at in order))
    ]
    assert rendered[0] == rendered[1]


@given(any_text, any_text)
def test_the_owners_words_are_any_too(title: str, description: str) -> None:
    show = replace(SHOW, title=title, description=description, author=title, copyright=description)
    channel = Channel("feed.xml", title, (item(story(1)),))
    feed = render(show, Document(channel, "feed.xml", channel.items), None)
    assert findings(feed, URL, NOW) == {"UnsupportedNamespace", "UnknownNamespace"}
    assert len(etree.fromstring(feed).findtext("channel/description", "").encode()) <= 4000


def test_notes_name_source_byline_and_link_and_say_who_speaks() -> None:
    notes = by_feedparser(feed_of(story(1))).entries[0].content[0].value
    lines = notes.split("<br />\n")
    link = "https://news.example/story/1?page=1&amp;from=%E9%A6%96%E9%A0%81"
    assert lines == [
        "以下新聞由人工智慧語音播報。",
        f'原文：<a href="{link}">油價連1漲 車主怨聲載道</a>（世界日報／記者李大同／台北報導）',
        "00:00:00 第0段",
        "00:00:20 第1段",
        "00:00:45 第2段",
        "00:01:10 第3段",
    ]


def test_a_digests_chapters_are_its_stories() -> None:
    notes = by_feedparser(feed_of(digest())).entries[0].content[0].value
    lines = notes.split("<br />\n")
    assert lines[1] == "00:00:00 開場"
    assert lines[2] == (
        '00:00:10 <a href="https://news.example/story/0?page=1&amp;from=%E9%A6%96%E9%A0%81">第0則新聞</a>'
        "（世界日報／記者李大同／台北報導）"
    )
    assert len(lines) == 5, "the disclosure and four chapters, no story twice"


@pytest.mark.parametrize(
    "chapters",
    [
        (Chapter(0, 5000, "一"), Chapter(5000, 9000, "二")),
        tuple(Chapter(2000 + n, 9000, "三") for n in range(3)),
    ],
    ids=["two", "not from the start"],
)
def test_chapters_that_apps_would_not_take_are_no_timestamps(chapters: tuple[Chapter, ...]) -> None:
    notes = by_feedparser(feed_of(dataclasses.replace(story(1), chapters=chapters))).entries[0].summary
    assert "00:00" not in notes
    assert "原文：" in notes


def test_a_text_of_which_nothing_is_known_gets_no_credit() -> None:
    unknown = tuple(
        dataclasses.replace(one, url=None, publisher=None, byline=None) for one in story(1).articles
    )
    notes = by_feedparser(feed_of(dataclasses.replace(story(1), articles=unknown))).entries[0].summary
    assert "原文" not in notes
    assert notes.startswith("以下新聞由人工智慧語音播報。<br />\n00:00:00 ")


def test_a_description_keeps_to_4000_bytes_and_the_notes_are_whole() -> None:
    entry = by_feedparser(feed_of(digest(stories=100))).entries[0]
    assert len(entry.summary.encode()) <= 4000
    assert "第0則新聞" in entry.summary
    assert "第99則新聞" in entry.content[0].value


def test_a_digest_and_a_story_without_an_address_lead_to_their_pages() -> None:
    saved = story(1)
    saved = dataclasses.replace(
        saved, articles=tuple(dataclasses.replace(one, url=None) for one in saved.articles)
    )
    links = [entry.link for entry in by_feedparser(feed_of(digest(stories=1), saved)).entries]
    day = "https://podcast.example.org/news/episodes/2026/01/09"
    assert links == [f"{day}/2026-01-09-digest-0123abcd.html", f"{day}/2026-01-09-you-jia-00000001.html"]
