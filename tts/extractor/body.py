"""Body: the element that holds a page's story.

Every block of text has a worth: prose counts for the elements that hold it, links and furniture count
against them. The body is the smallest element that holds nearly all the worth there is. Chinese and
Latin text are weighed alike, by `prose.size`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from tts.extractor.blocks import Block
from tts.extractor.cohesion import is_other
from tts.extractor.extents import Extent, kind_of, place_of, row_of
from tts.extractor.passages import MIN_BODY, is_linked, leads_away
from tts.extractor.prose import HAN
from tts.extractor.reading import Reading
from tts.extractor.tailpieces import tailpieces

NEARLY_ALL = 0.9
_MOST_BODIES = 3
_MOST = 0.5
_MOST_BOXES = 40
_MAX_HEADING = 30  # characters of the line that opens a text of another kind
_MAX_TEASER = 4  # blocks of a box that leads to another story: its headline, a date, what it is about
_MAX_LABEL = 8  # characters above the first of them: 精選, 延伸閱讀
_MIN_HEADLINE = 6  # characters of a headline that is a link
_ALIKE = 3  # boxes of one kind are the sections of one text


_SEVERAL = 2
_TONGUE_BOXES = ("div", "section", "article")
_ENGLISH = re.compile(r"(?:^|[-_ ])(?:en|eng|english)(?:$|[-_ ])", re.IGNORECASE)
_HAN = re.compile(f"[{HAN}]")


class Body(NamedTuple):
    """The element that holds a story, and the places of the blocks in it that belong to other texts."""

    element: HtmlElement
    strangers: frozenset[int] = frozenset()


def bodies(reading: Reading) -> Iterator[Body]:
    """Yield what may be the article's body, the likeliest first; nothing without prose.

    A page whose likeliest body turns out to be something else may have its story in the next.
    """
    worth = [reading.worth(index) for index in range(len(reading.blocks))]
    for _ in range(_MOST_BODIES):
        element = _body(reading, worth)
        if element is None:
            return
        part = _narrowed(reading, element, worth)
        strangers = (
            *_strangers(reading, part, worth),
            *tailpieces(reading, part),
            *_translations(reading, part),
        )
        yield Body(part, frozenset(strangers))
        for index in reading.extents[element].indices:
            worth[index] = 0.0


def _body(reading: Reading, worth: list[float]) -> HtmlElement | None:
    sums = [0.0]
    for one in worth:
        sums.append(sums[-1] + one)
    held = {
        element: sums[extent.last + 1] - sums[extent.first] for element, extent in reading.extents.items()
    }
    most = max(held.values(), default=0.0)
    if most < MIN_BODY:
        return None
    enough = [reading.extents[element] for element, value in held.items() if value >= NEARLY_ALL * most]
    # An element that holds one block is a paragraph, and its neighbours may be the rest of the story.
    roomy = [extent for extent in enough if extent.first < extent.last] or enough
    return max(roomy, key=lambda extent: extent.depth).element


def _narrowed(reading: Reading, body: HtmlElement, worth: Sequence[float]) -> HtmlElement:
    """Return the box in a body that has the page's story, where all beside it is other text elsewhere."""
    part: HtmlElement | None = body
    while part is not None:
        body, part = part, _box_apart(reading, part, worth)
    return body


def _box_apart(reading: Reading, body: HtmlElement, worth: Sequence[float]) -> HtmlElement | None:
    for box in _weighty(reading, body, worth):
        within = [i for i in box.indices if worth[i] > 0]
        if _are_apart(reading, within, _beside(box, reading.extents[body], worth), body):
            return box.element
    return None


def _beside(box: Extent, body: Extent, worth: Sequence[float]) -> list[int]:
    """Return the blocks of worth in a body that are not in a box of it."""
    around = (range(body.first, box.first), range(box.last + 1, body.last + 1))
    return [i for indices in around for i in indices if worth[i] > 0]


def _weighty(reading: Reading, body: HtmlElement, worth: Sequence[float]) -> list[Extent]:
    """Return the boxes in a body that hold some prose, and leave some: the first of them, where all do."""
    boxes = [reading.extents[child] for child in body if child in reading.extents]
    prose = [sum(one for one in worth[box.first : box.last + 1] if one > 0) for box in boxes]
    whole = reading.extents[body]
    total = sum(one for one in worth[whole.first : whole.last + 1] if one > 0)
    enough = (
        box
        for box, held in zip(boxes, prose, strict=True)
        if box.first < box.last and held >= MIN_BODY and total - held >= MIN_BODY
    )
    return list(islice(enough, _MOST_BOXES))


def _are_apart(reading: Reading, story: Sequence[int], others: Sequence[int], body: HtmlElement) -> bool:
    """Tell whether blocks are the story and others are not, by where they stand and by their words."""
    return (
        bool(story and others)
        and _stand_elsewhere(reading, story, others, body)
        and is_other(reading, story, others, loosely=True)
    )


