"""Settings files: what stands in one, its paths taken from the folder that it lies in."""

import tomllib
from pathlib import Path

from tts.config.table import Table, listed
from tts.errors import UsageError
from tts.model.settings import FROM_FILE

SHOW_PATHS = ("output", "cover", "intro", "outro", "bed")
WORDS_OF_SOURCES = ("user", "password", "token")
"""Settings of a source that may say in which file they stand; its headers may, too."""


def read_toml(path: Path) -> Table:
    """Return what a file of settings says; nothing where there is none. UsageError where it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # some editors write a mark
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:  # as well a number of 6,000 digits, lists in lists
        message = f"The settings file {path} cannot be read: {error}."
        raise UsageError(message, hint="Mend it, or remove it.") from error


def tool_table(pyproject: Table) -> Table:
    """Return the settings in a pyproject.toml; nothing where it has none."""
    tool = pyproject.get("tool")
    table = tool.get("ting") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else {}


def anchored(table: Table, folder: Path) -> Table:
    """Return the table with the paths in it taken from the folder of the file it stands in."""
    anchored = {**table, **_paths_from(table, ("data_dir", "cache_dir"), folder)}
    files = listed(table.get("lexicon_file"))
    if isinstance(files, list):
        anchored["lexicon_file"] = [_from(folder, one) if isinstance(one, str) else one for one in files]
    show = table.get("show")
    if isinstance(show, dict):
        anchored["show"] = {**show, **_paths_from(show, SHOW_PATHS, folder)}
    engines = table.get("engines")
    if isinstance(engines, dict):
        anchored["engines"] = {
            name: {**own, **_paths_from(own, ("api_key_file",), folder)} if isinstance(own, dict) else own
            for name, own in engines.items()
        }
    inbox = table.get("inbox")
    if isinstance(inbox, dict):
        anchored["inbox"] = {**inbox, **_paths_from(inbox, ("mail",), folder)}
    sources = table.get("source")
    if isinstance(sources, list):
        anchored["source"] = [
            _anchored_source(source, folder) if isinstance(source, dict) else source for source in sources
        ]
    return anchored


def _anchored_source(source: Table, folder: Path) -> Table:
    is_local = "://" not in str(source.get("location"))  # a path, and not an address
    paths = _paths_from(source, ("location", "cookies") if is_local else ("cookies",), folder)
    words: Table = {key: _file_from(folder, source[key]) for key in WORDS_OF_SOURCES if key in source}
    anchored: Table = {**source, **paths, **words}
    headers = source.get("headers")
    if isinstance(headers, dict):
        anchored["headers"] = {name: _file_from(folder, value) for name, value in headers.items()}
    return anchored


def _file_from(folder: Path, value: object) -> object:
    """Return a value of what is secret, its path taken from the folder where it says that it is in a file."""
    if not isinstance(value, str) or not value.startswith(FROM_FILE):
        return value
    return FROM_FILE + _from(folder, value.removeprefix(FROM_FILE))


def _paths_from(table: Table, keys: tuple[str, ...], folder: Path) -> Table:
    return {key: _from(folder, path) for key in keys if isinstance(path := table.get(key), str)}


def _from(folder: Path, path: str) -> str:
    try:
        return str(folder / Path(path).expanduser())
    except RuntimeError:  # there is no such user, which is told where paths are judged
        return path
