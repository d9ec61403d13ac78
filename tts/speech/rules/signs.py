"""Signs that carry meaning: comparisons, arrows, stars, sections, powers, a sign that stands for a word."""

import re
import unicodedata

from tts.speech.numerals import digits
from tts.speech.rules.base import NUMBER, Manner, Rule, after, before, rule
from tts.speech.rules.silence import silence

_SAID = {
    "=": "等於", "×": "乘", "*": "乘", "x": "乘", "÷": "除以", "≥": "大於等於", "≧": "大於等於",
    "≤": "小於等於", "≦": "小於等於",
    "≈": "約等於", "≠": "不等於", ">": "大於", "<": "小於", "≒": "約等於", "≫": "遠大於", "≪": "遠小於",
}  # fmt: skip
_AMOUNT = re.compile(rf"\s?[-+±]?(?:NT|US|HK)?[$€£¥]?{NUMBER}")
_OPERAND_BEFORE = re.compile(r"[\dA-Za-zα-ω%)）°²³]\s?$|\d\s?[一-鿿]{1,4}\s?$")
_OPERAND_AFTER = re.compile(r"\s?[-+]?[\dA-Za-zα-ω$€£¥√(½¼¾]")
_WORD_BEFORE = re.compile(r"[\dA-Za-z%)）」』》°℃一-鿿]\s?$")
_CLAUSE_BEFORE = re.compile(r"[\dA-Za-z%)）」』》°℃一-鿿，、（(：:]\s?$")
_WORD_AFTER = re.compile(r"\s?[-+±]?[\dA-Za-z$€£¥「『（(《一-鿿]")
_NOTHING_BEFORE = re.compile(r"(?:^|[\n。！？；;])\s?$")
_LONGEST_BRACKET = 40
_BRACKETED = re.compile(rf"(?:(?<![0-9A-Za-z%一-鿿])<|<(?=[^\d\s$€£¥.-]))[^<>\n]{{1,{_LONGEST_BRACKET}}}>")
"""＜獨家＞: the signs as brackets."""
_TRAIL = re.compile(r"^[^，。！？\n]{1,15}>")
_MOVED = re.compile(rf"\s?{NUMBER}\s?(?:[%點点元]|[萬億万亿]|[個个]百分)")
_STARS_OF_FIVE = 5
_FEWEST_STARS = 3
_DIRECTION = {"↑": "上升", "⬆": "上升", "↓": "下降", "⬇": "下降"}
_CHANGE = {"▲": "上漲", "△": "上漲", "▼": "下跌", "▽": "下跌"}
_NAMES = {
    "%": "百分比",
    "‰": "千分比",
    "℃": "攝氏度",
    "℉": "華氏度",
    "°": "度",
    "∞": "無限",
    "€": "歐元",
    "£": "英鎊",
}
_POWERS = {"2": "平方", "3": "立方", "n": "n次方"}


_ARROWS = re.compile("[→⇒⟶➔➜➝➞➡]")
_FEWEST_STEPS = 3
"""So many arrows lead from step to step; fewer, from one thing to another."""
_LONGEST_FLOW = 24


def _is_bracket(match: re.Match[str]) -> bool:
    start = (
        match.start() if match[0] == "<" else match.string.rfind("<", match.start() - _LONGEST_BRACKET - 1)
    )
    found = _BRACKETED.match(match.string, max(start, 0))
    return bool(found) and match.start() in (found.start(), found.end() - 1) if found else False


def _bracket(match: re.Match[str], _manner: Manner) -> str | None:
    return "" if _is_bracket(match) else None


def _operator(match: re.Match[str], _manner: Manner) -> str | None:
    preceding, following = before(match), after(match)
    if _OPERAND_BEFORE.search(preceding) and _OPERAND_AFTER.match(following):
        return _SAID[match[0]]
    if match[0] in "=×÷" and _in_formula(match):
        return _SAID[match[0]]
    leads = match[0] in "≥≧≤≦≈≒" or (match[0] in "<>=" and _CLAUSE_BEFORE.search(preceding))
    begins = match[0] in "<>" and _NOTHING_BEFORE.search(preceding) and not following[:1].isspace()
    return _SAID[match[0]] if (leads or begins) and _AMOUNT.match(following) else None


def _in_formula(match: re.Match[str]) -> bool:
    """Tell whether words are reckoned with: 速度=距離÷時間."""
    clause = (
        re.split(r"[，。；！？\n]", before(match))[-1]
        + match[0]
        + re.split(r"[，。；！？\n]", after(match))[0]
    )
    return "=" in clause and bool(re.search(r"[×÷+]", clause)) and bool(_WORD_BEFORE.search(before(match)))


def _between_words(match: re.Match[str], _manner: Manner) -> str | None:
    """Return words for a comparison of two things, a pause for a step on a site's path."""
    preceding, following = before(match), after(match)
    if not (_WORD_BEFORE.search(preceding) and _WORD_AFTER.match(following)):
        return None
    on_path = match[0] == ">" and (_TRAIL.match(following) or re.search(r">[^，。！？\n]{1,15}$", preceding))
    return "，" if on_path else _SAID[match[0]]


def _arrow(match: re.Match[str], _manner: Manner) -> str | None:
    """Return 到 for an arrow from one thing to another; one that only points is silent."""
    joins = _WORD_BEFORE.search(before(match)) and _WORD_AFTER.match(after(match))
    if not joins:
        return None
    steps = len(
        _ARROWS.findall(match.string, max(0, match.start() - _LONGEST_FLOW), match.end() + _LONGEST_FLOW)
    )
    return "到" if steps < _FEWEST_STEPS else "，"


