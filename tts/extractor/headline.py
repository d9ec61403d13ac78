"""Headline: what the page calls its story, without the names of the site and its sections.

A page says it in its head (JSON-LD, og:title, <title>) and over the story. The head may have the site's
slogan, or a clipped form; a heading may be the masthead's, or a list's. What both agree on is the headline.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from urllib.parse import urlsplit

from tts.extractor.blocks import Block
from tts.extractor.facts import Facts, Places
from tts.extractor.prose import is_punctuated, squeeze, tidy

_SECTION_CHARS = 6
_SEPARATOR = re.compile(
    r"\s*[|｜_»丨︱]\s*|\s+[-–—－/]\s*|\s*[-–—－]\s+|\s*--+\s*"
    r"|(?<![A-Za-z0-9-])[-－](?=[^-－]{1,16}$)|(?<=[A-Za-z0-9])[-－](?=[^-－A-Za-z0-9][^-－]{0,15}$)"
)
_SITE_WORD = re.compile(
    r"[网網]|新[聞闻]|日[報报]|[時时晚早][報报]|[頻频]道|\.com|\.tw|\.cn|\.hk|首[頁页]|News|Times|Post|[電电]子[報报]|APP|[門门][戶户]"
    r"|中心$|社$|[周週]刊|[雜杂][誌志]|[傳传]媒|[電电][視视台臺]|^[A-Z]{2,5}$"
    r"|^(?:生活|政治|[國国][際际]|社[會会]|地方|[財财][經经]|[體体]育|[娛娱][樂乐]|科技|健康|旅[遊游]|文化|[兩两]岸)$"
)
_MAX_SITE_NAME = 24
_MAX_TITLE = 300
_MIN_TITLE = 4
_MAX_HEADING = 80  # characters: more is a masthead with its menu
_CLIPPED = re.compile(r"(?:\.{2,}|…+)$")
_LONG_PARAGRAPH = 80  # characters: below the first of these, no headline stands
_HEADLINE_CLASS = re.compile(r"head(?:line|ing)|tit(?:le)?(?![a-z])|subject", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3")


def read_headline(
    facts: Facts, blocks: Sequence[Block], *, selected: str | None, publisher: str | None, url: str | None
) -> Places:
    """Yield what may be the page's headline, the best first; `selected` is what the site's adapter found."""
    names = {squeeze(name) for name in (publisher, *(name for _, name in facts.meta("og:site_name"))) if name}
    host = urlsplit(url or "").hostname or ""
    stated = [
        (place, bare)
        for place, title in _stated(facts)
        if squeeze(title) not in names and (bare := without_site_name(title, publisher, host))
    ]
    whole = {squeeze(title) for place, title in _declared(facts)} - names
    if selected and _agrees(selected, stated):
        yield "site adapter", selected
    headings = [
        (place, text)
        for place, text in _headings(facts, blocks)
        if len(text) <= _MAX_TITLE and squeeze(text) not in names
    ]
    # What the page's heading and its head agree on has no site's name behind it.
    yield from ((place, text) for place, text in headings if squeeze(text) in whole)
    # The page's own heading keeps the pauses between clauses; one that the page's head repeats is no logo.
    yield from (heading for heading in headings if _is_repeated(heading[1], stated))
    yield from _alone(facts, publisher)
    yield from _shown(facts, blocks, names)
    yield from stated
    yield from _nearest(blocks, publisher)
    yield from headings


def without_site_name(title: str, publisher: str | None = None, host: str = "") -> str:
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
        if name == longest or (name and not (is_section or _is_site_name(name, publisher, host))):
            break
        bare = bare[: separator.start()]
    return bare


def names_after(title: str) -> list[str]:
    """Return the parts of a page title behind its first: names of site and sections, or what looks so."""
    return _SEPARATOR.split(tidy(title))[1:]


def _is_site_name(part: str, publisher: str | None, host: str = "") -> bool:
    if len(part) > _MAX_SITE_NAME:
        return False
    if _SITE_WORD.search(part) or (publisher and part in publisher):
        return True
    words = re.findall(r"[a-z0-9]{4,}", part.lower())
    return any(word in host.split(".") for word in words)


def _declared(facts: Facts) -> Iterator[tuple[str, str]]:
    yield from ((place, unescape(text)) for place, text in facts.linked_data("headline"))
    yield from facts.meta("og:title", "twitter:title")


def _stated(facts: Facts) -> Iterator[tuple[str, str]]:
    yield from _declared(facts)
    yield from facts.named("title")


def _headings(facts: Facts, blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    yield from facts.named(*_HEADINGS)
    for block in blocks:
        if not block.linked and _HEADLINE_CLASS.search(block.element.get("class") or ""):
            yield "page headline", block.text


def _agrees(selected: str, stated: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a heading that the adapter chose is the story's, not an older template's."""
    return not stated or _is_repeated(selected, stated)


def _is_repeated(heading: str, stated: Sequence[tuple[str, str]]) -> bool:
    """Tell whether the page's head repeats a heading, or has it clipped or with more behind it."""
    ours = squeeze(heading)
    if len(ours) < _MIN_TITLE:
        return False
    for _, title in stated:
        theirs = squeeze(title)
        if ours in theirs and (theirs.startswith(ours) or len(ours) * 2 > len(theirs)):
            return True
        clipped = _CLIPPED.sub("", theirs)
        is_longer = len(clipped) >= _MIN_TITLE and ours.startswith(clipped) and len(ours) <= _MAX_HEADING
        if is_longer and not _is_site_name(title, None):
            return True
    return False


def _alone(facts: Facts, publisher: str | None) -> Iterator[tuple[str, str]]:
    """Yield a lone h1 where the head has nothing but a <title>, which may be one for all pages."""
    alone = list(facts.named("h1"))
    if not list(_declared(facts)) and len(alone) == 1 and not _is_site_name(tidy(alone[0][1]), publisher):
        yield from alone


def _shown(facts: Facts, blocks: Sequence[Block], names: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the first parts of the stated titles that the page has as a line: the site's name follows."""
    lines = {squeeze(block.text): block.text for block in reversed(blocks) if not block.linked}
    for _, title in _stated(facts):
        title = title[:_MAX_TITLE]  # noqa: PLW2901 - what is longer is no title
        cuts = [len(title), *(found.start() for found in reversed(list(_SEPARATOR.finditer(title))))]
        for cut in cuts:
            part = squeeze(title[:cut])
            if len(part) >= _MIN_TITLE and part in lines and part not in names:
                yield "page line", lines[part]


def _nearest(blocks: Sequence[Block], publisher: str | None) -> Iterator[tuple[str, str]]:
    """Yield the headings above the first long paragraph, the nearest first."""
    long = (i for i, block in enumerate(blocks) if _is_paragraph(block))
    for block in reversed(blocks[: next(long, len(blocks))]):
        is_heading = block.is_heading or _HEADLINE_CLASS.search(block.element.get("class") or "")
        is_named = len(squeeze(block.text)) < _MIN_TITLE or _is_site_name(block.text, publisher)
        if is_heading and not block.linked and not is_named:
            yield "page heading", block.text


def _is_paragraph(block: Block) -> bool:
    return block.size > _LONG_PARAGRAPH and is_punctuated(block.text) and not block.linked
