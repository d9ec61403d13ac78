"""When a server wants to be asked again: the Retry-After header (RFC 9110, section 10.2.3).

OpenAI and Azure say it in milliseconds as well, in retry-after-ms; others give parts of a second.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_S = 86_400.0
"""Nobody waits longer than a day."""

_NUMBER = re.compile(r"[0-9]++(?:\.[0-9]++)?+")


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a server asks to be left alone for; None when it does not say.

    A date counts from the server's own, so that this machine's clock may be wrong.
    """
    told_ms, value = headers.get("retry-after-ms", "").strip(), headers.get("Retry-After", "").strip()
    if _NUMBER.fullmatch(told_ms):
        return min(float(told_ms) / 1000, LONGEST_S)
    if _NUMBER.fullmatch(value):
        return min(float(value), LONGEST_S)
    then = _moment(value)
    if then is None:
        return None
    now = _moment(headers.get("Date", "")) or datetime.now(UTC)
    return min(max(0.0, (then - now).total_seconds()), LONGEST_S)


def _moment(date: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
