"""Numbers with something behind or before them: percentages, money, units, temperatures."""

import re
from decimal import Decimal

from tts.speech.numerals import digits
from tts.speech.rules.base import NUMBER, RANGE, Manner, Rule, after, before, rule
from tts.speech.rules.units import SPEED, SPEEDS, UNIT, unit_name

_CHINESE_UNIT = (
    "美元|日圓|公斤|公噸|公里|毫克|微克|公克|千克|毫升|公升|人次|千米|毫米|公分|公尺|大卡|[平立]方(?:公[尺里]|米)"
    "|[元人次噸吨張张戶户名件台架箱輛辆桶度杯克米升斤份盒瓶包支顆颗粒片篇組组隻只條条場场趟班針针劑剂匙碗罐]"
)
_PER = (
    "小時|小时|分鐘|分钟|[平立]方(?:公[尺里分]|千?米)|公斤|千克|公克|毫克|公噸|公里|千米|公尺|公升|毫升|公頃|公顷"
    "|加侖|加仑|盎司|英畝|英亩|月(?!刊)|[週周](?!刊)|日(?![報报本电電經经圓圆元])|[時时](?![報报代事尚])"
    "|人(?![民間间年])|台(?![北中南東东灣湾視视])|[戶户](?!外)|[年季天分秒組组題题條条趟套包盒罐棟栋間间坪畝亩斤克磅"
    "噸吨升米度次桶張张件份箱瓶輛辆股顆颗隻只頭头株棵晚夜班場场]"
)
"""What a rate may be per; 3人/日本台 names who has the picture."""
_DATA = "[KMGT]i?[Bb]"
_END = r"(?![A-Za-z0-9²³])"

_CURRENCIES: dict[str, tuple[str, str]] = {
    "NT$": ("新台幣", "元"), "NTD": ("新台幣", "元"), "NT": ("新台幣", "元"), "TWD": ("新台幣", "元"),
    "NTD$": ("新台幣", "元"),
    "US$": ("", "美元"), "USD": ("", "美元"), "USD$": ("", "美元"), "$": ("", "美元"),
    "U.S.$": ("", "美元"),
    "HK$": ("", "港元"), "HKD": ("", "港元"), "HKD$": ("", "港元"), "MOP$": ("", "澳門元"),
    "MOP": ("", "澳門元"),
    "A$": ("", "澳元"), "AU$": ("", "澳元"), "AUD": ("", "澳元"), "C$": ("", "加元"), "CA$": ("", "加元"),
    "CAD": ("", "加元"),
    "S$": ("", "新元"), "SGD": ("", "新元"), "NZ$": ("", "紐元"), "NZD": ("", "紐元"), "R$": ("", "雷亞爾"),
    "RM": ("", "令吉"), "MYR": ("", "令吉"),
    "RMB": ("人民幣", "元"), "CNY": ("人民幣", "元"), "RMB¥": ("人民幣", "元"), "CN¥": ("人民幣", "元"),
    "JPY": ("", "日圓"), "JP¥": ("", "日圓"), "¥": ("", "元"), "€": ("", "歐元"), "EUR": ("", "歐元"),
    "£": ("", "英鎊"), "GBP": ("", "英鎊"),
    "₩": ("", "韓元"), "KRW": ("", "韓元"), "₫": ("", "越南盾"), "฿": ("", "泰銖"), "THB": ("", "泰銖"),
    "₱": ("", "披索"), "₹": ("", "盧比"), "INR": ("", "盧比"),
    "₽": ("", "盧布"), "CHF": ("", "瑞士法郎"), "₿": ("", "比特幣"), "BTC": ("", "比特幣"),
}  # fmt: skip
_CURRENCY = "|".join(sorted(map(re.escape, _CURRENCIES), key=len, reverse=True))
_CODE = "|".join(code for code in _CURRENCIES if code.isalpha() and len(code) > 2)  # noqa: PLR2004
_HAN_MAGNITUDE = r"(?P<han>(?:\s?(?:[十百千]?[萬億兆万亿][億亿]?|[十百千]))?(?:多|餘|余)?)"
_MAGNITUDES = {
    "k": 3, "K": 3, "thousand": 3, "M": 6, "m": 6, "mn": 6, "MM": 6, "million": 6, "Million": 6,
    "B": 9, "b": 9, "bn": 9, "Bn": 9, "billion": 9, "Billion": 9, "T": 12, "tn": 12, "trillion": 12,
    "Trillion": 12,
}  # fmt: skip
_MAGNITUDE = "|".join(sorted(_MAGNITUDES, key=len, reverse=True))
_CURRENCY_BEFORE = re.compile(r"(?:新?台幣|人民幣|人民币)\s?$")
_UNIT_OF_MONEY = re.compile(r"(?:美|日|歐|欧|港|韓|韩|澳|加|新台|人民|台)?(?:元|圓|圆|幣|币|金|塊|块)")

