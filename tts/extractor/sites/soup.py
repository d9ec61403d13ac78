"""Soup: as much of a page's tree as a site's selectors reach.

Beautiful Soup takes ten times as long as lxml to build a page, and each selector walks all that was built.
Most of a page lies outside what a site selects, and is never built.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from bs4 import BeautifulSoup
from bs4.filter import SoupStrainer

# tag.class#id[attribute=value] alone, or before what is looked for within it. Siblings of the first part
# lie outside it, and a pseudo-class may ask for what does: these are no matches.
_FIRST = re.compile(r"\s*((?:[a-z][a-z0-9-]*)?(?:[.#][\w-]+|\[[\w-]+[^\]]*\])*)(?:\s*>|\s+(?![\s+~])|$)")
_NAMES = re.compile(r"\[[\w-]+|[.#]?[\w-]+(?![^\[]*\])")

Root = frozenset[str]
"""What an element is called: its tag, `#` and its id, `.` and each class, `[` and each attribute."""


def soup_of(markup: str, wanted: tuple[str, ...], unwanted: tuple[str, ...] = ()) -> BeautifulSoup:
    """Return a page's tree without what CSS selectors do not reach.

    What is `wanted` is found as on the whole page, and so is what is `unwanted` within that.
    """
    roots = roots_of(wanted, unwanted)
    return BeautifulSoup(markup, "lxml", parse_only=_Within(roots) if roots else None)


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


class _Within(SoupStrainer):
    """Lets in the elements that are called like a root, with all that they hold."""

    def __init__(self, roots: Iterable[Root]) -> None:
        super().__init__()
        self._roots = tuple(roots)

    def allow_tag_creation(
        self,
        nsprefix: str | None,  # noqa: ARG002 - HTML has none
        name: str,
        attrs: Mapping[str, str] | None,
    ) -> bool:
        names = {name}
        for key, value in (attrs or {}).items():
            names.add(f"[{key}")
            if key == "class":
                names.update(f".{one}" for one in value.split())
            elif key == "id":
                names.add(f"#{value}")
        return any(root <= names for root in self._roots)

    def allow_string_creation(self, string: str) -> bool:  # noqa: ARG002 - text outside is none that is selected
        return False
