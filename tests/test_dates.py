"""Times in every form that listings and pages write them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.dates import read_time, states_clock, states_day

TAIPEI = ZoneInfo("Asia/Taipei")
MORNING = datetime(2026, 1, 9, 8, 0, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    "written",
    [
        "Fri, 09 Jan 2026 08:00:00 +0800",
        "Fri, 09 Jan 2026 00:00:00 GMT",
        "09 Jan 2026 08:00:00 +0800",
        "2026-01-09T08:00:00+08:00",
        "2026-01-09T08:00:00+0800",
        "2026-01-09T08:00:00.123+08:00",
        "2026-01-09T00:00:00Z",
        "2026-01-09T00:00:00.000Z",
        "2026-01-09 08:00:00",
        "2026-01-09T08:00",
        "20260109T080000+0800",
        "2026/01/09 08:00",
        "2026/1/9 8:00",
        "2026.1.9 08:00",
        "2026年1月9日 08:00",
        "2026年1月9日8時0分",
        "2026年1月9日 8點",
        "2026/01/09 上午 08:00:00",
        "2026年1月9日（星期五）08:00",
        "2026年1月9日 星期五 08:00",
        "２０２６年１月９日　０８：００",
        "民國115年1月9日 8:00",
        "民國一百一十五年一月九日 8:00",
        "二〇二六年一月九日 8:00",
        "Fri Jan  9 08:00:00 2026",
        "二○二六年一月九日上午8時",
        "週五, 09 一月 2026 08:00",
        "週五 1月 09, 2026 8:00 am",
        "一月 9, 2026, 8:00 am",
        "中華民國 115 年 1 月 9 日上午8時0分",
        "發布時間：2026-01-09 08:00:00 來源：某報",
        "Jan. 9, 2026 08:00",
        "週五, 09/01/2026 - 08:00",
        "Posted on Jan 9, 2026 at 8:00 a.m. by the desk",
        "1767916800",
        "1767916800000",
    ],
)
def test_many_forms_are_one_time(written: str) -> None:
    assert read_time(written) == MORNING


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2026/1/9 下午 05:30", 17),
        ("2026年1月9日下午5時30分", 17),
        ("2026年1月9日 晚間9:30", 21),
        ("2026-01-09 5:30 PM", 17),
        ("Jan 9, 2026 5:30 PM", 17),
        ("Jan. 9, 2026 5:30 p.m.", 17),
        ("2026/1/9 上午 12:30", 0),
        ("2026/1/9 下午 12:30", 12),
        ("2026/1/9 下午 17:30", 17),
    ],
)
def test_a_half_of_the_day_is_heeded(written: str, hour: int) -> None:
    assert read_time(written) == datetime(2026, 1, 9, hour, 30, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("Fri, 09 Jan 2026 08:00:00 +0800", 8),
        ("2026-01-09T08:00:00-05:00", -5),
        ("2026-01-09 08:00 -0500", -5),
        ("Fri, 09 Jan 2026 08:00:00 EST", -5),
        ("2026年1月9日 08:00", 8),
        ("Fri, 09 Jan 2026 08:00:00 GMT", 0),
        ("Fri, 09 Jan 2026 08:00:00 -0000", 0),
    ],
)
def test_a_time_keeps_its_zone(written: str, hours: int) -> None:
    moment = read_time(written)
    assert moment
    assert (moment.isoformat()[:16], moment.utcoffset()) == ("2026-01-09T08:00", timedelta(hours=hours))


def test_one_without_a_zone_is_in_that_of_its_paper() -> None:
    moment = read_time("2026年1月9日 08:00", "America/New_York")
    assert moment == datetime(2026, 1, 9, 8, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-09",
        "2026/01/09",
        "20260109",
        "2026年1月9日",
        "民國115年1月9日",
        "Jan 9, 2026",
        "9 January 2026",
    ],
)
def test_a_day_alone_is_its_midnight(written: str) -> None:
    assert read_time(written) == datetime(2026, 1, 9, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    "written",
    [
        "", "today", "昨天", "12:30", "2026-13-45", "2026-13-40 99:99", "Fri, 99 Foo 2026",
        "99999999999999999999", "\0", "115年1月9日", "版次 12345/1/2",
    ],
)  # fmt: skip
def test_what_is_no_time_is_none(written: str) -> None:
    assert read_time(written) is None


@pytest.mark.parametrize("written", ["09/01/2026 08:00", "9-1-2026 08:00", "9.1.2026, 8:00 am"])
def test_the_day_comes_first_where_the_year_is_last(written: str) -> None:
    assert read_time(written) == MORNING


def test_a_line_may_state_the_time_of_day_too() -> None:
    assert states_clock("更新：2026/1/9 08:00")
    assert not states_clock("更新：2026/1/9")
    assert not states_clock("08:00")


@pytest.mark.parametrize("text", ["更新：2026/1/9 08:00", "民國115年1月9日", "Jan 9, 2026, Taipei"])
def test_a_line_of_a_page_may_state_a_day(text: str) -> None:
    assert states_day(text)


@pytest.mark.parametrize("text", ["電話 0912345678", "1767916800", "20260109", "下午五點"])
def test_a_number_in_a_line_states_none(text: str) -> None:
    assert not states_day(text)


@given(st.text(alphabet="0123456789-/:TZ+年月日民國時分下午 JanFri,") | st.text())
def test_any_text_is_an_aware_time_or_none(text: str) -> None:
    moment = read_time(text)
    assert moment is None or moment.tzinfo is not None


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_iso_times_come_back(moment: datetime) -> None:
    whole = moment.replace(microsecond=0, tzinfo=UTC)
    assert read_time(whole.isoformat()) == whole


def test_month_may_stand_before_a_day_that_can_be_no_month() -> None:
    assert read_time("週三, 01/14/2026 - 08:00") == datetime(2026, 1, 14, 8, 0, tzinfo=TAIPEI)
