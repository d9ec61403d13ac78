"""Plain numbers: cardinals, ordinals, and when a number is counted."""

import re

from tts.speech.rules.base import NUMBER, RANGE, Manner, Rule, after, before, rule
from tts.speech.rules.measures import MEASURE

_QUEUE = re.compile(rf"(?:\s?(?:{RANGE}|、|到|至|或|/)\s?\d[\d,.]*)+")
_NOT_COUNTED = re.compile(
    r"\s?(?:[月日號号樓楼級级期線线路段巷弄區区班等軍军胎審审讀读壘垒手戰战維维比加減减乘除是和與与及或為为的、"
    r"進进氧漲涨跌]|型(?![號号])|[鄰邻](?![居國国近])|年\s?[\d一二三四五六七八九十]{1,2}\s?班|局[上下]|字[頭头]|送\d|年級|年级|單元|单元|季度|分之|代(?!表)|到|至)"
)
_ORDERED_BEFORE = re.compile(
    r"(?:第|民國|民国|週|周|星期|禮拜|礼拜|初|名列|排名|排行|小數點|之|No\.|[+×*=]|[A-Za-z][-\s]?|[十百千萬億零]|\d成)\s?(?:\d+\s?[-~、到至]\s?)?$"
)
_LARGE_BEFORE = re.compile(r"\d\s?[千萬億万亿]$")


def is_counted(match: re.Match[str]) -> bool:
    """Tell whether a Chinese word that can be counted follows the number."""
    return bool(re.match(r"\s?[一-鿿]", _following(match)) and not _NOT_COUNTED.match(_following(match)))


def is_measured(match: re.Match[str]) -> bool:
    """Tell whether a measure word follows the number."""
    return bool(MEASURE.match(after(match)))


def _following(match: re.Match[str]) -> str:
    """Return what stands behind the number, or behind the whole range it begins."""
    following = after(match)
    queue = _QUEUE.match(following)
    return following[queue.end() :] if queue else following


def _cardinal(match: re.Match[str], manner: Manner) -> str:
    number = match[0]
    if number != "2":
        return manner.cardinal(number)
    preceding, following = before(match), after(match)
    if _LARGE_BEFORE.search(preceding) and re.match("[百千]", following):
        return "二" if manner.mainland or following[0] == "百" else "兩"
    if manner.mainland and re.match(rf"{RANGE}\d", following):
        return "二"
    if is_counted(match) and not _ORDERED_BEFORE.search(preceding):
        return "兩"
    return manner.cardinal(number)


def _listed(match: re.Match[str], manner: Manner) -> str | None:
    at_line_start = re.search(r"(?:^|[\n。！？])\s{0,3}$", before(match)[-3:])
    return manner.cardinal(match[1]) + "，" if at_line_start else None


def _english_ordinal(match: re.Match[str], manner: Manner) -> str:
    return "第" + manner.cardinal(match[1])


NUMBERS: tuple[Rule, ...] = (
    rule("list", r"(\d{1,2})\.(?=\s?[^\d\s])", _listed),
    rule("ordinal", r"(\d+)(?:st|nd|rd|th)(?![A-Za-z])", _english_ordinal),
    rule("number", NUMBER, _cardinal),
)
