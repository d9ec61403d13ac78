"""The judge finds what it is there to find."""

from collections.abc import Callable

import pytest
from lxml import etree

from tests.feed.documented_checks import ATOM, CONTENT, ITUNES, Element, findings
from tests.feed.stories import NOW, SHOW, item, story
from tts.feed.channels import Channel
from tts.feed.paging import Document
from tts.feed.rss import render

URL = "https://podcast.example.org/news/feed.xml"
Spoil = Callable[[Element], object]


def part(channel: Element, path: str) -> Element:
    found = channel.find(path)
    assert found is not None
    return found


def without(path: str) -> Spoil:
    def spoil(channel: Element) -> None:
        parent = part(channel, path).getparent()
        assert parent is not None
        parent.remove(part(channel, path))

    return spoil


def saying(path: str, text: str) -> Spoil:
    return lambda channel: setattr(part(channel, path), "text", text)


def having(path: str, name: str, value: str) -> Spoil:
    return lambda channel: part(channel, path).set(name, value)


def moved_last(path: str) -> Spoil:
    def spoil(channel: Element) -> None:
        element = part(channel, path)
        parent = element.getparent()
        assert parent is not None
        parent.append(element)

    return spoil


def twice(path: str) -> Spoil:
    def spoil(channel: Element) -> None:
        element = part(channel, path)
        element.addnext(etree.fromstring(etree.tostring(element)))

    return spoil


@pytest.mark.parametrize(
    ("spoil", "finding"),
    [
        (without("title"), "MissingTitle"),
        (without("link"), "MissingLink"),
        (without("description"), "MissingDescription"),
        (without(ATOM + "link[@rel='self']"), "MissingAtomSelfLink"),
        (having(ATOM + "link[@rel='self']", "href", "https://elsewhere.example/"), "SelfDoesntMatchLocation"),
        (having(ATOM + "link[@rel='hub']", "rel", "prev"), "UnregisteredAtomLinkRel"),
        (without(ITUNES + "category"), "MissingItunesElement"),
        (having(ITUNES + "category", "text", "Breaking News"), "InvalidItunesCategory"),
        (without(ITUNES + "owner"), "MissingItunesEmail"),
        (saying(f"{ITUNES}owner/{ITUNES}email", "nobody"), "InvalidContact"),
        (saying(ITUNES + "explicit", "clean"), "InvalidTrueFalse"),
        (saying(ITUNES + "block", "true"), "InvalidYesNoClean"),
        (saying(ITUNES + "type", "daily"), "InvalidItunesChannelType"),
        (saying(ITUNES + "author", "長" * 256), "TooLong"),
        (having(ITUNES + "image", "href", "cover.jpg"), "InvalidURLAttribute"),
        (saying("language", "中文"), "InvalidLanguage"),
        (moved_last("language"), "MisplacedItem"),
        (twice("language"), "DuplicateElement"),
        (twice("item"), "DuplicateValue"),
        (saying("lastBuildDate", "2026-01-09"), "InvalidRFC2822Date"),
        (saying("item/pubDate", "Mon, 09 Jan 2026 00:00:00 GMT"), "ProblematicalRFC822Date"),
        (saying("item/pubDate", "Sat, 09 Jan 2027 00:00:00 GMT"), "ImplausibleDate"),
        (saying("item/title", "<b>快訊</b>"), "ContainsHTML"),
        (saying("item/title", "A <b"), "CharacterData"),
        (saying("item/title", " "), "NotBlank"),
        (saying("item/title", "\u0091快訊"), "BadCharacters"),
        (saying("item/link", "https://news.example/首頁"), "InvalidFullLink"),
        (without("item/guid"), "MissingGuid"),
        (having("item/guid", "isPermaLink", "true"), "InvalidHttpGUID"),
        (having("item/enclosure", "length", "1 MB"), "InvalidIntegerAttribute"),
        (having("item/enclosure", "type", "mp3"), "InvalidMIMEAttribute"),
        (having("item/enclosure", "url", "https://podcast.example.org/a.wav"), "UnsupportedItunesFormat"),
        (having("item/enclosure", "url", "http://localhost/a.mp3"), "InvalidURLAttribute"),
        (saying("item/" + ITUNES + "duration", "90 s"), "InvalidDuration"),
        (saying("item/" + ITUNES + "episodeType", "daily"), "InvalidItunesEpisodeType"),
        (saying("item/description", "A &B <p>C"), "NotHtml"),
        (saying("item/description", "<script>1</script>"), "SecurityRisk"),
        (saying("item/description", "<a href='/x'>x</a>"), "ContainsRelRef"),
        (moved_last("item/description"), "NeedDescriptionBeforeContent"),
        (lambda channel: etree.SubElement(channel[-1], ITUNES + "mood"), "UndefinedElement"),
        (lambda channel: etree.SubElement(channel[-1], CONTENT + "encoded"), "DuplicateElement"),
    ],
)
def test_a_spoilt_feed_is_found_out(spoil: Spoil, finding: str) -> None:
    channel = Channel("feed.xml", SHOW.title, (item(story(1)),))
    rss = etree.fromstring(render(SHOW, Document(channel, "feed.xml", channel.items), None))
    assert finding not in findings(etree.tostring(rss), URL, NOW)
    spoil(part(rss, "channel"))
    assert finding in findings(etree.tostring(rss), URL, NOW)


def test_what_is_no_xml_is_found_out() -> None:
    assert findings(b"<rss", URL, NOW) == {"SAXError"}
