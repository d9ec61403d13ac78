"""Furniture: which blocks of a page belong to other stories and other voices, told by boxes and rows.

Each of these signs is wrong on some page, and what it then takes away is the story. So none of them is
believed about an element that holds the story: its headline and what follows it, or how it begins.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice

from lxml.html import HtmlElement

from tts.extractor.blocks import Block
from tts.extractor.evidence import Evidence
from tts.extractor.extents import Extent, place_of, row_of
from tts.extractor.noise import ends_story, noise_in, opens_section, stands_in
from tts.extractor.panels import of_others
from tts.extractor.passages import (
    LONG_LINE,
    MIN_BODY,
    is_linked,
    is_long,
    is_numbered,
    is_prose,
    leads_away,
)
from tts.extractor.prose import ends_sentence, is_same, squeeze
from tts.extractor.thread import CLOCK, MAX_NAME, thread_in

OWN_SHARE = 0.5  # a class name is wrong about an element that holds half of the page's prose
MOST = 0.8  # no box of other stories holds so much of the page's prose, were the story ever so brief
_MIN_CARDS = 3
_MOST = 20  # places of one page that say where its story is, and elements that are looked into for it
_NEAR = 4  # blocks between a headline and its story: a date, a byline
_MIN_LINK = 5  # characters of a headline that is a link
_LINES = frozenset({"p", "td", "dd", "body"})  # where a sentence may open with a link
# What stands beside the name of one who comments: when, on which floor, how others liked it.
_COMMENTS = re.compile(
    r"^#\d|網友|网友|訪客|游客|匿名|[分天時时]鐘?钟?[之]?前|回[覆复應应]|[樓楼]$|^\d+[樓楼]|[讚赞推噓嘘]\s?\(?\d|\d{1,2}:\d\d|\d{4}[-/.]\d"
)


_REPLY = re.compile(r"(?:^|[-_ ])(?:reply|answer)(?:$|[-_ ])", re.IGNORECASE)
_MAX_NAMES = 200  # characters of a class that are looked at


class Furniture:
    """What of a page's blocks is not the story's own, as far as boxes, rows and class names tell."""

    def __init__(
        self,
        blocks: Sequence[Block],
        extents: dict[HtmlElement, Extent],
        *,
        evidence: Evidence,
        title: str,
        unmarked: bool = False,
    ) -> None:
        self._blocks = blocks
        self._extents = extents
        self._unmarked = unmarked
        least = LONG_LINE if unmarked else MIN_BODY
        whole = (b.size >= least and not is_linked(b) and is_prose(b, unmarked=unmarked) for b in blocks)
        self._counts = (0, *accumulate(whole))
        self._longs = (0, *accumulate(map(self._is_long, blocks)))
        leads = (i for i, block in enumerate(blocks) if _is_lead(block, evidence))
        headline = squeeze(title)
        headlines = (i for i, block in enumerate(blocks) if _is_headline(block, headline))
        self._leads, self._headlines = tuple(islice(leads, _MOST)), tuple(islice(headlines, _MOST))
        self.labels = frozenset(i for i, block in enumerate(blocks) if ends_story(block.text))
        thread = thread_in(blocks, extents, headline)
        self.misnamed = thread.around.union(self._misnamed())
        own = (i not in thread.rest and self._is_own_prose(block) for i, block in enumerate(blocks))
        self._sizes = (0, *accumulate(b.size * is_own for b, is_own in zip(blocks, own, strict=True)))
        others = (self._sections(), self._panels(), self._terms(), thread.rest)
        self.aside = (frozenset(self._rows()) - thread.message).union(*others)

    def share(self, extent: Extent) -> float:
        """Return how much of the page's unlinked prose an element holds, comments and menus aside."""
        sizes = self._sizes
        return (sizes[extent.last + 1] - sizes[extent.first]) / (sizes[-1] or 1)

    def is_below_headline(self, index: int) -> bool:
        """Tell whether a block stands below the page's headline."""
        return bool(self._headlines) and index > self._headlines[0]

    def _is_prose(self, block: Block) -> bool:
        return is_prose(block, unmarked=self._unmarked)

    def _is_own_prose(self, block: Block) -> bool:
        """Tell whether a block is shown prose of the page's own, in boxes that are misnamed perhaps."""
        is_own = self.misnamed.issuperset(block.around.outside) and not block.around.hidden
        return is_own and not is_linked(block) and self._is_prose(block)

    def _is_long(self, block: Block) -> bool:
        return is_long(block, unmarked=self._unmarked)

    def _holds_story(self, extent: Extent) -> bool:
        """Tell whether the page's description or headline says that an element holds the story."""
        if self._leads:
            return any(extent.first <= lead <= extent.last for lead in self._leads)
        return any(
            extent.first <= headline and self._paragraphs(headline + 1, extent.last)
            for headline in self._headlines
        )

    def _misnamed(self) -> Iterator[HtmlElement]:
        """Yield the elements whose class or tag says furniture, and which hold the story nevertheless."""
        named = {e for b in self._blocks for e in (*b.around.furniture, *b.around.doubtful)}
        prose: dict[HtmlElement, int] = defaultdict(int)
        total = 1
        for block in self._blocks:
            if not block.around.hidden and not block.around.outside and self._is_prose(block):
                total += block.size
                for element in (*block.around.furniture, *block.around.doubtful):
                    prose[element] += block.size
        for element in named:
            if prose[element] >= OWN_SHARE * total or self._holds_story(self._extents[element]):
                yield element
        yield from self._misnamed_outside()

    def _misnamed_outside(self) -> Iterator[HtmlElement]:
        """Yield the asides and boxes of comments that are an article with its headline, and its parts."""
        named = {element for block in self._blocks for element in block.around.outside}
        outermost = sorted(map(self._extents.__getitem__, named), key=lambda extent: extent.depth)
        holding = (extent for extent in outermost if self._has_headline(extent) and self._holds_story(extent))
        whole = list(islice(holding, _MOST))
        yield from (extent.element for extent in whole)
        for around in whole:
            most = self._paragraphs(around.first, around.last) / 2
            parts = (self._extents[element] for element in around.element.iter() if element in named)
            yield from (part.element for part in parts if self._paragraphs(part.first, part.last) > most)
        if not whole:
            extents = [self._extents[element] for element in named]
            yield from (one.element for one in extents if self._is_below_headline(one) or self._answers(one))

    def _has_headline(self, extent: Extent) -> bool:
        return any(extent.first <= headline <= extent.last for headline in self._headlines)

    def _is_below_headline(self, extent: Extent) -> bool:
        """Tell whether an element opens right below the headline and has more paragraphs than all else."""
        is_near = any(
            0 < extent.first - headline <= _NEAR and not self._paragraphs(headline + 1, extent.first - 1)
            for headline in self._headlines
        )
        held = self._paragraphs(extent.first, extent.last)
        return is_near and held >= _MIN_CARDS and held * 2 > self._counts[-1]

    def _answers(self, extent: Extent) -> bool:
        """Tell whether an element is a column's answer to the letter before it, and no reader's word.

        It is the only one of its kind there and longer than all else; no name, time or link is in it.
        """
        parent = extent.element.getparent()
        around = self._extents.get(parent) if parent is not None else None
        if around is None or not self._has_headline(around):
            return False
        is_alone = sum(row_of(one) == row_of(extent.element) for one in parent) == 1
        part = self._part(extent)
        is_told = all(ends_sentence(block.text) and not block.linked for block in part)
        held = self._paragraphs(extent.first, extent.last)
        is_reply = bool(_REPLY.search((extent.element.get("class") or "")[:_MAX_NAMES]))
        return is_reply and is_alone and is_told and held >= _MIN_CARDS and held * 2 > self._counts[-1]

    def _paragraphs(self, first: int, last: int) -> int:
        """Count the paragraphs among these blocks, in whatever they stand."""
        return max(0, self._counts[last + 1] - self._counts[first])

    def _sections(self) -> Iterator[int]:
        """Yield the blocks of the boxes that open with a label such as 延伸閱讀, and are not the story."""
        labels = {i for i in self.labels if opens_section(self._blocks[i].text)}
        boxes: dict[int, list[Extent]] = defaultdict(list)
        for extent in self._extents.values():
            if extent.first in labels:
                boxes[extent.first].append(extent)
        for around in boxes.values():
            *headed, label = sorted(around, key=lambda extent: extent.depth)
            own = min((box.last for box in headed if box.last > label.last), default=label.last)
            for box in (label, *headed):
                is_more = self._longs[box.last + 1] > self._longs[min(own, box.last) + 1]
                if not (is_more or self.share(box) > MOST or self._holds_story(box)):
                    yield from box.indices

    def _terms(self) -> Iterator[int]:
        """Yield the blocks of a site's terms: all alike; the first, the last and half of them are notices."""
        for extent in self._extents.values():
            part = self._part(extent)
            is_long = len(part) >= _MIN_CARDS
            if is_long and _are_notices(part, extent.element) and not self._holds_story(extent):
                yield from extent.indices

    def _panels(self) -> Iterator[int]:
        """Yield the blocks of the panels beside the story's that their tabs call something else."""
        for panel in of_others(self._blocks, self._extents):
            if not self._is_own(panel):
                yield from panel.indices

    def _rows(self) -> Iterator[int]:
        """Yield the blocks of like elements in a row that are cards of other stories, or comments."""
        rows: dict[tuple[HtmlElement, tuple[str, str]], list[Extent]] = defaultdict(list)
        for element, extent in self._extents.items():
            if (parent := element.getparent()) is not None and self._may_be_card(extent):
                rows[parent, row_of(element)].append(extent)
        for (parent, _), row in rows.items():
            yield from self._other_articles(row)
            if len(row) < _MIN_CARDS:
                continue
            others = [extent for extent in row if not self._is_own(extent)]
            if self._are_cards(others, row) or self._are_comments(others, row, self._extents[parent]):
                yield from (index for extent in others for index in extent.indices)

    def _may_be_card(self, extent: Extent) -> bool:
        """Tell whether an element holds several blocks, or a teaser on one line: that opens with a link."""
        if extent.first < extent.last:
            return True
        block = self._blocks[extent.first]
        return (
            extent.element.tag not in _LINES
            and block.linked >= _MIN_LINK
            and _opens_with_link(extent.element)
        )

    def _other_articles(self, row: list[Extent]) -> Iterator[int]:
        """Yield the blocks of articles that follow the page's own, each with a headline of its kind."""
        heads = [self._blocks[extent.first] for extent in row]
        if any(head.element.tag != "h1" for head in heads):
            return
        own = [extent for extent in row if extent.first in self._headlines]
        if own:
            yield from (index for extent in row if extent not in own for index in extent.indices)

    def _is_own(self, extent: Extent) -> bool:
        """Tell whether one element of a row holds the story, which makes the others no part of it."""
        return self.share(extent) > OWN_SHARE or self._holds_story(extent)

    def _are_cards(self, others: list[Extent], row: list[Extent]) -> bool:
        """Tell whether these are teasers: each has some prose and a link of its own.

        A paragraph has its links inside sentences.
        """
        cards = [extent for extent in others if self._is_card(extent)]
        if len(others) < len(row):
            is_part = any(self._longs[extent.last + 1] - self._longs[extent.first] > 1 for extent in others)
            return not is_part and len(cards) == len(others)
        return len(cards) >= _MIN_CARDS and len(cards) * 2 > len(row) and not self._is_story(row)

    def _part(self, extent: Extent) -> Sequence[Block]:
        return self._blocks[extent.first : extent.last + 1]

    def _is_card(self, extent: Extent) -> bool:
        part = self._part(extent)
        is_led = any(map(is_linked, part)) or len(part) == 1
        return is_led and any(map(self._is_prose, part))

    def _is_story(self, row: list[Extent]) -> bool:
        """Tell whether a row that holds most of the page's prose is numbered, or links to nothing else."""
        if sum(map(self.share, row)) <= OWN_SHARE:
            return False
        links = (link for extent in row for link in extent.element.iter("a"))
        numbered = (is_numbered(self._blocks[extent.first].text) for extent in row)
        return all(numbered) or not any(map(leads_away, links))

    def _are_comments(self, others: list[Extent], row: list[Extent], around: Extent) -> bool:
        """Tell whether these are what readers wrote: a name each, a time or a floor, and what they say."""
        is_answered = len(others) < len(row)
        if not is_answered and (self._holds_story(around) or not self._has_story_above(around)):
            return False
        spoken = sum(any(map(self._is_prose, self._part(extent)[1:])) for extent in others)
        return all(map(self._is_named, others)) and spoken * 2 > len(others)

    def _has_story_above(self, around: Extent) -> bool:
        start = self._headlines[0] if self._headlines else 0
        return self._longs[around.first] > self._longs[min(start, around.first)]

    def _is_named(self, extent: Extent) -> bool:
        """Tell whether an element opens with a short line, and says as comments do who wrote it and when."""
        name, *_ = part = self._part(extent)
        is_hour = CLOCK.match(name.text)  # it heads an entry of a live report
        if is_hour or len(name.text) > 2 * MAX_NAME or ends_sentence(name.text.rstrip("：:")):
            return False
        small = (block.text for block in part if len(block.text) <= 2 * MAX_NAME)
        return any(map(_COMMENTS.search, small))


