"""Times as papers write them, for machines and for readers, as aware datetimes."""

import re
import unicodedata
from collections import defaultdict
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

HOME = "Asia/Taipei"
"""The zone of a time that states none, where nothing else is known: most papers of this language and
script are made there."""

_REPUBLIC = 1911
"""The year before the Republic's first, 民國1年."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_NUMERIC_DAY = (
    r"(?:民[國国]\s?(?P<republic>\d{2,3})|(?<!\d)(?P<year>(?:19|20)\d{2}))\s?[-/.年]"
    r"\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})\s?日?"
)
_ENGLISH_DAY = (
    rf"(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(_MONTHS)})[a-z]*\.? (?:(?P<day_after>\d{{1,2}}),? )?"
    r"(?P<year>(?:19|20)\d{2})"
)
# Between a day and its hour may stand a weekday, and the half of the day.
_CLOCK = (
    r"(?:(?P<half>\D{0,12}?)(?<!\d)(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:\.\d+)?)?|[時时點点](?:\s?(?P<minutes>\d{1,2})分)?)"
    r"(?P<half_after>\s?[AaPp]\.?[Mm])?\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
# As Hong Kong and the south write it: the day first.
_DAY_FIRST = (
    r"(?<!\d)(?P<day>\d{1,2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d{2})(?!\d)"
)
# The English orders with the months' names translated, as blogs and forums put into Chinese write them.
_MONTH_NAME = r"(?:十[一二]?|[一二三四五六七八九]|1[0-2]|0?[1-9])月"
_TRANSLATED_DAY = (
    rf"(?<!\d)(?:(?P<day>\d{{1,2}})[ ,]{{1,2}}(?P<month>{_MONTH_NAME})"
    rf"|(?P<month_first>{_MONTH_NAME}) ?(?P<day_after>\d{{1,2}}))"
    r"[ ,]{1,2}(?P<year>(?:19|20)\d{2})(?!\d)"
)
# Thu Jan  2 21:04:11 2026, as the C library writes it.
_C_TIME = (
    rf"(?P<month>{'|'.join(_MONTHS)}) {{1,2}}(?P<day>\d{{1,2}}) (?P<hour>\d{{2}}):(?P<minute>\d{{2}})"
    r":(?P<second>\d{2}) (?P<year>(?:19|20)\d{2})"
)
_DAYS = (_NUMERIC_DAY, _ENGLISH_DAY, _DAY_FIRST, _TRANSLATED_DAY)
_FORMS = (*(re.compile(day + _CLOCK) for day in _DAYS), re.compile(_C_TIME))
# 二〇二六年五月二日, 民國一一三年, 中華民國一百零三年
_HAN_DIGITS = "〇一二三四五六七八九"
_HAN_DAY = re.compile(
    r"(?:(?P<republic>民[國国]) ?(?P<count>[〇○零一二三四五六七八九十百]{2,5})"
    r"|(?P<year>[一二][〇○零九][〇○零一二三四五六七八九]{2}))"
    r"年(?P<month>十[一二]?|[一二三四五六七八九])月"
    r"(?P<day>[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_ENGLISH = _FORMS[1]
_MORNING = re.compile(r"上午|凌晨|清晨|早上|a\.?m", re.IGNORECASE)
_AFTERNOON = re.compile(r"下午|傍晚|晚[上間间]|p\.?m", re.IGNORECASE)
_NOON = 12
_MONTHS_OF_YEAR = 12
_SECONDS = re.compile(r"\d{9,10}")
_MILLISECONDS = re.compile(r"\d{12,13}")


def read_time(text: str, zone: str = HOME) -> datetime | None:
    """Return the first time that a text states; a day alone is its midnight, no time at all None.

    The text may be ISO 8601, RFC 5322, seconds or milliseconds from 1970, or words of a page that hold a
    day. The time keeps the zone that it is written in, so that its date is the one that the paper gives;
    `zone` is that of a time that states none.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    for read in (_epoch, datetime.fromisoformat, _mail, _written):
        try:
            moment = read(text)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        return moment.replace(tzinfo=moment.tzinfo or _zone(text, zone), microsecond=0)
    return None


