"""What the inbox keeps: in the catalog's database, with its own look at the clock."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from tts.catalog.database import Database
from tts.catalog.store import open_database

Now = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """Return the time of day, aware."""
    return dt.datetime.now(dt.UTC)


class Kept:
    """Tables of an output folder's database; use it as a context manager."""

    def __init__(self, database: Database, now: Now = utc_now) -> None:
        self._database = database
        self._now = now

    @classmethod
    def open(cls, output: Path, now: Now = utc_now) -> Self:
        """Return what an output folder keeps; both are made when they are not there."""
        return cls(open_database(output), now)

    def __enter__(self) -> Self:
        """Return it, open."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._database.__exit__(kind, error, trace)
