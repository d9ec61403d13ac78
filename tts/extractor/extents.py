"""Extents: which blocks an element of the page holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice, takewhile

from lxml.html import HtmlElement

from tts.extractor.blocks import Block

_NEAR = 8  # elements around a block that tell its place


@dataclass(slots=True)
class Extent:
    """Which blocks an element holds, the first and the last, and how deep it lies."""

    element: HtmlElement
    first: int
    last: int
    depth: int

    @property
    def indices(self) -> range:
        """The places of the blocks that the element holds."""
        return range(self.first, self.last + 1)


def extents_of(blocks: Sequence[Block]) -> dict[HtmlElement, Extent]:
    """Return the extent of every element that holds a block."""
    extents: dict[HtmlElement, Extent] = {}
    for index, block in enumerate(blocks):
        fresh, element = [], block.element
        while element is not None and element not in extents:
            fresh.append(element)
            element = element.getparent()
        above = extents[element].depth + 1 if element is not None else 0
        for depth, one in enumerate(reversed(fresh), above):
            extents[one] = Extent(one, index, index, depth)
        extents[block.element].last = index
    for extent in sorted(extents.values(), key=lambda extent: -extent.depth):
        if outer := extents.get(extent.element.getparent()):
            outer.last = max(outer.last, extent.last)
    return extents


def kind_of(element: HtmlElement) -> tuple[str, str]:
    """Return an element's tag and class: a template gives the same to all that are alike."""
    return element.tag, element.get("class") or ""


def place_of(block: Block, body: HtmlElement) -> tuple[tuple[str, str], ...]:
    """Return the kinds of element that lead from a body to a block; alike for all of a story's paragraphs."""
    within = takewhile(
        lambda element: element is not body, chain((block.element,), block.element.iterancestors())
    )
    return tuple(map(row_of, islice(within, _NEAR)))


def row_of(element: HtmlElement) -> tuple[str, str]:
    """Return an element's tag and the first word of its class: odd and even of a row have the same."""
    names = (element.get("class") or "").split(maxsplit=1)
    return element.tag, names[0] if names else ""
