"""Body: the element that holds a page's story.

Every block of text has a worth: prose counts for the elements that hold it, links and furniture count
against them. The body is the smallest element that holds nearly all the worth there is. Chinese and
Latin text are weighed alike, by `prose.size`.
"""

from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from tts.extractor.evidence import word_pairs
from tts.extractor.extents import Extent, place_of
from tts.extractor.passages import MIN_BODY
from tts.extractor.reading import Reading

NEARLY_ALL = 0.9
_MOST_BODIES = 3
# Of a text's word pairs, found again in the rest of its story: a tenth and more in 95 of 100 halves of real
# stories, less than a twentieth in 90 of 100 of other texts.
_COHESION = 0.05


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
    if sum(worth[i] for i in beside) < MIN_BODY or not _stand_elsewhere(
        reading, beside, within, body.element
    ):
        return False
    rest, own = (_text(reading, indices) for indices in (beside, within))
    if not reading.evidence.agrees(own) or reading.evidence.agrees(rest):
        return False
    pairs = word_pairs(rest)
    return len(pairs & word_pairs(own)) < _COHESION * len(pairs)


def _stand_elsewhere(
    reading: Reading, beside: Iterable[int], within: Iterable[int], body: HtmlElement
) -> bool:
    """Tell whether blocks stand in other kinds of elements than those of the story do."""
    places = {place_of(reading.blocks[i], body) for i in within}
    return places.isdisjoint(place_of(reading.blocks[i], body) for i in beside)


def _text(reading: Reading, indices: Iterable[int]) -> str:
    return "\n".join(reading.blocks[index].text for index in indices)
