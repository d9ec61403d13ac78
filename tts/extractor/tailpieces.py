"""Tailpieces: the small boxes that a page sets amid a story and below it, and which are none of it.

Such a box is alone in its kind and says itself what it is: it offers to be skipped, or most of it is
furniture. Below the story, or floating beside it, it has a label or a button and words of its own, or a
person's name and life, or a paper's notices and address.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice

from lxml.html import HtmlElement

from tts.extractor.blocks import Block
from tts.extractor.cohesion import is_other
from tts.extractor.contributor import tells_life
from tts.extractor.extents import Extent, row_of
from tts.extractor.insets import is_inset
from tts.extractor.noise import fold
from tts.extractor.passages import is_linked, leads_away
from tts.extractor.person_names import are_names
from tts.extractor.prose import ends_sentence
from tts.extractor.reading import Reading

_MOST_BOXES = 40
_MAX_BLOCKS = 8  # of a small box
_SMALL = 0.3  # of the story's paragraphs
_MOST = 0.5
_ALIKE = 3  # boxes of one kind are the sections of one text
_CHOICES = 2
_MAX_LABEL = 24  # characters
_BOXES = frozenset(
    {"a", "form", "div", "section", "aside", "table", "fieldset", "dl", "ul", "ol", "blockquote"}
)
_OF_OTHERS = frozenset({"related", "notice", "player", "advertisement", "paywall"})
_FLOATS = re.compile(r"float\s*:\s*(?:left|right)", re.IGNORECASE)
_MAX_STYLE = 400  # characters of a style that are looked at
_ROWS = frozenset({"ul", "dl", "table"})
_TABLES = frozenset({"dl", "table"})
_LISTS = frozenset({"ul", "ol"})
_MAILBOX = re.compile(r"\w@[\w-]{1,40}\.[a-z]", re.IGNORECASE)
_TO_READER = re.compile(r"[你您妳].{1,30}[?？]$")
_SKIPS = ("跳过", "略过", "Skip")


class _Story:
    """Some of the blocks of a body, and how much of them an element holds."""

    def __init__(self, reading: Reading, indices: Iterable[int]) -> None:
        self.indices = list(indices)
        self._sums = (0, *accumulate(reading.blocks[i].size for i in self.indices))

    def size(self, extent: Extent) -> int:
        """Return the Han characters of the blocks that an element holds."""
        first, behind = self._places(extent)
        return self._sums[behind] - self._sums[first]

    def last(self, extent: Extent) -> int:
        """Return the last block that an element holds, or before it."""
        return self.indices[self._places(extent)[1] - 1]

    def beside(self, extent: Extent) -> list[int]:
        """Return the blocks that an element does not hold."""
        first, behind = self._places(extent)
        return self.indices[:first] + self.indices[behind:]

    def _places(self, extent: Extent) -> tuple[int, int]:
        return bisect_left(self.indices, extent.first), bisect_left(self.indices, extent.last + 1)


def tailpieces(reading: Reading, body: HtmlElement) -> Iterator[int]:
    """Yield the blocks of the small boxes in a body that are none of its story."""
    indices = reading.extents[body].indices
    story = _Story(reading, filter(reading.is_finished, indices))
    told = _Story(reading, (i for i in indices if reading.is_prose(reading.blocks[i]) and reading.is_read(i)))
    for box, end in islice(_boxes(reading, body, story, told), _MOST_BOXES):
        is_below = box.first > end
        yield from _inset(reading, box)
        is_known = _asks(box, story) or any(one(reading, box) for one in (_leads_away, _is_skipped, _is_rest))
        is_apart = is_below or bool(_FLOATS.search((box.element.get("style") or "")[:_MAX_STYLE]))
        if (
            is_known
            or (is_below and _is_of_paper(reading, box))
            or _is_strange(reading, box, story.beside(box), is_apart=is_apart)
        ):
            yield from box.indices


def _boxes(reading: Reading, body: HtmlElement, story: _Story, told: _Story) -> Iterator[tuple[Extent, int]]:
    """Yield the small boxes beside the story and further in, with the sentence that ends it there.

    The story is known by its finished paragraphs, its end by the shorter ones as well.
    """
    within: HtmlElement | None = body if story.indices else None
    while within is not None:
        parts = [reading.extents[child] for child in within if child in reading.extents]
        end = _end(parts, told)
        yield from ((box, end) for box in _small_boxes(reading, parts, story))
        most = _MOST * story.size(reading.extents[within])
        wide = (part for part in parts if part.first < part.last)
        within = next((part.element for part in wide if story.size(part) > most), None)


def _small_boxes(reading: Reading, parts: Sequence[Extent], story: _Story) -> Iterator[Extent]:
    kinds = Counter(row_of(part.element) for part in parts)
    most = _SMALL * sum(map(story.size, parts))
    for box in parts:
        is_alone = box.element.tag in _BOXES and (
            kinds[row_of(box.element)] < _ALIKE or _is_form(box.element)
        )
        is_small = len(box.indices) <= _MAX_BLOCKS and story.size(box) <= most
        if is_alone and is_small and not any(reading.is_title(reading.blocks[i].text) for i in box.indices):
            yield box


def _end(parts: Sequence[Extent], story: _Story) -> int:
    """Return the last paragraph in the row of elements that holds the most of a story."""
    rows: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], int] = {}
    for part in parts:
        if size := story.size(part):
            rows[row_of(part.element)] += size
            last[row_of(part.element)] = story.last(part)
    return last[rows.most_common(1)[0][0]] if rows else story.indices[-1]


def _asks(box: Extent, story: _Story) -> bool:
    """Tell whether a box without a paragraph asks its reader to choose or to write."""
    is_choice = len(list(islice(box.element.iter("label"), _CHOICES))) == _CHOICES
    return (is_choice or _is_form(box.element)) and not story.size(box)


def _is_form(element: HtmlElement) -> bool:
    return "form" in {element.tag, element.get("role")}


def _leads_away(reading: Reading, box: Extent) -> bool:
    """Tell whether all lines of a box lead to another page: its headline, its day, what it is about."""
    part = [reading.blocks[i] for i in box.indices]
    links = (link for link in box.element.iter("a") if leads_away(link))
    is_of_link = all(is_linked(block) or reading.is_page_line(block.text) for block in part)
    return len(part) > 1 and is_of_link and next(links, None) is not None


def _is_skipped(reading: Reading, box: Extent) -> bool:
    """Tell whether a box opens, below its label perhaps, with a link to its end for those who hear it."""
    opening = [reading.blocks[i] for i in box.indices[:2]]
    if not any(block.linked and fold(block.text).startswith(_SKIPS) for block in opening):
        return False
    ends = {f"#{element.get('id')}" for element in box.element.iter() if element.get("id")}
    return any(link.get("href") in ends for link in box.element.iter("a"))


def _is_rest(reading: Reading, box: Extent) -> bool:
    """Tell whether of a box in which furniture stands no sentence would be read, and few lines.

    They may be more, below a question to the reader: the answers that he can choose of. A heading is read,
    but for that of a box that only sells something.
    """
    read = [reading.blocks[i] for i in box.indices if reading.is_read(i)]
    if box.element.tag in _ROWS or not 0 < len(read) < len(box.indices):
        return False
    if _TO_READER.search(fold(read[0].text)):
        return not any(ends_sentence(block.text) for block in read[1:])
    is_sold = {reading.noise(i) for i in box.indices if not reading.is_read(i)} == {"advertisement"}
    is_told = any((block.is_heading and not is_sold) or ends_sentence(block.text) for block in read)
    return not is_told and len(read) * 2 <= len(box.indices)


def _inset(reading: Reading, box: Extent) -> range:
    """Return the blocks of a box that says itself what it is; a list's label may stand right above it."""
    first = box.first
    if box.element.tag in _LISTS and first and _is_head(reading.blocks[first - 1], box.element):
        first -= 1
    whole = range(first, box.last + 1)
    return whole if is_inset([reading.blocks[i].styled for i in whole]) else range(0)