_SCALES = {"C": "攝氏", "℃": "攝氏", "F": "華氏", "℉": "華氏"}
_SPEED_BEFORE = re.compile(r"[時时]速[^，。]{0,6}$")
_FREE_SIGN = re.compile(r"(?<![\dA-Za-z%)°℃])[-−]\s?$")


def scaled(number: str, power: int) -> str:
    """Return the number times a power of ten, as digits."""
    return format(Decimal(number.replace(",", "")).scaleb(power).normalize(), "f")


def is_below_zero(match: re.Match[str]) -> bool:
    """Tell whether a minus sign stands before the match, not a dash between two things."""
    return bool(_FREE_SIGN.search(before(match)))


def _amount(match: re.Match[str], manner: Manner, *, counted: bool = False) -> str:
    """Return the number, or the range of two numbers, in words."""
    say = manner.counted if counted else manner.cardinal
    numbers = [number.rstrip(_LARGE) for number in (match["low"], match["number"]) if number]
    magnitudes = [number.lstrip("0123456789,.") for number in (match["low"], match["number"]) if number]
    return "到".join(say(number) + large for number, large in zip(numbers, magnitudes, strict=True))


def _percent(match: re.Match[str], manner: Manner) -> str:
    parts = {"%": "百分之", "‰": "千分之"}[match["mark"]]
    said = _amount(match, manner)
    return parts + (manner.word("百", "一百") if said == "一百" else said)


def _temperature(match: re.Match[str], manner: Manner) -> str:
    scale = _SCALES[match["scale"]]
    said = _amount(match, manner)
    if "至" in match[0]:
        said = said.replace("到", "至")
    if manner.mainland:
        return f"{said}{scale}度"
    if is_below_zero(match) or before(match).endswith(scale):
        scale = ""
    return f"{scale}{said}度"


def _measured(match: re.Match[str], manner: Manner) -> str:
    symbol = match["unit"]
    of_person = manner.mainland and any(letter.isupper() for letter in symbol.replace("L", ""))
    return _amount(match, manner, counted=not of_person) + _unit(symbol, manner)


def _unit(symbol: str, manner: Manner) -> str:
    return unit_name(symbol, mainland=manner.mainland)


def _rate(match: re.Match[str], manner: Manner) -> str:
    """Return a rate with what it is per in front: 每小時三百五十公里."""
    unit, per = SPEEDS.get(match["unit"]) or match["unit"].split("/")
    per_unit = per.lstrip("0123456789")
    count = per.removesuffix(per_unit)
    said = _amount(match, manner, counted=True) + _unit(unit, manner)
    if per == "h" and _SPEED_BEFORE.search(before(match)):
        return said + manner.word("", "每小時")
    return f"每{count and manner.cardinal(count)}{_unit(per_unit, manner)}{said}"


def _degrees(match: re.Match[str], manner: Manner) -> str:
    return _amount(match, manner) + "度"


def _arc(match: re.Match[str], manner: Manner) -> str:
    """Return degrees, minutes and seconds on the globe."""
    degrees, minutes, seconds = (part and manner.cardinal(part) for part in match.groups())
    return f"{degrees}度{minutes}分" + (f"{seconds}秒" if seconds else "")


def _feet_and_inches(match: re.Match[str], manner: Manner) -> str:
    feet, inches = manner.word("呎", "英尺"), manner.word("吋", "英寸")
    return manner.counted(match[1]) + feet + manner.counted(match[2]) + inches


def _minutes_and_seconds(match: re.Match[str], manner: Manner) -> str:
    """Return a time that was run, with the signs for minutes and seconds."""
    parts = f"{manner.counted(match[1])}分{_two_digits(match[2], manner)}秒"
    return parts + digits(match[3] or "")


def _hours_and_minutes(match: re.Match[str], manner: Manner) -> str:
    return f"{manner.counted(match[1])}小時{_two_digits(match[2], manner)}分"


def _two_digits(number: str, manner: Manner) -> str:
    return digits(number) if number[0] == "0" else manner.cardinal(number)


def _bare_unit(match: re.Match[str], manner: Manner) -> str:
    return _unit(match[0], manner)


