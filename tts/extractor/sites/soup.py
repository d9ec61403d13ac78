"""Soup: as much of a page's tree as a site's selectors reach.

Beautiful Soup takes ten times as long as lxml to build a page, and each selector walks all that was built.
Most of a page lies outside what a site selects, and is never built.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from bs4 import BeautifulSoup
from lxml.etree import tostring
from lxml.html import HtmlElement

from tts.extractor.markup import read

# tag.class#id[attribute=value] alone, or before what is looked for within it. Siblings of the first part
# lie outside it, and a pseudo-class may ask for what does: these are no matches.
_FIRST = re.compile(r"\s*((?:[a-z][a-z0-9-]*)?(?:[.#][\w-]+|\[[\w-]+[^\]]*\])*)(?:\s*>|\s+(?![\s+~])|$)")
_NAMES = re.compile(r"\[[\w-]+|[.#]?[\w-]+(?![^\[]*\])")

_TESTS = {
    ".": "contains(concat(' ', normalize-space(@class), ' '), ' {} ')",
    "#": "@id='{}'",
    "[": "@{}",
}

Root = frozenset[str]
"""What an element is called: its tag, `#` and its id, `.` and each class, `[` and each attribute."""


def soup_of(markup: str, wanted: tuple[str, ...], unwanted: tuple[str, ...] = ()) -> BeautifulSoup:
    """Return a page's tree without what CSS selectors do not reach.

    What is `wanted` is found as on the whole page, and so is what is `unwanted` within that.
    """
    roots = roots_of(wanted, unwanted)
    if not roots:
        return BeautifulSoup(markup, "lxml")
    parts = _outermost(read(markup), roots)
    return BeautifulSoup(
        "".join(tostring(part, encoding="unicode", with_tail=False) for part in parts), "lxml"
    )


@cache
def roots_of(wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> frozenset[Root]:
    """Return what the elements are called that these selectors start from; none where it cannot be told."""
    # What is unwanted and has one part only is found wherever it lies.
    relative = tuple(selector for selector in unwanted if not _is_single(selector))
    found = [_root(part) for selector in (*wanted, *relative) for part in selector.split(",")]
    return frozenset() if None in found else frozenset(root for root in found if root)


def _is_single(selector: str) -> bool:
    first = _FIRST.match(selector)
    return first is not None and first.end() == len(selector)


def _root(selector: str) -> Root | None:
    first = _FIRST.match(selector)
    return (frozenset(_NAMES.findall(first[1])) or None) if first else None


def _outermost(tree: HtmlElement, roots: frozenset[Root]) -> Iterator[HtmlElement]:
    """Yield the elements of a page that are called like a root and lie in no other such."""
    found = tree.xpath(" | ".join(f"//{_path(root)}" for root in sorted(map(sorted, roots))))
    within = set(found)
    for element in found:
        if within.isdisjoint(element.iterancestors()):
            yield element


def _path(root: Iterable[str]) -> str:
    """Return the XPath step of the elements that are called so (https://www.w3.org/TR/1999/REC-xpath-19991116/)."""
    tag = next((name for name in root if name[0] not in ".#["), "*")
    tests = (_TESTS[name[0]].format(name[1:]) for name in root if name[0] in _TESTS)
    return tag + "".join(f"[{test}]" for test in tests)
