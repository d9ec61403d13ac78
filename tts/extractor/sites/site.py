"""Site: the declaration of one paper's pages, and what it selects on a page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag


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

    def select(self, markup: str) -> Selection:
        """Return what the selectors find on a page of this site."""
        # Beautiful Soup takes a tenth of a second to load, for pages of these papers alone.
        from tts.extractor.sites.soup import soup_of  # noqa: PLC0415

        wanted = (*self.body, *self.title, *self.byline, *self.time, *self.tags)
        soup = soup_of(markup, wanted, self.remove)
        tags = [text for selector in self.tags[:1] for text in _texts(soup, (selector,))]
        selection = Selection(
            title=next(_texts(soup, self.title), None),
            byline=next(_texts(soup, self.byline), None),
            time=next(_times(soup, self.time), None),
            tags=tuple(tags),
        )
        for unwanted in soup.select(", ".join(self.remove)) if self.remove else ():
            unwanted.extract()
        bodies = (_outermost(soup.select(selector)) for selector in self.body)
        body = next((found for found in bodies if any(map(_text, found))), [])
        return replace(selection, body="".join(map(str, body)))


def _outermost(elements: Iterable["Tag"]) -> list["Tag"]:
    """Return the elements that lie in no other of them: what lies in one is in its markup already."""
    chosen = {id(element): element for element in elements}
    return [one for one in chosen.values() if not any(id(parent) in chosen for parent in one.parents)]


def _times(soup: "BeautifulSoup", selectors: Iterable[str]) -> Iterator[str]:
    """Yield the times that the selectors find, as machines are told them, else as readers are."""
    for selector in selectors:
        for element in soup.css.iselect(selector):
            if time := element.get("datetime") or _text(element):
                yield str(time)


def _texts(soup: "BeautifulSoup", selectors: Iterable[str]) -> Iterator[str]:
    """Yield the texts that the selectors find, the first selector's first."""
    for selector in selectors:
        yield from filter(None, map(_text, soup.css.iselect(selector)))


def _text(element: "Tag") -> str:
    return element.get_text(" ", strip=True)
