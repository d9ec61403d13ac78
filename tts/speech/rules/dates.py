"""Dates, years and times of day."""

import re

from tts.speech.numerals import digits
from tts.speech.rules.base import RANGE, Manner, Rule, after, before, rule
from tts.speech.rules.measures import QUANTITY_AFTER
from tts.speech.rules.pairs import FRACTION_AFTER, FRACTION_BEFORE, RATIO_BEFORE, is_proportion

_LAST_DAY = 31
_LAST_OF_NINE = 9
"""Months up to here have a zero that the end of a span of years (2009-12) has not."""
_LAST_MONTH = 12
_LAST_HOUR = 24
_MINUTES = 60

_QUANTITY_BEFORE = re.compile(
    r"(?:約|近|逾|達|超過|超|至少|共|計|總計|有|以|破|上看|漲|跌|增|減|多|少|滿|剩|僅|每|約為|高|低|賣|約合|约|达|超过|总计|涨|减|花|花了|花費|花费|只要)\s?$"
)
_PRICE_BEFORE = re.compile(
    r"(?:[售定票單单原特底總总房現现][價价]|[月年日時时底]薪|薪水|[月年日學学規规][費费]|[罰罚]款?|獎金|奖金|[補补]助|[補补][貼贴])\s?$"
)
_PRICE_AFTER = re.compile(r"起?(?![一-鿿])")
_DATE_AFTER = re.compile(
    r"\s?(?:起|開|截|舉|上午|下午|晚|早|凌晨|中午|正式|公布|登場|生效|上路|上映|發售|出爐|前|後|至|到|[-~]\s?\d|\(?[一二三四五六日週周]\)"
    r"|[一-鿿]{1,3}[節节]|開始|举|开|登场|发售|公告|宣布|當天|当天|報到|出發)"
)
_DATE_BEFORE = re.compile(
    r"(?:於|在|自|訂|定|從|至|到|今|昨|明|日期|時間|于|从|时间|本月|[-~]|週[一二三四五六日])\s?\(?$"
)
_RACE_BEFORE = re.compile(
    r"(?:馬拉松|成績|完賽|紀錄|跑出|马拉松|成绩|完赛|纪录|耗時|耗时|歷時|历时)[^，。]{0,4}$"
)
_RACE_AFTER = re.compile(
    r"\s?(?:的)?(?:[佳最]?[成佳][績绩]|[打刷][破新]|[奪夺摘][冠金銀银銅铜下]|完[賽赛]|[衝冲][線线]|封王|[紀纪][錄录])"
)
_CLOCK_BEFORE = re.compile(r"(?:[午晚晨早夜][上間间]?|[於于在從从自到至]|[時时][間间刻]|分別|分别|T)\s?$")
_HALVES = {"a": "上午", "p": "下午"}


def _date(match: re.Match[str], manner: Manner) -> str | None:
    year, month, day = match["year"], int(match["month"]), int(match["day"])
    if not (0 < month <= _LAST_MONTH and 0 < day <= _LAST_DAY):
        return None
    return f"{digits(year)}年{manner.cardinal(str(month))}月{manner.cardinal(str(day))}日"


def _date_of_republic(match: re.Match[str], manner: Manner) -> str | None:
    """Return a date of Taiwan's calendar, whose year is said as a number."""
    if re.search(r"(?:版本?|[A-Za-z])\s?$", before(match)):
        return None
    year, month, day = (manner.cardinal(str(int(match[part]))) for part in ("year", "month", "day"))
    return f"{year}年{month}月{day}日"


def _year_and_month(match: re.Match[str], manner: Manner) -> str | None:
    month = int(match["month"])
    last_of_century = int(match["year"][2:])
    if month > _LAST_OF_NINE and "-" in match[0] and month > last_of_century:
        return None
    return f"{digits(match['year'])}年{manner.cardinal(str(month))}月"


def _season(match: re.Match[str], _manner: Manner) -> str:
    return f"{digits(match[1])}到{digits(match[2])}"


