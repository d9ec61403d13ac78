"""The day of a story is the one that its paper dates it, wherever the clock stands that tells it."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.daily.day import Day
from tts.daily.selection import is_timely
from tts.dates import read_time
from tts.model.settings import SourceSettings

TAIPEI = timezone(timedelta(hours=8))
ZONES = [UTC, ZoneInfo("Asia/Taipei"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Kiritimati")]
FRIDAY = date(2026, 1, 9)
PAPER = SourceSettings("報", "feed", "https://n.example/")
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def asked(zone: tzinfo) -> Day:
    """Return Friday, asked for months later."""
    return Day(FRIDAY, datetime(2026, 6, 1, 12, tzinfo=zone), only=True)


@pytest.mark.parametrize("zone", ZONES, ids=str)
class TestAnyClock:
    @pytest.mark.parametrize(
        "written",
        [
            "Fri, 09 Jan 2026 00:00:00 +0800",
            "Fri, 09 Jan 2026 07:30:00 +0800",
            "2026-01-09T23:59:59-05:00",
            "2026-01-09 07:30",
            "2026年1月9日",
            "2026-01-09",
        ],
    )
    def test_a_story_is_of_the_day_that_is_written(self, zone: tzinfo, written: str) -> None:
        moment = read_time(written)
        assert moment
        day = asked(zone)
        assert (day.of(moment), is_timely(PAPER, moment, day)) == (FRIDAY, True)

    @pytest.mark.parametrize("written", ["Thu, 08 Jan 2026 23:59:59 +0800", "2026-01-10T00:00:00+08:00"])
    def test_a_story_of_another_day_is_not(self, zone: tzinfo, written: str) -> None:
        moment = read_time(written)
        assert moment
        assert not is_timely(PAPER, moment, asked(zone))

    @pytest.mark.parametrize(
        ("hours", "is_new"),
        [(-1, True), (0, True), (10, True), (23, False), (47, False)],  # it is 7:30: 16 hours are left
    )
    def test_what_is_new_is_so_on_every_clock(self, zone: tzinfo, hours: int, *, is_new: bool) -> None:
        now = datetime(2026, 1, 9, 7, 30, tzinfo=TAIPEI)
        here = now.astimezone(zone)
        assert is_timely(PAPER, now + timedelta(hours=hours), Day(here.date(), here)) is is_new


def test_a_time_in_utc_tells_no_zone_and_has_the_day_it_is_here() -> None:
    moment = read_time("Thu, 08 Jan 2026 23:30:00 GMT")
    assert moment
    assert asked(TAIPEI).of(moment) == FRIDAY
    assert asked(UTC).of(moment) == FRIDAY - timedelta(days=1)


@given(st.datetimes(timezones=OFFSETS), OFFSETS)
def test_every_time_has_a_day_and_an_age(moment: datetime, zone: tzinfo) -> None:
    day = Day(FRIDAY, datetime(2026, 1, 9, 6, tzinfo=zone))
    assert abs((day.of(moment) - moment.date()).days) <= (0 if moment.utcoffset() else 1)
    assert abs(day.age(moment) - (FRIDAY - moment.date()).days) <= 2
