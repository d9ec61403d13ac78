"""HTML: find the body of any article page, and take the story out of it.

Every block of text has a worth: prose counts for the elements that hold it, links and furniture count
against them. The body is the smallest element that holds nearly all the worth there is. Chinese and
Latin text are weighed alike, by `prose.size`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, islice, takewhile
from operator import itemgetter

from lxml.html import HtmlElement

from tts.extractor.blocks import Block
from tts.extractor.byline import is_byline
from tts.extractor.noise import (
    NoiseKind,
    ends_story,
    may_be_caption,
    noise_in,
    opens_section,
    without_closing_credit,
)
from tts.extractor.prose import (
    ends_sentence,
    ends_statement,
    has_sentence,
    is_punctuated,
    squeeze,
    tidy_paragraph,
)
from tts.model.article import Paragraph

MIN_BODY = 30  # Han characters: the shortest briefs of the agencies have about forty
NEARLY_ALL = 0.9
MAX_CAPTION = 40
SURE_CAPTION = 14  # a line this short beside a picture is its caption even with a full stop
_MAX_LABEL = 60
_MAX_SENTENCE = 80
_MIN_CARDS = 3
_LINK_SHARE = 0.5
_MIN_PROSE = 12
_MIN_REST = 5  # characters: 市府公布, and the full stop
_SHORT_COST = 0.3
_FURNITURE_COST = 0.1  # it is known for what it is, and left out; it only tells of two bodies the barer
_OWN_SHARE = 0.5  # a class name is wrong about an element that holds half of the page's prose
_MOST = 0.8  # no box of other stories holds so much of the page's prose, were the story ever so brief
_AFTERMATH = 0.3
_MIN_COPY = 80  # Han characters: a refrain is shorter
_NEAR = 8  # elements around a block that tell its place
_TELLING = 16  # characters: two different sentences do not begin alike for so long
_DATE = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}:\d{2}")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
_CRUMBS = re.compile(r"\S\s?[>»›＞]\s?\S")
_PAGE_LINE = re.compile(
    rf"{_DATE.pattern}|{_CRUMBS.pattern}|\b{_MONTH}\.? \d{{1,2}},? 20\d\d|\b\d{{1,2}} {_MONTH},? 20\d\d"
    r"|^By \S|\bmin(?:ute)?s? read$"
)
_LABEL = re.compile(r"^[^：:，。]{1,4}[：:]\s?")
# Where links lead that each entry of a story may have: to itself, or to where it is shared.
_STAYS = re.compile(r"^#\w|^mailto:|[/.?&=]share|/intent/|social-plugins", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:第|NO\.? ?|TOP ?)?[\d一二三四五六七八九十]{1,3}\s?[、.．:：名]", re.IGNORECASE)
_QUOTED = re.compile(r"[「“『].*[。！？…][」”』]")
_HEADING_MARKS = "►▶▪➤ "
_ITEM_MARKS = ("▲", "△", "▪")
_HARMLESS = frozenset({"caption", "credit"})


@dataclass(slots=True)
class _Extent:
    """Which blocks an element holds, the first and the last, and how deep it lies."""

    element: HtmlElement
    first: int
    last: int
    depth: int


class Reading:
    """A page's blocks, what each is worth, and whether it is read out.

    `title` is the headline, which pages repeat above their stories. `lenient` takes hidden text and
    doubtful class names for what they may be after all: the story.
    """

    def __init__(self, blocks: Sequence[Block], *, title: str | None = None, lenient: bool = False) -> None:
        self.blocks = blocks
        self._title = squeeze(title or "")
        self._lenient = lenient
        self._extents = _extents(blocks)
        self._misnamed = _misnamed(blocks)
        self._sizes = (0, *accumulate(block.size * _is_own_prose(block) for block in blocks))
        self._labels = frozenset(i for i, block in enumerate(blocks) if ends_story(block.text))
        self._linked = frozenset(e for block in blocks if _is_linked(block) for e in block.around.doubtful)
        self._listed = frozenset(_marked_lists(blocks))
        self._aside = self._sections() | self._cards()

    def body(self) -> HtmlElement | None:
        """Return the element that holds the article's body, or None without prose to speak of."""
        sums = [0.0]
        for index in range(len(self.blocks)):
            sums.append(sums[-1] + self._worth(index))
        worth = {i: sums[extent.last + 1] - sums[extent.first] for i, extent in self._extents.items()}
        most = max(worth.values(), default=0.0)
        if most < MIN_BODY:
            return None
        enough = [self._extents[i] for i, value in worth.items() if value >= NEARLY_ALL * most]
        # An element that holds one block is a paragraph, and its neighbours may be the rest of the story.
        roomy = [extent for extent in enough if extent.first < extent.last] or enough
        return max(roomy, key=lambda extent: extent.depth).element

    def story(self, body: HtmlElement) -> list[Paragraph]:
        """Return what is read out of a body: its blocks without captions, credits, links and furniture."""
        if body not in self._extents:
            return []
        extent = self._extents[body]
        extent = replace(extent, last=self._end(extent))
        last = self._last_of_story(extent)
        indices = (*self._lead(extent), *range(extent.first, last + 1))
        kept = [self.blocks[i] for i in indices if self._is_read(i)]
        kept = self._without_opening(_without_captions(_without_copies(kept)))
        paragraphs = (self._paragraph(block, extent) for block in kept)
        return [paragraph for paragraph in paragraphs if paragraph.text]

    def _lead(self, body: _Extent) -> list[int]:
        """Return the paragraphs between a body and the title or the furniture above it.

        Like `_end`, for what is too small a part of the story to have a say in which element is its body.
        """
        above = list(takewhile(self._is_of_story, range(body.first - 1, -1, -1)))
        top = min(filter(self._is_finished, above), default=body.first)
        lead = [i for i in range(top, body.first) if _is_prose(self.blocks[i]) and self._is_read(i)]
        story = [self.blocks[i].text for i in range(body.first, body.last + 1)] if lead else []
        return [index for index in lead if not _is_repeated(self.blocks[index].text, story)]

    def _end(self, body: _Extent) -> int:
        """Return the last block of a body and of the elements like it that carry its story on."""
        last = body.last
        for twin in self._twins(body.element):
            indices = range(twin.first, twin.last + 1)
            if not (all(map(self._is_of_story, indices)) and any(map(self._is_finished, indices))):
                break
            last = twin.last
        return last

    def _twins(self, element: HtmlElement) -> Iterator[_Extent]:
        """Yield the elements with text that follow an element, while they are of its kind."""
        siblings = (self._extents[one] for one in element.itersiblings() if one in self._extents)
        return takewhile(lambda extent: _kind(extent.element) == _kind(element), siblings)

    def _is_of_story(self, index: int) -> bool:
        """Tell whether a block may stand amid a story: it is no title, label, link or furniture."""
        text = self.blocks[index].text
        return not self._is_title(text) and (self._worth(index) >= 0 or self._is_page_line(text))

    def _paragraph(self, block: Block, body: _Extent) -> Paragraph:
        if block.is_heading:
            return Paragraph(block.text, "heading")
        text = without_closing_credit(tidy_paragraph(block.text))
        return Paragraph(text, "list_item" if _is_listed(block.element, body.element) else "body")

    def _sections(self) -> frozenset[int]:
        """Return the blocks of the boxes that open with a label such as 延伸閱讀, and are not the story."""
        labels = {i for i in self._labels if opens_section(self.blocks[i].text)}
        boxes = (extent for extent in self._extents.values() if extent.first in labels)
        others = (box for box in boxes if self._share(box) <= _MOST)
        return frozenset(i for box in others for i in range(box.first, box.last + 1))

    def _share(self, extent: _Extent) -> float:
        """Return how much of the page's unlinked prose an element holds, comments and menus aside."""
        sizes = self._sizes
        return (sizes[extent.last + 1] - sizes[extent.first]) / (sizes[-1] or 1)

    def _cards(self) -> frozenset[int]:
        """Return the blocks of cards: like elements in a row, each with some prose and a link of its own.

        Teasers of other stories are cards, and so are comments; a paragraph has its links inside sentences.
        """
        rows: dict[tuple[HtmlElement, str, str], list[_Extent]] = defaultdict(list)
        for element, extent in self._extents.items():
            if extent.first < extent.last and (parent := element.getparent()) is not None:
                rows[parent, element.tag, element.get("class") or ""].append(extent)
        found: set[int] = set()
        for row in rows.values():
            cards = [extent for extent in row if self._is_card(extent)] if len(row) >= _MIN_CARDS else []
            if len(cards) >= _MIN_CARDS and len(cards) * 2 > len(row) and not self._is_story(row):
                found.update(i for extent in row for i in range(extent.first, extent.last + 1))
        return frozenset(found)

    def _is_card(self, extent: _Extent) -> bool:
        blocks = self.blocks[extent.first : extent.last + 1]
        return any(map(_is_linked, blocks)) and any(map(_is_prose, blocks))

    def _is_story(self, row: list[_Extent]) -> bool:
        """Tell whether a row that holds most of the page's prose is numbered, or links to nothing else."""
        if sum(map(self._share, row)) <= _OWN_SHARE:
            return False
        links = (link for extent in row for link in extent.element.iter("a"))
        numbered = (_NUMBERED.match(self.blocks[extent.first].text) for extent in row)
        return all(numbered) or not any(map(_leads_away, links))

    def _last_of_story(self, body: _Extent) -> int:
        """Return the last block before a line that ends the story, if little but lists follows that line."""
        total = sum(self.blocks[i].size for i in range(body.first, body.last + 1))
        seen = 0
        labels = []
        for index in range(body.first, body.last + 1):
            if index in self._labels and total - seen <= _AFTERMATH * total:
                labels.append(index)
            seen += self.blocks[index].size
        last = self._last_paragraph(body, labels[0]) if labels else body.last
        return next((label - 1 for label in labels if label > last), body.last)

    def _last_paragraph(self, body: _Extent, label: int) -> int:
        """Return the last finished paragraph that stands where those before a label do."""
        finished = [i for i in range(body.first, body.last + 1) if self._is_finished(i)]
        places = {_place(self.blocks[i], body) for i in finished if i < label}
        return max((i for i in finished if _place(self.blocks[i], body) in places), default=label - 1)

    def _is_finished(self, index: int) -> bool:
        """Tell whether a block can only be a paragraph of the story; a shorter one may be anything."""
        return _is_long(self.blocks[index]) and self._is_read(index)

    def _worth(self, index: int) -> float:
        block = self.blocks[index]
        if (
            self._is_hidden(block)
            or block.around.caption
            or block.around.heading
            or self._is_title(block.text)
        ):
            return 0.0
        if self._is_furniture(index) or _is_linked(block):
            return -_FURNITURE_COST * block.size
        if not _is_prose(block):
            return -_SHORT_COST * block.size
        noise = self._noise(index)
        if noise is None:
            return float(block.size)
        return 0.0 if noise in _HARMLESS else -_FURNITURE_COST * block.size

    def _is_read(self, index: int) -> bool:
        block = self.blocks[index]
        if self._is_hidden(block) or block.around.caption:
            return False
        if self._is_furniture(index) and not self._is_disguised(index):
            return False
        if _is_linked(block) and not block.around.heading and not _is_half_linked(block):
            return False
        return self._noise(index) is None

    def _noise(self, index: int) -> NoiseKind | None:
        block = self.blocks[index]
        if index in self._listed:
            return None
        # Editors set sub-headings behind the marks that others set before links.
        is_marked = block.is_heading and not block.linked
        return noise_in(block.text.lstrip(_HEADING_MARKS) if is_marked else block.text)

    def _is_title(self, line: str) -> bool:
        return squeeze(line) == self._title

    def _without_opening(self, blocks: list[Block]) -> list[Block]:
        """Drop what stands above the first sentence: the title once more, the date, the source, a path."""
        first = next((i for i, block in enumerate(blocks) if self._opens(block)), 0)
        return [block for block in blocks[:first] if not self._is_page_line(block.text)] + blocks[first:]

    def _opens(self, block: Block) -> bool:
        return _is_prose(block) and not self._is_title(block.text)

    def _is_page_line(self, line: str) -> bool:
        return self._is_title(line) or is_byline(line) or bool(_PAGE_LINE.search(line))

    def _is_hidden(self, block: Block) -> bool:
        return block.around.hidden and not self._lenient

    def _is_furniture(self, index: int) -> bool:
        around = self.blocks[index].around
        if index in self._aside:
            return True
        if self._lenient:
            return False
        return around.outside or not self._misnamed.issuperset((*around.furniture, *around.doubtful))

    def _is_disguised(self, index: int) -> bool:
        """Tell whether a long paragraph is furniture by nothing but a doubtful class, without links in it."""
        around = self.blocks[index].around
        if around.outside or index in self._aside or not self._misnamed.issuperset(around.furniture):
            return False
        return self._linked.isdisjoint(around.doubtful) and _is_long(self.blocks[index])


