"""Blocks: a page's text in reading order, a paragraph at a time, with what its surroundings say of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple

from lxml.html import HtmlElement

from tts.extractor.prose import beginning, ends_sentence, ends_statement, has_sentence, opens_with, size, tidy
from tts.extractor.surroundings import MAX_ATTRIBUTE, PICTURES, Surroundings, is_block, surroundings_of

MAX_HEADING = 60
_MAX_STATED = 24  # characters of a heading that is a whole sentence: a longer one is a paragraph in its tag
MAX_DEPTH = 1_000  # elements within each other; browsers stop at 512 and go on beside them
_MAX_CELL = 40
_DESCRIBED = 3  # blocks beside a picture that may say what is on it
_MAX_STYLED = 120  # characters of a line that says who and when
_MIN_DESCRIBED = 8  # characters: fewer are a name, which a paragraph may begin with too
_CELLS = frozenset({"td", "th"})
_UNREAD = frozenset(["head", "title", "rt", "rp", "hr", "col", "colgroup"])
# Where lines are kept: a blank line; the two hyphens above a signature, which stand alone
# (https://www.rfc-editor.org/rfc/rfc3676#section-4.3); what a board's software says of a post.
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\n(?=--[^\S\n]*(?:\n|$)|[※◆] ?\w)|(?<=\n--)\n|(?<=\n-- )\n")
_OF_BOARD = re.compile(r"\s*[※◆] ?\w")
_CONTINUES = re.compile(r"[a-z(]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the page: its text, its size in Han characters, the block element it stands in.

    In `around`, heading, bold and grey are true when all of the text is so. `linked` is the number of
    its characters inside links; `after_picture` says that a picture stands between it and the text before.
    `styled` is a short line with the spaces that a page's style sets between its parts.
    """

    text: str
    size: int
    element: HtmlElement
    around: Surroundings
    linked: int = 0
    after_picture: bool = False
    styled: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether the block is a heading, by its tag or by being short and bold without a full stop."""
        if len(self.text) > MAX_HEADING:
            return False
        return self.around.heading or (self.around.bold and not ends_sentence(self.text))


def read_blocks(root: HtmlElement) -> list[Block]:
    """Return the blocks under an element, in order; table rows of short cells are one block each."""
    reader = _Reader()
    reader.walk(root)
    reader.mark_captions()
    return list(_rows_joined(reader.blocks))


@dataclass(slots=True)
class _Line:
    """The text gathered since the last break, and how many of its characters stand where."""

    parts: list[str] = field(default_factory=list)
    chars: int = 0
    linked: int = 0
    bold: int = 0
    grey: int = 0
    heading: int = 0

    def add(self, text: str, chars: int, around: Surroundings) -> None:
        self.parts.append(text)
        self.chars += chars
        self.linked += chars * around.linked
        self.bold += chars * around.bold
        self.grey += chars * around.grey
        self.heading += chars * around.heading


class _Frame(NamedTuple):
    """An element being walked through: what of it is to come, and the block element that it stands in."""

    element: HtmlElement
    children: Iterator[HtmlElement]
    owner: HtmlElement
    around: Surroundings
    is_apart: bool


class _Reader:
    """Walks a tree once, gathering text and closing a block where a block element opens or ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._line = _Line()
        self._broken = False
        self._picture = False
        self._picture_inside = False
        self._described: list[tuple[int, str]] = []

    def walk(self, root: HtmlElement) -> None:
        """Walk without recursion: elements that a page forgot to close lie within each other."""
        around = Surroundings()
        self._add(root.text or "", root, around)
        frames = [_Frame(root, iter(root), root, around, is_apart=True)]
        while frames:
            frame = frames[-1]
            child = next(frame.children, None)
            if child is None:
                self._close(frames.pop(), frames)
            elif len(frames) < MAX_DEPTH and (inner := self._enter(child, frame)):
                frames.append(inner)
            elif tail := child.tail:
                self._add(tail, frame.owner, frame.around)

    def _enter(self, child: HtmlElement, within: _Frame) -> _Frame | None:
        """Take in an element with its own text, and return what is to come where it holds others."""
        name = child.tag
        if name == "br":
            self._broken = True
        elif name in PICTURES:
            self._see_picture(child)
        elif name not in _UNREAD:
            around = surroundings_of(child, within.around)
            is_apart = is_block(name) or _is_hinted(around, within.around)
            owner = child if is_apart else within.owner
            if is_apart:
                self.flush(within.owner, within.around)
            if text := child.text:
                self._add(text, owner, around)
            if len(child):
                return _Frame(child, iter(child), owner, around, is_apart)
            if is_apart:
                self.flush(owner, around)
        return None

    def _close(self, frame: _Frame, outer: list[_Frame]) -> None:
        if frame.is_apart:
            self.flush(frame.owner, frame.around)
        if outer and (tail := frame.element.tail):
            self._add(tail, outer[-1].owner, outer[-1].around)

    def mark_captions(self) -> None:
        """Mark the blocks that begin as the picture beside them is described to those who cannot see it."""
        for place, described in self._described:
            for index in range(max(0, place - 1), min(place + _DESCRIBED, len(self.blocks))):
                block = self.blocks[index]
                if not block.around.heading and _tell_alike(block.text, described):
                    self.blocks[index] = replace(block, around=block.around._replace(caption=True))

    def _see_picture(self, picture: HtmlElement) -> None:
        for name in ("alt", "title"):
            if described := tidy((picture.get(name) or "")[:MAX_ATTRIBUTE]):
                self._described.append((len(self.blocks), described))
        if self._line.chars:
            self._picture_inside = True
        else:
            self._picture = True

    def _add(self, text: str, owner: HtmlElement, around: Surroundings) -> None:
        if not around.keeps_lines:
            self._add_line(text, owner, around)
            return
        if _OF_BOARD.match(text) and "".join(self._line.parts).endswith("\n"):
            self.flush(owner, around)
        first, *further = _BLANK_LINE.split(text)
        self._add_line(first, owner, around)
        for line in further:
            self.flush(owner, around)
            self._add_line(line, owner, around)

    def _add_line(self, text: str, owner: HtmlElement, around: Surroundings) -> None:
        chars = len(text.strip())
        if not chars:
            if self._line.chars:
                self._line.parts.append(" ")
            return
        if self._broken and self._line.chars:
            self._take_break(text, owner, around)
        self._broken = False
        self._line.add(text, chars, around)

    def _take_break(self, following: str, owner: HtmlElement, around: Surroundings) -> None:
        """End the block at a <br>, unless an English sentence was only wrapped there."""
        before = "".join(self._line.parts).rstrip()
        if before[-1:].isascii() and before[-1:] not in ".!?:" and _CONTINUES.match(following.lstrip()):
            self._line.parts.append(" ")
        else:
            self.flush(owner, around)

    def flush(self, owner: HtmlElement, around: Surroundings) -> None:
        """Close the block gathered so far, which stands in this element and these surroundings."""
        self._broken = False
        if not self._line.chars:
            return
        line, self._line = self._line, _Line()
        text = tidy("".join(line.parts))
        if not text:
            return
        bold, grey = line.bold >= line.chars, line.grey >= line.chars
        heading = line.heading >= line.chars and not (len(text) > _MAX_STATED and ends_statement(text))
        if (heading, bold, grey) != (around.heading, around.bold, around.grey):
            around = around._replace(heading=heading, bold=bold, grey=grey)
        is_apart = len(line.parts) > 1 and line.chars <= _MAX_STYLED
        styled = tidy(" ".join(line.parts)) if is_apart else text
        self.blocks.append(Block(text, size(text), owner, around, line.linked, self._picture, styled))
        self._picture, self._picture_inside = self._picture_inside, False


