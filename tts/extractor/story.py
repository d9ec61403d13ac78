"""Story: what is read out of a page's body, without captions, copies, and what stands above and below."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from lxml.html import HtmlElement

from tts.extractor.blocks import Block
from tts.extractor.body import Body
from tts.extractor.captions import without_captions
from tts.extractor.copies import without_copies
from tts.extractor.extents import Extent, kind_of, place_of
from tts.extractor.noise import closes_story, is_stamp, opens_section
from tts.extractor.passages import is_prose
from tts.extractor.prose import TELLING, ends_sentence, ends_statement, is_punctuated, tidy_paragraph
from tts.extractor.reading import Reading
from tts.extractor.releases import below_release
from tts.model.article import Paragraph

_AFTERMATH = 0.3
_NEAR = 12  # blocks between a headline and its story
_ABOVE = 0.3  # of a body's paragraphs, above the headline in it
_COLONS = ("：", ":")
_SEVERAL = 2  # further lines like the first of a story's entries
_CELLS = frozenset({"dd", "td", "li"})
_NAMES = frozenset({"th", "dt"})
_LABEL = re.compile(r"^[^：:，。]{1,4}[：:]\s?")


def story_of(reading: Reading, found: Body) -> list[Paragraph]:
    """Return what is read out of a body: its blocks without captions, credits, links and furniture."""
    if found.element not in reading.extents:
        return []
    body = reading.extents[found.element]
    body = replace(body, first=_first(reading, body), last=_end(reading, body))
    to_last = range(body.first, _last_of_story(reading, body) + 1)
    below = (to_last.start + place for place in below_release([reading.blocks[i] for i in to_last]))
    others = found.strangers.union(_titles_of_others(reading, to_last), below)
    within = [i for i in to_last if reading.is_read(i) and i not in others]
    indices = (*_lead(reading, body), *_without_labels(reading, body, within))
    kept = [reading.blocks[i] for i in indices]
    kept = without_captions(reading, body, without_copies(kept))
    kept = _without_closing(_without_opening(reading, body, kept))
    paragraphs = (_paragraph(block, body) for block in kept)
    return [paragraph for paragraph in paragraphs if paragraph.text]


def _paragraph(block: Block, body: Extent) -> Paragraph:
    if block.is_heading:
        return Paragraph(block.text, "heading")
    return Paragraph(
        tidy_paragraph(block.text), "list_item" if _is_listed(block.element, body.element) else "body"
    )


def _lead(reading: Reading, body: Extent) -> list[int]:
    """Return the paragraphs between a body and the title or the furniture above it.

    Like `_end`, for what is too small a part of the story to have a say in which element is its body.
    """
    blocks = reading.blocks
    if any(
        reading.is_title(blocks[i].text)
        for i in takewhile(lambda i: not reading.is_finished(i), body.indices)
    ):
        return []
    above = list(takewhile(reading.is_of_story, range(body.first - 1, -1, -1)))
    top = min(filter(reading.is_finished, above), default=body.first)
    near = [i for i in range(top, body.first) if is_prose(blocks[i]) and reading.is_read(i)]
    lead = [*_standfirst(reading, top), *near]
    story = [blocks[i].text for i in body.indices] if lead else []
    return [index for index in lead if not _is_repeated(blocks[index].text, story)]


def _standfirst(reading: Reading, end: int) -> list[int]:
    """Return the sentences right below the headline, where credits and buttons part them from the story."""
    blocks = reading.blocks
    nearest = range(end - 1, max(-1, end - _NEAR - 1), -1)
    title = next((i for i in nearest if blocks[i].around.heading and reading.is_title(blocks[i].text)), end)
    below = range(title + 1, end)
    return list(takewhile(lambda i: _is_stated(blocks[i]) and reading.is_read(i), below))


def _is_stated(block: Block) -> bool:
    return is_prose(block) and ends_statement(block.text) and not block.linked


def _is_repeated(lead: str, story: Sequence[str]) -> bool:
    """Tell whether a lead is only the story's beginning once more, as portals write their abstracts."""
    start = _LABEL.sub("", lead)[:TELLING]
    return any(text.startswith(start) for text in story)


