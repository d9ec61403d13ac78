"""HTML: find the body of any article page, and take the story out of it.

Every block of text has a worth: prose counts for the elements that hold it, links and furniture count
against them. The body is the smallest element that holds nearly all the worth there is. Chinese and
Latin text are weighed alike, by `prose.size`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bs4 import Tag

from tts.article import Paragraph
from tts.extractor.blocks import Block
from tts.extractor.noise import ends_story, noise_in, without_closing_credit
from tts.extractor.prose import ends_sentence, has_clause, has_sentence

MIN_BODY = 30  # Han characters: the shortest briefs of the agencies have about forty
NEARLY_ALL = 0.9
MAX_CAPTION = 40
SURE_CAPTION = 14  # a line this short beside a picture is its caption even with a full stop
_LINK_SHARE = 0.5
_MIN_PROSE = 12
_SHORT_COST = 0.3
_OWN_SHARE = 0.5  # a class name is wrong about an element that holds half of the page's prose
_AFTERMATH = 0.3
_DATE = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}:\d{2}")
_HARMLESS = frozenset({"caption", "credit"})


def find_body(blocks: Sequence[Block], *, lenient: bool = False) -> Tag | None:
    """Return the element that holds the article's body, or None when the page has no prose to speak of.

    `lenient` takes hidden text and doubtful class names for what they may be after all: the story.
    """
    judge = _Judge(blocks, lenient=lenient)
    worth: dict[int, float] = defaultdict(float)
    known: dict[int, tuple[int, Tag]] = {}
    for block in blocks:
        value = judge.worth(block)
        ancestors = list(_upwards(block.element))
        for height, element in enumerate(ancestors):
            worth[id(element)] += value
            known[id(element)] = (len(ancestors) - height, element)
    most = max(worth.values(), default=0.0)
    if most < MIN_BODY:
        return None
    lone = _owners_of_one(blocks)
    enough = [known[i] for i, value in worth.items() if value >= NEARLY_ALL * most]
    roomy = [found for found in enough if id(found[1]) not in lone] or enough
    return max(roomy, key=lambda found: found[0])[1]


def story(
    blocks: Sequence[Block], body: Tag, *, title: str | None = None, lenient: bool = False
) -> list[Paragraph]:
    """Return what is read out of a body: its blocks without captions, credits, links and furniture."""
    within = _inside(body)
    inside = [block for block in blocks if id(block.element) in within]
    judge = _Judge(blocks, lenient=lenient)
    kept = [block for block in _until_end(inside, body) if judge.is_read(block)]
    kept = _without_opening(kept, title)
    return [Paragraph(text, block.kind) for block in kept if (text := without_closing_credit(block.text))]


class _Judge:
    """Decides, for the blocks of one page, what each is worth and whether it is read out."""

    def __init__(self, blocks: Sequence[Block], *, lenient: bool) -> None:
        self._lenient = lenient
        prose: dict[int, int] = defaultdict(int)
        total = 1
        for block in blocks:
            if not block.around.hidden and not block.around.outside and _is_prose(block):
                total += block.size
                for element in block.around.furniture:
                    prose[element] += block.size
        self._misnamed = frozenset(i for i, size in prose.items() if size >= _OWN_SHARE * total)

    def worth(self, block: Block) -> float:
        if self._is_hidden(block) or block.around.caption:
            return 0.0
        if self._is_furniture(block) or _is_linked(block):
            return -float(block.size)
        if not _is_prose(block):
            return -_SHORT_COST * block.size
        noise = noise_in(block.text)
        if noise is None:
            return float(block.size)
        return 0.0 if noise in _HARMLESS else -float(block.size)

    def is_read(self, block: Block) -> bool:
        if self._is_hidden(block) or block.around.caption or self._is_furniture(block):
            return False
        if _is_linked(block) and not block.around.heading:
            return False
        return noise_in(block.text) is None and not _is_caption_by_place(block)

    def _is_hidden(self, block: Block) -> bool:
        return block.around.hidden and not self._lenient

    def _is_furniture(self, block: Block) -> bool:
        if block.around.outside:
            return True
        if self._lenient:
            return False
        return any(element not in self._misnamed for element in block.around.furniture)


def _upwards(element: Tag) -> Iterator[Tag]:
    current: Tag | None = element
    while current is not None:
        yield current
        current = current.parent


def _inside(element: Tag) -> set[int]:
    """Return the identities of an element and all within it."""
    return {id(element)} | {id(inner) for inner in element.find_all(name=True)}


def _owners_of_one(blocks: Sequence[Block]) -> set[int]:
    """Return the elements that hold one block and nothing else: paragraphs, never bodies."""
    counts: dict[int, int] = defaultdict(int)
    for block in blocks:
        counts[id(block.element)] += 1
    return {element for element, count in counts.items() if count == 1}


def _is_prose(block: Block) -> bool:
    return block.size >= _MIN_PROSE and has_clause(block.text)


def _is_linked(block: Block) -> bool:
    return block.linked > _LINK_SHARE * len(block.text)


def _is_caption_by_place(block: Block) -> bool:
    """Tell whether a short line is a caption by where it stands: under a picture, or in grey."""
    if len(block.text) > MAX_CAPTION or block.kind != "body":
        return False
    if not block.after_picture and not block.around.grey:
        return False
    return len(block.text) <= SURE_CAPTION or not (has_sentence(block.text) or ends_sentence(block.text))


def _until_end(blocks: list[Block], body: Tag) -> Iterator[Block]:
    """Yield the blocks up to the line that ends the story, and skip the boxes that such a line opens."""
    total = sum(block.size for block in blocks)
    seen = 0
    skipped: set[int] = set()
    for block in blocks:
        seen += block.size
        if id(block.element) in skipped:
            continue
        if ends_story(block.text):
            box = _box(block.element, body)
            if box is None and total - seen <= _AFTERMATH * total:
                return
            if box is not None:
                skipped |= _inside(box)
            continue
        yield block


def _box(element: Tag, body: Tag) -> Tag | None:
    """Return the outermost element around a line, inside the body, that holds more than the line itself."""
    box = None
    for ancestor in _upwards(element):
        if ancestor is body:
            return box if box is not element else None
        box = ancestor
    return None


def _without_opening(blocks: list[Block], title: str | None) -> list[Block]:
    """Drop what stands above the first sentence: the title once more, the date and the source."""
    first = next((i for i, block in enumerate(blocks) if _is_prose(block)), 0)
    opening = [block for block in blocks[:first] if block.text != title and not _DATE.search(block.text)]
    return opening + blocks[first:]
