"""Numbers as they are written, with sign and unit: what no line is to part."""

import re
from collections.abc import Iterator

_SIGN = "-+−–±～~≈≤≥＋－﹢﹣"
_BETWEEN = rf"[{_SIGN}—/／×]"
_WITHIN = r"(?:[.,:·'’．：]|(?<=[０-９])，(?=\d{3}(?!\d)))"
"""What stands between digits of one number: a date, a score, a range and a telephone number are one."""

_SHARE = "(?:[%％‰‱℃℉′″]|[°º˚][CFＣＦ]?)"
_CODE = "USD|NTD|TWD|HKD|CNY|RMB|JPY|EUR|GBP"
_CURRENCY = rf"(?:(?:(?<![A-Za-z])[A-Z]{{1,3}})?[$＄€£￡¥￥₩₹₫฿₱₽₿#＃№]|(?:{_CODE})(?![A-Za-z]))"
_BEFORE = rf"(?:[{_SIGN}]?{_CURRENCY}[ \u00a0]?)?"
_NUMBER = (
    rf"[{_SIGN}]?\.?\d++"
    rf"(?:(?:{_SHARE}++{_BETWEEN}{{0,2}}+|[\u00a0\u2009\u202f]|{_WITHIN}|{_BETWEEN}{{1,2}}+)\d++)*+{_SHARE}*+"
)

_MAGNITUDE = "[多餘余]?[十百千萬万億亿兆]{1,3}[多餘余]?"
_MEASURE = (
    "[個个]?百分[點点]|(?:新?[台臺]|美|日|歐|欧|英|港|韓|韩|澳|加|新|人民)?[元圓圆幣币鎊镑]"
    "|(?:[平立]方)?公[里尺分斤噸吨升克頃顷]|(?:[平立]方)?[千毫厘]?[米克升]|小?[時时]|分[鐘钟]|[個个]月"
    "|[年月日號号天週周季點点分秒歲岁度人名位個个件台次張张股口家間间戶户輛辆艘架桶噸吨斤磅坪頁页倍成折筆笔]"
)
_HAN = rf"{_MAGNITUDE}(?:{_MEASURE})?|{_MEASURE}"
_SYMBOL = (
    "(?:[kKcCmMGTnμµdh]?(?:m[²³]?|[gGlLVAJtWBb]|Wh|Hz|Pa|bps)"
    rf"|bps?|dB|cc|ha|ft|lb|oz|hr?s?|min|s|kcal|{_CODE})"
)
_PER = "/(?:[A-Za-z]{1,3}[²³]?)"
_BEHIND = rf"[A-Za-z²³]{{1,12}}+(?:{_PER})?|[ \u00a0]{_SYMBOL}(?:{_PER})?(?![A-Za-z])"
"""A unit in letters; behind a space it must be known for one: 120 km/h, but no more than 2024 of 2024 the."""

NUMBER = re.compile(_NUMBER)
FIGURE = re.compile(
    rf"{_BEFORE}{_NUMBER}(?:{_MAGNITUDE}{_NUMBER})*+(?:[ \u00a0]?(?:{_HAN}|{_SHARE})|{_BEHIND})?"
)


def figures(text: str) -> Iterator[tuple[range, list[range]]]:
    """Yield where each figure stands, with its unit, and where its numbers do.

    18億5,000萬元 is one figure of two numbers; -1.2%, 12/9 and 02-2345-6789 are one number each.
    """
    for figure in FIGURE.finditer(text):
        numbers = NUMBER.finditer(text, *figure.span())
        yield range(*figure.span()), [range(*number.span()) for number in numbers]
