"""Which episodes are kept, by their age and by the room they take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
    room = keep_megabytes * MEGABYTE
    used, gone = 0, []
    for place, holding in enumerate(holdings):
        used += holding.size_bytes
        too_old = bool(keep_days) and (today - holding.date).days >= keep_days
        too_much = bool(room) and used > room and place > 0
        if too_old or too_much:
            gone.append(holding)
    return gone
