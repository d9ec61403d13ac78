"""Settings as they stand in a file: tables in tables, and what holds of the engines' among them."""

from tts.model.settings import SERVER_KINDS

Table = dict[str, object]


def merged(base: Table, over: Table) -> Table:
    """Return a table with what another one says in its place, tables within tables so, too."""
    both = dict(base)
    for key, value in over.items():
        below = both.get(key)
        is_table = isinstance(below, dict) and isinstance(value, dict)
        both[key] = merged(below, value) if is_table else value  # type: ignore[arg-type]
    return both


def nested(path: tuple[str, ...], value: object) -> Table:
    """Return the table in which a value stands at a path."""
    key, *rest = path
    return {key: nested(tuple(rest), value) if rest else value}


def engine_tables(table: Table) -> dict[str, Table]:
    """Return the tables of the engines that a table has, by name; what is none is left out."""
    engines = table.get("engines")
    tables = engines.items() if isinstance(engines, dict) else ()
    return {name: own for name, own in tables if isinstance(own, dict)}


def servers_of(table: Table) -> tuple[str, ...]:
    """Return the names that a table gives to servers of the user's own."""
    return tuple(name for name, own in engine_tables(table).items() if own.get("kind") in SERVER_KINDS)


def source_tables(table: Table) -> list[Table]:
    """Return the tables of the sources that a table has; what is none is left out."""
    sources = table.get("source")
    return [one for one in sources if isinstance(one, dict)] if isinstance(sources, list) else []


def listed(files: object) -> object:
    """Return a list of one for what may be one or several."""
    return [files] if isinstance(files, str) else files
