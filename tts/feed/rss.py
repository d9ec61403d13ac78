"""A feed as XML: RSS 2.0, with what podcast apps and directories know beyond it.

Apple: https://podcasters.apple.com/support/823-podcast-requirements. Podcasting 2.0:
https://podcasting2.org/docs/podcast-namespace. Archives: RFC 5005.
"""

from lxml import etree

from tts.episode_files.credit import SHOW
from tts.feed.addresses import COVER, INDEX, public, web
from tts.feed.elements import ATOM, HISTORY, ITUNES, PODCAST, PREFIXES, Element, add
from tts.feed.paging import Document
from tts.feed.rss_item import AI_CONTENT, EXPLICIT, LONGEST_DESCRIPTION, LONGEST_NAME, add_item, rfc_2822
from tts.feed.xml_text import headline
from tts.model.settings import ShowSettings

GENERATOR = "tingxinwen"
MEDIA_TYPE = "application/rss+xml"


def render(show: ShowSettings, document: Document, guid: str | None) -> bytes:
    """Return the document's bytes, which are the same for the same arguments on every machine and day.

    The show must have an address. `guid` is the feed's podcast:guid; None leaves it out.
    """
    rss = etree.Element("rss", nsmap=PREFIXES, version="2.0")
    channel = add(rss, "channel")
    _add_show(channel, show, document)
    _add_links(channel, show, document)
    _add_directory_facts(channel, show)
    _add_podcasting(channel, show, guid)
    if not document.archived:
        _add_whereabouts(channel, show, document)
    for item in document.items:
        add_item(channel, show, item)
    return etree.tostring(rss, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _add_show(channel: Element, show: ShowSettings, document: Document) -> None:
    description = headline(show.description).encode()[:LONGEST_DESCRIPTION].decode(errors="ignore")
    title = headline(document.channel.title) or SHOW
    add(channel, "title", title)
    add(channel, "link", public(show, INDEX))
    add(channel, "description", description or title)
    add(channel, "language", show.language)
    if show.copyright:
        add(channel, "copyright", headline(show.copyright))
    if document.items:
        add(channel, "lastBuildDate", rfc_2822(document.items[0].card.issued))
    add(channel, "generator", GENERATOR)


def _add_links(channel: Element, show: ShowSettings, document: Document) -> None:
    """Add where the document is, who tells of news in it, and where older items are.

    `next` is for apps that page (RFC 5005, 3), `prev-archive` for those that keep archives (4).
    """
    relations = {"self": document.path}
    if document.archived:
        add(channel, HISTORY + "archive")
        relations |= {"current": document.channel.path, "first": document.channel.path}
    if document.older:
        relations |= {"next": document.older, "prev-archive": document.older}
    for relation, path in relations.items():
        add(channel, ATOM + "link", rel=relation, type=MEDIA_TYPE, href=public(show, path))
    if (hub := web(show.hub)) and not document.archived:
        add(channel, ATOM + "link", rel="hub", href=hub)


def _add_directory_facts(channel: Element, show: ShowSettings) -> None:
    add(channel, ITUNES + "author", _name(show))
    if show.email:
        owner = add(channel, ITUNES + "owner")
        add(owner, ITUNES + "name", _name(show))
        add(owner, ITUNES + "email", show.email)
    add(channel, ITUNES + "image", href=public(show, COVER))
    if show.category:
        outer, *inner = show.category
        category = add(channel, ITUNES + "category", text=outer)
        for name in inner:
            add(category, ITUNES + "category", text=name)
    add(channel, ITUNES + "explicit", EXPLICIT)
    add(channel, ITUNES + "type", "episodic")
    if show.private:
        add(channel, ITUNES + "block", "Yes")


def _add_podcasting(channel: Element, show: ShowSettings, guid: str | None) -> None:
    private = "yes" if show.private else "no"
    if guid:
        add(channel, PODCAST + "guid", guid)
    add(channel, PODCAST + "locked", private, owner=show.email or None)
    add(channel, PODCAST + "block", private)
    add(channel, PODCAST + "medium", "podcast")
    image = add(channel, PODCAST + "image", href=public(show, COVER), alt=headline(show.title) or SHOW)
    image.attrib.update({"purpose": "artwork", "aspect-ratio": "1/1"})
    add(channel, PODCAST + "txt", "true", purpose=AI_CONTENT)


def _add_whereabouts(channel: Element, show: ShowSettings, document: Document) -> None:
    """Add how often there is something new, whose the feed is, and where it has gone."""
    if often := document.channel.rhythm:
        add(channel, PODCAST + "updateFrequency", often.words, rrule=often.rule)
    for purpose, word in (("verify", show.verify), ("applepodcastsverify", show.apple_verify)):
        if word.strip():
            add(channel, PODCAST + "txt", word.strip(), purpose=purpose)
    if show.moved:
        add(channel, ITUNES + "new-feed-url", public(show, document.channel.path))


def _name(show: ShowSettings) -> str:
    return headline(show.author or show.title)[:LONGEST_NAME] or SHOW
