"""The story: what the catalog knows of something that a source has listed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

from tts.sources.page import Validators

State = Literal["pending", "told", "failed", "duplicate", "skipped"]
Settled = Literal["told", "failed", "duplicate", "skipped"]


@dataclass(frozen=True, slots=True)
class Story:
    """A listed story and what became of it.

    `series` is the name of the source that was asked about, `text_print` the fingerprint of what was
    told, `reason` why it failed or was left out. `attempts` counts failures. `settled` is when its state
    was decided last.
    """

    url: str
    title: str
    published: datetime | None
    section: str | None
    series: str
    state: State
    attempts: int
    first_seen: datetime
    guid: str
    text_print: str
    reason: str
    validators: Validators
    settled: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a story, and when. What is left out here, the catalog keeps as it was.

    So a story that was told, and fails when it has changed, is still known by what was told.
    """

    state: Settled
    when: datetime
    guid: str = ""
    text_print: str = ""
    simhash: int | None = None
    length: int = 0
    reason: str = ""
    validators: Validators | None = None


@dataclass(frozen=True, slots=True)
class Print:
    """By what a story that was told is known again when another source tells it in other words."""

    simhash: int
    guid: str
    length: int


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
FIRST = (datetime(1, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND
LAST = (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC) - EPOCH) // MICROSECOND
"""The times that can be told in UTC; a feed's 0001-01-01 in Taipei is one that cannot."""

_UNSIGNED = 1 << 64
_SIGN = 1 << 63


def stamp(time: datetime) -> int:
    """Return the microseconds from 1970 to an aware time, or to the nearest that can be told in UTC."""
    return min(max((time - EPOCH) // MICROSECOND, FIRST), LAST)


def unstamp(microseconds: int, zone: int = 0) -> datetime:
    """Return the time of a stamp, so many minutes east of UTC; in UTC where no calendar has it there."""
    moment = EPOCH + min(max(microseconds, FIRST), LAST) * MICROSECOND
    try:
        return moment.astimezone(timezone(zone * MINUTE)) if zone else moment
    except (OverflowError, ValueError):  # 0001-01-01 east of it; a zone that is none
        return moment


def zone_of(time: datetime) -> int:
    """Return how many minutes east of UTC an aware time is told."""
    return (time.utcoffset() or timedelta()) // MINUTE


def signed(simhash: int) -> int:
    """Return 64 bits as the signed number that SQLite keeps."""
    return simhash - _UNSIGNED if simhash & _SIGN else simhash


def unsigned(number: int) -> int:
    """Return the 64 bits that were kept as a signed number."""
    return number % _UNSIGNED
