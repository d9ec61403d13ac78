"""Body: the element that holds a page's story.

Every block of text has a worth: prose counts for the elements that hold it, links and furniture count
against them. The body is the smallest element that holds nearly all the worth there is. Chinese and
Latin text are weighed alike, by `prose.size`.
"""

from collections.abc import Iterator

from lxml.html import HtmlElement

from tts.extractor.passages import MIN_BODY
from tts.extractor.reading import Reading

NEARLY_ALL = 0.9
_MOST_BODIES = 3


def bodies(reading: Reading) -> Iterator[HtmlElement]:
    """Yield the elements that may hold the article's body, the likeliest first; none without prose.

    A page whose likeliest body turns out to be something else may have its story in the next.
    """
    worth = [reading.worth(index) for index in range(len(reading.blocks))]
    for _ in range(_MOST_BODIES):
        body = _body(reading, worth)
        if body is None:
            return
        yield body
        for index in reading.extents[body].indices:
            worth[index] = 0.0


def _body(reading: Reading, worth: list[float]) -> HtmlElement | None:
    sums = [0.0]
    for one in worth:
        sums.append(sums[-1] + one)
    held = {element: sums[extent.last + 1] - sums[extent.first] for element, extent in reading.extents.items()}
    most = max(held.values(), default=0.0)
    if most < MIN_BODY:
        return None
    enough = [reading.extents[element] for element, value in held.items() if value >= NEARLY_ALL * most]
    # An element that holds one block is a paragraph, and its neighbours may be the rest of the story.
    roomy = [extent for extent in enough if extent.first < extent.last] or enough
    return max(roomy, key=lambda extent: extent.depth).element
