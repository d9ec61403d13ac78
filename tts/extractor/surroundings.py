"""Surroundings: what the elements around a text say of it, by their tags, classes and styles."""

import re
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from tts.extractor.class_names import said_by, word_set

MAX_ATTRIBUTE = 400
"""Characters of an attribute that are looked at."""

_MAX_TOLD = 40  # characters of what is said of a picture beside other text
_MAX_BOXED = 80  # characters beside a picture alone in its table: more is a story in a layout
_BOX_PARTS = 3  # a picture, its caption and its credit


# What browsers set on lines of its own; every other element stands within a line, also one unknown to them
# (https://html.spec.whatwg.org/multipage/rendering.html#flow-content-3).
_BLOCK_TAGS = word_set(
    "html body address article aside blockquote caption center dd details dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend li listing main menu nav ol p plaintext pre"
    " search section summary table tbody td tfoot th thead tr ul xmp"
)
_HEADINGS = word_set("h1 h2 h3 h4 h5 h6")
_BOLD = word_set("b strong")
_FRAMES = word_set("figure figcaption table")
PICTURES = word_set("img amp-img")
_WHOLE_PAGE = word_set("html body main article")
_OUTSIDE_TAGS = word_set(
    "nav footer aside menu amp-ad amp-consent amp-embed amp-facebook amp-instagram amp-list amp-sidebar"
    " amp-twitter amp-user-notification"
)
_OUTSIDE_ROLES = word_set("navigation complementary contentinfo banner search menu")
_TELLING_TAGS = frozenset({"a", "pre"}).union(_HEADINGS, _OUTSIDE_TAGS, _BOLD, _FRAMES)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_KEEPS_LINES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align\s*:", re.IGNORECASE)
_COLOUR = re.compile(
    r"(?<![-\w])color\s*:\s*(?:(?P<name>[a-z]+)|#(?P<hex>[0-9a-f]{6}|[0-9a-f]{3})\b|rgba?\((?P<rgb>[\d, ]+))",
    re.IGNORECASE,
)
_GREYS = frozenset({"gray", "grey", "darkgray", "darkgrey", "silver", "lightgray", "lightgrey"})
_GREY_RANGE = range(0x80, 0xE8)  # darker is a body's own ink, lighter is paper
_GREY_SPREAD = 24


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

    def in_link(self) -> "Surroundings":
        """Return the same within a link: of all changes the commonest, and a third of `_replace`'s time."""
        return Surroundings(self.heading, True, *self[2:])  # noqa: FBT003 - the field `linked`

    def hidden_by(self, element: HtmlElement) -> "Surroundings":
        """Return the same within an element that is hidden."""
        return self if self.hidden else self._replace(hider=element)


def is_block(name: str) -> bool:
    """Tell whether an element stands apart; a component of the page's own, with a hyphen, mostly does."""
    return name in _BLOCK_TAGS or "-" in name


def surroundings_of(element: HtmlElement, around: Surroundings) -> Surroundings:
    """Return what an element adds to its own surroundings for the text within it."""
    if element.tag in _TELLING_TAGS:
        around = _by_name(element, around)
    attributes = element.attrib
    if not attributes:
        return around
    if style := attributes.get("style"):
        around = _by_style(style[:MAX_ATTRIBUTE], element, around)
    if align := attributes.get("align"):
        around = around._replace(centred=align[:MAX_ATTRIBUTE].strip().lower() == "center")
    if "hidden" in attributes:
        around = around.hidden_by(element)
    if attributes.get("role") in _OUTSIDE_ROLES:
        around = around._replace(outside=(*around.outside, element))
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:MAX_ATTRIBUTE]
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
        return around.in_link()
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
    said = said_by(names)
    if said is None:
        return around
    if said.hidden:
        around = around.hidden_by(element)
    if said.heading:
        around = around._replace(heading=True)
    if said.keeps_lines:
        around = around._replace(keeps_lines=True)
    if is_block(element.tag) and element.tag not in _WHOLE_PAGE:
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
    if before is None or not (before.tag in PICTURES or before.find(".//img") is not None):
        return False
    has_own_box = len(element.getparent()) <= _BOX_PARTS
    return has_own_box or _is_short(element, _MAX_TOLD)


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