def _money(match: re.Match[str], manner: Manner) -> str:
    name, unit = _CURRENCIES[match["currency"]]
    number, magnitude = match["number"], match["han"].strip()
    low = match["low"]
    if match["magnitude"]:
        power = _MAGNITUDES[match["magnitude"].strip()]
        number, low = scaled(number, power), low and scaled(low, power)
    said = manner.counted(number)
    if low:
        said = f"{manner.counted(low)}到{said}"
    if _UNIT_OF_MONEY.match(after(match)):
        unit = ""
    if _CURRENCY_BEFORE.search(before(match)):
        name = ""
    if len(unit) > 1 and before(match).endswith(unit):
        unit = "元" if unit.endswith("元") else ""
    return _each(match) + name + said + magnitude + unit


def _each(match: re.Match[str]) -> str:
    return f"每{match['per']}" if match["per"] else ""


def _large_rate(match: re.Match[str], manner: Manner) -> str:
    """Return how many ten thousands something costs, or how many there are, with what it is per in front."""
    return _each(match) + _amount(match, manner)


def _money_behind(match: re.Match[str], manner: Manner) -> str:
    name, unit = _CURRENCIES[match["currency"]]
    return name + _amount(match, manner, counted=True) + match["han"].strip() + unit


_LARGE = "十百千萬億兆万亿"
_MANY = rf"{NUMBER}(?:[十百千]?[萬億兆万亿])?"
_LOW_MANY = rf"(?:(?P<low>{_MANY})\s?{RANGE}\s?)?(?P<number>{_MANY})"
_LOW = rf"(?:(?P<low>{NUMBER})\s?{RANGE}\s?)?(?P<number>{NUMBER})"
_LOW_TO = rf"(?:(?P<low>{NUMBER})\s?(?:{RANGE}|[至到])\s?)?(?P<number>{NUMBER})"

MONEY: tuple[Rule, ...] = (
    rule(
        "money",
        rf"(?P<currency>{_CURRENCY})\s?{_LOW}(?:\s?(?P<magnitude>{_MAGNITUDE})(?![A-Za-z]))?{_HAN_MAGNITUDE}"
        rf"(?:/(?P<per>{_PER}))?",
        _money,
    ),
)
BARE_UNITS: tuple[Rule, ...] = (
    rule("unit", rf"(?<=每)(?:{UNIT}){_END}", _bare_unit),
    rule("unit", rf"(?<=[(（])(?:{UNIT})(?=[)）])", _bare_unit),
)
AMOUNTS: tuple[Rule, ...] = (
    rule("percent", rf"{_LOW}\s?(?P<mark>[%‰])", _percent),
    rule(
        "temperature",
        rf"{_LOW_TO}\s?(?:[°º˚]\s?(?=[CF])|(?=[℃℉]))(?P<scale>[CF℃℉])(?![A-Za-z])",
        _temperature,
    ),
    rule("degrees", r"(\d{1,3})[°º˚]\s?(\d{1,2})['’′](?:\s?(\d{1,2}(?:\.\d+)?)[\"”″])?", _arc),
    rule("unit", r"(\d)['’′]\s?(1[01]|\d)[\"”″]", _feet_and_inches),
    rule("time", r"(\d{1,2})['’′](\d\d)[\"”″](\d{1,2})?", _minutes_and_seconds),
    rule("time", r"(\d{1,3})h\s?(\d{1,2})m(?:in)?(?![A-Za-z0-9])", _hours_and_minutes),
    rule("degrees", rf"{_LOW}\s?[°º˚]", _degrees),
    rule(
        "rate",
        rf"{_LOW_MANY}\s?(?P<unit>{SPEED}|(?:{UNIT}|{_CHINESE_UNIT})/\d{{0,4}}(?:{UNIT}|s[2²]?)){_END}",
        _rate,
    ),
    rule("rate", rf"{_LOW_MANY}\s?(?P<unit>(?:{UNIT}|{_CHINESE_UNIT})/(?:{_PER}))", _rate),
    rule(
        "rate",
        rf"(?:(?P<low>{_MANY})\s?{RANGE}\s?)?(?P<number>{NUMBER}[十百千]?[萬億兆万亿])/(?P<per>{_PER})",
        _large_rate,
    ),
    rule("rate", rf"{_LOW}\s?(?P<unit>{_DATA}/(?:s|秒)){_END}", _rate),
    rule("unit", rf"{_LOW_MANY}\s?(?P<unit>{UNIT}){_END}(?!/[A-Za-z])", _measured),
    rule("money", rf"{_LOW}{_HAN_MAGNITUDE}\s?(?P<currency>{_CODE}|€)(?![A-Za-z])", _money_behind),
)
