"""The queue: what was sent here, in the catalog's database, where a process that is killed loses nothing.

Each change is one short transaction, and gives its entry the next number of all changes: who remembers
the last one that was seen asks for what came after it.
"""

import datetime as dt
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Literal, get_args

from tts.catalog.story import stamp, unstamp
from tts.errors import TingError
from tts.fingerprint import fingerprint
from tts.inbox.entry import Entry, Order, Sent, Standing, State
from tts.inbox.kept import Kept
from tts.inbox.wanted import EVERYTHING, Wanted
from tts.sources.canonical import canonical

MOST_OPEN = 10_000
"""Entries that may wait: weeks of work for one machine; more is a mistake, or an attack."""

KEPT_FOR = dt.timedelta(days=30)
"""A removed entry is remembered for so long: a device that was not used meanwhile learns of it."""

ID_BYTES = 12

SUSPECT = 5
"""Begun so often, an entry comes after all others: it may be what ends the worker each time."""

MOST_BEGUN = 100
"""Begun so often without an end, it has failed: by mere chance no worker is killed so often."""

_NAMES = tuple(field.name for field in fields(Entry))
# A story that is told again, by whomever, has another episode of the same guid.
_SLUG = "CASE state WHEN 'ready' THEN ifnull((SELECT slug FROM episode WHERE guid = inbox.guid), slug) END"
_COLUMNS = ", ".join(_SLUG if name == "slug" else name for name in _NAMES)
_NEXT = "(SELECT ifnull(max(changed), 0) + 1 FROM inbox)"
_OPEN = "state IN ('waiting', 'reading', 'speaking')"
_DUE = "state IN ('waiting', 'failed') AND (state = 'waiting' OR again <= ?) AND removed IS NULL"
_FIRST = f"ORDER BY attempts >= {SUSPECT}, added, number LIMIT 1"

_WAITS = "state = 'waiting', percent = 0, reason = '', slug = NULL, again = NULL"
_BEGUN = "state = 'reading', percent = 0, reason = '', again = NULL"
_AGAIN = f"{_WAITS}, attempts = 0"
_DONE = "state = 'ready', percent = 100, reason = '', again = NULL"
_ANEW = f"{_AGAIN}, removed = NULL, archived = 0, heard = 0, position_ms = 0"
_NAMED = "title = ifnull(nullif(?, ''), title)"

Progress = Literal["reading", "speaking"]


class InboxFull(TingError):
    """More is waiting than can be narrated: send it again when some of it is done."""


