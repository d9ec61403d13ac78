"""The stories seen: what sources have listed, and what became of it, in the catalog's tables."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tts.catalog.database import Database
from tts.catalog.simhash import simhash
from tts.catalog.story import FIRST, Outcome, Print, Story, signed, stamp, unsigned, unstamp, zone_of
from tts.sources.canonical import canonical
from tts.sources.entry import Entry
from tts.sources.page import Validators

_STORY = """
    SELECT url, title, published, ifnull(published_zone, 0), section, ifnull(series, ''), state, attempts,
        first_seen, guid, text_print, reason, settled, etag, last_modified
    FROM story LEFT JOIN listed ON story = story.id
"""

_NOTE = """
    INSERT INTO story (key, url, title, published, published_zone, section, first_seen)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET title = ifnull(nullif(excluded.title, ''), title),
        published = ifnull(excluded.published, published),
        published_zone = ifnull(excluded.published_zone, published_zone),
        section = ifnull(excluded.section, section),
        attempts = iif(
            title = ifnull(nullif(excluded.title, ''), title)
            AND published IS ifnull(excluded.published, published), attempts, 0
        )
"""

_LIST = "INSERT INTO listed SELECT ?, id FROM story WHERE key = ? ON CONFLICT DO NOTHING"

_TOLD = """
    SELECT json_extract(story.value, '$.url'), json_extract(story.value, '$.title'),
        json_extract(story.value, '$.section'), json_extract(story.value, '$.published'),
        json_extract(story.value, '$.fingerprint'), guid, series, issued, date
    FROM episode, json_each(manifest, '$.articles') AS story
    WHERE kind = ? AND json_extract(story.value, '$.url') IS NOT NULL
        AND (series IS NOT NULL OR kind = 'digest')
    ORDER BY issued DESC
"""

_UNCOUNTED = """
    SELECT key, (
        SELECT group_concat(json_extract(cue.value, '$.text'), '')
        FROM json_each(manifest, '$.cues') AS cue
        WHERE json_extract(cue.value, '$.paragraph') IS NOT NULL
    )
    FROM story JOIN episode USING (guid)
    WHERE simhash IS NULL AND settled >= ? AND state = 'told' AND kind = 'article'
"""

_SETTLE = """
    UPDATE story SET settled = ?, attempts = attempts + ?, state = ?, reason = ?,
        guid = ifnull(nullif(?, ''), guid), text_print = ifnull(nullif(?, ''), text_print),
        simhash = ifnull(?, simhash), length = ifnull(nullif(?, 0), length),
        etag = ifnull(?, etag), last_modified = ifnull(?, last_modified)
    WHERE key = ?