def _year(match: re.Match[str], manner: Manner) -> str | None:
    """Return a year by digits, and a span of years (一千年前) as a number."""
    number = match[1]
    thousands = number.endswith("000") and number != "2000"
    span = number.endswith("00") and re.match(r"\s?年(?:[前來来]|之久|歷史|历史|以[上前])", after(match))
    return manner.cardinal(number) if thousands or span else digits(number)


def _bare_year(match: re.Match[str], _manner: Manner) -> str | None:
    preceding, following = before(match), after(match)
    if QUANTITY_AFTER.match(following) or _QUANTITY_BEFORE.search(preceding):
        return None
    priced = _PRICE_BEFORE.search(preceding) and _PRICE_AFTER.match(following)
    return None if priced else digits(match[0])


def _decade(match: re.Match[str], manner: Manner) -> str:
    decade = match[1]
    if "民國" in before(match) or (manner.mainland and not decade.startswith("0")):
        return manner.cardinal(decade)
    return digits(decade)


def _by_digits(match: re.Match[str], _manner: Manner) -> str:
    return digits(match[1])


def _decade_in_english(match: re.Match[str], _manner: Manner) -> str:
    return digits(match[1]) + "年代"


def _time(match: re.Match[str], manner: Manner) -> str | None:
    hour, minute, second, half = int(match["hour"]), match["minute"], match["second"], match["half"]
    if hour > _LAST_HOUR or int(minute) >= _MINUTES or (second and int(second) >= _MINUTES):
        return None
    if not (second or half) and is_proportion(match):
        return None
    if second and _is_duration(match):
        return (
            f"{manner.counted(str(hour))}小時{_two_digits(minute, manner)}分{_two_digits(second, manner)}秒"
        )
    said = _clock(hour, minute, manner)
    if second and second != "00":
        said += ("零分" if minute == "00" else "") + _two_digits(second, manner) + "秒"
    if half and not re.search(r"[午晚晨早]\s?$", before(match)):
        said = _HALVES[half[0].lower()] + said
    return said


def _is_duration(match: re.Match[str]) -> bool:
    """Tell whether hours, minutes and seconds were taken: words say so, or nothing speaks of a clock."""
    if _RACE_BEFORE.search(before(match)) or _RACE_AFTER.match(after(match)):
        return True
    return len(match["hour"]) == 1 and not (match["half"] or _CLOCK_BEFORE.search(before(match)))


def _lap(match: re.Match[str], manner: Manner) -> str | None:
    """Return minutes and seconds of a race."""
    if RATIO_BEFORE.search(before(match)):
        return None
    return f"{manner.counted(match[1])}分{_two_digits(match[2], manner)}秒{digits(match[3])}"


def _hour_with_half(match: re.Match[str], manner: Manner) -> str | None:
    hour = int(match["hour"])
    if not 0 < hour <= _LAST_MONTH:
        return None
    return _HALVES[match["half"][0].lower()] + _clock(hour, "00", manner)


def _clock(hour: int, minute: str, manner: Manner) -> str:
    return manner.counted(str(hour)) + "點" + ("" if minute == "00" else _two_digits(minute, manner) + "分")


def _two_digits(number: str, manner: Manner) -> str:
    return digits(number) if number[0] == "0" else manner.cardinal(number)


def _month_day(match: re.Match[str], manner: Manner) -> str | None:
    """Return a date unless this is a fraction: words decide, then the size of the numbers."""
    first, second = int(match[1]), int(match[2])
    if not (0 < first <= _LAST_MONTH and 0 < second <= _LAST_DAY) or match[1].startswith("00"):
        return None
    preceding, following = before(match), after(match)
    if RATIO_BEFORE.search(preceding):
        return None
    dated = _DATE_AFTER.match(following) or _DATE_BEFORE.search(preceding)
    proper = first < second
    fraction = proper and (FRACTION_AFTER.match(following) or FRACTION_BEFORE.search(preceding))
    common = 1 < second <= 10 and proper and not match[2].startswith("0")  # noqa: PLR2004
    if not dated and (fraction or common or manner.mainland) and not match[2].startswith("0"):
        return None
    return f"{manner.cardinal(str(first))}月{manner.cardinal(str(second))}日"


