"""Metadata: who wrote it, when, where, under which headline; and where on the page that was found.

Each fact has its places in order of trust; the first that answers wins. Pages keep them in JSON-LD
(https://schema.org/NewsArticle), in meta elements (https://ogp.me), and in the visible text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from urllib.parse import urljoin, urlsplit

from tts.dates import read_time, states_day
from tts.extractor.blocks import Block
from tts.extractor.byline import MAX_BYLINE, is_byline, tidy_byline
from tts.extractor.facts import Facts, Places
from tts.extractor.language import language_of
from tts.extractor.prose import is_chinese, is_punctuated, squeeze, tidy
from tts.extractor.sites import Selection, Site
from tts.model.article import Origin

MAX_TAGS = 20
MAX_TAG = 24
_OPENING_CHARS = 80
_LANGUAGE_CHARS = 6000
_SECTION_CHARS = 6
_SEPARATOR = re.compile(
    r"\s*[|｜_»丨]\s*|\s+[-–—－/]\s*|\s*[-–—－]\s+"
    r"|(?<![A-Za-z0-9])[-－](?=[^-－]{1,16}$)|(?<=[A-Za-z0-9])[-－](?=[^-－A-Za-z0-9][^-－]{0,15}$)"
)
_SITE_WORD = re.compile(
    r"[网網]|新[聞闻]|日[報报]|[時时晚早][報报]|[頻频]道|\.com|\.tw|\.cn|\.hk|首[頁页]|News|Times|Post|[電电]子[報报]|APP|[門门][戶户]"
    r"|中心$|社$|[周週]刊|[雜杂][誌志]|[傳传]媒|[電电][視视台臺]|^[A-Z]{2,5}$"
    r"|^(?:生活|政治|[國国][際际]|社[會会]|地方|[財财][經经]|[體体]育|[娛娱][樂乐]|科技|健康|旅[遊游]|文化|[兩两]岸)$"
)
_MAX_SITE_NAME = 24
_MAX_TITLE = 300
_MIN_TITLE = 4
_NAME_IN_TEXT = re.compile(r"(?:作者|記者|记者|文|编辑|撰文)\s?[:：/／|｜]\s?(.{2,20}?)(?:\s{1,}|$|[　|｜])")
_SOURCE_IN_TEXT = re.compile(
    r"(?:来源|來源)\s?[:：]\s?([\w·]{2,16}?)(?=作者|责任|責任|编辑|編輯|[\s　|｜]|$)"
)
_NO_BYLINE = re.compile(
    r"^\W*\d+\W*$|^https?:|网[）)]?$|網[）)]?$|\.(?:com|net|cn|tw)\b|admin|未知|[责責]任?[编編]|登[录錄入]|[^（(]*[）)]$|^网易|原创|<",
    re.IGNORECASE,
)
_AFTER_BYLINE = re.compile(r"\s*(?:发布|發布|發佈|更新|来源|來源|[责責]任编辑|[责責]任編輯|优质).*$")
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
_PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "og:release_date",
    "pubdate",
    "publishdate",
    "publish_date",
    "publishtime",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "weibo: article:create_at",
    "apub:time",
)
_MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "dcterms.modified")
_DAY_IN_ADDRESS = re.compile(r"(20\d{2})[-/]?([01]\d)[-/]?([0-3]\d)(?!\d)")
_TAG_MARKS = re.compile(r"[,，、;；\n]")
_NEXT_PAGE = re.compile(r"^(?:下一?[頁页]|Next(?: page)?)\s?[>»›→]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article; `origins` name the place of each fact."""

    title: str | None = None
    byline: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    publisher: str | None = None
    section: str | None = None
    url: str | None = None
    language: str = "zh-Hant"
    tags: tuple[str, ...] = ()
    image_url: str | None = None
    next_page_url: str | None = None
    origins: tuple[Origin, ...] = ()


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
    published = facts.first("published", _dated(_published(facts, selection, opening, address), zone))
    modified = facts.first("modified", _dated(_modified(facts), zone))
    image = facts.first("image_url", _images(facts))
    following = facts.first("next_page_url", chain(facts.links("next"), facts.anchors(_NEXT_PAGE)))
    return Metadata(
        title=facts.first("title", _titles(facts, selection, publisher)),
        byline=facts.first("byline", _bylines(facts, selection, opening, publisher)),
        published=read_time(published, zone) if published else None,
        modified=read_time(modified, zone) if modified else None,
        publisher=publisher,
        section=facts.first(
            "section", chain(facts.meta("article:section"), facts.linked_data("articleSection"))
        ),
        url=address,
        language=language,
        tags=_tags(facts, selection, publisher),
        image_url=_absolute(address, image),
        next_page_url=_absolute(address, following),
        origins=tuple(facts.origins),
    )


def zone_of(url: str | None, site: Site | None, language: str) -> str:
    """Return the time zone in which a page without one writes its times: its paper's, its country's, UTC."""
    if site:
        return site.zone
    domain = (urlsplit(url or "").hostname or "").rpartition(".")[2]
    return _DOMAIN_ZONES.get(domain) or _LANGUAGE_ZONES.get(language, "UTC")