def _first(reading: Reading, body: Extent) -> int:
    """Return the first block of a body, or that below the headline in it, where most of its story stands."""
    sizes = {i: reading.blocks[i].size for i in body.indices if reading.is_finished(i)}
    titles = (i for i in body.indices if reading.is_title(reading.blocks[i].text))
    for i in titles:
        above = sum(size for place, size in sizes.items() if place < i)
        if above <= _ABOVE * sum(sizes.values()) * _is_set_as_title(reading.blocks[i]):
            return i
    return body.first


def _is_set_as_title(block: Block) -> bool:
    """Tell whether a line is a heading by its tag, or as pages were set before they had styles."""
    return block.around.heading or (block.around.bold and not block.linked)


def _end(reading: Reading, body: Extent) -> int:
    """Return the last block of a body and of the elements like it that carry its story on."""
    last = body.last
    for twin in _twins(reading, body.element):
        if not (all(map(reading.is_of_story, twin.indices)) and any(map(reading.is_finished, twin.indices))):
            break
        last = twin.last
    return last


def _twins(reading: Reading, element: HtmlElement) -> Iterator[Extent]:
    """Yield the elements with text that follow an element, while they are of its kind."""
    siblings = (reading.extents[one] for one in element.itersiblings() if one in reading.extents)
    return takewhile(lambda extent: kind_of(extent.element) == kind_of(element), siblings)


def _last_of_story(reading: Reading, body: Extent) -> int:
    """Return the last block before a line that ends the story, if little but lists follows that line."""
    if reading.labels.isdisjoint(body.indices):
        return body.last
    sizes = [reading.blocks[i].size * reading.is_read(i) for i in body.indices]
    total = sum(sizes)
    seen = 0
    labels = []
    for index, size in zip(body.indices, sizes, strict=True):
        if index in reading.labels and total - seen <= _AFTERMATH * total:
            labels.append(index)
        seen += size
    last = _last_paragraph(reading, body, labels[0]) if labels else body.last
    return next((label - 1 for label in labels if label > last), body.last)


def _last_paragraph(reading: Reading, body: Extent, label: int) -> int:
    """Return the last finished paragraph that stands where those before a label do."""
    finished = [i for i in body.indices if reading.is_finished(i)]
    places = {place_of(reading.blocks[i], body.element) for i in finished if i < label}
    return max(
        (i for i in finished if place_of(reading.blocks[i], body.element) in places), default=label - 1
    )


def _titles_of_others(reading: Reading, indices: Sequence[int]) -> Iterator[int]:
    """Yield the lines right below a bare label that are titles, as a list for print has them."""
    blocks = reading.blocks
    first = next(filter(reading.is_finished, indices), indices[-1])
    is_below = False
    for index in range(first, indices[-1] + 1):
        if index in reading.labels and opens_section(blocks[index].text):
            is_below = True
        elif is_below := is_below and _may_be_title(reading, index):
            yield index


def _may_be_title(reading: Reading, index: int) -> bool:
    block = reading.blocks[index]
    is_line = not (block.is_heading or block.linked or ends_sentence(block.text))
    return is_line and not reading.is_finished(index)


