"""Site: the declaration of one paper's pages, and what it selects on a page."""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml.etree import tostring
from lxml.html import HtmlElement

from tts.extractor.sites.selectors import found_by


@dataclass(frozen=True, slots=True)
class Selection:
    """What an adapter found on a page; `body` is the markup of the body alone, "" if there is none."""

    title: str | None = None
    byline: str | None = None
    time: str | None = None
    tags: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """One newspaper's pages. `hosts` match their subdomains too; `zone` is where its clock stands."""

    hosts: tuple[str, ...]
    publisher: str
    zone: str
    names: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def select(self, page: HtmlElement) -> Selection:
        """Return what the selectors find in the tree of a page of this site, which stays as it is."""
        tree = deepcopy(page)
        tags = [text for selector in self.tags[:1] for text in _texts(tree, (selector,))]
        selection = Selection(
            title=next(_texts(tree, self.title), None),
            byline=next(_texts(tree, self.byline), None),
            time=next(_times(tree, self.time), None),
            tags=tuple(tags),
        )
        for unwanted in found_by(", ".join(self.remove), tree) if self.remove else ():
            if unwanted.getparent() is not None:  # a page is never all unwanted
                unwanted.drop_tree()
        bodies = (_outermost(found_by(selector, tree)) for selector in self.body)
        body = next((found for found in bodies if any(map(_text, found))), [])
        markups = (tostring(one, encoding="unicode", method="html", with_tail=False) for one in body)
        return replace(selection, body="".join(markups))


def _outermost(elements: Sequence[HtmlElement]) -> list[HtmlElement]:
    """Return the elements that lie in no other of them: what lies in one is in its markup already."""
    chosen = frozenset(elements)
    return [one for one in elements if chosen.isdisjoint(one.iterancestors())]


def _times(tree: HtmlElement, selectors: Iterable[str]) -> Iterator[str]:
    """Yield the times that the selectors find, as machines are told them, else as readers are."""
    for selector in selectors:
        for element in found_by(selector, tree):
            if time := element.get("datetime") or _text(element):
                yield time


def _texts(tree: HtmlElement, selectors: Iterable[str]) -> Iterator[str]:
    """Yield the texts that the selectors find, the first selector's first."""
    for selector in selectors:
        yield from filter(None, map(_text, found_by(selector, tree)))


def _text(element: HtmlElement) -> str:
    return " ".join(filter(None, map(str.strip, element.itertext())))
