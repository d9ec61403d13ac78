"""Signs between words: said, turned into a pause, or silent."""

import re
import unicodedata

from tts.speech.numerals import digits
from tts.speech.rules.base import NUMBER, RANGE, Manner, Rule, after, before, rule
from tts.speech.rules.silence import silence

_NUMERAL = "一二三四五六七八九十百千零〇"
_HALF_OF_DAY_BEFORE = re.compile(r"\d\s?[aApP]\.?[mM]\.?\s?$")
_AMOUNT_BEFORE = re.compile(
    r"(?:[\d一二兩两三四五六七八九十]\s?[十百千萬億兆万亿多餘余]{0,15}(?:[個个小分公美日歐欧港]?[元月日號号年時时分鐘钟點点歲岁週周人名天度成倍里尺斤噸吨])?"
    r"(?:[)）])?|[%‰℃℉°](?:[)）])?|\d\s?[aApP]\.?[mM]\.?)\s?$"
)
"""Before a dash: a number, by itself or with its unit."""
_BELOW_ZERO = re.compile(
    rf"\s?{NUMBER}(?:\s?(?:{RANGE}|至|到)\s?-?{NUMBER})?\s?(?:[%‰°º˚℃℉度]|[個个]百分[點点])|\s?[\d,]+\.\d+\s?[萬億万亿]?[點点元]|\s?\d+[桿杆]"
)
"""Behind a minus sign: what is no name's number."""
_ZONE_BEFORE = re.compile("(?:UTC|GMT)$")
_LOSS = re.compile(
    rf"\s?{NUMBER}\s?(?:[%‰度℃]|[個个]百分[點点]|[萬億万亿]?(?:[點点元]|[美日歐欧港]元)|[萬億万亿]|[桿杆])"
)
"""Behind a minus sign after a bracket or a Latin word: an amount, not the number of a thing."""
_HAN = re.compile("[一-鿿]")
_PAUSE = re.compile(r"[，。、！？；：…—～,;:!?「」『』（）()《》〈〉【】\s]")
_CLAUSE_END = re.compile(r"[一-鿿\d%]$")
_SET_OFF_NUMBER = re.compile(r"(?:^|\s)[\d.,]+$")
_LEADS_TO_NUMBER = "的了在約约為为是到達达至於于與与和及或有共第近逾過过每僅仅剩從从自由比以"
"""After one of these a number goes on with the sentence, however it is spaced."""
_SURNAMES = (
    "高陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅簡朱鍾游彭詹施胡沈余盧潘顏梁趙柯翁魏孫戴范宋鄧杜侯曹薛溫丁馬藍蔣唐卓馮姚石董紀歐程"
    "古汪湯姜田康白涂鄒尤巫龔嚴韓黎阮袁童陸夏柳邵錢伍譚熊任毛秦顧万陈黄张吴刘杨许郑谢赖苏叶庄吕萧罗简钟卢颜赵孙邓温马蓝蒋冯纪欧汤邹龚严韩陆钱谭顾"
)
"""The commonest in Taiwan and on the mainland: behind one of them a circle or cross hides a given name."""
_NAMED_BY_LETTER = "型|光|[軸轴]|平[台臺]|公司|用[戶户]|[帳账][號号]|世代|染色|射[線线]|[戰战]警|社群"


def _sign(match: re.Match[str], manner: Manner) -> str | None:
    """Return 負 for a minus sign that stands free, 零下 before a temperature."""
    if _ZONE_BEFORE.search(before(match)):
        return "減"
    if not _is_free(match):
        return None
    temperature = re.match(rf"\s?(?:{NUMBER})\s?(?:[°º˚]\s?([CF])|([℃℉]))", after(match))
    if temperature and not manner.mainland:
        return ("華氏" if temperature[0][-1] in "F℉" else "") + "零下"
    return "負"


