"""Blocks: a page's text in reading order, a paragraph at a time, with what its surroundings say of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from tts.extractor.prose import ends_sentence, has_sentence, size, tidy

MAX_HEADING = 60
_MAX_CELL = 40


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_INLINE = _set(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small"
    " span strike strong sub sup time tt u var wbr ruby rb"
)
_HEADINGS = _set("h1 h2 h3 h4 h5 h6")
_BOLD = _HEADINGS | {"b", "strong"}
_UNREAD = _set("head title rt rp hr col colgroup")
_OUTSIDE_TAGS = _set("nav footer aside menu")
_OUTSIDE_ROLES = _set("navigation complementary contentinfo banner search menu")
# Words of class and id, as pages choose them, that mean: not of this story.
_OUTSIDE_WORDS = _set("comment comments reply replies")
_FURNITURE_WORDS = _set(
    "related relate relevant recommend recommended recommendation recommendations sidebar side footer foot"
    " copyright copy disclaimer statement share sharing social sns nav navi navigation navbar menu breadcrumb"
    " breadcrumbs crumb crumbs tag tags keyword keywords hot rank ranking ad ads adsense advert advertisement"
    " banner promo promotion sponsor sponsored popup modal login register subscribe subscription newsletter"
    " toolbar tool tools pagination pager prev next further readmore more outbrain taboola cookie qrcode qr"
    " download vote poll feedback gg video player videolist tweet instagram facebook twitter weibo topbar"
    " search guess popular trending teaser"
)
_CAPTION_WORDS = _set("caption figcaption descr credit")
_CAPTION_WORDS_BY_PICTURE = _set("desc description intro tip")
# Editors of the portals write headings as paragraphs of such a class.
_HEADING_CLASS = re.compile(
    r"(?:^|[-_\s])(?:h[1-6]|sub-?title|sub-?head(?:ing)?|crosshead)(?=$|[-_\s])", re.IGNORECASE
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_COLOUR = re.compile(
    r"(?<![-\w])color\s*:\s*(?:(?P<name>[a-z]+)|#(?P<hex>[0-9a-f]{6}|[0-9a-f]{3})\b|rgba?\((?P<rgb>[\d, ]+))",
    re.IGNORECASE,
)
_GREYS = frozenset({"gray", "grey", "darkgray", "darkgrey", "silver", "lightgray", "lightgrey"})
_GREY_RANGE = range(0x80, 0xE8)  # darker is a body's own ink, lighter is paper
_GREY_SPREAD = 24
_CONTINUES = re.compile(r"[a-z(]")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the elements around a text say of it.

    `furniture` holds the identities of the elements whose class says that they are not of the story;
    `outside` is the same said by an element that is never wrong about it. `row` and `item` are the
    identities of the table row and the list item, 0 outside of one.
    """

    heading: bool = False
    item: int = 0
    caption: bool = False
    outside: bool = False
    hidden: bool = False
    grey: bool = False
    row: int = 0
    furniture: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the page: its text, the element it stands in, and what is known of its place.

    `linked` is the number of its characters inside links; `bold` says that all of it is;
    `after_picture` that a picture stands between it and the text before.
    """

    text: str
    element: Tag
    around: Surroundings
    linked: int = 0
    bold: bool = False
    after_picture: bool = False
    size: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether the block is a heading, by its tag or by being short and bold without a full stop."""
        if len(self.text) > MAX_HEADING:
            return False
        return self.around.heading or (self.bold and not ends_sentence(self.text))


def read_blocks(root: Tag) -> list[Block]:
    """Return the blocks under an element, in order; table rows of short cells are one block each."""
    reader = _Reader()
    reader.walk(root, root, Surroundings(), _Style())
    reader.flush(root, Surroundings())
    return list(_rows_joined(reader.blocks))


@dataclass(frozen=True, slots=True)
class _Style:
    linked: bool = False
    bold: bool = False


@dataclass(slots=True)
class _Line:
    """The text gathered since the last break."""

    parts: list[str] = field(default_factory=list)
    chars: int = 0
    linked: int = 0
    bold: int = 0
    grey: int = 0
    heading: int = 0


