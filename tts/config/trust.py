"""Who is trusted: a key goes to the server it was written down for, and nothing goes by a stranger's word."""

from collections.abc import Iterator
from pathlib import Path

from tts.config.files import WORDS_OF_SOURCES
from tts.config.table import Table, engine_tables, source_tables
from tts.errors import UsageError
from tts.model.address import is_this_machine, parts_of
from tts.model.settings import FROM_FILE
from tts.printable import shown

_KEYS = ("api_key", "api_key_file")
_PLACES = ("base_url", "region")


def refuse_a_strangers(origin: str, table: Table, folder: Path, user_file: Path) -> None:
    """Raise for what settings that merely lay in the folder may not say: nobody said they are trusted."""
    _refuse_secrets_elsewhere(origin, table, folder, user_file)
    _refuse_farm_elsewhere(origin, table, user_file)
    _refuse_shelf_elsewhere(origin, table, user_file)


def _refuse_farm_elsewhere(origin: str, table: Table, user_file: Path) -> None:
    """Raise for a farm of other machines: a scheduler runs code on those who ask it, always."""
    farm = table.get("farm")
    parts = parts_of(farm) if isinstance(farm, str) and "://" in farm else None
    if parts and parts.hostname and not is_this_machine(parts.hostname):
        message = f"{origin} names a farm of other machines: {shown(str(farm))}."
        raise UsageError(message, hint=f"Move it into {user_file}, or name this file by --config.")


def _refuse_shelf_elsewhere(origin: str, table: Table, user_file: Path) -> None:
    """Raise for a shelf that is no folder of this machine: it would be opened with the user's own keys."""
    where = table.get("shelf")
    if isinstance(where, str) and "://" in where and not where.startswith("file://"):
        message = f"{origin} names a farm's shelf elsewhere: {shown(where)}."
        raise UsageError(message, hint=f"Move it into {user_file}, or name this file by --config.")


def _refuse_secrets_elsewhere(origin: str, table: Table, folder: Path, user_file: Path) -> None:
    """Raise where settings that lay in the folder name a file of a secret that lies elsewhere.

    A stranger's would send any file to the stranger's server. Cookies may lie anywhere, for they go to the
    hosts that they name.
    """
    for path in _files_of_secrets(table):
        if not _lies_in(folder, path):
            message = f"{origin} names a file of a secret that lies outside of its folder: {path}."
            hint = f"Put the file beside it, or what names it into {user_file}, which may name any."
            raise UsageError(message, hint=hint)


def without_keys_of_others(base: Table, over: Table) -> Table:
    """Return the table without the keys of servers that a higher one gives another address, or a key.

    A key is for the server that it was written down for: no folder's settings file sends it elsewhere.
    """
    engines = base.get("engines")
    changed = over.get("engines")
    if not isinstance(engines, dict) or not isinstance(changed, dict):
        return base
    kept = {name: _key_kept(table, changed.get(name)) for name, table in engines.items()}
    return {**base, "engines": kept}


def moved_in(base: Table, over: Table) -> frozenset[str]:
    """Return the servers in the table that have another address in the one over it."""
    below, above = engine_tables(base), engine_tables(over)
    return frozenset(name for name, table in below.items() if name in above and _moves(table, above[name]))


def placed_in(table: Table) -> frozenset[str]:
    """Return the servers whose address a table gives."""
    engines = engine_tables(table)
    return frozenset(name for name, own in engines.items() if any(place in own for place in _PLACES))


def without_keys_of(moved: frozenset[str], table: Table) -> Table:
    """Return a variable's table, without a key whose server a folder's settings file has moved elsewhere."""
    engines = engine_tables(table)
    if not any(key in engines.get(name, {}) for name in moved for key in _KEYS):
        return table
    return {}


def _files_of_secrets(table: Table) -> Iterator[str]:
    for own in engine_tables(table).values():
        if isinstance(path := own.get("api_key_file"), str):
            yield path
    for source in source_tables(table):
        headers = source.get("headers")
        words = [source.get(key) for key in WORDS_OF_SOURCES]
        for word in (*words, *(headers.values() if isinstance(headers, dict) else ())):
            if isinstance(word, str) and word.startswith(FROM_FILE):
                yield word.removeprefix(FROM_FILE)


def _lies_in(folder: Path, path: str) -> bool:
    """Tell whether a file lies in a folder or below it, links followed."""
    try:
        return Path(path).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # no file can have that name, or its links are a circle
        return False


def _key_kept(table: object, over: object) -> object:
    if not isinstance(table, dict) or not isinstance(over, dict):
        return table
    if not _moves(table, over) and not any(key in over for key in _KEYS):
        return table
    return {name: value for name, value in table.items() if name not in _KEYS}


def _moves(table: Table, over: Table) -> bool:
    """Tell whether a table gives a server that has an address another one."""
    changed = any(name in over and over[name] != table.get(name, over[name]) for name in _PLACES)
    return changed or ("base_url" in over and "base_url" not in table and "region" in table)
