"""Blocks: a page's text in reading order, a paragraph at a time, with what its surroundings say of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby, islice
from typing import NamedTuple

from lxml.html import HtmlElement

from tts.extractor.prose import beginning, ends_sentence, ends_statement, has_sentence, size, squeeze, tidy

MAX_HEADING = 60
_MAX_STATED = 24  # characters of a heading that is a whole sentence: a longer one is a paragraph in its tag
MAX_DEPTH = 1_000  # elements within each other; browsers stop at 512 and go on beside them
_MAX_CELL = 40
_MAX_BOXED = 80  # characters beside a picture alone in its table: more is a story in a layout
_BOX_PARTS = 3  # a picture, its caption and its credit
_MAX_STYLED = 120  # characters of a line that says who and when
_MIN_DESCRIBED = 8  # characters: fewer are a name, which a paragraph may begin with too
_MAX_ATTRIBUTE = 400  # characters of a class or a style that are looked at


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What browsers set on lines of its own; every other element stands within a line, also one unknown to them
# (https://html.spec.whatwg.org/multipage/rendering.html#flow-content-3).
_BLOCK_TAGS = _set(
    "html body address article aside blockquote caption center dd details dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend li listing main menu nav ol p plaintext pre"
    " search section summary table tbody td tfoot th thead tr ul xmp"
)
_HEADINGS = _set("h1 h2 h3 h4 h5 h6")
_BOLD = _set("b strong")
_CELLS = _set("td th")
_FRAMES = _set("figure figcaption table")
_PICTURES = _set("img amp-img")
_WHOLE_PAGE = _set("html body main article")
_UNREAD = _set("head title rt rp hr col colgroup")
_OUTSIDE_TAGS = _set(
    "nav footer aside menu amp-ad amp-consent amp-embed amp-facebook amp-instagram amp-list amp-sidebar"
    " amp-twitter amp-user-notification"
)
_OUTSIDE_ROLES = _set("navigation complementary contentinfo banner search menu")
_TELLING_TAGS = frozenset({"a", "pre"}).union(_HEADINGS, _OUTSIDE_TAGS, _BOLD, _FRAMES)
# Words of class and id, as pages choose them, that mean: not of this story.
_OUTSIDE_WORDS = _set(
    "comment comments cmt cmts reply replies disqus consent gdpr privacy onetrust didomi cookiebot cmp"
)
_FURNITURE_WORDS = _set(
    "related relate relevant recommend recommended recommendation recommendations sidebar footer foot"
    " copyright disclaimer statement share sharing social sns nav navi navigation navbar menu breadcrumb"
    " breadcrumbs crumb crumbs tag tags keyword keywords rank ranking ad ads adsense advert advertisement"
    " banner promo promotion sponsor sponsored popup modal login register subscribe subscription newsletter"
    " toolbar tool tools pagination pager prev next outbrain taboola cookie qrcode qr"
    " download vote poll feedback gg player videolist tweet instagram facebook twitter weibo topbar"
    " search guess popular trending fb toc relatedposts relatedlink sharedaddy bio"
)
# The same, but editors choose them for parts of a story too: a teaser, a text side by side with another.
_DOUBTFUL_WORDS = _set("side copy hot further more readmore video teaser")
# Beside the word author, of a card on the writer; what he says may be in an element of his as well.
_CARD_WORDS = _set("about avatar bio box card count counter info meta profile")
_CAPTION_WORDS = _set("caption figcaption descr credit")
_CAPTION_WORDS_BY_PICTURE = _set("desc description intro tip")
_TELLING_WORDS = (
    _OUTSIDE_WORDS,
    _FURNITURE_WORDS,
    _DOUBTFUL_WORDS,
    _CAPTION_WORDS,
    _CAPTION_WORDS_BY_PICTURE,
)
# Editors of the portals write headings as paragraphs of such a class.
_HEADING_CLASS = re.compile(
    r"(?:^|[-_\s])(?:h[1-6]|sub-?title|sub-?head(?:ing)?|crosshead)(?=$|[-_\s])", re.IGNORECASE
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# WordPress writes a post's tags and categories into its class; they are no words of a template's
# (https://developer.wordpress.org/reference/functions/get_post_class/).
_POST = re.compile(r"(?:^|\s)(?:hentry|type-post|post-\d+)(?:\s|$)")
_TERM = re.compile(r"(?:^|\s)(?:tag|category)-\S+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Bootstrap's, WordPress's and Tailwind's classes for what no screen shows, or a screen reader alone says;
# with a class such as d-md-block beside it, wider screens show it after all.
_KEEPS_LINES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
# The same by a class: Tailwind's, and that of the web pages of the island's largest bulletin board.
_KEEPS_LINES_CLASS = re.compile(
    r"(?:^|\s)(?:whitespace-(?:pre|break)\S*|pre-(?:wrap|line)|bbs-content)(?=\s|$)"
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-hidden|screen-reader-text|d-none(?!.*\bd-\w+-(?!none)))(?=\s|$)"
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align\s*:", re.IGNORECASE)
_COLOUR = re.compile(
    r"(?<![-\w])color\s*:\s*(?:(?P<name>[a-z]+)|#(?P<hex>[0-9a-f]{6}|[0-9a-f]{3})\b|rgba?\((?P<rgb>[\d, ]+))",
    re.IGNORECASE,
)
_GREYS = frozenset({"gray", "grey", "darkgray", "darkgrey", "silver", "lightgray", "lightgrey"})
_GREY_RANGE = range(0x80, 0xE8)  # darker is a body's own ink, lighter is paper
_GREY_SPREAD = 24
_CONTINUES = re.compile(r"[a-z(]")


class Surroundings(NamedTuple):
    """What the elements around a text say of it; `keeps_lines` that a blank line in it is one on the screen.

    `furniture` holds the elements whose class says that they are not of the story, `doubtful` those whose
    class may say so, `outside` those that are hardly ever wrong about it; `hider` is the outermost element
    that no screen shows.
    """

    heading: bool = False
    linked: bool = False
    bold: bool = False
    grey: bool = False
    centred: bool = False
    caption: bool = False
    keeps_lines: bool = False
    hider: HtmlElement | None = None
    outside: tuple[HtmlElement, ...] = ()
    furniture: tuple[HtmlElement, ...] = ()
    doubtful: tuple[HtmlElement, ...] = ()

    @property
    def hidden(self) -> bool:
        """Whether no screen shows the text, or not before a click."""
        return self.hider is not None

    @property
    def named(self) -> tuple[HtmlElement, ...]:
        """The elements whose tag or class may say that the text is not of the story."""
        return (*self.outside, *self.furniture, *self.doubtful)

    def hidden_by(self, element: HtmlElement) -> "Surroundings":
        """Return the same within an element that is hidden."""
        return self if self.hidden else self._replace(hider=element)


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
        frames = [self._open(root, root, Surroundings(), is_apart=True)]
        while frames:
            frame = frames[-1]
            child = next(frame.children, None)
            if child is None:
                self._close(frames.pop(), frames)
            elif len(frames) == MAX_DEPTH or (inner := self._enter(child, frame)) is None:
                if child.tail:
                    self._add(child.tail, frame.owner, frame.around)
            elif len(child):
                frames.append(inner)
            else:
                self._close(inner, frames)

    def _enter(self, child: HtmlElement, within: _Frame) -> _Frame | None:
        name = child.tag
        if name == "br":
            self._broken = True
        elif name in _PICTURES:
            self._see_picture(child)
        elif name not in _UNREAD:
            around = _surroundings_of(child, within.around)
            is_apart = _is_block(name) or _is_hinted(around, within.around)
            if is_apart:
                self.flush(within.owner, within.around)
            return self._open(child, child if is_apart else within.owner, around, is_apart=is_apart)
        return None

    def _open(
        self, element: HtmlElement, owner: HtmlElement, around: Surroundings, *, is_apart: bool
    ) -> _Frame:
        if element.text:
            self._add(element.text, owner, around)
        return _Frame(element, iter(element), owner, around, is_apart)

    def _close(self, frame: _Frame, outer: list[_Frame]) -> None:
        if frame.is_apart:
            self.flush(frame.owner, frame.around)
        if outer and frame.element.tail:
            self._add(frame.element.tail, outer[-1].owner, outer[-1].around)

    def mark_captions(self) -> None:
        """Mark the blocks that begin as the picture beside them is described to those who cannot see it."""
        for place, described in self._described:
            for index in range(max(0, place - 1), min(place + _BOX_PARTS, len(self.blocks))):
                block = self.blocks[index]
                if not block.around.heading and _tell_alike(block.text, described):
                    self.blocks[index] = replace(block, around=block.around._replace(caption=True))

    def _see_picture(self, picture: HtmlElement) -> None:
        for name in ("alt", "title"):
            if described := tidy((picture.get(name) or "")[:_MAX_ATTRIBUTE]):
                self._described.append((len(self.blocks), described))
        if self._line.chars:
            self._picture_inside = True
        else:
            self._picture = True

    def _add(self, text: str, owner: HtmlElement, around: Surroundings) -> None:
        if not around.keeps_lines:
            self._add_line(text, owner, around)
            return
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
        heading, bold, grey = (count >= line.chars for count in (line.heading, line.bold, line.grey))
        heading = heading and not (len(text) > _MAX_STATED and ends_statement(text))
        if (heading, bold, grey) != (around.heading, around.bold, around.grey):
            around = around._replace(heading=heading, bold=bold, grey=grey)
        styled = tidy(" ".join(line.parts)) if line.chars <= _MAX_STYLED else text
        self.blocks.append(Block(text, size(text), owner, around, line.linked, self._picture, styled))
        self._picture, self._picture_inside = self._picture_inside, False


def _tell_alike(text: str, described: str) -> bool:
    """Tell whether a text begins as a picture's description does, which may be cut short."""
    start = beginning(described)
    return len(start) >= _MIN_DESCRIBED and squeeze(text).startswith(start)