def _strangers(reading: Reading, body: HtmlElement, worth: Sequence[float]) -> Iterator[int]:
    """Yield the blocks of the boxes in a body that share no words with the page's headline or its story.

    They may stand beside the story, or further in, beside it within a box that holds most of the body.
    """
    within: HtmlElement | None = body
    while within is not None:
        whole, inner = reading.extents[within], None
        kinds = Counter(map(row_of, within))
        yield from _teasers(reading, whole, worth)
        for box in _weighty(reading, within, worth):
            if _is_strange(reading, box, whole, worth, is_alone=kinds[row_of(box.element)] < _ALIKE):
                yield from box.indices
            elif _holds_most(box, whole, worth):
                inner = box.element
        within = inner


def _translations(reading: Reading, body: HtmlElement) -> Iterator[int]:
    """Yield the blocks of the boxes in a Chinese body that say they tell its story in another language."""
    boxes = (box for box in body.iter(*_TONGUE_BOXES) if _is_foreign(box) and box in reading.extents)
    for box in islice(boxes, _MOST_BOXES):
        told = [i for i in reading.extents[body].indices if reading.is_finished(i)]
        within = [i for i in told if i in reading.extents[box].indices]
        chinese = [i for i in told if _HAN.search(reading.blocks[i].text)]
        if len(within) >= _SEVERAL and len(chinese) >= _SEVERAL and set(within).isdisjoint(chinese):
            yield from reading.extents[box].indices


def _is_foreign(box: HtmlElement) -> bool:
    language = (box.get("lang") or "").lower()
    return bool(language and not language.startswith("zh")) or bool(_ENGLISH.search(box.get("class") or ""))


def _teasers(reading: Reading, body: Extent, worth: Sequence[float]) -> Iterator[int]:
    """Yield the blocks of the boxes amid a body that open with a link to another story, and tell of it.

    Systems that build a page of boxes give all of them one class, and each another behind it.
    """
    kinds = Counter(map(kind_of, body.element))
    boxes = (reading.extents[child] for child in body.element if child in reading.extents)
    teasers = (box for box in boxes if kinds[kind_of(box.element)] < _ALIKE and _is_led_away(reading, box))
    for box in islice(teasers, _MOST_BOXES):
        within = [i for i in box.indices if worth[i] > 0]
        if within and is_other(reading, _beside(box, body, worth), within, loosely=True):
            yield from box.indices


def _is_led_away(reading: Reading, box: Extent) -> bool:
    """Tell whether a small box opens with a link to elsewhere, as long as a headline; a label may head it."""
    label, *below = reading.blocks[box.first : box.last + 1]
    if not below or len(below) >= _MAX_TEASER:
        return False
    is_headed = len(below) > 1 and not label.linked and len(label.text) <= _MAX_LABEL
    head = below[0] if is_headed else label
    is_linked_title = is_linked(head) and head.linked >= _MIN_HEADLINE
    return is_linked_title and any(map(leads_away, box.element.iter("a")))


def _holds_most(box: Extent, body: Extent, worth: Sequence[float]) -> bool:
    return sum(worth[box.first : box.last + 1]) > _MOST * sum(worth[body.first : body.last + 1])


def _is_strange(
    reading: Reading, box: Extent, body: Extent, worth: Sequence[float], *, is_alone: bool
) -> bool:
    """Tell whether a box is another text than the rest of a body, by its words and by how it opens."""
    if any(reading.is_title(reading.blocks[i].text) for i in box.indices):
        return False
    within = [i for i in box.indices if worth[i] > 0]
    beside = _beside(box, body, worth)
    if _are_apart(reading, beside, within, body.element):
        return True
    return is_alone and _is_heading(reading, reading.blocks[box.first]) and is_other(reading, beside, within)


def _is_heading(reading: Reading, block: Block) -> bool:
    """Tell whether a block is a heading such as stands above a text of its own."""
    is_set_off = block.around.heading or block.around.bold
    return (
        is_set_off
        and not is_linked(block)
        and len(block.text) <= _MAX_HEADING
        and not reading.is_prose(block)
    )


def _stand_elsewhere(
    reading: Reading, beside: Sequence[int], within: Iterable[int], body: HtmlElement
) -> bool:
    """Tell whether blocks stand in other kinds of elements than those of the story do, which has one box."""
    if sum(map(reading.is_finished, beside)) == 1 or not _are_in_one(reading, beside, body):
        return False
    places = {place_of(reading.blocks[i], body) for i in within}
    return places.isdisjoint(place_of(reading.blocks[i], body) for i in beside)


def _are_in_one(reading: Reading, indices: Sequence[int], body: HtmlElement) -> bool:
    """Tell whether blocks stand in one and the same element of a body."""
    first = reading.blocks[indices[0]].element
    around = (element for element in (first, *first.iterancestors()) if element.getparent() is body)
    box = next((reading.extents[element] for element in around), None)
    return box is not None and indices[-1] <= box.last
