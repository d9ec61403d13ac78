"""Body: the element that holds a page's story.

Every block of text has a worth: prose counts for the elements that hold it, links and furniture count
against them. The body is the smallest element that holds nearly all the worth there is. Chinese and
Latin text are weighed alike, by `prose.size`.
"""

from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from tts.extractor.evidence import word_pairs
from tts.extractor.extents import Extent, place_of
from tts.extractor.passages import MIN_BODY, is_linked
from tts.extractor.reading import Reading

NEARLY_ALL = 0.9
_MOST_BODIES = 3
# Of the shorter of two texts, word pairs found again in the other: a twenty-fifth and more in 98 of 100
# pairs of parts of one real story, less in four of five pairs of parts of two.
_COHESION = 0.04
_BY_CHANCE = 3  # word pairs that a brief may have in common with any text
_LOOSE = 0.05  # of a text that stands in another kind of element: another sign has spoken already
_MAX_HEADING = 30  # characters of the line that opens a text of another kind


def bodies(reading: Reading) -> Iterator[HtmlElement]:
    """Yield the elements that may hold the article's body, the likeliest first; none without prose.

    A page whose likeliest body turns out to be something else may have its story in the next.
    """
    worth = [reading.worth(index) for index in range(len(reading.blocks))]
    for _ in range(_MOST_BODIES):
        body = _body(reading, worth)
        if body is None:
            return
        yield _narrowed(reading, body, worth)
        for index in reading.extents[body].indices:
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


def _narrowed(reading: Reading, body: HtmlElement, worth: list[float]) -> HtmlElement:
    """Return the part of a body that has the page's story, where the rest shares no words with it."""
    parts = (reading.extents[child] for child in body if child in reading.extents)
    part = next((part for part in parts if _is_alone(reading, part, reading.extents[body], worth)), None)
    return _narrowed(reading, part.element, worth) if part else body


def _is_alone(reading: Reading, part: Extent, body: Extent, worth: list[float]) -> bool:
    """Tell whether a part of a body takes up the headline's words, and the rest of the body none of its."""
    if part.first == part.last or sum(worth[i] for i in part.indices) < MIN_BODY:
        return False
    beside = [i for i in body.indices if i not in part.indices and worth[i] > 0]
    within = [i for i in part.indices if worth[i] > 0]
    if sum(worth[i] for i in beside) < MIN_BODY:
        return False
    is_elsewhere = _stand_elsewhere(reading, beside, within, body.element)
    is_brief = sum(reading.is_finished(i) for i in within) == 1
    if not (_is_headed(reading, beside, part) or (is_elsewhere and not is_brief)):
        return False
    rest, own = (_text(reading, indices) for indices in (beside, within))
    if not reading.evidence.agrees(own) or reading.evidence.agrees(rest):
        return False
    pairs, known = word_pairs(rest), word_pairs(own)
    shared = len(pairs & known)
    few = max(_BY_CHANCE, _COHESION * min(len(pairs), len(known)))
    return shared < few or (is_elsewhere and shared < _LOOSE * len(pairs))


def _is_headed(reading: Reading, beside: Sequence[int], part: Extent) -> bool:
    """Tell whether the text beside a part of a body opens with a heading or a label of its own."""
    parent = part.element.getparent()
    first = reading.blocks[beside[0]]
    around = (first.element, *first.element.iterancestors())
    box = next((element for element in around if element.getparent() is parent), None)
    opening = first if box is None else reading.blocks[reading.extents[box].first]
    return not is_linked(opening) and len(opening.text) <= _MAX_HEADING and not reading.is_prose(opening)


def _stand_elsewhere(
    reading: Reading, beside: Iterable[int], within: Iterable[int], body: HtmlElement
) -> bool:
    """Tell whether blocks stand in other kinds of elements than those of the story do."""
    places = {place_of(reading.blocks[i], body) for i in within}
    return places.isdisjoint(place_of(reading.blocks[i], body) for i in beside)


def _text(reading: Reading, indices: Iterable[int]) -> str:
    return "\n".join(reading.blocks[index].text for index in indices)