def _are_notices(part: Sequence[Block], around: HtmlElement) -> bool:
    first, middle, last = part[0], part[len(part) // 2], part[-1]
    # In what a line stands is told sooner than what it says.
    if len({row_of(block.element) for block in (first, middle, last)}) > 1:
        return False
    if not (_is_notice(first) and _is_notice(last)):
        return False
    is_alike = len({place_of(block, around) for block in part}) == 1
    return is_alike and sum(map(_is_notice, part)) * 2 >= len(part)


def _is_notice(block: Block) -> bool:
    return noise_in(block.text) == "notice" or stands_in(block.text)


def _is_lead(block: Block, evidence: Evidence) -> bool:
    return not block.around.hidden and not is_linked(block) and evidence.opens(block.text)


def _is_headline(block: Block, title: str) -> bool:
    """Tell whether a block is the story's headline: a heading, or the same words and no link elsewhere."""
    if not title or block.around.hidden or not is_same(block.text, title):
        return False
    return block.around.heading or not is_linked(block)


def _opens_with_link(element: HtmlElement) -> bool:
    """Tell whether the first text in an element is a link's."""
    first = next((one for one in element.iter() if (one.text or "").strip()), None)
    if first is None:
        return False
    links = first.iterancestors("a") if first.tag != "a" else (first, *first.iterancestors("a"))
    return any(link is not element for link in links)
