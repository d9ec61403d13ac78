"""Next page: the address at which a story goes on, told from all else that a page calls next."""

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

from tts.extractor.facts import Facts, Places

_WORDING = re.compile(
    r"^[<《（(\[]?(?:下一?[頁页]|后一页|後一頁|Next(?: page)?)[)\]）》]?\s?[>»›→]*$", re.IGNORECASE
)
_PAGE_KEYS = re.compile(
    r"^(?:p|pg|page|pages|pageno|page_?num(?:ber)?|page_?id|page_?index|paged|pn)$", re.IGNORECASE
)
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|from|ref|source|src|spm|chdtv|mibextid)$", re.IGNORECASE)
# How a page's number is joined to its story's address: a_2.html, a-2.html, a/2, a/page/2, a/index_2.html.
_NUMBERED = re.compile(
    r"^(?P<stem>.*?)(?:(?P<mark>[-_/.]|/page[/-]|[-_/]p)(?P<page>\d{1,2}))?(?P<end>/?(?:\.[a-z]{3,5})?)$"
)
_INDEX = re.compile(r"/(?:index|default)$", re.IGNORECASE)
_FIRST = 1
_MAX_DIGITS = 2


def next_pages(facts: Facts, url: str | None) -> Places:
    """Yield the absolute addresses of the next page of a story that stands at `url`.

    A page's own address, another story's, a list's page and a fragment are none; where the page's own
    address is not known, only a page's mark in the address can tell.
    """
    for place, address in (*facts.links("next"), *facts.anchors(_WORDING)):
        absolute = _joined(url, address)
        if absolute and _goes_on(url, absolute):
            yield place, absolute


def _joined(base: str | None, address: str) -> str | None:
    try:
        joined = urljoin(base or "", address.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    return parts._replace(fragment="").geturl() if parts.scheme in {"http", "https"} else None


def _goes_on(url: str | None, following: str) -> bool:
    """Tell whether an address is the same story's, a page further."""
    there = urlsplit(following)
    if url is None:
        return _page_of(there) > _FIRST
    here = urlsplit(url)
    if here.hostname != there.hostname:
        return False
    return _story_of(here) == _story_of(there) and _page_of(there) > _page_of(here)


def _story_of(address: SplitResult) -> tuple[str, frozenset[tuple[str, str]]]:
    """Return what of an address names the story, on whichever of its pages."""
    query = parse_qsl(address.query)
    kept = ((key, value) for key, value in query if not (_is_page(key, value) or _TRACKING.match(key)))
    return _path(address)[0], frozenset(kept)


def _page_of(address: SplitResult) -> int:
    pages = [int(value) for key, value in parse_qsl(address.query) if _is_page(key, value)]
    return pages[0] if pages else _path(address)[1]


def _is_page(key: str, value: str) -> bool:
    """Tell whether a part of a query is a page's number; a longer one is a story's."""
    return bool(_PAGE_KEYS.match(key)) and len(value) <= _MAX_DIGITS and value.isdecimal()


def _path(address: SplitResult) -> tuple[str, int]:
    """Return the path without its page's number, and that number, the first page's where it has none."""
    found = _NUMBERED.match(unquote(address.path))
    if found is None:
        return address.path, _FIRST
    return _INDEX.sub("", found["stem"].rstrip("/")), int(found["page"] or _FIRST)
