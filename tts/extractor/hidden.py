"""Hidden text: the half of a story that a page unfolds at a click, told from all else that is hidden."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from lxml.html import HtmlElement

from tts.extractor.blocks import Block
from tts.extractor.evidence import COHESION, word_pairs
from tts.extractor.extents import Extent
from tts.extractor.noise import fold, is_noise
from tts.extractor.passages import is_long

# What the click is called, in the page's words and in its class names.
_UNFOLDS = re.compile(
    r"^\W{0,3}(?:点[击此我选])?(?:展开|阅读|继续阅读|查看|显示|看|读|点击查看|打开)"
    r"(?:更多|全文|全部|完整|余下|其余|剩余|下文)?(?:内容|文章|全文|新闻|报导|报道)?\W{0,3}$"
    r"|^\W{0,3}(?:更多|全文|(?:Read|Show|View|See) (?:more|all|full .{0,12}))\W{0,3}$",
    re.IGNORECASE,
)
_UNFOLDING_CLASS = re.compile(
    r"(?:^|[-_\s])(?:more|page\d?|part\d?|rest|full(?:text)?|remain(?:ing|der)?|expand(?:ed|able)?|collapsed?|collapsible"
    r"|fold(?:ed)?|unfold|read-?more|second-?half|truncated?|body|content|text|article|story)(?=$|[-_\s])",
    re.IGNORECASE,
)
_SEVERAL = 2
_NEAREST = 20  # visible paragraphs above a hidden text that it is compared with
_MOST = 200  # hidden elements of a page that are looked at
_MAX_NAMES = 400  # characters of a class and an id that are looked at


def unfolded(blocks: Sequence[Block], extents: dict[HtmlElement, Extent]) -> frozenset[HtmlElement]:
    """Return the hidden elements that hold the rest of a story whose beginning shows beside them.

    A page says that it unfolds one by a label near it, or by the element's class; or it is told by its words.
    """
    hiders = list(dict.fromkeys(block.around.hider for block in blocks if block.around.hider is not None))
    told = [hider for hider in hiders[:_MOST] if hider in extents and _is_told(blocks, extents[hider])]
    if not told:
        return frozenset()
    shown = [index for index, block in enumerate(blocks) if not block.around.hidden and _is_paragraph(block)]
    return frozenset(hider for hider in told if _goes_on(hider, blocks, extents, shown))


def _is_told(blocks: Sequence[Block], extent: Extent) -> bool:
    return any(map(_is_paragraph, blocks[extent.first : extent.last + 1]))


def _goes_on(
    hider: HtmlElement,
    blocks: Sequence[Block],
    extents: dict[HtmlElement, Extent],
    shown: Sequence[int],
) -> bool:
    """Tell whether a hidden element carries the story on; `shown` are the places of visible paragraphs."""
    parent = hider.getparent()
    if parent not in extents:
        return False
    hidden, around = extents[hider], extents[parent]
    above = shown[bisect_left(shown, around.first) : bisect_left(shown, hidden.first)]
    part = blocks[hidden.first : hidden.last + 1]
    if not above or _repeats([blocks[index] for index in above], part):
        return False
    near = (
        *blocks[max(around.first, hidden.first - 2) : hidden.first],
        *blocks[hidden.last + 1 : hidden.last + 3],
    )
    names = f"{hider.get('class') or ''} {hider.get('id') or ''}"[:_MAX_NAMES]
    if _UNFOLDING_CLASS.search(names) or any(map(_unfolds, near)):
        return True
    return _are_of_one([blocks[index] for index in above[-_NEAREST:]], part)


def _are_of_one(shown: Sequence[Block], hidden: Sequence[Block]) -> bool:
    """Tell whether a hidden text of several paragraphs takes up the words of the shown one."""
    paragraphs = [block for block in hidden if _is_paragraph(block)]
    if len(paragraphs) < _SEVERAL:
        return False
    some, others = (word_pairs("\n".join(b.text for b in part)) for part in (shown, paragraphs))
    return len(some & others) >= COHESION * min(len(some), len(others))


def _repeats(shown: Sequence[Block], hidden: Sequence[Block]) -> bool:
    """Tell whether a hidden text begins as the shown one does: it is a copy, or its twin."""
    first = next(filter(_is_paragraph, hidden))
    return any(block.text == first.text for block in shown)


def _is_paragraph(block: Block) -> bool:
    return is_long(block) and not is_noise(block.text)


def _unfolds(block: Block) -> bool:
    return bool(_UNFOLDS.match(fold(block.text)))
