from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.retry_after import LONGEST_S, retry_after_s

SERVER = "Fri, 09 Jan 2026 08:00:00 GMT"


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        ("Fri, 09 Jan 2026 08:02:00 GMT", 120.0),
        ("Friday, 09-Jan-26 08:02:00 GMT", 120.0),
        ("Fri Jan  9 08:02:00 2026", 120.0),
        ("Fri, 09 Jan 2026 07:00:00 GMT", 0.0),
        ("9" * 400, LONGEST_S),
        ("Fri, 09 Jan 2099 07:00:00 GMT", LONGEST_S),
        ("0.5", 0.5),
        (" 2 ", 2.0),
        ("1.", None),
        ("1e3", None),
        ("", None),
        ("-5", None),
        ("soon", None),
        (f"Fri, 09 Jan 2026 08:02:00 +{'9' * 40}", None),
        ("１２０", None),
    ],
)
def test_every_form_of_the_header_is_read_and_no_other(told: str, seconds: float | None) -> None:
    assert retry_after_s({"Retry-After": told, "Date": SERVER}) == seconds


@pytest.mark.parametrize(("told_ms", "seconds"), [("600", 0.6), ("0", 0.0), ("soon", 7.0), ("", 7.0)])
def test_milliseconds_are_more_exact_than_the_header_beside_them(told_ms: str, seconds: float) -> None:
    assert retry_after_s({"retry-after-ms": told_ms, "Retry-After": "7"}) == seconds


@pytest.mark.parametrize("headers", [{}, {"Date": "yesterday"}])
def test_without_the_servers_clock_a_moment_counts_from_ours(headers: dict[str, str]) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=600), usegmt=True)
    assert retry_after_s({"Retry-After": later, **headers}) == pytest.approx(600, abs=5)


@given(st.text(), st.text())
def test_nothing_that_a_server_says_fails(told: str, date: str) -> None:
    seconds = retry_after_s({"Retry-After": told, "Date": date})
    assert seconds is None or 0 <= seconds <= LONGEST_S
