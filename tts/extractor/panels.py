"""Panels: the parts of a story that a page shows one at a time: tabs, pages, answers below their questions.

All but one are hidden. What a panel is called stands on the tab that opens it; a number is a page of the
story, and some words are those of readers' comments, of other stories, of another language.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from lxml.html import HtmlElement

from tts.extractor.blocks import MAX_HEADING, Block
from tts.extractor.evidence import COHESION, Evidence, word_pairs
from tts.extractor.extents import Extent, row_of
from tts.extractor.noise import fold, is_noise
from tts.extractor.passages import is_linked, is_prose
from tts.extractor.prose import ends_sentence

_CONTROLS = ("href", "data-target", "data-bs-target", "aria-controls", "data-tab", "data-href")
_CONTROLLED = " | ".join((*(f"//@{name}/.." for name in _CONTROLS[1:]), "//@href[starts-with(., '#')]/.."))
_OWN_WORDS = r"(?:本文|内文|正文|全文|文章|新闻|报导|报道|故事|内容)"
_NUMBER = r"[\d一二三四五六七八九十两]{1,3}"
_PAGE = re.compile(
    rf"(?:第 ?)?{_NUMBER} ?[页章节回部篇段]?|(?:Page|Part|P)\.? ?\d{{1,2}}|[上中下][篇集]?|{_OWN_WORDS}",
    re.IGNORECASE,
)
_ARROW = re.compile(r"(?:[上前下后]一?[页步张章]|Prev(?:ious)?|Next|[<>«»‹›←→]+)(?:内容)?\W?", re.IGNORECASE)
_OTHER = re.compile(
    r".{0,4}(?:留言|评论|讨论|回应|回[复覆]|跟帖|意见|相关|推荐|延伸|热门|最[新夯热]|排行|人气|精选|更多|即时|要闻"
    r"|广告|作者|记者|关于|影[音片]|视频|图[集辑片]|照片|地图|分享|订阅|会员|登[入录]|投票|标签|关键字|商品|规格|活动"
    r"|English|EN|Eng|英文|繁体?|简体?|日本语|日文|Comments?|Related|Popular|Latest|Video|Photos?)"
    r"(?:版|区|板|榜|新闻|文章|阅读|消息|动态|快讯|报[导道]|内容|资讯|介绍|简介|[ (]?\d{1,5}\)?){0,2}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[-_]?\d{1,2}$")
_MAX_LABEL = 20  # characters on a tab
_MOST = 100  # tabs and panels of one page that are looked at
_MIN_PART = 0.5  # of a panel that is a part of a story, in paragraphs
_SEVERAL = 2


def opened(
    blocks: Sequence[Block], extents: Mapping[HtmlElement, Extent], evidence: Evidence
) -> frozenset[HtmlElement]:
    """Return the hidden elements that are parts of the page's story, one shown at a time."""
    hiders = list(dict.fromkeys(block.around.hider for block in blocks if block.around.hider is not None))
    held = [hider for hider in hiders[:_MOST] if hider in extents and _is_told(blocks, extents[hider])]
    if not held:
        return frozenset()
    labels = dict(_labels(blocks))
    pages = (hider for hider in held if _is_page(hider, blocks, extents, labels, evidence))
    return frozenset((*pages, *_answers(held, blocks, extents, evidence)))


def of_others(blocks: Sequence[Block], extents: Mapping[HtmlElement, Extent]) -> Iterator[Extent]:
    """Yield the panels of a row that are called by what others say, or by other stories."""
    rows: dict[HtmlElement, list[tuple[HtmlElement, str]]] = defaultdict(list)
    for panel, label in _labels(blocks):
        if panel in extents and panel.getparent() is not None:
            rows[panel.getparent()].append((panel, label))
    for row in rows.values():
        if len({panel for panel, _ in row}) >= _SEVERAL:
            yield from (extents[panel] for panel, label in row if _OTHER.fullmatch(label))