def _is_block(name: str) -> bool:
    """Tell whether an element stands apart; a component of the page's own, with a hyphen, mostly does."""
    return name in _BLOCK_TAGS or "-" in name


def _is_hinted(around: Surroundings, before: Surroundings) -> bool:
    """Tell whether an element's class or style says that it stands apart: a caption, or hidden."""
    return around.caption != before.caption or around.hider is not before.hider


def _surroundings_of(element: HtmlElement, around: Surroundings) -> Surroundings:
    if element.tag in _TELLING_TAGS:
        around = _by_name(element, around)
    attributes = element.attrib
    if not attributes:
        return around
    if style := attributes.get("style"):
        around = _by_style(style[:_MAX_ATTRIBUTE], element, around)
    if align := attributes.get("align"):
        around = around._replace(centred=align[:_MAX_ATTRIBUTE].strip().lower() == "center")
    if "hidden" in attributes:
        around = around.hidden_by(element)
    if attributes.get("role") in _OUTSIDE_ROLES:
        around = around._replace(outside=(*around.outside, element))
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:_MAX_ATTRIBUTE]
    return _by_class(names, element, around) if names != " " else around


def _by_name(element: HtmlElement, around: Surroundings) -> Surroundings:
    name = element.tag
    if name in _HEADINGS:
        return around._replace(heading=True, bold=True)
    if name in _OUTSIDE_TAGS:
        return around._replace(outside=(*around.outside, element))
    if name in _BOLD and not around.bold:
        return around._replace(bold=True)
    if name == "pre":
        return around._replace(keeps_lines=True)
    if name == "a" and not around.linked:
        return around._replace(linked=True)
    around = around._replace(centred=True) if name == "center" else around
    return _by_figure(element, around) if name in _FRAMES else around


