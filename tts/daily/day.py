"""The day whose news is told: which it is, and which stories are of it. All pure."""

import datetime as dt
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Day:
    """The day whose news is told, and the time it is now. With `only`, none but that day's own stories.

    A story's day is the one its paper dates it, wherever this machine's clock stands. A time in UTC tells
    when, and not where: its day is the one it is here.
    """

    date: dt.date
    now: dt.datetime
    only: bool = False

    @classmethod
    def chosen(cls, date: dt.date | None, now: dt.datetime) -> Self:
        """Return the day that was named, with its own stories alone; none named, today."""
        return cls(date or now.date(), now, only=date is not None)

    @property
    def midnight(self) -> dt.datetime:
        """When the day begins here."""
        return dt.datetime.combine(self.date, dt.time(), self.now.tzinfo)

    @property
    def moment(self) -> dt.datetime:
        """The time of day it is now, on that day."""
        return dt.datetime.combine(self.date, self.now.time(), self.now.tzinfo)

    def dated(self, moment: dt.datetime) -> dt.datetime:
        """Return a time as its paper tells it; one in UTC as it is told here."""
        if moment.utcoffset():
            return moment
        try:
            return moment.astimezone(self.now.tzinfo)
        except OverflowError:  # 0001-01-01 in UTC is no day of the calendar in New York
            return moment

    def of(self, moment: dt.datetime | None) -> dt.date:
        """Return the day of a moment; of none, this one."""
        return self.dated(moment).date() if moment else self.date

    def age(self, moment: dt.datetime) -> int:
        """Return how many days ago its paper dates a moment; below 0, it is dated after the day.

        Counted is from the day it is now where the paper is, which may be tomorrow here; with `only`, from
        the day that was asked for.
        """
        dated = self.dated(moment)
        today = self.date if self.only else self.now.astimezone(dated.tzinfo).date()
        return (today - dated.date()).days
