"""Reading: a page's blocks, what each is worth to the story, and whether it is read out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml.html import HtmlElement

from tts.extractor.blocks import Block
from tts.extractor.byline import byline_apart, is_byline
from tts.extractor.evidence import Evidence
from tts.extractor.extents import extents_of
from tts.extractor.furniture import Furniture
from tts.extractor.hidden import unfolded
from tts.extractor.noise import NoiseKind, noise_in, reads_like_furniture, stands_in, without_closing_credit
from tts.extractor.panels import opened
from tts.extractor.passages import is_half_linked, is_linked, is_long, is_page_line, is_prose
from tts.extractor.prose import ends_sentence, is_same, size, squeeze
from tts.extractor.twins import twins

_SHORT_COST = 0.3
_FURNITURE_COST = 0.1  # it is known for what it is, and left out; it only tells of two bodies the barer
_NEAREST = 2
_MAX_TOOLS = 40  # characters of a row of buttons
# A label, or the sign of the link to itself that some systems set before a heading.
_TITLE_LABEL = re.compile(r"^(?:[標标] {0,4}[題题]|[題题]目|主[題题]|Title|Subject|[#¶§](?=\s))\s?[:：]?\s?")
_HEADING_MARKS = "►▶▪➤ "
_ITEM_MARKS = ("▲", "△", "▪")
_SPEAKER = re.compile(r"([^：:，。]{1,8})[：:]")
_NUMBERS, _LETTERS = re.compile(r"\d[\d.,:]*"), re.compile(r"[^\W\d_]+")
_ITEMS = frozenset({"li", "dt", "dd", "td", "th", "tr", "table"})
_MIN_TOLD = 5  # Han characters of the shortest sentence before a button: 他說完就走
_ASKS = ("？", "?")
_AT_END = frozenset({"related", "notice", "advertisement", "paywall"})
_HARMLESS = frozenset({"caption", "credit"})


@dataclass(frozen=True, slots=True)
class Manner:
    """How a page is taken.

    `lenient` takes hidden text and furniture for what they may be after all, the story.
    `unmarked` takes lines without punctuation for prose, as blogs and poems write.
    """

    lenient: bool = False
    unmarked: bool = False


STRICT = Manner()


class Reading:
    """The blocks of a page, each judged. `title` is the headline, which pages repeat above their stories.

    `labels` are the places of the lines that stand behind a story's last paragraph.
    """

    def __init__(
        self,
        blocks: Sequence[Block],
        *,
        title: str | None = None,
        evidence: Evidence | None = None,
        manner: Manner = STRICT,
    ) -> None:
        self.blocks = blocks
        self.extents = extents_of(blocks)
        self.evidence = evidence or Evidence()
        self._title = squeeze(title or "")
        self._manner = manner
        whole, self._begun = twins(blocks, self.extents)
        self._unfolded = whole | unfolded(blocks, self.extents) | opened(blocks, self.extents, self.evidence)
        self._furniture = Furniture(
            blocks, self.extents, evidence=self.evidence, title=title or "", unmarked=manner.unmarked
        )
        self.labels = self._furniture.labels
        self._misnamed = self._furniture.misnamed | self._unfolded
        self._linked = frozenset(e for block in blocks if is_linked(block) for e in block.around.doubtful)
        self._listed = frozenset(_marked_lists(blocks))
        self._speakers = _speakers(blocks)
        self._noises: dict[int, NoiseKind | None] = {}
        self._stock_lines: dict[int, bool] = {}

    def worth(self, index: int) -> float:
        """Return what a block says for the elements that hold it; links and furniture count against them."""
        block = self.blocks[index]
        around = block.around
        if self._is_hidden(block) or around.caption or around.heading or self.is_title(block.text):
            return 0.0
        if index in self._begun:
            return 0.0
        if self._is_furniture(index) or is_linked(block):
            return -_FURNITURE_COST * block.size
        if not self.is_prose(block):
            return -_SHORT_COST * block.size
        noise = self.noise(index)
        if noise is None:
            return float(block.size)
        return 0.0 if noise in _HARMLESS else -_FURNITURE_COST * block.size

    def is_read(self, index: int) -> bool:
        """Tell whether a block is read out where it stands in the body."""
        block = self.blocks[index]
        if self._is_hidden(block) or block.around.caption or index in self._begun:
            return False
        if self._is_furniture(index) and not self._is_disguised(index):
            return False
        if is_linked(block) and not block.around.heading and not is_half_linked(block):
            return False
        if self.noise(index) is not None or not any(map(str.isalnum, block.text)):
            return False
        return not self._is_stock_line(index)

    def share(self, element: HtmlElement) -> float:
        """Return how much of the page's own prose an element holds."""
        return self._furniture.share(self.extents[element])

    def stands_under_headline(self, element: HtmlElement) -> bool:
        """Tell whether an element's text stands below the headline."""
        return self._furniture.is_below_headline(self.extents[element].last)

    def headings_above(self, element: HtmlElement) -> list[str]:
        """Return the headings that stand nearest above an element's first paragraph, the nearest last."""
        extent = self.extents[element]
        first = next(filter(self.is_finished, extent.indices), extent.first)
        headings = (
            b for b in self.blocks[:first] if b.around.heading and not is_linked(b) and not b.around.hidden
        )
        return [block.text for block in headings][-_NEAREST:]

    def is_prose(self, block: Block) -> bool:
        """Tell prose from labels, as this page writes it."""
        return is_prose(block, unmarked=self._manner.unmarked)

    def _is_long(self, index: int) -> bool:
        return is_long(self.blocks[index], unmarked=self._manner.unmarked)

    def is_finished(self, index: int) -> bool:
        """Tell whether a block can only be a paragraph of the story; a shorter one may be anything."""
        return self._is_long(index) and self.is_read(index)

    def is_of_story(self, index: int) -> bool:
        """Tell whether a block may stand amid a story: it is no title, label, link or furniture."""
        text = self.blocks[index].text
        return not self.is_title(text) and (self.worth(index) >= 0 or self.is_page_line(text))

    def is_title(self, line: str) -> bool:
        """Tell whether a line is the headline once more, behind a label perhaps."""
        if is_same(line, self._title):
            return True
        label = _TITLE_LABEL.match(line)
        return label is not None and is_same(line[label.end() :], self._title)

    def is_page_line(self, line: str) -> bool:
        """Tell whether a line is one of those between a headline and its story: date, byline, path, title."""
        return self.is_title(line) or is_byline(line) or is_page_line(line)

    def noise(self, index: int) -> NoiseKind | None:
        """Return what kind of furniture a block is by its wording, or None for a line that may be read."""
        if index not in self._noises:
            block = self.blocks[index]
            # Editors set sub-headings behind the marks that others set before links.
            is_marked = block.is_heading and not block.linked
            text = block.text.lstrip(_HEADING_MARKS) if is_marked else block.text
            kind = None if index in self._listed else _noise_of(text) or _tools_in(block)
            self._noises[index] = None if kind in _AT_END and _is_told_before(text) else kind
        return self._noises[index]

    def _is_stock_line(self, index: int) -> bool:
        if index not in self._stock_lines:
            self._stock_lines[index] = self._reads_like_furniture(index)
        return self._stock_lines[index]

    def _reads_like_furniture(self, index: int) -> bool:
        """Tell whether a line reads like furniture; no heading, item or turn of a talk is judged so.

        Nor is a line with a byline, which is taken from it where it is read.
        """
        block = self.blocks[index]
        if self._manner.unmarked or block.is_heading or block.element.tag in _ITEMS:
            return False
        line = without_closing_credit(block.text)
        if not reads_like_furniture(line) or byline_apart(line, is_last=True)[0] is not None:
            return False
        return _speaker_of(block.text) not in self._speakers and not self._is_row(index)

    def _is_row(self, index: int) -> bool:
        """Tell whether a line with a number is written as the one beside it is, as in a table."""
        shape = _shape(self.blocks[index].text)
        beside = (*self.blocks[max(0, index - 1) : index], *self.blocks[index + 1 : index + 2])
        return "0" in shape and any(_shape(other.text) == shape for other in beside)

    def _is_hidden(self, block: Block) -> bool:
        hider = block.around.hider
        return hider is not None and not self._manner.lenient and hider not in self._unfolded

    def _is_furniture(self, index: int) -> bool:
        around = self.blocks[index].around
        if index in self._furniture.aside:
            return True
        named = around.outside if self._manner.lenient else around.named
        return not self._misnamed.issuperset(named)

    def _is_disguised(self, index: int) -> bool:
        """Tell whether a long paragraph is furniture by nothing but a doubtful class, without links in it."""
        around = self.blocks[index].around
        named = (*around.outside, *around.furniture)
        if index in self._furniture.aside or not self._misnamed.issuperset(named):
            return False
        return self._linked.isdisjoint(around.doubtful) and self._is_long(index)


