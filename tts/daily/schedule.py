"""When the day is made, by a clock that may be set or have stood still meanwhile."""

import datetime as dt
from dataclasses import dataclass
from typing import Self

from tts.model.settings import DailySettings

AT = dt.time(5, 30)
"""When the day begins: after the papers, and before breakfast."""

LOOK_S = 60.0
"""How often the clock is looked at: a machine that slept does not count the time it was asleep."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every so many minutes, or at a time of day."""

    at: dt.time = AT
    every_minutes: int | None = None

    @classmethod
    def of(cls, daily: DailySettings) -> Self:
        """Return what the settings say, and where they say nothing AT, every day."""
        return cls(dt.time.fromisoformat(daily.at) if daily.at else AT, daily.every or None)

    def next_run(self, now: dt.datetime) -> dt.datetime:
        """Return when to run next: so many minutes from now, or at the next such time of day."""
        if self.every_minutes:
            return now + dt.timedelta(minutes=self.every_minutes)
        today = now.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return today if today > now else today + dt.timedelta(days=1)


def now_here() -> dt.datetime:
    """Return the time, in this machine's zone."""
    return dt.datetime.now().astimezone()