def _both_ways(match: re.Match[str], _manner: Manner) -> str | None:
    joins = re.search(r"[一-鿿]\s?$", before(match)) and re.match(r"\s?[一-鿿]", after(match))
    return "往返" if joins else None


def _direction(match: re.Match[str], _manner: Manner) -> str | None:
    behind = re.search(r"[\d%一-鿿]\s?$", before(match)) and not re.match(r"\s?(?![至到])\w", after(match))
    return _DIRECTION[match[1]] if behind or _AMOUNT.match(after(match)) else None


def _change(match: re.Match[str], _manner: Manner) -> str | None:
    return _CHANGE[match[0]] if _MOVED.match(after(match)) else None


def _stars(match: re.Match[str], manner: Manner) -> str | None:
    """Return how many of five stars are filled; a line of stars alone is an ornament."""
    if not re.search(r"\w", match.string) and match[0].strip("★⭐🌟") == "":
        return None
    filled = len(re.findall("[★⭐🌟]", match[0]))
    rated = filled >= _FEWEST_STARS or (filled and len(re.findall("[☆★⭐🌟]", match[0])) == _STARS_OF_FIVE)
    half = "半" if "½" in match[0] else ""
    return f"{manner.counted(str(filled))}星{half}" if rated else None


def _star(match: re.Match[str], _manner: Manner) -> str | None:
    return "星" if re.search(r"(?<![\d.,])[1-7](?:\.\d)?\s?$", before(match)) else None


def _section(match: re.Match[str], manner: Manner) -> str:
    part = f"之{manner.cardinal(match[2])}" if match[2] else ""
    article = "" if re.match(r"\s?[條条]", after(match)) else "條"
    return f"第{manner.cardinal(match[1])}{article}{part}"


def _letter_power(match: re.Match[str], manner: Manner) -> str | None:
    exponent = unicodedata.normalize("NFKC", match[0]).replace("\u2212", "-")
    if not re.search(r"[A-Za-zα-ω)）]$", before(match)):
        return None
    if exponent in _POWERS:
        return _POWERS[exponent]
    number = exponent.lstrip("-")
    if not number.isdigit():
        return None
    return f"的{'負' if exponent[0] == '-' else ''}{manner.cardinal(number)}次方"


def _cents(match: re.Match[str], manner: Manner) -> str:
    return manner.counted(match[1]) + "美分"


def _percent_of_words(match: re.Match[str], _manner: Manner) -> str:
    number = match[1].replace("．", "點").replace(".", "點").replace("〇", "零").replace("○", "零")
    return {"%": "百分之", "‰": "千分之"}[match[2]] + number


def _named(match: re.Match[str], _manner: Manner) -> str | None:
    return _NAMES[match[0]] if re.search(r"[一-鿿(（/]\s?$", before(match)) else None


def _headline(match: re.Match[str], _manner: Manner) -> str | None:
    """Return a pause for a bar between two words of a headline."""
    return "，" if _WORD_BEFORE.search(before(match)) and _WORD_AFTER.match(after(match)) else None


def _ordinal(match: re.Match[str], _manner: Manner) -> str | None:
    return None if re.search(r"[\dA-Za-z]$", before(match)) else "第"


CENTS: tuple[Rule, ...] = (rule("money", rf"({NUMBER})\s?¢", _cents),)
SIGNS: tuple[Rule, ...] = (
    rule("percent", r"([一二三四五六七八九十百零〇○點．.到至]{1,12})\s?([%‰])", _percent_of_words),
    rule("bracket", "[<>]", _bracket),
    rule("pointer", r"[<>]{2,}", silence),
    rule("operator", r"[=×*÷≥≧≤≦≈≒≠≫≪><]", _operator),
    rule("operator", r"[≈≒≠≫≪><]", _between_words),
    rule("arrow", r"\s?(?:[→⇒⟶➔➜➝➞➡]\ufe0f?|-{1,3}>|={1,3}>)\s?", _arrow),
    rule("arrow", r"\s?[↔⇄⇆⟷⬌]\ufe0f?\s?", _both_ways),
    rule("arrow", r"([↑↓⬆⬇])\ufe0f?", _direction),
    rule("change", "[▲△▼▽]", _change),
    rule("star", r"(?:[★⭐🌟]\ufe0f?){1,5}(?:☆{0,4}|½)(?![★☆⭐🌟])", _stars),
    rule("star", r"\s?[★☆⭐]\ufe0f?(?![★☆⭐🌟])", _star),
    rule("section", r"§{1,2}\s?(\d{1,4})(?:-(\d{1,2}))?(?![\d.])", _section),
    rule("power", r"[\xb2\xb3\xb9\u2070\u2074-\u207b\u207f]+", _letter_power),
    rule("money", rf"¢\s?({NUMBER})", _cents),
    rule("root", r"√(?=\d|[a-z])", lambda _match, _manner: "根號"),
    rule("number sign", r"#(?=\d{1,2}(?![\d一-鿿]))", _ordinal),
    rule("sign in words", "[%‰℃℉°∞€£]", _named),
    rule("model", r"['’‘](\d\d)(?=年[式款份型]|款)", lambda match, _manner: digits(match[1])),
    rule("bar", r"\s?[|│┃丨]\s?", _headline),
)
