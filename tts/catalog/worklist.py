"""The worklist: what archives list, kept until all of it is made, in the catalog's tables.

It stands in the catalog's file, for which of it is open is one question to both: what became of an address
is kept with its story alone, so that no kill lets the two disagree.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from tts.catalog.database import Database
from tts.catalog.store import open_database
from tts.catalog.story import stamp, unstamp, zone_of
from tts.sources.canonical import canonical
from tts.sources.copy import Copy
from tts.sources.entry import Entry
from tts.sources.page import Validators

BATCH = 500
"""So many addresses are looked up at a time, while others are made."""

_LIST = """
    INSERT INTO work (archive, key, url, title, published, published_zone, day, section, copy, listed)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (archive, key) DO UPDATE SET listed = excluded.listed,
        title = ifnull(nullif(excluded.title, ''), title), section = ifnull(excluded.section, section),
        copy = ifnull(excluded.copy, copy),
        published = iif(by_page, published, ifnull(excluded.published, published)),
        published_zone = iif(by_page, published_zone, ifnull(excluded.published_zone, published_zone)),
        day = iif(by_page, day, ifnull(excluded.day, day))
"""

_WORK = "FROM work LEFT JOIN story USING (key) WHERE archive = ?"
_WITHIN = "AND (day IS NULL OR day BETWEEN ? AND ?)"
_OPEN = """
    AND (state IS NULL OR state = 'pending'
        OR (state = 'failed' AND attempts < ? AND settled < ? AND text_print = ''))
"""
_ENTRY = "SELECT work.id, work.url, work.title, work.published, work.published_zone, work.section, copy"

_STATE = """
    CASE WHEN ifnull(text_print, '') != '' THEN 'told' WHEN state IS NULL THEN 'pending'
        WHEN state = 'failed' AND attempts >= ? THEN 'given up' ELSE state END
"""

FIRST_DAY, LAST_DAY = date.min, date.max


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days whose stories are wanted, both included, and which of them comes first.

    What says no day is wanted, for its page may, and comes last.
    """

    since: date = FIRST_DAY
    until: date = LAST_DAY
    newest_first: bool = False

    def hold(self, day: date) -> bool:
        """Tell whether the day is wanted."""
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Part:
    """A list that was read to its end: what it can be asked for again by, and when it was said to change."""

    validators: Validators = field(default_factory=Validators)
    changed: datetime | None = None
    read: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tries:
    """How often a story may fail, and since when: what has failed after that has had its turn."""

    most: int
    begun: datetime


