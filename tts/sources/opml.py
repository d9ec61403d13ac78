"""Subscriptions: the feeds that a reader's OPML file lists, and a file of that form. Nothing is fetched.

http://opml.org/spec2.opml.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from lxml import etree

from tts.errors import ArticleNotFound
from tts.model.address import web_parts
from tts.sources import charset
from tts.sources.canonical import canonical
from tts.sources.feeds import plain_title

MAX_BYTES = 10_000_000
MAX_FEEDS = 1_000
"""As many as a day can ask; of longer files the first are taken."""

NAMED = 5
"""So many of what is left out a sentence names."""

_FEED_SCHEMES = ("feed://", "feed:")
"""How some readers write the address of a feed: feed://host/path, feed:https://host/path."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that somebody reads, by its name and address."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """The feeds of a file, each once and in its order; `notices` say what of it was left out."""

    feeds: tuple[Feed, ...]
    notices: tuple[str, ...] = ()


def read_opml(data: bytes, named: str) -> Subscriptions:
    """Return the feeds that an OPML file lists, in any folders; of a damaged one, what can be read of it.

    Raises ArticleNotFound for what is none, or lists no feed.
    """
    root, is_whole = _tree(data)
    if root is None or _local(root.tag).lower() != "opml":
        message = f"{named} is no list of feeds (OPML)."
        raise ArticleNotFound(message, hint="Export one from your reader of feeds.")
    found: dict[str, Feed] = {}
    odd: list[str] = []
    for outline in root.iter("outline", "{*}outline"):
        address = _attribute(outline, "xmlurl").strip()
        if not address:
            continue
        feed = _feed(outline, address)
        if feed is None:
            odd.append(plain_title(address))
        elif len(found) <= MAX_FEEDS:
            found.setdefault(canonical(feed.url), feed)
    if not found:
        message = f"{named} lists no feed that can be read."
        raise ArticleNotFound(message, hint="Export a list of feeds from your reader, as OPML.")
    feeds = tuple(found.values())[:MAX_FEEDS]
    return Subscriptions(feeds, tuple(_notices(odd, is_whole=is_whole, is_cut=len(found) > MAX_FEEDS)))


def write_opml(title: str, feeds: Iterable[Feed]) -> bytes:
    """Return an OPML file of the feeds."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = title
    body = ET.SubElement(root, "body")
    for feed in feeds:
        ET.SubElement(body, "outline", type="rss", text=feed.name, title=feed.name, xmlUrl=feed.url)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _tree(data: bytes) -> tuple[etree._Element | None, bool]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(charset.declared_anew(data), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    return root, not len(parser.error_log)


def _feed(outline: etree._Element, address: str) -> Feed | None:
    """Return the feed that a line names; None where its address is none of the web."""
    for scheme in _FEED_SCHEMES:
        if address.lower().startswith(scheme):
            rest = address[len(scheme) :]
            address = rest if "://" in rest else f"https://{rest.lstrip('/')}"
    parts = web_parts(address)
    if parts is None:
        return None
    name = plain_title(_attribute(outline, "title")) or plain_title(_attribute(outline, "text"))
    return Feed(name or str(parts.hostname), address)


def _attribute(outline: etree._Element, name: str) -> str:
    """Return an attribute, whichever of its letters are capitals."""
    try:
        values = (value for key, value in outline.attrib.items() if str(key).lower() == name)
        return str(next(values, ""))
    except UnicodeDecodeError:  # half a character, which the parser let pass
        return ""


def _local(tag: object) -> str:
    """Return a name without its namespace, be it one that XML allows or not."""
    return str(tag).rpartition("}")[2]


def _notices(odd: list[str], *, is_whole: bool, is_cut: bool) -> Iterable[str]:
    if not is_whole:
        yield "The file is damaged; what can be read of it was taken."
    if odd:
        more = f" and {len(odd) - NAMED} more" if len(odd) > NAMED else ""
        yield f"Left out, for they are no addresses of the web: {', '.join(odd[:NAMED])}{more}."
    if is_cut:
        yield f"The first {MAX_FEEDS:,} feeds were taken: more cannot be asked in a day."