"""


class SeenStories:
    """Stories by canonical address; every method may raise what `Database` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def validators(self, series: str, location: str) -> Validators | None:
        """Return by what a listing's server can say that it has not changed; None when never noted."""
        rows = self._database.rows(
            "SELECT etag, last_modified FROM listing WHERE series = ? AND location = ?", (series, location)
        )
        return Validators(*rows[0]) if rows else None

    def note_listing(
        self,
        series: str,
        location: str,
        validators: Validators | None,
        entries: Iterable[Entry],
        seen: datetime,
    ) -> None:
        """Keep the entries, new ones as pending stories, and with them the listing's validators.

        Of a known story, title, time and section are brought up to date; what became of it stays, but
        with another title or time it counts as not tried.
        """
        known = validators or Validators()
        rows = [_row(entry, seen) for entry in entries]
        with self._database.transaction():
            for row in rows:
                self._note(series, row)
            self._database.change("DELETE FROM listing WHERE series = ?", (series,))
            self._database.change(
                "INSERT INTO listing VALUES (?, ?, ?, ?)",
                (series, location, known.etag, known.last_modified),
            )

    def note(self, entry: Entry, seen: datetime) -> None:
        """Keep what is said of a story that no source of the show lists; known as `note_listing` says."""
        self._database.change(_NOTE, _row(entry, seen))

    def _note(self, series: str, row: tuple[object, ...]) -> None:
        self._database.change(_NOTE, row)
        self._database.change(_LIST, (series, row[0]))

    def pending(self, series: str, since: datetime | None = None) -> list[Story]:
        """Return the stories of a source that are yet to be told (new or failed), the newest first.

        Those published (or else first seen) before `since` are left out.
        """
        query = (
            _STORY
            + "WHERE series = ? AND state IN ('pending', 'failed') AND ifnull(published, first_seen) >= ?"
            " ORDER BY ifnull(published, first_seen) DESC, key"
        )
        return list(self._database.each(_story, query, series, stamp(since) if since else FIRST))

    def told(self, series: str, since: datetime) -> list[Story]:
        """Return the stories of a source that were told since, the latest first: they may have changed."""
        query = _STORY + "WHERE series = ? AND state = 'told' AND settled >= ? ORDER BY settled DESC, key"
        return list(self._database.each(_story, query, series, stamp(since)))

    def story(self, url: str) -> Story | None:
        """Return the story of an address, of any source that lists it; None for an unknown one."""
        query = _STORY + "WHERE key = ? ORDER BY series LIMIT 1"
        return next(self._database.each(_story, query, canonical(url)), None)

    def told_by(self, guid: str, text_print: str, besides: str) -> str | None:
        """Return the address of a story besides this one that was told by this guid or in these words."""
        key = canonical(besides)
        for column, value in (("guid", guid), ("text_print", text_print)):
            query = f"SELECT url FROM story WHERE state = 'told' AND {column} = ? AND key != ? LIMIT 1"  # noqa: S608 - ours
            if rows := self._database.rows(query, (value, key)):
                return str(rows[0][0])
        return None

    def settle(self, url: str, outcome: Outcome) -> None:
        """Keep what became of a story; one that was never listed becomes known."""
        with self._database.transaction():
            self._settle(url, outcome)

    def _settle(self, url: str, outcome: Outcome) -> None:
        key, at = canonical(url), stamp(outcome.when)
        self._database.change(
            "INSERT INTO story (key, url, title, first_seen) VALUES (?, ?, '', ?) ON CONFLICT DO NOTHING",
            (key, url, at),
        )
        self._database.change(_SETTLE, (at, outcome.state == "failed", *_kept(outcome), key))

    def recent_prints(self, since: datetime) -> list[Print]:
        """Return the prints of the stories told since then, in the order they were told.

        Those of stories that were recalled are made of their episodes now: hardly any is ever asked for.
        """
        recalled = [
            (signed(simhash(words)), len(words), key)
            for key, words in self._database.rows(_UNCOUNTED, (stamp(since),))
            if words
        ]
        if recalled:
            with self._database.transaction():
                self._database.change_each("UPDATE story SET simhash = ?, length = ? WHERE key = ?", recalled)
        query = (
            "SELECT simhash, guid, length FROM story"
            " WHERE simhash IS NOT NULL AND settled >= ? AND state = 'told' ORDER BY settled, key"
        )
        return list(self._database.each(_print, query, stamp(since)))

    def check(self) -> None:
        """Return when the file is whole and every story can be read; raise DatabaseDamaged if not."""
        self._database.check()
        for _ in self._database.each(_story, _STORY):
            pass

    def has_stories(self) -> bool:
        """Tell whether any story is known; of a file that is new, or was emptied, none is."""
        return bool(self._database.rows("SELECT 1 FROM story LIMIT 1"))

    def recall_told(self) -> None:
        """Settle as told the stories that episodes tell, when nothing is known of them: all, or none.

        They were told on the day of their digest. An article that was narrated by itself, out of no
        source, is not one of the show's stories.
        """
        with self._database.transaction():
            self._recall_told()

    def _recall_told(self) -> None:
        known = {key for (key,) in self._database.rows("SELECT key FROM story")}
        digests = {canonical(one.entry.url): one for one in self._database.each(_digested, _TOLD, "digest")}
        articles = {canonical(one.entry.url): one for one in self._database.each(_recalled, _TOLD, "article")}
        new = {key: one for key, one in {**digests, **articles}.items() if key not in known}
        when = {key: digests.get(key, one).when for key, one in new.items()}
        self._database.change_each(_NOTE, (_row(one.entry, when[key]) for key, one in new.items()))
        self._database.change_each(_LIST, ((one.series, key) for key, one in new.items() if one.series))
        told = {key: Outcome("told", when[key], one.guid, one.text_print) for key, one in new.items()}
        self._database.change_each(
            _SETTLE, ((stamp(one.when), 0, *_kept(one), key) for key, one in told.items())
        )

    def restore(self, table: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Put back those rows of another catalog that fit and are not here."""
        here = {name for _, name, *_ in self._database.rows(f"PRAGMA table_info({table})")}
        with self._database.transaction():
            for row in rows:
                columns = [name for name in row if name in here]
                into = f"{table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
                with suppress(sqlite3.IntegrityError):
                    self._database.change(f"INSERT OR IGNORE INTO {into}", [row[name] for name in columns])


@dataclass(frozen=True, slots=True)
class _Recalled:
    """A story as the manifest of an episode remembers it."""

    entry: Entry
    text_print: str
    guid: str
    series: str | None
    when: datetime


def _recalled(*row: Any) -> _Recalled:  # noqa: ANN401 - columns of several types
    url, title, section, published, text_print, guid, series, issued, _day = row
    time = datetime.fromisoformat(published) if published else None
    return _Recalled(Entry(url, title or "", time, section), text_print, guid, series, unstamp(issued))


def _digested(*row: Any) -> _Recalled:  # noqa: ANN401 - as above
    day = datetime.fromisoformat(row[-1]).astimezone()
    return replace(_recalled(*row), guid="", series=None, when=day)


def _row(entry: Entry, seen: datetime) -> tuple[object, ...]:
    """Return the columns of a story as its listing tells it."""
    time = entry.published
    when = (stamp(time), zone_of(time)) if time else (None, None)
    return (canonical(entry.url), entry.url, entry.title, *when, entry.section, stamp(seen))


def _kept(outcome: Outcome) -> tuple[object, ...]:
    bits = None if outcome.simhash is None else signed(outcome.simhash)
    seen = outcome.validators or Validators()
    told = outcome.state, outcome.reason, outcome.guid, outcome.text_print
    return (*told, bits, outcome.length, seen.etag, seen.last_modified)


def _story(*row: Any) -> Story:  # noqa: ANN401 - columns of several types
    url, title, published, zone, section, series, state, attempts, first_seen, *rest = row
    guid, text_print, reason, settled, *seen = rest
    return Story(
        url,
        title,
        None if published is None else unstamp(published, zone),
        section,
        series,
        state,
        attempts,
        unstamp(first_seen),
        guid,
        text_print,
        reason,
        Validators(*seen),
        None if settled is None else unstamp(settled),
    )


def _print(simhash: int, guid: str, length: int) -> Print:
    return Print(unsigned(simhash), guid, length)
