"""Twins: a text that a page shows the beginning of, and keeps whole beside it, hidden until a click."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from tts.extractor.blocks import Block
from tts.extractor.extents import Extent
from tts.extractor.passages import is_long, is_prose
from tts.extractor.prose import beginning, squeeze

_NEAR = 12  # blocks above a hidden text in which its beginning is shown
_MOST_HIDDEN = 200  # hidden elements of a page that are looked at
_FIRST = 3  # blocks of a hidden text, one of which is its first paragraph
_MIN_BEGINNING = 8  # characters
_FULLER = 1.1
_MUCH_FULLER = 1.5  # where nothing says that the shown text breaks off
# Where a beginning breaks off, and what the click is called behind it.
_CUT = re.compile(
    r"(?:(?<![….⋯。])(?:…++|\.{2,}+|⋯++|。{2,}+))?[\s(（\[【]{0,3}"
    r"(?:(?:点击|點擊|点|點|按|\+)?(?:展[开開]|[查观觀]看|[阅閱][读讀]|[继繼][续續][阅閱][读讀]|[显顯]示|看|更多"
    r"|全文|More|Read more)"
    r"(?:更多|全文|全部|完整|[内內]容)?)?[\s)）\]】>»↓▼∨]{0,4}[a-z]?$",
    re.IGNORECASE,
)
_MAX_TAIL = 20  # characters of a text that are looked at for its cut


class Twins(NamedTuple):
    """The hidden elements that hold a whole text, and the places of the blocks that show its beginning."""

    whole: frozenset[HtmlElement] = frozenset()
    begun: frozenset[int] = frozenset()


def twins(blocks: Sequence[Block], extents: dict[HtmlElement, Extent]) -> Twins:
    """Return the hidden texts of which a page shows the beginning above them, and where it does.

    A copy of what is shown to its end, as for print, is none.
    """
    hiders = dict.fromkeys(block.around.hider for block in blocks if block.around.hider is not None)
    told = (extents[hider] for hider in list(hiders)[:_MOST_HIDDEN] if hider in extents)
    found = [(hidden.element, begun) for hidden in told if (begun := _begun(blocks, hidden))]
    return Twins(
        frozenset(element for element, _ in found), frozenset(place for _, begun in found for place in begun)
    )


def _begun(blocks: Sequence[Block], hidden: Extent) -> list[int]:
    """Return the places of the shown blocks above a hidden text that are its beginning, and nothing more."""
    part = [block for block in blocks[hidden.first : hidden.last + 1] if is_prose(block)]
    above = [i for i in range(max(0, hidden.first - _NEAR), hidden.first) if not blocks[i].around.hidden]
    starts = [start for block in part[:_FIRST] if len(start := beginning(block.text)) >= _MIN_BEGINNING]
    first = next((i for i in above if _opens(blocks[i], starts)), None)
    if first is None or _is_shown(part[-1], blocks):
        return []
    whole = "".join(squeeze(block.text) for block in part)
    shown = [i for i in above if i >= first]
    begun = [i for i in shown if _without_cut(blocks[i].text) in whole]
    if any(is_long(blocks[i]) for i in set(shown).difference(begun)):  # it goes on there, in its own way
        return []
    is_cut = any(len(_without_cut(blocks[i].text)) < len(squeeze(blocks[i].text)) for i in begun[-1:])
    least = (_FULLER if is_cut else _MUCH_FULLER) * sum(blocks[i].size for i in begun)
    return begun if first in begun and sum(block.size for block in part) >= least else []


def _opens(block: Block, starts: Sequence[str]) -> bool:
    return not block.around.heading and beginning(block.text) in starts


def _without_cut(text: str) -> str:
    return squeeze(text[:-_MAX_TAIL] + _CUT.sub("", text[-_MAX_TAIL:]))


def _is_shown(last: Block, blocks: Sequence[Block]) -> bool:
    return any(block.text == last.text and not block.around.hidden for block in blocks)
