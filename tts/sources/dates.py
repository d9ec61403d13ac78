"""Dates: the times that listings write, in whichever form, as aware datetimes."""

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Asia/Taipei")
"""The zone of a time that states none: where most papers of this language and script are made."""

_CHINESE = re.compile(
    r"(?P<year>\d{4}|民國\s*\d{2,3})\s*[年/.-]\s*(?P<month>\d{1,2})\s*[月/.-]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:\D{0,8}(?P<hour>\d{1,2})[:時](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2}))?)?"
)
_REPUBLIC = 1911
"""The year before the Republic's first."""

_MORNING = re.compile(r"上午|凌晨|\bAM\b", re.IGNORECASE)
_AFTERNOON = re.compile(r"下午|晚上|\bPM\b", re.IGNORECASE)
_NOON = 12
_SECONDS = re.compile(r"\d{9,10}")
_MILLISECONDS = re.compile(r"\d{12,13}")


def read_date(text: str) -> datetime | None:
    """Return the time that a text states: ISO 8601, RFC 5322, as Chinese writes it, seconds from 1970.

    It is in the zone that the text states, so that its date is the one that the paper gives. A day alone
    is its midnight. None for what is no time, and for one that no calendar has.
    """
    text = text.strip()
    for read in (_epoch, datetime.fromisoformat, _english, _chinese):
        try:
            moment = read(text)
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=_zone(text))
    return None


def _zone(text: str) -> tzinfo:
    """Return the zone of what was read without one; "-0000" is UTC, and says so (RFC 5322, 3.3)."""
    return UTC if text.endswith("-0000") else HOME


def _epoch(text: str) -> datetime:
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text), UTC)
    if _MILLISECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    raise ValueError(text)


def _english(text: str) -> datetime:
    moment = parsedate_to_datetime(text)
    return moment.replace(hour=_hour(moment.hour, text))


def _chinese(text: str) -> datetime:
    found = _CHINESE.search(text)
    if found is None:
        raise ValueError(text)
    year, *rest, hour, minute, second = (part or "0" for part in found.groups())
    month, day = map(int, rest)
    years = int(year.removeprefix("民國")) + (_REPUBLIC if year.startswith("民國") else 0)
    return datetime(years, month, day, _hour(int(hour), text), int(minute), int(second))  # noqa: DTZ001


def _hour(hour: int, text: str) -> int:
    """Return the hour of 24, where the text has one of 12 and names its half of the day."""
    if _AFTERNOON.search(text) and hour < _NOON:
        return hour + _NOON
    return 0 if _MORNING.search(text) and hour == _NOON else hour