def _labels(blocks: Sequence[Block]) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the elements that tabs of the page open, each with what stands on its tab, folded."""
    if not blocks:
        return
    root = blocks[0].element.getroottree()
    targets: dict[str, str] = {}
    for control in root.xpath(_CONTROLLED)[:_MOST]:
        label = fold(" ".join((control.get("aria-label") or control.text_content()).split()))
        names = (control.get(name) or "" for name in _CONTROLS)
        name = next((name.lstrip("#") for name in names if name.lstrip("#")), "")
        if name and 0 < len(label) <= _MAX_LABEL and not _ARROW.fullmatch(label):
            targets.setdefault(name, label)
    if targets:
        yield from ((e, targets[e.get("id")]) for e in root.xpath("//*[@id]") if e.get("id") in targets)


def _is_told(blocks: Sequence[Block], extent: Extent) -> bool:
    """Tell whether an element has a sentence, and more in paragraphs than in links and labels."""
    part = [block for block in blocks[extent.first : extent.last + 1] if not block.around.heading]
    told = [block for block in part if _is_paragraph(block)]
    return bool(told) and sum(b.size for b in told) > _MIN_PART * sum(b.size for b in part)


def _is_paragraph(block: Block) -> bool:
    is_own = not block.around.outside and not is_linked(block) and is_prose(block)
    return is_own and ends_sentence(block.text) and not is_noise(block.text)


def _is_page(
    hider: HtmlElement,
    blocks: Sequence[Block],
    extents: Mapping[HtmlElement, Extent],
    labels: Mapping[HtmlElement, str],
    evidence: Evidence,
) -> bool:
    """Tell whether a hidden element is a further page of the story that its like beside it begins."""
    shown = [
        one
        for one in _row(hider, extents)
        if not blocks[extents[one].first].around.hidden and _is_told(blocks, extents[one])
    ]
    if not shown:
        return False
    story = _text(blocks, extents[shown[0]])
    extent = extents[hider]
    first = next(filter(_is_paragraph, blocks[extent.first : extent.last + 1]))
    if first.text in story:  # a copy
        return False
    label = labels.get(hider) or _label_by_place(hider, extents)
    if label is not None:
        is_own = _PAGE.fullmatch(label) or not _OTHER.fullmatch(label)
        return bool(is_own) and (evidence.is_silent or evidence.agrees(story))
    return _are_numbered(hider, shown[0]) or _are_of_one(story, _text(blocks, extents[hider]))


def _row(hider: HtmlElement, extents: Mapping[HtmlElement, Extent]) -> list[HtmlElement]:
    """Return the elements beside a hidden one that are of its kind, in order, itself among them."""
    parent = hider.getparent()
    if parent is None:
        return [hider]
    return [one for one in parent if one in extents and _are_alike(one, hider)]


def _are_alike(one: HtmlElement, other: HtmlElement) -> bool:
    """Tell whether two elements have the same tag and a class in common: one may also be called active."""
    if one.tag != other.tag:
        return False
    classes, others = _classes(one.get("class") or ""), _classes(other.get("class") or "")
    return not classes or not others or not classes.isdisjoint(others)


@lru_cache(maxsize=4096)
def _classes(names: str) -> frozenset[str]:
    return frozenset(names.split())


def _label_by_place(hider: HtmlElement, extents: Mapping[HtmlElement, Extent]) -> str | None:
    """Return what stands on a panel's tab, where as many tabs as panels stand in a list beside them."""
    row = _row(hider, extents)
    parent = hider.getparent()
    beside = (row[0].getprevious(), row[-1].getnext(), parent.getprevious(), parent.getnext())
    for element in beside:
        if element is None:
            continue
        texts = (fold(text.strip()) for text in element.itertext() if text.strip())
        tabs = [text for text in texts if not _ARROW.fullmatch(text)]
        if len(tabs) == len(row) and all(len(tab) <= _MAX_LABEL for tab in tabs):
            return tabs[row.index(hider)]
    return None


def _are_numbered(hider: HtmlElement, shown: HtmlElement) -> bool:
    """Tell whether two elements are called by one name with numbers behind it."""
    names = [element.get("id") or (element.get("class") or "").split(" ")[-1] for element in (hider, shown)]
    stems = {_NUMBERED.sub("", name) for name in names}
    return len(stems) == 1 and all(map(_NUMBERED.search, names))


def _answers(
    hiders: Sequence[HtmlElement],
    blocks: Sequence[Block],
    extents: Mapping[HtmlElement, Extent],
    evidence: Evidence,
) -> Iterator[HtmlElement]:
    """Yield the hidden elements that stand below a heading each, several alike, of what the page is about."""
    rows: dict[tuple[HtmlElement, tuple[str, str]], list[HtmlElement]] = defaultdict(list)
    for hider in hiders:
        if (around := _around_heading(hider, blocks, extents)) is not None:
            rows[around, row_of(hider)].append(hider)
    for row in rows.values():
        first, last = extents[row[0]].first, extents[row[-1]].last
        text = "\n".join(block.text for block in blocks[first - 1 : last + 1])
        above = "\n".join(b.text for b in blocks[:first] if not b.around.hidden and _is_paragraph(b))
        if len(row) >= _SEVERAL and (evidence.agrees(text) or _are_of_one(above, text)):
            yield from row


def _around_heading(
    hider: HtmlElement, blocks: Sequence[Block], extents: Mapping[HtmlElement, Extent]
) -> HtmlElement | None:
    """Return the element that holds a row of headings with a hidden text below each, this one among them."""
    first = extents[hider].first
    parent = hider.getparent()
    if first == 0 or parent not in extents:
        return None
    head = blocks[first - 1]
    around = extents[parent]
    if head.around.hidden or len(head.text) > MAX_HEADING or is_noise(head.text) or around.first >= first:
        return None
    is_entry = around.first == first - 1 and around.last - extents[hider].last < _SEVERAL
    return parent.getparent() if is_entry else parent


def _text(blocks: Sequence[Block], extent: Extent) -> str:
    return "\n".join(block.text for block in blocks[extent.first : extent.last + 1])


def _are_of_one(text: str, other: str) -> bool:
    """Tell whether two texts take up each other's words."""
    some, others = word_pairs(text), word_pairs(other)
    least = min(len(some), len(others))
    return least > 0 and len(some & others) >= max(_SEVERAL, COHESION * least)
