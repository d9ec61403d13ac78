"""The worklist: what archives list, kept until all of it is made, in the catalog's tables.

It stands in the catalog's file, for which of it is open is one question to both: what became of an address
is kept with its story alone, so that no kill lets the two disagree.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
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

Lead = tuple[str, datetime | None]
"""Where a list leads, and when it says that this has changed last."""

Named = Entry | Lead

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

    def further(self, archive: int, location: str) -> list[Lead]:
        """Return where a list led that was read, in its order."""
        query = "SELECT leads_to, changed FROM further WHERE archive = ? AND location = ? ORDER BY number"
        return list(self._database.each(_leads, query, archive, location))

    def note(self, archive: int, location: str, part: Part, named: Iterable[Named]) -> int:
        """Keep all that a list names, stories and further lists, or nothing of it; return how many stories.

        Where `named` raises, what is known stays as it was. Nothing is held that was kept.
        """
        read = stamp(part.read) if part.read else 0
        seen, changed = part.validators, part.changed and stamp(part.changed)
        known = (archive, location, seen.etag, seen.last_modified, changed, read)
        count = number = 0
        with self._database.transaction():
            self._database.change(
                "DELETE FROM further WHERE archive = ? AND location = ?", (archive, location)
            )
            for some in _batches(named):
                rows = [(archive, *_row(one), read) for one in some if isinstance(one, Entry)]
                self._database.change_each(_LIST, rows)
                leads = [(archive, location, *lead) for lead in _numbered(some, number)]
                self._database.change_each("INSERT INTO further VALUES (?, ?, ?, ?, ?)", leads)
                count, number = count + len(rows), number + len(some)
            self._database.change("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?, ?)", known)
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
        way, beyond = ("DESC", "<") if bounds.newest_first else ("ASC", ">")
        place = f"work.published IS NOT NULL AND (work.published, work.id) {beyond} (?, ?)"
        order = f"work.published {way}, work.id {way}"
        before_all = -_BEFORE_ALL if bounds.newest_first else _BEFORE_ALL
        yield from self._paged(archive, bounds, tries, f"{place} ORDER BY {order}", (before_all, 0))
        undated = "work.published IS NULL AND work.id > ? ORDER BY work.id"
        yield from self._paged(archive, bounds, tries, undated, (0,))

    def _paged(
        self, archive: int, bounds: Bounds, tries: Tries, place: str, after: tuple[int, ...]
    ) -> Iterator[Entry]:
        """Yield what is open beyond a time and a number, or a number alone."""
        query = f"{_ENTRY} {_WORK} {_WITHIN} {_OPEN} AND {place} LIMIT {BATCH}"
        wanted = (archive, *_days(bounds), tries.most, stamp(tries.begun))
        while rows := self._database.rows(query, (*wanted, *after)):
            for _number, *columns in rows:
                yield _entry(*columns)
            number, _url, _title, published, *_ = rows[-1]
            after = (published, number)[-len(after) :]

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


def _batches(named: Iterable[Named]) -> Iterator[list[Named]]:
    waiting = iter(named)
    while some := list(islice(waiting, BATCH)):
        yield some


def _numbered(some: Sequence[Named], first: int) -> Iterator[tuple[int, str, int | None]]:
    for number, one in enumerate(some, first):
        if not isinstance(one, Entry):
            leads_to, changed = one
            yield number, leads_to, None if changed is None else stamp(changed)


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
    copy = entry.copy and json.dumps(msgspec.to_builtins(entry.copy))  # msgspec has no half characters
    return (canonical(entry.url), entry.url, entry.title, *when, entry.section, copy)


def _entry(*row: Any) -> Entry:  # noqa: ANN401 - columns of several types
    url, title, published, zone, section, copy = row
    time = None if published is None else unstamp(published, zone or 0)
    return Entry(url, title, time, section, msgspec.convert(json.loads(copy), Copy) if copy else None)


def _part(*row: Any) -> Part:  # noqa: ANN401 - as above
    etag, last_modified, changed, read = row
    said = None if changed is None else unstamp(changed)
    return Part(Validators(etag, last_modified), said, unstamp(read) if read else None)


def _leads(leads_to: str, changed: int | None) -> Lead:
    return leads_to, None if changed is None else unstamp(changed)