class Queue(Kept):
    """The entries of all lists; use it as a context manager. Any thread may call it, one at a time.

    Every method may raise what `Database` does.
    """

    def add(self, order: Order, of: str = "") -> Entry:
        """Return the entry of what is ordered, in the list of that name: a new one, or the one there is.

        One that failed or was removed, or whose episode is in the catalog no more, waits anew, with what came
        this time; so does one that comes whole now, where its address alone, or another page, came before.
        None else waits whose episode is there already. Raises InboxFull.
        """
        key = _key(order)
        with self._database.transaction():
            known = self._one("list = ? AND key = ?", of, key)
            if known and known.removed is None and self._is_settled(known, order):
                return known
            self._refuse_when_full()
            entry_id = known.id if known else self._insert(order, of, key)
            self._set(entry_id, f"{_ANEW}, added = ?, {_NAMED}", self._stamp(), order.title)
            if not self._finish_if_known(entry_id, order):
                self._keep_sent(entry_id, order.sent)
            return self._there(entry_id)

    def take(self) -> Entry | None:
        """Return the entry that has waited longest, which is being read from now on; None when none waits.

        One that failed waits, too, when it is time to try it again.
        """
        if self._due() is None:  # nobody need wait for a look
            return None
        with self._database.transaction():
            first = self._due()
            if first is None:
                return None
            self._set(first.id, f"{_BEGUN}, attempts = attempts + 1")
            return self._there(first.id)

    def recall(self) -> int:
        """Let what a killed worker had begun wait again, and return how many that are.

        What was begun too often has failed: it may be what ended the worker.
        """
        with self._database.transaction():
            begun = self._database.rows(
                "SELECT id, attempts FROM inbox WHERE state IN ('reading', 'speaking')"
            )
            for entry_id, attempts in begun:
                if attempts < MOST_BEGUN:
                    self._set(entry_id, _WAITS)
                else:
                    reason = f"Its narration was begun {attempts} times, and never ended."
                    self._set(entry_id, "state = 'failed', percent = 0, reason = ?", reason)
        return len(begun)

    def put_back(self, entry_id: str) -> None:
        """Let an entry that was begun, and is left without a fault of its own, wait as if it had not been."""
        with self._database.transaction():
            if (entry := self.entry(entry_id)) and entry.state in ("reading", "speaking"):
                self._set(entry_id, f"{_WAITS}, attempts = attempts - 1")

    def tell(self, entry_id: str, state: Progress, percent: int, title: str = "") -> None:
        """Keep how far the narration of an entry has come; of one that is not begun nothing is kept."""
        with self._database.transaction():
            if (entry := self.entry(entry_id)) and entry.state in ("reading", "speaking"):
                self._set(entry_id, f"state = ?, percent = ?, {_NAMED}", state, percent, title)

    def finish(self, entry_id: str, slug: str, title: str) -> None:
        """Keep that the entry's episode is on the shelf; what was sent with it is not needed any more."""
        with self._database.transaction():
            self._set(entry_id, f"{_DONE}, slug = ?, {_NAMED}", slug, title)
            self._keep_sent(entry_id, None)

    def fail(self, entry_id: str, reason: str, again: dt.datetime | None = None) -> None:
        """Keep why the entry could not be narrated; what was sent with it stays for another try.

        It is taken once more `again`, if that is given.
        """
        at = stamp(again) if again else None
        with self._database.transaction():
            self._set(entry_id, "state = 'failed', percent = 0, reason = ?, again = ?", reason, at)

    def retry(self, entry_id: str) -> Entry | None:
        """Let an entry that failed wait again, and return it; None when there is none of that id."""
        with self._database.transaction():
            entry = self.entry(entry_id)
            if entry and entry.state == "failed":
                self._set(entry_id, _AGAIN)
        return self.entry(entry_id)

    def mark(
        self,
        entry_id: str,
        *,
        heard: bool | None = None,
        position_ms: int | None = None,
        archived: bool | None = None,
    ) -> Entry | None:
        """Keep what its listener did, and return the entry; None when there is none of that id."""
        given = {"heard": heard, "position_ms": position_ms, "archived": archived}
        wanted = {name: int(value) for name, value in given.items() if value is not None}
        if wanted:
            with self._database.transaction():
                self._set(entry_id, ", ".join(f"{name} = ?" for name in wanted), *wanted.values())
        return self.entry(entry_id)

    def remove(self, entry_id: str) -> Entry | None:
        """Take the entry from its list, and return it; None when there is none of that id.

        `restore` puts it back. What was removed long ago is forgotten.
        """
        with self._database.transaction():
            self._set(entry_id, "removed = ifnull(removed, ?)", self._stamp())
            self._database.change(
                "DELETE FROM inbox WHERE removed < ? AND changed < (SELECT max(changed) FROM inbox)",
                (stamp(self._now() - KEPT_FOR),),
            )
        return self.entry(entry_id)

    def restore(self, entry_id: str) -> Entry | None:
        """Put an entry back that was removed, and return it; None when there is none of that id."""
        with self._database.transaction():
            self._set(entry_id, "removed = NULL")
        return self.entry(entry_id)

    def entry(self, entry_id: str) -> Entry | None:
        """Return the entry of an id, removed or not; None when there is none."""
        return self._one("id = ?", entry_id)

    def sent(self, entry_id: str) -> Sent | None:
        """Return what came with the entry; None when its address alone did, or it is ready."""
        rows = self._database.rows("SELECT kind, packed FROM sent WHERE entry = ?", (entry_id,))
        return Sent(rows[0][0], zlib.decompress(rows[0][1]).decode()) if rows else None

    def entries(self, of: str = "", wanted: Wanted = EVERYTHING) -> list[Entry]:
        """Return what is wanted of the entries of a list, the one that was added last first."""
        condition, values = wanted.condition()
        query = f"list = ? AND removed IS NULL AND {condition} ORDER BY added DESC, number DESC LIMIT ?"
        return list(self._each(query, of, *values, wanted.limit))

    def since(self, changed: int, of: str = "") -> list[Entry]:
        """Return the entries of a list that changed after that number, removed ones too, in that order."""
        return list(self._each("list = ? AND changed > ? ORDER BY changed", of, changed))

    def last_change(self) -> int:
        """Return the number of the last change; 0 of an inbox that never had an entry."""
        last: int = self._database.rows("SELECT ifnull(max(changed), 0) FROM inbox")[0][0]
        return last

    def waiting(self) -> int:
        """Return how many entries are still to be narrated, or are being narrated now."""
        count: int = self._database.rows(
            f"SELECT count(*) FROM inbox WHERE {_OPEN} AND removed IS NULL"  # noqa: S608 - ours
        )[0][0]
        return count

    def ready(self) -> frozenset[str]:
        """Return the slugs of what is ready in some list."""
        rows = self._database.rows("SELECT slug FROM inbox WHERE state = 'ready' AND removed IS NULL")
        return frozenset(slug for (slug,) in rows)

    def _due(self) -> Entry | None:
        return self._one(f"{_DUE} {_FIRST}", self._stamp())

    def standing(self) -> Standing:
        """Return how much there is of all lists together."""
        counted = self._database.rows(
            "SELECT state, count(*) FROM inbox WHERE removed IS NULL GROUP BY state"
        )
        [(written_ns,)] = self._database.rows(
            "SELECT max(written) FROM episode WHERE guid IN (SELECT guid FROM inbox WHERE state = 'ready')"
        )
        age_s = None if written_ns is None else self._now().timestamp() - written_ns / 1e9
        return Standing(dict.fromkeys(get_args(State), 0) | dict(counted), age_s)

    def _insert(self, order: Order, of: str, key: str) -> str:
        entry_id = secrets.token_urlsafe(ID_BYTES)
        self._database.change(
            f"INSERT INTO inbox (id, list, key, url, title, guid, added, changed)"  # noqa: S608 - ours
            f" VALUES (?, ?, ?, ?, '', ?, 0, {_NEXT})",
            (entry_id, of, key, order.url, guid_of(order)),
        )
        return entry_id

    def _set(self, entry_id: str, what: str, *values: object) -> None:
        self._database.change(
            f"UPDATE inbox SET {what}, changed = {_NEXT} WHERE id = ?",  # noqa: S608 - ours
            (*values, entry_id),
        )

    def _keep_sent(self, entry_id: str, sent: Sent | None) -> None:
        self._database.change("DELETE FROM sent WHERE entry = ?", (entry_id,))
        if sent:
            packed = zlib.compress(sent.content.encode(errors="replace"))
            self._database.change("INSERT INTO sent VALUES (?, ?, ?)", (entry_id, sent.kind, packed))

    def _is_settled(self, entry: Entry, order: Order) -> bool:
        """Tell whether nothing is to be done for an entry that is sent again.

        A page that was sent whole may say more than the one that others are shown: that of a subscriber.
        """
        if order.url and order.sent:
            return entry.is_open and self.sent(entry.id) == order.sent
        return entry.is_open or (entry.state == "ready" and bool(self._episodes(entry.guid)))

    def _episodes(self, guid: str) -> list[tuple[str, str]]:
        """Return the slug and the title of the episode that is known by this, if there is one."""
        return self._database.rows("SELECT slug, title FROM episode WHERE guid = ?", (guid,))

    def _finish_if_known(self, entry_id: str, order: Order) -> bool:
        """Let an entry be ready whose episode somebody else had narrated; tell whether there is one.

        A page that was sent whole waits all the same: it may say more than that episode, which is not known
        before it is read.
        """
        known = [] if order.url and order.sent else self._episodes(guid_of(order))
        for slug, title in known:
            self._set(entry_id, f"state = 'ready', percent = 100, slug = ?, {_NAMED}", slug, title)
        return bool(known)

    def _refuse_when_full(self) -> None:
        if self.waiting() >= MOST_OPEN:
            message = f"{MOST_OPEN} entries wait already."
            raise InboxFull(message, hint="Send it again when some of them are done.")

    def _there(self, entry_id: str) -> Entry:
        if entry := self.entry(entry_id):
            return entry
        message = f"The entry {entry_id} is gone: the inbox was changed meanwhile."
        raise TingError(message, hint="Do the same again.")

    def _one(self, where: str, *values: object) -> Entry | None:
        return next(self._each(where, *values), None)

    def _each(self, where: str, *values: object) -> Iterator[Entry]:
        query = f"SELECT {_COLUMNS} FROM inbox WHERE {where}"  # noqa: S608 - ours
        return self._database.each(_entry, query, *values)

    def _stamp(self) -> int:
        return stamp(self._now())


def guid_of(order: Order) -> str:
    """Return what the episode of an order is known by: the same as if a source had listed its address."""
    return fingerprint("article", canonical(order.url)) if order.url else fingerprint("sent", _words(order))


def _key(order: Order) -> str:
    return canonical(order.url) if order.url else fingerprint("sent", _words(order))


def _words(order: Order) -> tuple[str, str]:
    """Return what makes it another than others are; of a page its own headline is spoken, not this title."""
    content = order.sent.content if order.sent else ""
    return "" if order.sent and order.sent.kind == "html" else order.title, content


def _entry(*row: Any) -> Entry:  # noqa: ANN401 - columns of several types
    told = dict(zip(_NAMES, row, strict=True))
    told |= {name: bool(told[name]) for name in ("heard", "archived")}
    told |= {name: unstamp(told[name]) for name in ("added", "removed") if told[name] is not None}
    return Entry(**told)
