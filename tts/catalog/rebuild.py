"""Making the catalog anew from the manifests, also where its file is damaged."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

from tts.catalog.database import DatabaseDamaged
from tts.catalog.schema import SEEN
from tts.catalog.store import NAME, Catalog, Refreshed
from tts.errors import OutputError

ASIDE = f"{NAME}.damaged"
"""What the damaged file is called from then on; nothing but a person looks at it again."""

LOGS = ("", "-wal", "-shm")
"""The endings of the files that are one database: https://www.sqlite.org/walformat.html."""


def rebuild(output: Path, notify: Callable[[str], None]) -> Refreshed:
    """Make every row of the catalog anew from the manifests, and say what was done.

    The stories seen stay known. A damaged file is put aside, and of its stories those are known that
    can still be read, and those that an episode tells.
    """
    try:
        with Catalog.open(output) as catalog:
            catalog.check()
            return _from_manifests(catalog)
    except DatabaseDamaged as error:
        notify(str(error.message))
    aside = _put_aside(output)
    notify(f"It is kept as {aside}.")
    with Catalog.open(output) as catalog:
        with closing(sqlite3.connect(aside)) as damaged:
            damaged.text_factory = partial(str, encoding="utf-8", errors="replace")
            for table in SEEN:
                catalog.restore(table, _readable(damaged, table))
        return _from_manifests(catalog)


def _from_manifests(catalog: Catalog) -> Refreshed:
    refreshed = catalog.refresh(anew=True)
    catalog.recall_told()
    return refreshed


def _put_aside(output: Path) -> Path:
    """Rename the file, and those that belong to it, so that SQLite still takes them for one."""
    try:
        for log in LOGS:
            with suppress(FileNotFoundError):
                (output / (NAME + log)).replace(output / (ASIDE + log))
    except OSError as error:
        message = f"{output / NAME} cannot be put aside: {error.strerror or error}."
        raise OutputError(message, hint="Close what uses it, and try again.") from error
    return output / ASIDE


def _readable(connection: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table until the first that cannot be read."""
    with suppress(sqlite3.Error, UnicodeDecodeError):
        rows = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - ours
        columns = [column[0] for column in rows.description]
        for row in rows:
            yield dict(zip(columns, row, strict=True))