def _half_of_day(match: re.Match[str], _manner: Manner) -> str:
    return _HALVES[match["half"].lower()]


_YEAR = r"(?:1[5-9]|20|21)\d\d"
_MONTH_AND_DAY = r"(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<day>0?[1-9]|[12]\d|3[01])"
_SEASON_WORDS = "年|學年|学年|球季|賽季|赛季|財年|财年|會計|会计|季"

HALVES_OF_DAY: tuple[Rule, ...] = (
    rule("time", r"(?P<half>[aApP])\.?[mM]\.?\s?(?=\d{1,2}:\d\d)", _half_of_day),
)
HOURS: tuple[Rule, ...] = (
    rule("time", r"(?P<hour>\d{1,2})\s?(?P<half>[aApP])\.?[mM](?![A-Za-z])\.?", _hour_with_half),
)
DATES: tuple[Rule, ...] = (
    rule(
        "date",
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d|(?P=mark))(?:T(?=\d\d:))?",
        _date,
    ),
    rule(
        "date",
        rf"(?P<year>1[0-2]\d)(?P<mark>/|\.(?=\d\d\.\d\d)){_MONTH_AND_DAY}(?![\d/.])",
        _date_of_republic,
    ),
    rule("date", rf"(?<=民國)(?P<year>\d{{2,3}})(?P<mark>[/.-]){_MONTH_AND_DAY}(?!\d)", _date_of_republic),
    rule("date", r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?![\d.,])", _date),
    rule(
        "date",
        r"(?P<month>0\d|1[0-2])(?P<mark>[-/.])(?P<day>[0-3]\d)(?P=mark)(?P<year>(?:19|20)\d\d)(?!\d)",
        _date,
    ),
    rule("date", rf"(?P<year>{_YEAR})[/.](?P<month>0[1-9]|1[0-2])(?![\d./])", _year_and_month),
    rule(
        "date",
        rf"(?P<year>{_YEAR})-(?P<month>0[1-9]|1[0-2])(?![\d./-]|\s?(?:{_SEASON_WORDS}))",
        _year_and_month,
    ),
    rule("date", r"(?P<month>0[1-9]|1[0-2])[-/](?P<year>(?:19|20)\d\d)(?![\d./-])", _year_and_month),
    rule("year", rf"({_YEAR})[-/~–](\d\d|{_YEAR})(?=\s?(?:{_SEASON_WORDS}))(?!\s?季度)", _season),
    rule("year", r"(\d\d)/(\d\d)(?=\s?(?:賽季|赛季|球季))", _season),
    rule("year", rf"({_YEAR})(?=\s?(?:至|到|及|和|與|、|/|{RANGE})\s?{_YEAR}(?![\d,]))", _by_digits),
    rule("year", r"(\d{4})(?=\s?(?:年|學年|学年)(?!級|级))", _year),
    rule("year", r"(\d0)(?=(?:、|到|至|-|~)?(?:\d0)?年代)", _decade),
    rule("year", r"([5-9][05]|[0-2][05])(?=[後后](?![天日月]))", _by_digits),
    rule("year", r"(\d{4}|\d0)['’]?s(?![A-Za-z])", _decade_in_english),
    rule("year", rf"{_YEAR}(?![\d,.]*\d)", _bare_year),
    rule(
        "time",
        r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:(?<=T\d\d:\d\d:\d\d)(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d:]|\.\d)(?:\s?(?P<half>[aApP])\.?[mM](?![A-Za-z])\.?)?",
        _time,
    ),
    rule("time", r"(\d{1,2}):(?=\d\d\.\d\d|0\d\.)([0-5]\d)\.(\d{1,3})(?![\d.])", _lap),
    rule("date", r"(\d{1,2})/(\d{1,2})(?![\d/.%])", _month_day),
)