def _without_labels(reading: Reading, body: Extent, indices: Sequence[int]) -> Sequence[int]:
    """Leave out what stands above the first sentence and below the last where no paragraph stands."""
    blocks = reading.blocks
    places = {place_of(blocks[i], body.element) for i in indices if reading.is_finished(i)}
    sentences = [
        place for place, i in enumerate(indices) if reading.is_prose(blocks[i]) or _is_told(blocks[i])
    ]
    if not places or not sentences:
        return indices
    first, last = sentences[0], sentences[-1]
    asked = {
        place_of(blocks[i], body.element) for i in indices[first:] if _asks(blocks[i]) or _names(blocks[i])
    }
    heads = _heads(reading, body, [blocks[i] for i in indices[first:]])
    beside = blocks[indices[first]].element.getparent()
    above = (
        i
        for i in indices[:first]
        if _stands_above(blocks[i], body.element, places, asked)
        or (_is_head(reading, blocks[i]) and place_of(blocks[i], body.element) in heads)
        or (_is_short_sentence(blocks[i]) and blocks[i].element.getparent() is beside)
    )
    below = [i for i in indices[last + 1 :] if place_of(blocks[i], body.element) in places]
    headed = [i for i, line in pairwise(below) if ends_sentence(blocks[line].text)]
    below = [i for i in below if not blocks[i].is_heading or i in headed]
    return (*above, *indices[first : last + 1], *below)


def _is_told(block: Block) -> bool:
    """Tell whether a cell or an item is a sentence, be it as brief as those of a table of years."""
    return block.element.tag in _CELLS and not block.linked and ends_sentence(block.text)


def _is_short_sentence(block: Block) -> bool:
    return not block.linked and ends_statement(block.text) and is_punctuated(block.text)


def _is_head(reading: Reading, block: Block) -> bool:
    """Tell whether a line may head an entry of a story: a time, a day, who speaks."""
    if block.linked or reading.is_prose(block):
        return False
    return block.text.endswith(_COLONS) or reading.is_page_line(block.text)


def _heads(reading: Reading, body: Extent, blocks: Sequence[Block]) -> frozenset[tuple[tuple[str, str], ...]]:
    """Return where several times or speakers stand amid a story: each heads an entry of it."""
    lines = (block for block in blocks if _is_head(reading, block))
    counts = Counter(place_of(line, body.element) for line in lines)
    return frozenset(place for place, count in counts.items() if count >= _SEVERAL)


def _stands_above(
    block: Block,
    body: HtmlElement,
    places: Container[tuple[tuple[str, str], ...]],
    asked: Container[tuple[tuple[str, str], ...]],
) -> bool:
    """Tell whether a line above the first sentence is a heading, or where paragraphs or questions stand.

    Or where further names stand, each beside what is said of it.
    """
    place = place_of(block, body)
    return block.is_heading or place in places or ((_asks(block) or _names(block)) and place in asked)


def _asks(block: Block) -> bool:
    return block.text.endswith(("？", "?"))


def _names(block: Block) -> bool:
    """Tell whether a line names what the cell or the item beside it tells."""
    return block.element.tag in _NAMES


def _is_listed(element: HtmlElement, body: HtmlElement) -> bool:
    """Tell whether an element stands in a list item, of a list inside the body."""
    while element is not None and element is not body:
        if element.tag == "li":
            return True
        element = element.getparent()
    return False


def _without_opening(reading: Reading, body: Extent, blocks: list[Block]) -> list[Block]:
    """Drop what stands above the first sentence: the title once more, the date, the source, a path.

    A time that heads the first entry of several stays, as those of a live report and of a diary do.
    """
    opening = (i for i, b in enumerate(blocks) if reading.is_prose(b) and not reading.is_title(b.text))
    first = next(opening, 0)
    heads = _heads(reading, body, blocks[first:])
    above = (
        block
        for block in blocks[:first]
        if not reading.is_page_line(block.text) or place_of(block, body.element) in heads
    )
    return [*above, *blocks[first:]]


def _without_closing(blocks: list[Block]) -> list[Block]:
    """Drop the lines below a story's last sentence that are furniture by standing there."""
    kept = list(blocks)
    end = next((place for place in range(len(kept), 0, -1) if not is_stamp(kept[place - 1].text)), 0)
    if end and ends_sentence(kept[end - 1].text):
        del kept[end:]
    while len(kept) > 1 and closes_story(kept[-1].text) and ends_sentence(kept[-2].text):
        kept.pop()
    return kept