class Worklist:
    """Addresses of archives, by date; use it as a context manager. Methods may raise what `Database` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, output: Path) -> Self:
        """Return the worklist of an output folder; both are made when they are not there."""
        return cls(open_database(output))

    def __enter__(self) -> Self:
        """Return the open worklist."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._database.__exit__(kind, error, trace)

    def number(self, name: str) -> int:
        """Return the number of the archive of this name."""
        self._database.change("INSERT INTO archive (name) VALUES (?) ON CONFLICT DO NOTHING", (name,))
        [(number,)] = self._database.rows("SELECT id FROM archive WHERE name = ?", (name,))
        return int(number)

    def part(self, archive: int, location: str) -> Part | None:
        """Return what is known of a list that was read; None for one that never was."""
        query = "SELECT etag, last_modified, changed, read FROM part WHERE archive = ? AND location = ?"
        return next(self._database.each(_part, query, archive, location), None)

    def further(self, archive: int, location: str) -> list[tuple[str, datetime | None]]:
        """Return where a list led that was read, in its order."""
        query = "SELECT leads_to, changed FROM further WHERE archive = ? AND location = ? ORDER BY number"
        return list(self._database.each(_leads, query, archive, location))

    def note(
        self, archive: int, location: str, part: Part, named: Iterable[Entry | tuple[str, datetime | None]]
    ) -> int:
        """Keep all that a list names, stories and further lists, or nothing of it; return how many stories.

        Where `named` raises, what is known stays as it was. Nothing is held that was kept.
        """
        read = stamp(part.read) if part.read else 0
        count = number = 0
        with self._database.transaction():
            self._database.change(
                "DELETE FROM further WHERE archive = ? AND location = ?", (archive, location)
            )
            for one in named:
                if isinstance(one, Entry):
                    self._database.change(_LIST, (archive, *_row(one), read))
                    count += 1
                else:
                    number += 1
                    leads_to, changed = one
                    self._database.change(
                        "INSERT INTO further VALUES (?, ?, ?, ?, ?)",
                        (archive, location, number, leads_to, changed and stamp(changed)),
                    )
            seen = part.validators
            self._database.change(
                "INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?)",
                (
                    archive,
                    location,
                    seen.etag,
                    seen.last_modified,
                    part.changed and stamp(part.changed),
                    read,
                ),
            )
        return count

    def forget_others(self, archive: int, read: datetime) -> None:
        """Forget what was not listed at this time: who takes a line out of a file wants it no longer."""
        self._database.change("DELETE FROM work WHERE archive = ? AND listed < ?", (archive, stamp(read)))

    def date_anew(self, url: str, published: datetime, day: date) -> None:
        """Keep when a story was published by its own page, which its lists are not believed against."""
        when = (stamp(published), zone_of(published), day.isoformat())
        query = "UPDATE work SET published = ?, published_zone = ?, day = ?, by_page = 1 WHERE key = ?"
        self._database.change(query, (*when, canonical(url)))

    def open_work(self, archive: int, bounds: Bounds, tries: Tries) -> Iterator[Entry]:
        """Yield what is yet to be made, by date, what has none last, as it was listed.

        It is looked up bit by bit: what is settled meanwhile, or listed, counts as it then is.
        """
        way = "DESC" if bounds.newest_first else "ASC"
        beyond = "<" if bounds.newest_first else ">"
        dated = f"published {beyond} ? OR published = ? AND work.id > ?"
        yield from self._paged(archive, bounds, tries, dated, f"work.published {way}, work.id")
        yield from self._paged(archive, bounds, tries, "", "work.id")

    def _paged(self, archive: int, bounds: Bounds, tries: Tries, dated: str, order: str) -> Iterator[Entry]:
        """Yield the open addresses with a time, or where `dated` is empty those without one."""
        after = f"AND work.published IS NOT NULL AND ({dated.replace('published', 'work.published')})"
        if not dated:
            after = "AND work.published IS NULL AND work.id > ?"
        query = f"{_ENTRY} {_WORK} {_WITHIN} {_OPEN} {after} ORDER BY {order} LIMIT {BATCH}"
        begin = -_BEFORE_ALL if bounds.newest_first else _BEFORE_ALL
        place: tuple[int, ...] = (begin, begin, 0) if dated else (0,)
        wanted = (*_days(bounds), tries.most, stamp(tries.begun))
        while rows := self._database.rows(query, (archive, *wanted, *place)):
            for _id, *columns in rows:
                yield _entry(*columns)
            last, published = rows[-1][0], rows[-1][3]
            place = (published, published, last) if dated else (last,)

    def states(self, archives: Sequence[int], bounds: Bounds, most: int) -> dict[str, int]:
        """Return how many addresses are in which state: a story's, or "given up" after so many tries."""
        query = f"SELECT {_STATE}, count(DISTINCT key) {_among(archives)} {_WITHIN} GROUP BY 1"
        return dict(self._database.rows(query, (most, *archives, *_days(bounds))))

    def years(self, archives: Sequence[int], bounds: Bounds, tries: Tries) -> dict[str, int]:
        """Return how many addresses are open, by year; "" is the year of those that say none."""
        query = (
            f"SELECT ifnull(substr(day, 1, 4), ''), count(DISTINCT key) {_among(archives)} {_WITHIN} {_OPEN}"
            " GROUP BY 1 ORDER BY 1"
        )
        return dict(self._database.rows(query, (*archives, *_days(bounds), tries.most, stamp(tries.begun))))


_BEFORE_ALL = -(1 << 62)
"""A time before all that a calendar has."""


def _among(archives: Sequence[int]) -> str:
    marks = ", ".join("?" * len(archives))
    return f"FROM work LEFT JOIN story USING (key) WHERE archive IN ({marks})"


def _days(bounds: Bounds) -> tuple[str, str]:
    return bounds.since.isoformat(), bounds.until.isoformat()


def _row(entry: Entry) -> tuple[object, ...]:
    time = entry.published
    when = (stamp(time), zone_of(time), time.date().isoformat()) if time else (None, None, None)
    copy = entry.copy and msgspec.json.encode(entry.copy).decode()
    return (canonical(entry.url), entry.url, entry.title, *when, entry.section, copy)


def _entry(*row: Any) -> Entry:  # noqa: ANN401 - columns of several types
    url, title, published, zone, section, copy = row
    time = None if published is None else unstamp(published, zone or 0)
    return Entry(url, title, time, section, msgspec.json.decode(copy, type=Copy) if copy else None)


def _part(*row: Any) -> Part:  # noqa: ANN401 - as above
    etag, last_modified, changed, read = row
    said = None if changed is None else unstamp(changed)
    return Part(Validators(etag, last_modified), said, unstamp(read) if read else None)


def _leads(leads_to: str, changed: int | None) -> tuple[str, datetime | None]:
    return leads_to, None if changed is None else unstamp(changed)
