"""A SQLite file that several processes use at once, and failures of it in a user's words."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from tts.errors import OutputError, TingError

Made = TypeVar("Made")
Migration = Sequence[str]
"""The statements that bring a schema to its next version."""

BUSY_S = 30.0
"""How long a process waits for another to write; a transaction takes milliseconds."""

RETRY_S = 0.02

OLDEST = (3, 38, 0)
"""Strict tables (3.37), and JSON always built in: https://www.sqlite.org/changes.html."""

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class DatabaseDamaged(TingError):
    """The file is not what was written: make it anew from what it was made of."""


class Database:
    """A file with a schema, opened and brought to its newest version; use it as a context manager.

    Raises DatabaseDamaged, OutputError when nothing can be written there, and TingError when another
    process keeps it busy for half a minute, or a newer version of the program made it. Any thread may
    read: SQLite lets in one at a time (https://www.sqlite.org/threadsafe.html, serialized).
    """

    def __init__(self, path: Path, migrations: Sequence[Migration], *, mend: str) -> None:
        self._path = path
        self._mend = mend
        with self._explained():
            if sqlite3.sqlite_version_info < OLDEST:
                message = f"SQLite {sqlite3.sqlite_version} is too old for the catalog."
                raise TingError(message, hint="Use a Python with SQLite 3.38 or newer.")
            # From Python 3.12 on, threads that ask the same at once can be given one cached statement.
            self._connection = sqlite3.connect(
                path, timeout=BUSY_S, isolation_level=None, check_same_thread=False, cached_statements=0
            )
        try:
            with self._explained():
                self._prepare(migrations)
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> Self:
        """Return the open database."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._connection.close()

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        """Return all rows of a query; each is a tuple."""
        with self._explained():
            return self._connection.execute(statement, _storable(values)).fetchall()

    def each(self, make: Callable[..., Made], statement: str, *values: object) -> Iterator[Made]:
        """Yield what is made of each row's columns; a row of which nothing can be made is damage.

        The rows are as they were at the first; who writes meanwhile need not wait.
        """
        with self._explained():
            rows = self._connection.execute(statement, _storable(values))
            for row in rows:  # not `yield from`, which closes a cursor after its database
                try:
                    made = make(*row)
                except (TypeError, ValueError, TingError) as error:
                    raise self._damaged(error) from error
                yield made

    def change(self, statement: str, values: Sequence[object] = ()) -> int:
        """Return how many rows the statement changed."""
        with self._explained():
            return self._connection.execute(statement, _storable(values)).rowcount

    def change_each(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run the statement with the values of each row: of many, in half the time."""
        with self._explained():
            self._connection.executemany(statement, map(_storable, rows))

    def check(self) -> None:
        """Return when the file and its indices are whole; raise DatabaseDamaged if not."""
        found = [said for (said,) in self.rows("PRAGMA integrity_check")]
        if found != ["ok"]:
            raise self._damaged(found[0])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Let all changes of the block be kept when it ends, or none when it fails."""
        with self._explained():
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._roll_back()
            raise
        with self._explained():
            try:
                self._connection.execute("COMMIT")
            except sqlite3.Error:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        if self._connection.in_transaction:  # a full disk has ended it already
            self._connection.execute("ROLLBACK")

    def _prepare(self, migrations: Sequence[Migration]) -> None:
        self._share()
        self._connection.execute("PRAGMA foreign_keys = ON")
        if self._version() == len(migrations):
            return
        with self.transaction():
            version = self._version()  # another process may have been first
            if version > len(migrations):
                message = f"{self._path} was made by a newer version of ting."
                raise TingError(message, hint="Update ting, or use another output folder.")
            for migration in migrations[version:]:
                for statement in migration:
                    self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {len(migrations)}")

    def _share(self) -> None:
        """Let readers and a writer work at once (WAL); two processes that make the file take turns."""
        deadline = time.monotonic() + BUSY_S
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if _code(error) not in _BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(RETRY_S)
            else:
                return

    def _version(self) -> int:
        version: int = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return version

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise  # a defect of ours
        except UnicodeDecodeError as error:  # SQLite cites what it found in the file
            raise self._damaged(error) from error
        except sqlite3.DatabaseError as error:
            raise self._failure(error) from error

    def _failure(self, error: sqlite3.DatabaseError) -> TingError:
        code = _code(error)
        if code in _DAMAGED:
            return self._damaged(error)
        if code in _BUSY:
            message = f"{self._path} is in use by another run."
            return TingError(message, hint="Wait until it has finished, and try again.")
        message = f"{self._path} cannot be used: {error}."
        return OutputError(message, hint="Make room, or choose a folder that can be written with --out.")

    def _damaged(self, reason: object) -> DatabaseDamaged:
        return DatabaseDamaged(f"{self._path} is damaged: {reason}.", hint=self._mend)


def _storable(values: Sequence[object]) -> list[object]:
    """Return the values with half characters (a feed may have them) as question marks: they have no UTF-8."""
    return [value.encode(errors="replace").decode() if isinstance(value, str) else value for value in values]


def _code(error: sqlite3.Error) -> int:
    """Return the primary result code: https://www.sqlite.org/rescode.html."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
