"""Passages: what a block is by its own look: prose of the page's own, a link, a label, a date line."""

import re
from functools import lru_cache

from lxml.html import HtmlElement

from tts.extractor.blocks import Block
from tts.extractor.prose import ends_sentence, ends_statement, is_punctuated

MIN_BODY = 30  # Han characters: the shortest briefs of the agencies have about forty
_MIN_PROSE = 12
_MIN_LINE = 5  # characters of a line that may be prose where the page sets no marks
LONG_LINE = 16
_MAX_LABEL = 60
_MAX_LINE = 400  # characters of a line that are looked at for a date or a path
_MIN_REST = 5  # characters: 市府公布, and the full stop
_LINK_SHARE = 0.5
_DATE = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}:\d{2}")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*"
_CRUMBS = re.compile(r"\S\s?[>»›＞]\s?\S")
# Where links lead that each entry of a story may have: to itself, or to where it is shared.
_STAYS = re.compile(r"^#\w|^(?:mailto|javascript):|[/.?&=]share|/intent/|social-plugins", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:第|NO\.? ?|TOP ?)?[\d一二三四五六七八九十]{1,3}\s?[、.．:：名]", re.IGNORECASE)
# 某某月刊　第十二期　二〇二六年三月一日
_DIGIT = "一二三四五六七八九十"
_HAN_DAY = rf"(?:^|[\s期|｜])[一二][〇○零{_DIGIT}]{{3}}年[{_DIGIT}]{{1,2}}月[{_DIGIT}]{{1,3}}日$"
_PAGE_LINE = re.compile(
    rf"{_DATE.pattern}|{_HAN_DAY}|{_CRUMBS.pattern}"
    rf"|\b{_MONTH}\.? \d{{1,2}},? 20\d\d|\b\d{{1,2}} {_MONTH},? 20\d\d"
    r"|^By \S|\bmin(?:ute)?s? read$"
)


def is_prose(block: Block, *, unmarked: bool = False) -> bool:
    """Tell prose from labels: clauses, and neither a date line nor the crumbs of a path.

    `unmarked` is for pages that write without punctuation, as blogs and poems do: there a line will do.
    """
    if unmarked:
        return block.size >= _MIN_LINE and not _is_label(block.text)
    return block.size >= _MIN_PROSE and _is_marked(block.text)


@lru_cache(maxsize=8192)
def _is_marked(text: str) -> bool:
    """Tell whether a text has a sentence's marks and is no label; it is asked many times of each."""
    return is_punctuated(text) and not _is_label(text)


def _is_label(text: str) -> bool:
    return len(text) <= _MAX_LABEL and bool(_DATE.search(text) or _CRUMBS.search(text))


def is_linked(block: Block) -> bool:
    """Tell whether most of a block leads elsewhere."""
    return block.linked > _LINK_SHARE * len(block.text)


def is_half_linked(block: Block) -> bool:
    """Tell a sentence about what it links to from a link with a label or a mark before it."""
    rest = len(block.text) - block.linked
    return rest >= _MIN_REST and ends_statement(block.text) and is_prose(block)


def is_own_prose(block: Block, *, unmarked: bool = False) -> bool:
    """Tell whether a block is prose of the page's own: no link, no comment, no menu."""
    return not block.around.outside and not is_linked(block) and is_prose(block, unmarked=unmarked)


def is_long(block: Block, *, unmarked: bool = False) -> bool:
    """Tell whether a block can only be a paragraph; a shorter one may be anything."""
    if unmarked:
        return block.size >= LONG_LINE and is_own_prose(block, unmarked=True)
    return block.size >= MIN_BODY and is_own_prose(block) and ends_sentence(block.text)


def leads_away(link: HtmlElement) -> bool:
    """Tell whether a link leads from the page: not to a place on it, to where it is shared or to nothing."""
    address = link.get("href") or ""
    return bool(address) and not _STAYS.search(address)


def is_numbered(line: str) -> bool:
    """Tell whether a line opens with its number, as the parts of a story do."""
    return bool(_NUMBERED.match(line))


def is_page_line(line: str) -> bool:
    """Tell whether a line is a date, a path through the site, or an English byline."""
    return bool(_PAGE_LINE.search(line[:_MAX_LINE]))
