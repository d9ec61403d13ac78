"""Dates: the times that pages write, as aware datetimes."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

_DAY = r"(?P<year>(?:19|20)\d{2})\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})\s?日?"
_CLOCK = r"(?:\D{0,4}?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
_ZONE = r"(?:\.\d+)?\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_TIME = re.compile(_DAY + _CLOCK + _ZONE)
_COMPACT = re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ENGLISH = re.compile(
    rf"(?:(?P<day>\d{{1,2}}) )?(?P<name>{'|'.join(_MONTHS)})[a-z]*\.? "
    r"(?:(?P<day2>\d{1,2}),? )?(?P<year>20\d{2})"
)


def read_time(text: str, zone: str) -> datetime | None:
    """Return the first time written in a text; a day alone is its midnight.

    `zone` is the time zone of a time that states none.
    """
    if found := _TIME.search(text):
        return _built({**found.groupdict(default="")}, zone)
    if found := _COMPACT.search(text):
        return _built(found.groupdict(default=""), zone)
    if found := _ENGLISH.search(text):
        parts = found.groupdict(default="")
        month = str(_MONTHS.index(parts["name"]) + 1)
        return _built({"year": parts["year"], "month": month, "day": parts["day"] or parts["day2"]}, zone)
    return None


def _built(parts: dict[str, str], zone: str) -> datetime | None:
    numbers = [int(parts.get(name) or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
    try:
        moment = datetime(*numbers, tzinfo=ZoneInfo(zone))  # type: ignore[arg-type,misc]
        offset = parts.get("zone")
        if not offset:
            return moment
        return datetime.fromisoformat(moment.replace(tzinfo=None).isoformat() + offset.replace("Z", "+00:00"))
    except ValueError:
        return None