def states_day(text: str) -> bool:
    """Tell whether somewhere in a text there is a day, as readers write it."""
    return _first_day(unicodedata.normalize("NFKC", text)) is not None


def states_clock(text: str) -> bool:
    """Tell whether behind the first day in a text there is a time of day."""
    found = _first_day(unicodedata.normalize("NFKC", text))
    return found is not None and found["hour"] is not None


def _zone(text: str, zone: str) -> tzinfo:
    """Return the zone of what was read without one; "-0000" is UTC, and says so (RFC 5322, 3.3)."""
    return UTC if text.endswith("-0000") else ZoneInfo(zone)


def _epoch(text: str) -> datetime:
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text), UTC)
    if _MILLISECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    raise ValueError(text)


def _mail(text: str) -> datetime:
    """Read RFC 5322's form, which the standard library reads leniently: only where a month has its name."""
    if not text.isascii() or not _ENGLISH.search(text):
        raise ValueError(text)
    if _AFTERNOON.search(text) or _MORNING.search(text):
        raise ValueError(text)
    return parsedate_to_datetime(text)


def _first_day(text: str) -> re.Match[str] | None:
    text = _HAN_DAY.sub(_in_figures, text)
    return next((found for form in _FORMS if (found := form.search(text))), None)


def _in_figures(day: re.Match[str]) -> str:
    """Return a day in Han numerals as it is written in figures."""
    year = f"民國{_number(day['count'])}" if day["republic"] else str(_number(day["year"]))
    return f"{year}年{_number(day['month'])}月{_number(day['day'])}日"


def _number(text: str) -> int:
    """Return the number below a thousand that Han numerals say, or what they say one by one."""
    digits = text.replace("○", "〇").replace("零", "〇")
    if "十" not in digits and "百" not in digits:
        return int("".join(str(_HAN_DIGITS.index(one)) for one in digits))
    hundreds, _, rest = digits.rpartition("百")
    tens, ten, ones = rest.lstrip("〇").rpartition("十")
    return 100 * _digit(hundreds) + (10 * (_digit(tens) or 1) if ten else 0) + _digit(ones)


def _digit(text: str) -> int:
    """Return what the one Han numeral that a text is says; anything else says nothing."""
    return _HAN_DIGITS.find(text) if text in _HAN_DIGITS else 0


def _written(text: str) -> datetime:
    """Read the first day in a text, and the clock behind it."""
    found = _first_day(text)
    if found is None:
        raise ValueError(text)
    part = defaultdict(str, found.groupdict(default=""))
    month, day = _month(part["month"] or part["month_first"]), int(part["day"] or part["day_after"])
    if month > _MONTHS_OF_YEAR and part["mark"]:
        month, day = day, month  # 04/15/2026, as systems made in America write it
    year = int(part["year"] or 0) or int(part["republic"]) + _REPUBLIC
    minute, second = part["minute"] or part["minutes"] or 0, part["second"] or 0
    hour = _hour(int(part["hour"] or 0), part["half"] + part["half_after"])
    moment = datetime(year, month, day, hour, int(minute), int(second))  # noqa: DTZ001
    return datetime.fromisoformat(moment.isoformat() + part["zone"].replace("Z", "+00:00"))


def _month(name: str) -> int:
    name = name.removesuffix("月")
    if name.isascii():
        return int(name) if name.isdigit() else _MONTHS.index(name) + 1
    return _number(name)


def _hour(hour: int, half: str) -> int:
    """Return the hour of 24, where one of 12 stands with its half of the day."""
    if _AFTERNOON.search(half) and hour < _NOON:
        return hour + _NOON
    return 0 if _MORNING.search(half) and hour == _NOON else hour
