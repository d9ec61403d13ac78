"""A judge of our own: what the W3C's feed validator documents to find in RSS with iTunes elements.

Its own code comes by no package registry; the names of the findings are those of its documentation
(https://validator.w3.org/feed/docs/), the checks are written anew. HTML is judged by html5lib, as there.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from email.utils import format_datetime, parsedate_to_datetime
from html.entities import name2codepoint

import html5lib
from html5lib.html5parser import ParseError
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "https://podcastindex.org/namespace/1.0"

KNOWN = {ATOM, CONTENT, HISTORY, ITUNES}
CHANNEL = {"title", "link", "description", "language", "copyright", "lastBuildDate", "generator", "item"}
CHANNEL |= {ITUNES + name for name in ("author", "owner", "image", "category", "explicit", "type", "block")}
CHANNEL |= {ITUNES + "new-feed-url"}
CHANNEL |= {ATOM + "link", HISTORY + "archive"}
ITEM = {"title", "link", "guid", "pubDate", "description", "enclosure", CONTENT + "encoded"}
ITEM |= {ITUNES + name for name in ("author", "duration", "episodeType", "image", "title", "explicit")}
REPEATED = {"item", ATOM + "link", ITUNES + "category"}
RELATIONS = {"self", "hub", "next", "first", "last", "current", "previous", "prev-archive", "next-archive"}
CATEGORIES = {
    "News": {"Daily News", "Business News", "News Commentary", "Politics", "Sports News", "Tech News"}
}
SAFE_HTML = {"p", "a", "br", "ul", "ol", "li", "em", "strong"}
SAFE_ATTRIBUTES = {"href", "title"}

FULL_URL = re.compile(r"[a-zA-Z][0-9a-zA-Z+.-]*:(//)?[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]+")
HTTP_URL = re.compile(r"https?://(\d+\.\d+\.\d+\.\d+|([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+)(:\d+)?(/|$)")
EMAIL = re.compile(r"[A-Za-z0-9_+.'-]+@([A-Za-z0-9-]+\.)+[A-Za-z0-9][A-Za-z0-9-]*")
END_TAG = re.compile(r"</\w+>")
MARKUP = re.compile(r"&#[x0-9]|<[/a-zA-Z]")
NAMED = re.compile(r"&(#?\w+)")
BAD = re.compile("[\u0080-\u009f\ufffd]")
AHEAD = dt.timedelta(minutes=10)

Element = etree._Element  # noqa: SLF001 - lxml's own name for it


def findings(feed: bytes, location: str, now: dt.datetime) -> set[str]:
    """Return the names of all errors and warnings; a right feed, served at the location, has none."""
    try:
        rss = etree.fromstring(feed)
    except etree.XMLSyntaxError:
        return {"SAXError"}
    channel = rss.find("channel")
    if channel is None or rss.get("version") != "2.0":
        return {"MissingChannel"}
    found = {*_namespaces(rss), *_of_channel(channel, location), *_of_all(rss, now)}
    for item in channel.iterfind("item"):
        found.update(_of_item(item))
    guids = Counter(guid.text for guid in channel.iterfind("item/guid"))
    return found | ({"DuplicateValue"} if any(count > 1 for count in guids.values()) else set())


def _namespaces(rss: Element) -> Iterator[str]:
    for namespace in rss.nsmap.values():
        if namespace == PODCAST:
            yield "UnsupportedNamespace"
        elif f"{{{namespace}}}" not in KNOWN:
            yield "UnknownNamespace"


def _of_channel(channel: Element, location: str) -> Iterator[str]:
    names = [child.tag for child in channel]
    yield from _structure(channel, CHANNEL)
    for name in ("title", "link", "description"):
        if name not in names:
            yield f"Missing{name.capitalize()}"
    if "item" in names and set(names[names.index("item") :]) != {"item"}:
        yield "MisplacedItem"
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", channel.findtext("language", "")):
        yield "InvalidLanguage"
    yield from _of_links(channel, location)
    yield from _of_itunes_channel(channel)


def _of_links(channel: Element, location: str) -> Iterator[str]:
    links = channel.findall(ATOM + "link")
    selves = [link.get("href") for link in links if link.get("rel") == "self"]
    if not selves:
        yield "MissingAtomSelfLink"
    elif selves != [location]:
        yield "SelfDoesntMatchLocation"
    for link in links:
        if link.get("rel") not in RELATIONS:
            yield "UnregisteredAtomLinkRel"
        if not FULL_URL.fullmatch(link.get("href", "")):
            yield "InvalidFullLink"
        if len(link) or link.text:
            yield "AtomLinkNotEmpty"


def _of_itunes_channel(channel: Element) -> Iterator[str]:
    for name in ("category", "explicit"):
        if channel.find(ITUNES + name) is None:
            yield "MissingItunesElement"
    owner = channel.find(ITUNES + "owner")
    if owner is None:
        yield "MissingItunesEmail"
    elif not EMAIL.fullmatch(owner.findtext(ITUNES + "email", "")):
        yield "InvalidContact"
    for outer in channel.iterfind(ITUNES + "category"):
        known = CATEGORIES.get(outer.get("text", ""))
        if known is None or any(inner.get("text") not in known for inner in outer):
            yield "InvalidItunesCategory"
    if channel.findtext(ITUNES + "type", "episodic") not in ("episodic", "serial"):
        yield "InvalidItunesChannelType"
    if not FULL_URL.fullmatch(channel.findtext(ITUNES + "new-feed-url", "http://example.org/")):
        yield "InvalidFullLink"
    if channel.findtext(ITUNES + "block", "yes").lower() not in ("yes", "no", "clean"):
        yield "InvalidYesNoClean"


def _of_item(item: Element) -> Iterator[str]:
    names = [child.tag for child in item]
    yield from _structure(item, ITEM)
    if "title" not in names and "description" not in names:
        yield "ItemMustContainTitleOrDescription"
    if not item.findtext("title", "x").strip():
        yield "NotBlank"
    if CONTENT + "encoded" in names and "description" not in names[: names.index(CONTENT + "encoded")]:
        yield "NeedDescriptionBeforeContent"
    guid = item.find("guid")
    if guid is None or not guid.text:
        yield "MissingGuid"
    elif guid.get("isPermaLink", "true") != "false" and not FULL_URL.fullmatch(guid.text):
        yield "InvalidHttpGUID"
    if not re.fullmatch(r"\d+(:[0-5]\d(:[0-5]\d)?)?", item.findtext(ITUNES + "duration", "0")):
        yield "InvalidDuration"
    if item.findtext(ITUNES + "episodeType", "full") not in ("full", "trailer", "bonus"):
        yield "InvalidItunesEpisodeType"
    for enclosure in item.iterfind("enclosure"):
        yield from _of_enclosure(enclosure)
    for name in ("description", CONTENT + "encoded"):
        yield from _of_html(item.findtext(name, ""))


def _of_enclosure(enclosure: Element) -> Iterator[str]:
    if set(enclosure.keys()) != {"url", "length", "type"}:
        yield "MissingAttribute"
    if not enclosure.get("length", "").isdecimal():
        yield "InvalidIntegerAttribute"
    if not re.fullmatch(r"[^\s/]+/[^\s/]+", enclosure.get("type", "")):
        yield "InvalidMIMEAttribute"
    yield from _of_http_url(enclosure.get("url", ""))
    if enclosure.get("url", "").rpartition(".")[2] not in ("mp3", "m4a", "mp4", "m4v", "mov"):
        yield "UnsupportedItunesFormat"


def _of_all(rss: Element, now: dt.datetime) -> Iterator[str]:
    for element in rss.iter():
        text = str(element.text or "")
        if BAD.search(text) or any(BAD.search(str(value)) for value in element.attrib.values()):
            yield "BadCharacters"
        if element.tag in ("pubDate", "lastBuildDate"):
            yield from _of_date(text, now)
        if element.tag == "link" and not FULL_URL.fullmatch(text):
            yield "InvalidFullLink"
        if element.tag == ITUNES + "image":
            yield from _of_http_url(element.get("href", ""))
        if element.tag == ITUNES + "explicit" and text not in ("true", "false"):
            yield "InvalidTrueFalse"
        if element.tag in ("title", "copyright", ITUNES + "author", ITUNES + "name") or _is_of_show(element):
            yield from _of_plain_text(text)
        if element.tag in (ITUNES + "author", ITUNES + "name") and len(text) > 255:
            yield "TooLong"


def _is_of_show(element: Element) -> bool:
    parent = element.getparent()
    return element.tag == "description" and parent is not None and parent.tag == "channel"


def _of_plain_text(text: str) -> Iterator[str]:
    names = NAMED.findall(text)
    if END_TAG.search(text) or any(n in name2codepoint or n == "apos" or not n.isalpha() for n in names):
        yield "ContainsHTML"
    if MARKUP.search(text):
        yield "CharacterData"


def _of_date(text: str, now: dt.datetime) -> Iterator[str]:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        yield "InvalidRFC2822Date"
        return
    if format_datetime(moment, usegmt=text.endswith("GMT")) != text:
        yield "ProblematicalRFC822Date"  # the day of the week, and how many digits there are
    if moment.year < 1990 or moment > now + AHEAD:
        yield "ImplausibleDate"


def _of_http_url(url: str) -> Iterator[str]:
    if not HTTP_URL.match(url) or not FULL_URL.fullmatch(url):
        yield "InvalidURLAttribute"


def _of_html(text: str) -> Iterator[str]:
    try:
        fragment = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(text)
    except ParseError:
        yield "NotHtml"
        return
    for element in fragment.iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        if element.tag not in SAFE_HTML or not SAFE_ATTRIBUTES.issuperset(element.keys()):
            yield "SecurityRisk"
        if element.tag == "a" and not FULL_URL.fullmatch(element.get("href") or ""):
            yield "ContainsRelRef"


def _structure(parent: Element, allowed: set[str]) -> Iterator[str]:
    """Yield what is wrong with the children: unknown in a known namespace, or twice what may be once."""
    names = [str(child.tag) for child in parent]
    ours = [name for name in names if "}" not in name or name.startswith(tuple(KNOWN))]
    if not allowed.issuperset(ours):
        yield "UndefinedElement"
    if any(count > 1 for name, count in Counter(ours).items() if name not in REPEATED):
        yield "DuplicateElement"