def _is_free(match: re.Match[str]) -> bool:
    """After a Chinese word the sign is a hyphen (殲-20), unless words speak of an amount (玉山-3度)."""
    preceding = before(match)
    if re.search(r"[\d%°℃]$", preceding):
        return False
    if re.search(r"[A-Za-z)\]]$", preceding):
        named = re.search(r"(?<![A-Za-z0-9])[A-Z][A-Za-z]{1,4}$|[)\]]$", preceding)
        return bool(named and not _AMOUNT_BEFORE.search(preceding) and _LOSS.match(after(match)))
    if not re.search(r"[一-鿿]$", preceding):
        return True
    if _AMOUNT_BEFORE.search(preceding):
        return False
    by_word = re.search(
        r"[至到為为是降達达跌於于約约近僅仅在成溫温低值了率利報报盤盘指數数績绩額额差益損损]$|[評评积積]分$",
        preceding,
    )
    return bool(by_word or _BELOW_ZERO.match(after(match)))


def _plus(match: re.Match[str], _manner: Manner) -> str:
    preceding, following = before(match), after(match)
    if re.match(r"\s?\d", following):
        if re.search(r"[\dA-Za-z]\s?$", preceding):
            return "加"
        return "" if re.search(r"(?:漲|涨|升|增|成長|增长|幅|揚|加)[^，。]{0,4}$", preceding) else "正"
    if re.search(r"[A-Za-z]{2}$", preceding):
        return " Plus"
    return "加"


def _plus_minus(_match: re.Match[str], _manner: Manner) -> str:
    return "正負"


def _range(match: re.Match[str], _manner: Manner) -> str | None:
    """Return 到 for a dash between two amounts."""
    preceding = before(match)
    in_name = re.search(r"[A-Za-z]-?\d*\s?$", preceding) and match[0].strip() == "-"
    if not _AMOUNT_BEFORE.search(preceding) or (in_name and not _HALF_OF_DAY_BEFORE.search(preceding)):
        return None
    return "到" if re.match(r"-?(?:[$€£¥]|NT\$|US\$)?\d", after(match)) else None


def _hyphen_in_name(match: re.Match[str], _manner: Manner) -> str | None:
    """Return silence for the hyphen of JY-27A and 殲-20."""
    name = re.search(r"[A-Za-z0-9一-鿿]$", before(match)) and re.match(r"[0-9A-Za-z]", after(match))
    numbered = re.search(r"\d$", before(match)) or re.match(r"\d", after(match))
    return "" if name and numbered else None


def _slash(match: re.Match[str], _manner: Manner) -> str:
    """Return a pause in a byline, silence between 和 and 或, a space between Latin words."""
    preceding, following = before(match)[-1:], after(match)[:1]
    if not preceding.strip() or not following.strip() or preceding in "，。、" or following in "，。、":
        return ""
    if preceding.isascii() and following.isascii():
        return " "
    return "" if preceding in "和及與与" and following == "或" else "，"


def _space(match: re.Match[str], _manner: Manner) -> str | None:
    """Return a pause between two clauses of a headline; silence where the space only sets off a number."""
    preceding, following = before(match), after(match)
    if not preceding or not following or _PAUSE.match(preceding[-1]) or _PAUSE.match(following[0]):
        return ""
    if _CLAUSE_END.search(preceding) and _HAN.match(following):
        return "" if _SET_OFF_NUMBER.search(preceding) else "，"
    if _HAN.match(preceding[-1]) and following[0].isdigit():
        goes_on = preceding[-1] in _LEADS_TO_NUMBER or re.match(r"[\d.,%]+\s", following)
        return "" if goes_on else "，"
    return None


def _compatible(match: re.Match[str], manner: Manner) -> str:
    """①, Ⅳ, ㈠ and ½ are said as what they are made of."""
    character = match[0]
    value = unicodedata.numeric(character, -1)
    if value >= 0 and value == int(value):
        return manner.cardinal(str(int(value)))
    if value > 0:
        return _part(character, manner)
    said = unicodedata.normalize("NFKC", character)
    return re.sub(r"[^A-Za-z一-鿿]", "", said)


def _part(character: str, manner: Manner) -> str:
    """Return a fraction that is one character."""
    numerator, _, denominator = unicodedata.normalize("NFKC", character).partition("\u2044")
    return f"{manner.cardinal(denominator)}分之{manner.cardinal(numerator)}"


def _mixed_number(match: re.Match[str], manner: Manner) -> str:
    return f"{manner.cardinal(match[1])}又{_part(match[2], manner)}"


