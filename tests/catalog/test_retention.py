import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tts.catalog.retention import MEGABYTE, Holding, expired

TODAY = dt.date(2026, 1, 31)


def held(*sizes_mb: int) -> list[Holding]:
    """Return an episode a day, that of today first."""
    days = (TODAY - dt.timedelta(days=age) for age in range(len(sizes_mb)))
    return [Holding(day.isoformat(), day, size * MEGABYTE) for day, size in zip(days, sizes_mb, strict=True)]


def test_without_bounds_all_is_kept() -> None:
    assert expired(held(5, 5, 5), TODAY) == []


def test_days_count_with_today() -> None:
    three = held(1, 1, 1)
    assert expired(three, TODAY, keep_days=2) == three[2:]
    assert expired(three, TODAY, keep_days=1) == three[1:]
    assert expired(three, TODAY + dt.timedelta(days=30), keep_days=30) == three


def test_a_bound_of_more_days_than_there_were_keeps_all() -> None:
    assert expired(held(1), TODAY, keep_days=10**9) == []


def test_what_does_not_fit_goes_and_so_does_all_that_is_older() -> None:
    some = held(4, 4, 4, 1)
    assert expired(some, TODAY, keep_megabytes=8) == some[2:]
    assert expired(some, TODAY, keep_megabytes=13) == []


def test_the_latest_stays_however_large() -> None:
    some = held(50, 1)
    assert expired(some, TODAY, keep_megabytes=8) == some[1:]


@given(st.lists(st.integers(0, 50), max_size=20), st.integers(0, 30), st.integers(0, 200))
def test_what_is_kept_is_the_latest_and_keeps_the_bounds(sizes: list[int], days: int, room: int) -> None:
    some = held(*sizes)
    gone = expired(some, TODAY, days, room)
    kept = some[: len(some) - len(gone)]
    assert kept + gone == some
    if room and len(kept) > 1:
        assert sum(holding.size_bytes for holding in kept) <= room * MEGABYTE
    if days:
        assert all((TODAY - holding.date).days < days for holding in kept)
