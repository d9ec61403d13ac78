"""Which episodes are kept, by their age and by the room they take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Holding:
    """An episode that is kept, its day, and what its files take on disk."""

    slug: str
    date: date
    size_bytes: int


def expired(
    holdings: Sequence[Holding], today: date, keep_days: int = 0, keep_megabytes: int = 0
) -> list[Holding]:
    """Return what is not to be kept, of holdings that are given the latest first; 0 sets no bound.

    Days count with today. When the room is used up, everything older goes; the latest episode stays.
    """
    first = today - timedelta(days=keep_days - 1) if keep_days else date.min
    room = keep_megabytes * MEGABYTE
    used, gone = 0, []
    for place, holding in enumerate(holdings):
        used += holding.size_bytes
        too_much = bool(room) and used > room and place > 0
        if holding.date < first or too_much:
            gone.append(holding)
    return gone