def _is_head(above: Block, listed: HtmlElement) -> bool:
    return above.element.getnext() is listed and not ends_sentence(above.text)


def _is_of_paper(reading: Reading, box: Extent) -> bool:
    """Tell whether a box is what a paper says of itself below a story: notices, or where to write to."""
    read = [i for i in box.indices if reading.is_read(i)]
    if len(read) < len(box.indices) and _is_mostly_furniture(reading, box):
        return not any(map(reading.is_finished, read))
    return any(_MAILBOX.search(reading.blocks[i].text) for i in read)


def _is_strange(reading: Reading, box: Extent, story: Sequence[int], *, is_apart: bool) -> bool:
    """Tell whether a box is none of a story, by what stands in it and by its words."""
    told = [i for i in box.indices if reading.is_read(i)]
    if not told or not story or _is_table_of_sentences(reading, box):
        return False
    if is_apart and _is_card(reading, box):
        return True
    is_marked = _is_mostly_furniture(reading, box) or (is_apart and _is_labelled(reading, box))
    return is_marked and is_other(reading, story, told, loosely=True)


def _is_table_of_sentences(reading: Reading, box: Extent) -> bool:
    """Tell whether a box has names or years, and a sentence beside each, as a story's own last part has."""
    said = sum(ends_sentence(reading.blocks[i].text) for i in box.indices)
    return box.element.tag in _TABLES and said > 1 and said * 2 >= len(box.indices)


def _is_mostly_furniture(reading: Reading, box: Extent) -> bool:
    kinds = [reading.noise(i) for i in box.indices]
    furniture = sum(
        kind in _OF_OTHERS or is_linked(reading.blocks[i]) for i, kind in zip(box.indices, kinds, strict=True)
    )
    return any(kind in _OF_OTHERS for kind in kinds) and furniture * 2 >= len(kinds)


def _is_labelled(reading: Reading, box: Extent) -> bool:
    """Tell whether a box has a line that heads it, or a link that is a line of its own."""
    part = [reading.blocks[i] for i in box.indices]
    return len(part) > 1 and (_is_label(*part[:2]) or any(map(is_linked, part)))


def _is_label(block: Block, below: Block) -> bool:
    is_set_off = block.is_heading or row_of(block.element) != row_of(below.element)
    return is_set_off and len(block.text) <= _MAX_LABEL and not ends_sentence(block.text)


def _is_card(reading: Reading, box: Extent) -> bool:
    """Tell whether a box has a person's name, and below it what he is and did."""
    name, *rest = [reading.blocks[i].text for i in box.indices]
    return 0 < len(rest) <= _ALIKE and are_names(fold(name), sure=False) and any(map(tells_life, rest))