def _extents(blocks: Sequence[Block]) -> dict[HtmlElement, _Extent]:
    extents: dict[HtmlElement, _Extent] = {}
    for index, block in enumerate(blocks):
        fresh, element = [], block.element
        while element is not None and element not in extents:
            fresh.append(element)
            element = element.getparent()
        above = extents[element].depth + 1 if element is not None else 0
        for depth, one in enumerate(reversed(fresh), above):
            extents[one] = _Extent(one, index, index, depth)
        extents[block.element].last = index
    for extent in sorted(extents.values(), key=lambda extent: -extent.depth):
        if outer := extents.get(extent.element.getparent()):
            outer.last = max(outer.last, extent.last)
    return extents


def _marked_lists(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the blocks of lists whose items are sentences behind ▲ or ▪; one such line alone is a caption."""
    for is_item, run in groupby(range(len(blocks)), key=lambda index: _is_item(blocks[index])):
        indices = list(run)
        if is_item and len(indices) > 1:
            yield from indices


def _is_item(block: Block) -> bool:
    marked = block.text.startswith(_ITEM_MARKS) and not block.after_picture
    return marked and ends_sentence(block.text) and not _is_linked(block)


def _misnamed(blocks: Sequence[Block]) -> frozenset[HtmlElement]:
    """Return the elements whose class says furniture, and which hold so much prose that it cannot be."""
    prose: dict[HtmlElement, int] = defaultdict(int)
    total = 1
    for block in blocks:
        if not block.around.hidden and not block.around.outside and _is_prose(block):
            total += block.size
            for element in (*block.around.furniture, *block.around.doubtful):
                prose[element] += block.size
    return frozenset(element for element, size in prose.items() if size >= _OWN_SHARE * total)


def _is_prose(block: Block) -> bool:
    """Tell prose from labels: clauses, and neither a date line nor the crumbs of a path."""
    if block.size < _MIN_PROSE or not is_punctuated(block.text):
        return False
    return len(block.text) > _MAX_LABEL or not (_DATE.search(block.text) or _CRUMBS.search(block.text))


def _place(block: Block, body: _Extent) -> tuple[tuple[str, str], ...]:
    """Return the kinds of element that lead from a body to a block; alike for all of a story's paragraphs."""
    chain = [block.element, *block.element.iterancestors()]
    within = takewhile(lambda element: element is not body.element, chain)
    return tuple(map(_kind, islice(within, _NEAR)))


def _kind(element: HtmlElement) -> tuple[str, str]:
    return element.tag, element.get("class") or ""


def _is_repeated(lead: str, story: Sequence[str]) -> bool:
    """Tell whether a lead is only the story's beginning once more, as portals write their abstracts."""
    start = _LABEL.sub("", lead)[:_TELLING]
    return any(text.startswith(start) for text in story)


def _is_long(block: Block) -> bool:
    return block.size >= MIN_BODY and _is_own_prose(block) and ends_sentence(block.text)


def _is_own_prose(block: Block) -> bool:
    return not block.around.outside and not _is_linked(block) and _is_prose(block)


def _is_listed(element: HtmlElement, body: HtmlElement) -> bool:
    """Tell whether an element stands in a list item, of a list inside the body."""
    while element is not None and element is not body:
        if element.tag == "li":
            return True
        element = element.getparent()
    return False


def _leads_away(link: HtmlElement) -> bool:
    return not _STAYS.search(link.get("href") or "")


def _is_half_linked(block: Block) -> bool:
    """Tell a sentence about what it links to from a link with a label or a mark before it."""
    rest = len(block.text) - block.linked
    return rest >= _MIN_REST and ends_statement(block.text) and _is_prose(block)


def _is_linked(block: Block) -> bool:
    return block.linked > _LINK_SHARE * len(block.text)


def _without_copies(blocks: list[Block]) -> list[Block]:
    """Drop a run of paragraphs that came before: the same story for another width of screen, no refrain."""
    first: dict[str, int] = {}
    is_copy = [first.setdefault(block.text, place) < place for place, block in enumerate(blocks)]
    kept: list[Block] = []
    for copied, run in groupby(zip(is_copy, blocks, strict=True), key=itemgetter(0)):
        paragraphs = [block for _, block in run]
        if not copied or sum(block.size for block in paragraphs) < _MIN_COPY:
            kept.extend(paragraphs)
    return kept


def _without_captions(blocks: list[Block]) -> list[Block]:
    """Drop the short lines that are captions by where they stand: under a picture, or in grey."""
    plain = [block for block in blocks if _is_prose(block) and not block.after_picture]
    unmarked = sum(not ends_sentence(block.text) for block in plain) * 2 > len(plain)
    return [block for block in blocks if not _is_caption(block, marks_tell=not unmarked)]


def _is_caption(block: Block, *, marks_tell: bool) -> bool:
    """Tell whether a line is a caption; a missing full stop says so only where paragraphs have theirs."""
    if not (block.after_picture or block.around.grey) or block.is_heading:
        return False
    if _QUOTED.fullmatch(block.text) or _NUMBERED.match(block.text):
        return False
    if block.after_picture and len(block.text) <= _MAX_SENTENCE and may_be_caption(block.text):
        return True
    if len(block.text) > MAX_CAPTION:
        return False
    if len(block.text) <= SURE_CAPTION:
        return True
    return marks_tell and not has_sentence(block.text) and not ends_sentence(block.text)
