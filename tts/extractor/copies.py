"""Copies: what a page says twice: a story for another width of screen, its sentences in large letters."""

import re
from collections.abc import Container
from itertools import groupby, islice
from operator import itemgetter

from lxml.html import HtmlElement

from tts.extractor.blocks import Block
from tts.extractor.extents import row_of
from tts.extractor.prose import ends_sentence, squeeze

_MIN_COPY = 80  # Han characters: a refrain is shorter
_QUOTES = frozenset({"blockquote", "q", "aside"})
_QUOTE_CLASS = re.compile(r"quote|pull", re.IGNORECASE)
_MIN_QUOTED = 8
_QUOTE_PARTS = 3  # a quotation, who said it, a mark
_MOST_QUOTES = 40  # a story of more is an interview or a letter in quotes
_QUOTE_MARKS = '「」『』“”"《》…。'
_QUOTED = re.compile(r"[“「『][^“”「」『』]{8,80}[”」』]|[—–―]{1,2}\s?[^。，]{1,20}")


def without_copies(blocks: list[Block]) -> list[Block]:
    """Return a story's blocks without those that only say once more what others say.

    That is a run of paragraphs for another width of screen, which no refrain is as long as, and pull quotes.
    """
    first: dict[str, int] = {}
    is_copy = [first.setdefault(block.text, place) < place for place, block in enumerate(blocks)]
    kept: list[Block] = []
    for copied, run in groupby(zip(is_copy, blocks, strict=True), key=itemgetter(0)):
        paragraphs = [block for _, block in run]
        if not copied or sum(block.size for block in paragraphs) < _MIN_COPY:
            kept.extend(paragraphs)
    return _without_pull_quotes(kept)


def _without_pull_quotes(blocks: list[Block]) -> list[Block]:
    """Drop the sentences set apart in large letters that a paragraph outside their boxes says, too.

    With them goes who said it, in the same box.
    """
    told = {_row_around(block) for block in blocks if not _QUOTED.fullmatch(block.text)}
    is_quote = [_is_in_quote(block) or _is_set_apart(block, told) for block in blocks]
    if not 0 < sum(is_quote) <= _MOST_QUOTES:
        return blocks
    pairs = list(zip(blocks, is_quote, strict=True))
    said = "\n".join(squeeze(block.text) for block, quoted in pairs if not quoted)
    kept: list[Block] = []
    is_dropped = False
    for block, quoted in pairs:
        is_speaker = is_dropped and quoted and not ends_sentence(block.text)
        is_dropped = quoted and (is_speaker or _is_said(block.text, said))
        if not is_dropped:
            kept.append(block)
    return kept


def _is_said(quote: str, story: str) -> bool:
    words = squeeze(quote).strip(_QUOTE_MARKS)
    return len(words) >= _MIN_QUOTED and words in story


def _is_set_apart(block: Block, told: Container[tuple[str, str] | None]) -> bool:
    """Tell whether a line is a quotation, or who said it, in a box of a kind that holds nothing else."""
    around = block.element.getparent()
    is_alone = around is not None and len(around) <= _QUOTE_PARTS and _row_around(block) not in told
    return is_alone and bool(_QUOTED.fullmatch(block.text))


def _row_around(block: Block) -> tuple[str, str] | None:
    around = block.element.getparent()
    return row_of(around) if around is not None else None


def _is_in_quote(block: Block) -> bool:
    return any(map(_is_quote, (block.element, *islice(block.element.iterancestors(), 2))))


def _is_quote(element: HtmlElement) -> bool:
    return element.tag in _QUOTES or bool(_QUOTE_CLASS.search(element.get("class") or ""))
