"""A page's elements, and which of them hold its story: what mutations change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from lxml import html as lxml_html
from lxml.html import HtmlElement, HTMLParser

from bench.extract_corpus import normal

NEARLY_ALL = 0.8  # of the story's characters on the page: its first sentence may stand elsewhere too
_MIN_PIECE = 4  # characters: fewer stand in many places
_UNREAD = frozenset({"script", "style", "title", "noscript"})


@dataclass(frozen=True, slots=True)
class Tree:
    """A page's elements: the root, the element of the story, and how much of the story each element holds."""

    root: HtmlElement
    story: HtmlElement
    held: dict[HtmlElement, int]

    @property
    def around(self) -> list[HtmlElement]:
        """The story's element and those around it that a page can wrap or move, the innermost first."""
        boxes = [self.story, *self.story.iterancestors()]
        return [box for box in boxes if box.tag != "html"]


def tree_of(text: str, gold: Iterable[str]) -> Tree | None:
    """Return a page's tree, or None when its elements hold no story; scripts may hold one all the same."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    held = _held(root, normal("".join(gold)))
    most = held.get(root, 0)
    if not most:
        return None
    enough = [element for element, size in held.items() if size >= NEARLY_ALL * most]
    return Tree(root, max(enough, key=lambda element: sum(1 for _ in element.iterancestors())), held)


def written(root: HtmlElement) -> bytes:
    """Return a tree as a page that says how it is encoded."""
    return b"\xef\xbb\xbf" + cast(
        "bytes", lxml_html.tostring(root, encoding="utf-8", doctype="<!doctype html>")
    )


def _held(root: HtmlElement, gold: str) -> dict[HtmlElement, int]:
    held: dict[HtmlElement, int] = defaultdict(int)
    for holder, text in _texts(root):
        piece = normal(text)
        if len(piece) >= _MIN_PIECE and piece in gold:
            for element in (holder, *holder.iterancestors()):
                held[element] += len(piece)
    return dict(held)


def _texts(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for element in root.iter():
        is_read = isinstance(element.tag, str) and element.tag not in _UNREAD
        if is_read and element.text:
            yield element, element.text
        if element.tail and (parent := element.getparent()) is not None:
            yield parent, element.tail
