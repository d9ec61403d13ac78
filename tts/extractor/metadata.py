"""Metadata: who wrote it, when, where, under which headline; and where on the page that was found.

Each fact has its places in order of trust; the first that answers wins. Pages keep them in JSON-LD
(https://schema.org/NewsArticle), in meta elements (https://ogp.me), and in the visible text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from tts.dates import read_time
from tts.extractor.blocks import Block
from tts.extractor.facts import Facts, Places
from tts.extractor.headline import read_headline
from tts.extractor.language import language_of
from tts.extractor.next_page import next_pages
from tts.extractor.prose import is_chinese, is_punctuated, tidy
from tts.extractor.publication_time import modified, published, timed
from tts.extractor.site_names import names_in_copyright, parts_behind
from tts.extractor.sites import Selection, Site
from tts.model.address import host_of, joined
from tts.model.article import Origin

MAX_TAGS = 20
MAX_TAG = 24
_LAST_LINES = 12  # where a page says whose it is
_SHORT_NAME = 3  # com, www, tw
_OPENING_CHARS = 80
_LANGUAGE_CHARS = 2000
_SOURCE_IN_TEXT = re.compile(
    r"(?:来源|來源)\s?[:：]\s?([\w·]{2,16}?)(?=作者|责任|責任|编辑|編輯|[\s　|｜]|$)"
)
_SOURCE_LABEL = re.compile(r"^(?:来源|來源|稿源)\s?[:：]\s?")
_LANGUAGE_ZONES = {"zh-Hans": "Asia/Shanghai", "zh-Hant": "Asia/Taipei"}
_DOMAIN_ZONES = {
    "tw": "Asia/Taipei",
    "hk": "Asia/Hong_Kong",
    "mo": "Asia/Macau",
    "sg": "Asia/Singapore",
    "my": "Asia/Kuala_Lumpur",
    "cn": "Asia/Shanghai",
}
_TAG_MARKS = re.compile(r"[,，、;；\n]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article, but who wrote it (see `authorship`)."""

    title: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    publisher: str | None = None
    section: str | None = None
    url: str | None = None
    language: str = "zh-Hant"
    tags: tuple[str, ...] = ()
    image_url: str | None = None
    next_page_url: str | None = None


def read_metadata(
    facts: Facts, blocks: Sequence[Block], selection: Selection, *, site: Site | None, url: str | None
) -> Metadata:
    """Return what a page says about its article.

    `blocks` are the page's, in order; `url` is where it was fetched, if it was; `site` is its adapter and
    `selection` what that found.
    """
    opening = _opening(blocks)
    language = language_of("".join(block.text for block in blocks)[:_LANGUAGE_CHARS], facts.declared_language)
    address = facts.first("url", _addresses(facts, url))
    zone = zone_of(address, site, language)
    publisher = facts.first("publisher", _publishers(facts, site, opening))
    headlines = read_headline(
        facts, blocks, selected=selection.title, names=_site_names(facts, blocks, publisher, address)
    )
    title = facts.first("title", headlines)
    times = chain(
        timed(selected(selection.time), zone), published(facts, blocks, title=title, url=address, zone=zone)
    )
    image = facts.first("image_url", _images(facts))
    return Metadata(
        title=title,
        published=_time(facts.first("published", times), zone),
        modified=_time(facts.first("modified", modified(facts)), zone),
        publisher=publisher,
        section=facts.first(
            "section", chain(facts.meta("article:section"), facts.linked_data("articleSection"))
        ),
        url=address,
        language=language,
        tags=_tags(facts, selection, publisher),
        image_url=joined(address, image),
        next_page_url=facts.first("next_page_url", next_pages(facts, address)),
    )


def zone_of(url: str | None, site: Site | None, language: str) -> str:
    """Return the time zone in which a page without one writes its times: its paper's, its country's, UTC."""
    if site:
        return site.zone
    domain = host_of(url).rpartition(".")[2]
    return _DOMAIN_ZONES.get(domain) or _LANGUAGE_ZONES.get(language, "UTC")


def address_of(facts: Facts, url: str | None) -> str | None:
    """Return the address a page gives as its own, else the one it was fetched from."""
    return next((address for _, address in _addresses(facts, url) if address), None)


def names_of(facts: Facts) -> tuple[str, ...]:
    """Return the names a page gives its site; they tell the adapter of a saved page without address."""
    titles = [part for _, title in facts.named("title") for part in parts_behind(title)]
    return (*(name for _, name in facts.meta("og:site_name")), *titles)


def _site_names(
    facts: Facts, blocks: Sequence[Block], publisher: str | None, address: str | None
) -> set[str]:
    """Return what the page calls its site, and the words of its host, as readers see them in titles."""
    names = {tidy(name) for _, name in facts.meta("og:site_name", "application-name")}
    names.update(name for block in blocks[-_LAST_LINES:] for name in names_in_copyright(block.text))
    names.update(name for _, name in facts.mastheads() if len(name) <= MAX_TAG)
    return {
        name
        for name in (publisher, *names, *host_of(address).split("."))
        if name and (len(name) > _SHORT_NAME or not name.isascii())
    }


def _addresses(facts: Facts, url: str | None) -> Places:
    for place, address in (*facts.links("canonical"), *facts.meta("og:url")):
        if absolute := joined(url, address):
            yield place, absolute
    if url:
        yield "address", url


def _time(text: str | None, zone: str) -> datetime | None:
    return read_time(text, zone) if text else None


def selected(text: str | None) -> Places:
    """Yield what a site's adapter found, if it found anything."""
    if text:
        yield "site adapter", text


def _publishers(facts: Facts, site: Site | None, opening: Sequence[str]) -> Places:
    if site:
        yield "address", site.publisher
    yield from facts.meta("og:site_name")
    yield from facts.linked_data("publisher")
    for place, name in facts.meta("application-name", "mediaid", "source", "dc.publisher"):
        yield place, _SOURCE_LABEL.sub("", name)
    for text in opening:
        if found := _SOURCE_IN_TEXT.search(text):
            yield "text", found.group(1)


def _opening(blocks: Sequence[Block]) -> list[str]:
    """Return the short lines above the first long paragraph: there a page says who and when."""
    long = (
        i for i, b in enumerate(blocks) if b.size > _OPENING_CHARS and is_punctuated(b.text) and not b.linked
    )
    return [b.text for b in blocks[: next(long, len(blocks))] if len(b.text) <= _OPENING_CHARS]


def _tags(facts: Facts, selection: Selection, publisher: str | None) -> tuple[str, ...]:
    places = (
        (("site adapter", tag) for tag in selection.tags),
        facts.meta("article:tag"),
        facts.meta("news_keywords"),
        facts.linked_data("keywords"),
        facts.meta("keywords"),
    )
    for answers in map(list, places):
        words = [tidy(word) for _, answer in answers for word in _split_tags(answer)]
        words = [
            word
            for word in dict.fromkeys(words)
            if 1 < len(word) <= MAX_TAG and word != publisher and "<" not in word
        ]
        if words:
            facts.origins.append(Origin("tags", answers[0][0]))
            return tuple(words[:MAX_TAGS])
    return ()


def _split_tags(text: str) -> list[str]:
    """Split a list of tags at its commas; where it has none and is Chinese, at its spaces."""
    words = _TAG_MARKS.split(text)
    return text.split() if len(words) == 1 and len(text) > MAX_TAG and is_chinese(text) else words


def _images(facts: Facts) -> Places:
    yield from facts.meta("og:image", "og:image:url", "twitter:image")
    yield from facts.linked_data("image", "thumbnailUrl")