def _tell_alike(text: str, described: str) -> bool:
    """Tell whether a text begins as a picture's description does, which may be cut short."""
    start = beginning(described)
    return len(start) >= _MIN_DESCRIBED and opens_with(text, start)


def _is_hinted(around: Surroundings, before: Surroundings) -> bool:
    """Tell whether an element's class or style says that it stands apart: a caption, or hidden."""
    return around.caption != before.caption or around.hider is not before.hider


def _rows_joined(blocks: list[Block]) -> Iterator[Block]:
    """Join the short cells of a table row into one block, a row a sentence; a layout's cells stay.

    So do the lines of a cell that is alone with its text in its row.
    """
    for row, group in groupby(blocks, key=_row):
        cells = list(group)
        is_one = len({cell.element for cell in cells}) == 1
        if row is None or is_one or any(_is_paragraph(cell) for cell in cells):
            yield from cells
            continue
        mark = "，" if any(not cell.text.isascii() for cell in cells) else ", "
        text = mark.join(cell.text for cell in cells)
        yield replace(
            cells[0], text=text, linked=sum(cell.linked for cell in cells), size=size(text), styled=text
        )


def _row(block: Block) -> HtmlElement | None:
    """Return the table row whose cell the block is."""
    return block.element.getparent() if block.element.tag in _CELLS else None


def _is_paragraph(cell: Block) -> bool:
    return len(cell.text) > _MAX_CELL or has_sentence(cell.text)
