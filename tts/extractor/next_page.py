"""Next page: the address at which a story goes on, told from all else that a page calls next."""

import re
from urllib.parse import SplitResult, parse_qsl, unquote

from tts.extractor.facts import Facts, Places
from tts.model.address import joined, web_parts

_WORDING = re.compile(
    r"^[<《（(\[]?(?:下一?[頁页]|后一页|後一頁|Next(?: page)?)[)\]）》]?\s?[>»›→]*$", re.IGNORECASE
)
_PAGE_KEYS = re.compile(r"^(?:p|pg|page|pages|pageno|page_?num(?:ber)?|page_?index|paged|pn)$", re.IGNORECASE)
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|from|ref|source|src|spm|chdtv|mibextid)$", re.IGNORECASE)
# How a page's number is joined to its story's address: a_2.html, a-2.html, a/2, a/page/2, a/index_2.html.
_NUMBERED = re.compile(r"^(?P<stem>.*?)(?P<mark>/page[/-]|[-_/]p|[-_/])(?P<page>\d{1,2})$")
_END = re.compile(r"/$|\.[a-z]{3,5}$", re.IGNORECASE)
_FOLDER = re.compile(r"(?:^|/)(?:19|20)\d{2}(?:[-_]?\d{2}){0,2}$")
_STORY = re.compile(r"^$|\d{4,}[^/]*$|[^/]{8,}$")
_INDEX = re.compile(r"/(?:index|default)$", re.IGNORECASE)
_FIRST = 1
_UNNUMBERED = 0  # behind a.html comes a_2.html, or a_1.html where a system counts from nought
_MAX_DIGITS = 2
_MOST_IN_FOLDER = 9  # what has a higher number in a day's folder is a story of that day


def next_pages(facts: Facts, url: str | None) -> Places:
    """Yield the absolute addresses of the next page of a story that stands at `url`.

    A page's own address, another story's, a list's page and a fragment are none; where the page's own
    address is not known, only a page's mark in the address can tell.
    """
    for place, address in (*facts.links("next"), *facts.anchors(_WORDING)):
        there = web_parts(joined(url, address))
        if there and _goes_on(url, there):
            yield place, there._replace(fragment="").geturl()


def _goes_on(url: str | None, there: SplitResult) -> bool:
    """Tell whether an address is the same story's, a page further."""
    story, page = _page(there)
    here = web_parts(url)
    if here is None:
        return page > _FIRST
    if here.hostname != there.hostname or _rest(here) != _rest(there):
        return False
    # c1-3.html may be the third page of c1, or the first of c1-3.
    whole = (_without_end(here), _number_in_query(here) or _UNNUMBERED)
    ours, number = _page(here)
    known = [whole] if _FOLDER.search(ours) and number > _MOST_IN_FOLDER else [whole, (ours, number)]
    return any(story == one and page > before for one, before in known)


def _page(address: SplitResult) -> tuple[str, int]:
    """Return what of a path names the story, and the page's number, where it has one."""
    if number := _number_in_query(address):
        return _without_end(address), number
    path = _without_end(address)
    found = _NUMBERED.match(path)
    # /story/12345/2 is a page, and /2 where there is nothing else; /photo/12 and /2026/01/05 are none.
    if found is None or (found["mark"] == "/" and not _STORY.search(found["stem"])):
        return path, _UNNUMBERED
    return _INDEX.sub("", found["stem"]), int(found["page"])


def _without_end(address: SplitResult) -> str:
    return _INDEX.sub("", _END.sub("", unquote(address.path)))


def _number_in_query(address: SplitResult) -> int | None:
    return next((int(value) for key, value in parse_qsl(address.query) if _is_page(key, value)), None)


def _rest(address: SplitResult) -> frozenset[tuple[str, str]]:
    """Return what of a query may name the story."""
    query = parse_qsl(address.query)
    return frozenset(
        (key, value) for key, value in query if not (_is_page(key, value) or _TRACKING.match(key))
    )


def _is_page(key: str, value: str) -> bool:
    """Tell whether a part of a query is a page's number; a longer one is a story's."""
    return bool(_PAGE_KEYS.match(key)) and len(value) <= _MAX_DIGITS and value.isdecimal()