class _Reader:
    """Walks a tree once, gathering text and closing a block where a block element opens or ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._line = _Line()
        self._broken = False
        self._picture = False
        self._picture_inside = False

    def walk(self, element: Tag, owner: Tag, around: Surroundings, style: _Style) -> None:
        for child in element.contents:
            if isinstance(child, Tag):
                self._enter(child, owner, around, style)
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._add(child, owner, around, style)

    def _enter(self, child: Tag, owner: Tag, around: Surroundings, style: _Style) -> None:
        name = child.name
        if name == "br":
            self._broken = True
        elif name in {"img", "amp-img"}:
            self._see_picture()
        elif name in _INLINE:
            if name == "a" or name in _BOLD:
                style = _Style(style.linked or name == "a", style.bold or name in _BOLD)
            inside = self._surroundings(child, around) if child.attrs else around
            if inside.caption != around.caption or inside.hidden != around.hidden:
                self._block(child, around, inside, owner, style)
            else:
                self.walk(child, owner, inside, style)
        elif name not in _UNREAD:
            self._block(child, around, self._surroundings(child, around), owner, style)

    def _block(
        self, child: Tag, around: Surroundings, inside: Surroundings, owner: Tag, style: _Style
    ) -> None:
        self.flush(owner, around)
        self.walk(child, child, inside, _Style(style.linked, style.bold or child.name in _BOLD))
        self.flush(child, inside)

    def _see_picture(self) -> None:
        if self._line.chars:
            self._picture_inside = True
        else:
            self._picture = True

    def _add(self, text: str, owner: Tag, around: Surroundings, style: _Style) -> None:
        chars = len(text.strip())
        if not chars:
            self._line.parts.append(" ")
            return
        if self._broken and self._line.chars:
            self._take_break(text, owner, around)
        self._broken = False
        line = self._line
        line.parts.append(text)
        line.chars += chars
        line.linked += chars if style.linked else 0
        line.bold += chars if style.bold else 0
        line.grey += chars if around.grey else 0
        line.heading += chars if around.heading else 0

    def _take_break(self, following: str, owner: Tag, around: Surroundings) -> None:
        """End the block at a <br>, unless an English sentence was only wrapped there."""
        before = "".join(self._line.parts).rstrip()
        if before[-1:].isascii() and before[-1:] not in ".!?:" and _CONTINUES.match(following.lstrip()):
            self._line.parts.append(" ")
        else:
            self.flush(owner, around)

    def flush(self, owner: Tag, around: Surroundings) -> None:
        line, self._line, self._broken = self._line, _Line(), False
        text = tidy("".join(line.parts)) if line.chars else ""
        if text:
            all_bold = line.bold >= line.chars
            grey, heading = line.grey >= line.chars, line.heading >= line.chars
            if (grey, heading) != (around.grey, around.heading):
                around = replace(around, grey=grey, heading=heading)
            self.blocks.append(Block(text, owner, around, line.linked, all_bold, self._picture, size(text)))
            self._picture = self._picture_inside
            self._picture_inside = False

    @staticmethod
    def _surroundings(element: Tag, around: Surroundings) -> Surroundings:
        name, attributes = element.name, element.attrs
        new = _by_name(name, element, around)
        if not attributes:
            return new
        style = attributes.get("style")
        if style:
            new = _by_style(str(style), new)
        if "hidden" in attributes:
            new = replace(new, hidden=True)
        if name in _OUTSIDE_TAGS or attributes.get("role") in _OUTSIDE_ROLES:
            new = replace(new, outside=True)
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        if _HEADING_CLASS.search(names):
            new = replace(new, heading=True)
        words = _words(names)
        if words and name not in {"html", "body", "article", "main"}:
            new = _by_words(words, element, new)
        return new


def _by_name(name: str, element: Tag, around: Surroundings) -> Surroundings:
    if name in _HEADINGS:
        return replace(around, heading=True)
    if name == "li":
        return replace(around, item=id(element))
    if name == "tr":
        return replace(around, row=id(element))
    if name == "figcaption":
        return replace(around, caption=True)
    if name in _OUTSIDE_TAGS:
        return replace(around, outside=True)
    return around


def _by_style(style: str, around: Surroundings) -> Surroundings:
    if _HIDDEN.search(style):
        around = replace(around, hidden=True)
    if found := _COLOUR.search(style):
        around = replace(around, grey=_is_grey(found))
    return around


def _by_words(words: frozenset[str], element: Tag, around: Surroundings) -> Surroundings:
    if element.name not in _INLINE:
        if words & _OUTSIDE_WORDS:
            around = replace(around, outside=True)
        if words & _FURNITURE_WORDS:
            around = replace(around, furniture=(*around.furniture, id(element)))
    if words & _CAPTION_WORDS or (words & _CAPTION_WORDS_BY_PICTURE and _is_beside_picture(element)):
        around = replace(around, caption=True)
    return around


def _is_beside_picture(element: Tag) -> bool:
    before = element.find_previous_sibling()
    return isinstance(before, Tag) and (before.name == "img" or before.find("img") is not None)


@lru_cache(maxsize=4096)
def _words(names: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(names))


def _is_grey(found: re.Match[str]) -> bool:
    if found["name"]:
        return found["name"].lower() in _GREYS
    if found["hex"]:
        digits = found["hex"]
        step = len(digits) // 3
        levels = [int(digits[i : i + step] * (3 - step), 16) for i in range(0, len(digits), step)]
    else:
        levels = [int(level) for level in found["rgb"].split(",")[:3] if level.strip().isdigit()]
    return bool(levels) and max(levels) - min(levels) <= _GREY_SPREAD and min(levels) in _GREY_RANGE


def _rows_joined(blocks: list[Block]) -> Iterator[Block]:
    """Join the short cells of a table row into one block, a row a sentence; a layout's cells stay."""
    for row, group in groupby(blocks, key=lambda block: block.around.row):
        cells = list(group)
        if not row or len(cells) == 1 or any(_is_paragraph(cell) for cell in cells):
            yield from cells
            continue
        mark = "，" if any(not cell.text.isascii() for cell in cells) else ", "
        text = mark.join(cell.text for cell in cells)
        yield replace(cells[0], text=text, linked=sum(cell.linked for cell in cells), size=size(text))


def _is_paragraph(cell: Block) -> bool:
    return len(cell.text) > _MAX_CELL or has_sentence(cell.text)