def _by_figure(element: HtmlElement, around: Surroundings) -> Surroundings:
    name = element.tag
    if name == "figcaption":
        return around._replace(caption=True)
    is_framed = element.find(".//img") is not None
    if is_framed and (name == "figure" or _is_short(element, _MAX_BOXED)):
        return around._replace(caption=True)
    return around


def _is_short(element: HtmlElement, chars: int) -> bool:
    """Tell whether an element has so few pieces of text, and these so short, that it is all a caption."""
    texts = (text.strip() for text in element.itertext())
    some = list(islice(filter(None, texts), _BOX_PARTS))
    return len(some) < _BOX_PARTS and sum(map(len, some)) <= chars


def _by_style(style: str, element: HtmlElement, around: Surroundings) -> Surroundings:
    if _HIDDEN.search(style):
        around = around.hidden_by(element)
    if _KEEPS_LINES.search(style):
        around = around._replace(keeps_lines=True)
    if _ALIGNED.search(style):
        around = around._replace(centred=bool(_CENTRED.search(style)))
    if found := _COLOUR.search(style):
        around = around._replace(grey=_is_grey(found))
    return around


def _by_class(names: str, element: HtmlElement, around: Surroundings) -> Surroundings:
    said = _said_by(names)
    if said is None:
        return around
    if said.hidden:
        around = around.hidden_by(element)
    if said.heading:
        around = around._replace(heading=True)
    if said.keeps_lines:
        around = around._replace(keeps_lines=True)
    if _is_block(element.tag) and element.tag not in _WHOLE_PAGE:
        if said.outside:
            around = around._replace(outside=(*around.outside, element))
        if said.furniture:
            around = around._replace(furniture=(*around.furniture, element))
        elif said.doubtful:
            around = around._replace(doubtful=(*around.doubtful, element))
    if said.caption or (said.caption_by_picture and _is_beside_picture(element)):
        around = around._replace(caption=True)
    return around


def _is_beside_picture(element: HtmlElement) -> bool:
    """Tell whether an element follows a picture, and is not so long beside so much else that it is a lead."""
    before = element.getprevious()
    if before is None or not (before.tag in _PICTURES or before.find(".//img") is not None):
        return False
    has_own_box = len(element.getparent()) <= _BOX_PARTS
    return has_own_box or _is_short(element, _MAX_CELL)


class _Said(NamedTuple):
    """What an element's class and id say, by words that mean the same on many sites."""

    hidden: bool
    heading: bool
    keeps_lines: bool
    outside: bool
    furniture: bool
    doubtful: bool
    caption: bool
    caption_by_picture: bool


@lru_cache(maxsize=4096)
def _said_by(names: str) -> _Said | None:
    """Return what names say, or None for the most, which say nothing."""
    own = _TERM.sub("", names) if _POST.search(names) else names
    words = frozenset(word.lower() for word in _WORD.findall(own))
    said = _Said(
        *(bool(sign.search(names)) for sign in (_HIDDEN_CLASS, _HEADING_CLASS, _KEEPS_LINES_CLASS)),
        *(not words.isdisjoint(known) for known in _TELLING_WORDS),
    )
    if _is_card(words):
        said = said._replace(doubtful=True)
    return said if any(said) else None


def _is_card(words: frozenset[str]) -> bool:
    """Tell whether these are the names of a card on the writer."""
    return "author" in words and not words.isdisjoint(_CARD_WORDS)


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
    for row, group in groupby(blocks, key=_row):
        cells = list(group)
        if row is None or len(cells) == 1 or any(_is_paragraph(cell) for cell in cells):
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
