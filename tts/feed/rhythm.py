"""How often a feed has something new, as far as the settings say: https://podcasting2.org/docs/podcast-namespace/tags/updateFrequency."""

from typing import NamedTuple

from tts.model.settings import DailySettings


class Rhythm(NamedTuple):
    """A recurrence rule (RFC 5545, 3.3.10), and the same in words for listeners."""

    rule: str
    words: str


DAILY = Rhythm("FREQ=DAILY", "每天")
UNITS = ((1440, "DAILY", "天"), (60, "HOURLY", "小時"), (1, "MINUTELY", "分鐘"))
"""In minutes, the longest first."""


def rhythm(daily: DailySettings) -> Rhythm | None:
    """Return how often the day is made; None where nothing says so, as for those that cron calls."""
    if not daily.every:
        return DAILY if daily.at else None
    minutes, frequency, name = next(unit for unit in UNITS if daily.every % unit[0] == 0)
    count = daily.every // minutes
    if count == 1:
        return Rhythm(f"FREQ={frequency}", f"每{name}")
    return Rhythm(f"FREQ={frequency};INTERVAL={count}", f"每 {count} {name}")