def _noise_of(text: str) -> NoiseKind | None:
    return noise_in(text) or ("notice" if stands_in(text) else None)


def _is_told_before(text: str) -> bool:
    """Tell whether a line is furniture by its end alone, which is taken from it where it is read.

    A question before an offer is the offer's.
    """
    told = without_closing_credit(text)
    if told == text or size(told) < _MIN_TOLD or not ends_sentence(told) or told.endswith(_ASKS):
        return False
    return _noise_of(told) is None and not reads_like_furniture(told)


def _tools_in(block: Block) -> NoiseKind | None:
    """Return the kind of a line whose every part, as its style sets them apart, is furniture: 收藏 列印."""
    if len(block.text) > _MAX_TOOLS or ends_sentence(block.text):
        return None
    parts = block.styled.split()
    kind = _noise_of(parts[0]) if len(parts) > 1 else None
    return kind if kind and all(map(_noise_of, parts[1:])) else None


def _speakers(blocks: Sequence[Block]) -> frozenset[str]:
    """Return what stands before the colon of several finished lines, as the names in a talk do."""
    named = ((_speaker_of(block.text), block.text) for block in blocks)
    told = Counter(name for name, text in named if name and ends_sentence(text))
    return frozenset(name for name, times in told.items() if times > 1)


def _speaker_of(text: str) -> str:
    speaker = _SPEAKER.match(text)
    return speaker[1] if speaker else ""


def _shape(text: str) -> str:
    """Return a text with each number and each run of letters as one sign."""
    return _LETTERS.sub("x", _NUMBERS.sub("0", text))


def _marked_lists(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the blocks of lists whose items are sentences behind ▲ or ▪; one such line alone is a caption."""
    for is_item, run in groupby(range(len(blocks)), key=lambda index: _is_item(blocks[index])):
        indices = list(run)
        if is_item and len(indices) > 1:
            yield from indices


def _is_item(block: Block) -> bool:
    marked = block.text.startswith(_ITEM_MARKS) and not block.after_picture
    return marked and ends_sentence(block.text) and not is_linked(block)