def _power(match: re.Match[str], manner: Manner) -> str:
    exponent = unicodedata.normalize("NFKC", match[2]).replace("\u2212", "-")
    sign = "負" if exponent.startswith("-") else ""
    return f"{manner.cardinal(match[1])}的{sign}{manner.cardinal(exponent.lstrip('-'))}次方"


def _zero(match: re.Match[str], _manner: Manner) -> str | None:
    """Return 零 between Chinese numerals; in a name each circle hides a character, and is 某."""
    preceding, following = before(match)[-1:], after(match)[:1]
    if (preceding and preceding in _NUMERAL) or (following and following in _NUMERAL + "年"):
        return "零" * len(match[0])
    return "某" * len(match[0]) if re.match(r"[一-鿿]", preceding) else None


def _masked(match: re.Match[str], _manner: Manner) -> str:
    return "某" * len(match[0])


def _twenty(match: re.Match[str], _manner: Manner) -> str | None:
    """卅 of 五卅 is a word of its own; elsewhere 廿 and 卅 are 二十 and 三十."""
    if before(match).endswith("五"):
        return None
    return {"廿": "二十", "卅": "三十", "卌": "四十"}[match[0]]


def _of(_match: re.Match[str], _manner: Manner) -> str:
    return "的"


def _keycap(match: re.Match[str], manner: Manner) -> str:
    return manner.cardinal(match[1])


def _point(match: re.Match[str], _manner: Manner) -> str:
    return "點" + digits(match[1])


AT_NUMBER: tuple[Rule, ...] = (
    rule("emoji", r"(\d)\ufe0f?\u20e3", _keycap),
    rule("fraction", r"(\d+)([\u00bc-\u00be\u2150-\u215e])", _mixed_number),
    rule(
        "power",
        rf"({NUMBER})(\u207b?(?!\u00b9(?![\u00b2\u00b3\u2070\u2074-\u2079]))[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+)",
        _power,
    ),
    rule("power", rf"({NUMBER})\^(-?\d{{1,3}})(?!\d)", _power),
)
MASKED: tuple[Rule, ...] = (
    rule("hidden name", rf"(?<=[{_SURNAMES}])(?:OO|XX)(?![A-Za-z0-9])", _masked),
    rule("hidden name", r"(?<=[一-鿿])(?:OO|XX)(?=[一-鿿])", _masked),
    rule("hidden name", rf"(?<=[{_SURNAMES}])[OX](?=[一-鿿])(?!{_NAMED_BY_LETTER})", _masked),
)
SYMBOLS: tuple[Rule, ...] = (
    rule("range", r"(?<=[A-Za-z0-9])~(?=[A-Z]\d?(?![a-z]))", lambda _match, _manner: "到"),
    rule(
        "range",
        r"(?<=[一二三四五六日月年時时點点分午晚早號号歲岁元萬万億亿站])\s?~\s?(?=[週周星禮礼上下中晚早凌清隔次翌一二三四五六七八九十\d])",
        lambda _match, _manner: "到",
    ),
    rule("sign", r"-(?=\s?[$€£¥]?(?:NT\$|US\$)?\d)", _sign),
    rule("range", r"\s?[-~–—]\s?(?=-?[$€£¥NU]?[TS]?\$?\d)", _range),
    rule("hyphen", r"-", _hyphen_in_name),
    rule("plus or minus", r"±", _plus_minus),
    rule("plus", r"\+", _plus),
    rule("slash", r"\s?[/╱]\s?", _slash),
    rule("zero", r"[○〇◯]+", _zero),
    rule("numeral", r"[廿卅卌]", _twenty),
    rule("name dot", r"(?<=[一-鿿A-Za-z])[·‧•・･．](?=[一-鿿A-Za-z])", silence),
    rule("kana", r"(?<=[一-鿿])の(?=[一-鿿])", _of),
    rule("point", r"(?<![\d.])\.(\d{1,4})(?![\d.])", _point),
    rule("point", r"(?<=[A-Za-z])\.(?=(\d))", lambda _match, _manner: "點"),
    rule("number sign", r"№\s?", lambda _match, _manner: "第"),
    rule(
        "compatibility", r"[\u00bc-\u00be\u2150-\u2188\u2460-\u24e9\u2776-\u2793\u3220-\u33ff]", _compatible
    ),
    rule("space", r" +", _space),
)