def address_of(facts: Facts, url: str | None) -> str | None:
    """Return the address a page gives as its own, else the one it was fetched from."""
    return next((address for _, address in _addresses(facts, url) if address), None)


def names_of(facts: Facts) -> tuple[str, ...]:
    """Return the names a page gives its site; they tell the adapter of a saved page without address."""
    titles = [part for _, title in facts.named("title") for part in _SEPARATOR.split(tidy(title))[1:]]
    return (*(name for _, name in facts.meta("og:site_name")), *titles)


def _addresses(facts: Facts, url: str | None) -> Places:
    yield from facts.links("canonical")
    yield from facts.meta("og:url")
    if url:
        yield "address", url


def _selected(text: str | None) -> Places:
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


def _titles(facts: Facts, selection: Selection, publisher: str | None) -> Places:
    yield from _selected(selection.title)
    declared = [*facts.linked_data("headline"), *facts.meta("og:title", "twitter:title")]
    stated = [*declared, *facts.named("title")]
    headings = [*facts.named("h1", "h2")]
    # What the page's heading and its head agree on has no site's name behind it.
    agreed = {squeeze(title) for _, title in declared}
    for place, heading in headings:
        if squeeze(heading) in agreed and tidy(heading) != publisher:
            yield place, heading
    # The page's own heading keeps the pauses between clauses; one that the page's head repeats is no logo.
    known = [squeeze(without_site_name(title, publisher)) for _, title in stated]
    for place, heading in headings:
        squeezed = squeeze(heading)
        if len(squeezed) >= _MIN_TITLE and any(squeezed in title for title in known):
            yield place, heading
    # Where the head has nothing but a <title>, it may be one for all pages; a lone h1 is the story's own.
    alone = [*facts.named("h1")]
    if not declared and len(alone) == 1 and not _is_site_name(tidy(alone[0][1]), publisher):
        yield from alone
    for place, title in stated:
        yield place, without_site_name(title, publisher)
    yield from headings


def without_site_name(title: str, publisher: str | None = None) -> str:
    """Return a page title without the site and section names that follow the headline.

    >>> without_site_name("某地下雪了 | 生活 | 某某新聞網")
    '某地下雪了'
    """
    title = tidy(title)[:_MAX_TITLE]
    longest = max(_SEPARATOR.split(title), key=len)
    bare = title
    for separator in reversed(list(_SEPARATOR.finditer(title))):
        name = bare[separator.end() :]
        # A short part is a section only where the site's name follows; at the end it may be a headline's.
        is_section = bare != title and len(name) <= _SECTION_CHARS
        if name == longest or not (is_section or _is_site_name(name, publisher)):
            break
        bare = bare[: separator.start()]
    return bare


def _is_site_name(part: str, publisher: str | None) -> bool:
    if len(part) > _MAX_SITE_NAME:
        return False
    return bool(_SITE_WORD.search(part)) or (bool(publisher) and part in str(publisher))


def _bylines(facts: Facts, selection: Selection, opening: Sequence[str], publisher: str | None) -> Places:
    for place, text in _stated_bylines(facts, selection, opening):
        byline = _AFTER_BYLINE.sub("", tidy_byline(text))
        if 1 < len(byline) <= MAX_BYLINE and byline != publisher and not _NO_BYLINE.search(byline):
            yield place, byline


def _stated_bylines(facts: Facts, selection: Selection, opening: Sequence[str]) -> Places:
    yield from _selected(selection.byline)
    yield from facts.linked_data("author")
    yield from facts.meta("author", "article:author", "dc.creator", "byl")
    yield from facts.authors()
    for text in opening:
        if is_byline(text):
            yield "text", text
        elif found := _NAME_IN_TEXT.search(text):
            yield "text", found.group(1)


def _published(facts: Facts, selection: Selection, opening: Sequence[str], address: str | None) -> Places:
    yield from _selected(selection.time)
    yield from facts.linked_data("datePublished", "uploadDate")
    yield from facts.meta(*_PUBLISHED_META)
    yield from facts.times()
    yield from (("text", text) for text in opening if states_day(text))
    yield from facts.linked_data("dateCreated")
    if found := _DAY_IN_ADDRESS.search(urlsplit(address or "").path):
        yield "address", "-".join(found.groups())


def _modified(facts: Facts) -> Places:
    yield from facts.linked_data("dateModified")
    yield from facts.meta(*_MODIFIED_META)


def _dated(places: Places, zone: str) -> Places:
    """Keep the answers that are times."""
    return ((place, answer) for place, answer in places if read_time(answer, zone))


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


def _absolute(base: str | None, address: str | None) -> str | None:
    """Return an address made absolute, or None when it is no address of the web."""
    if not address:
        return None
    try:
        joined = urljoin(base or "", address)
        return joined if urlsplit(joined).scheme in {"http", "https"} else None
    except ValueError:
        return None
