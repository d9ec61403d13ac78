"""Settings as given: flag > TING_* > ./ting.toml or [tool.ting] in pyproject.toml > user's file > default."""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import platformdirs

from tts.entry_points import ENGINE_GROUP, plugins
from tts.errors import UsageError
from tts.model.address import parts_of, web_parts
from tts.model.settings import (
    APP,
    AUTO,
    ENGINES,
    FARM_SCHEMES,
    FROM_FILE,
    SERVER_KINDS,
    EngineSettings,
    OpenaiSettings,
    Server,
    Settings,
)

Table = dict[str, object]

SHOW_PATHS = ("output", "cover", "intro", "outro", "bed")

LONGEST_NAME = 255
"""Bytes of a file's name on the file systems in use (NAME_MAX, POSIX.1, limits.h)."""

_NAMED, _OTHERS = "named", "others"
KEY_IS_SET = "(set)"
_KEYS = ("api_key", "api_key_file")
_PLACES = ("base_url", "region")
_REGION = re.compile(r"[a-z][a-z0-9]{2,40}")
_ENGINE_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_SECRET = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9_.~-]*")
_OWN_FARM = re.compile(r"local:[1-9]\d?")
_NAME_IN_PLACE = re.compile(r"\.(\w+)")

ENVIRONMENT = {
    "TING_VOICE": ("voice",),
    "TING_QUOTE_VOICE": ("quote_voice",),
    "TING_LATIN_VOICE": ("latin_voice",),
    "TING_ENGINE": ("engine",),
    "TING_PROFILE": ("profile",),
    "TING_LOUDNESS": ("loudness",),
    "TING_OFFLINE": ("offline",),
    "TING_DISCLOSURE": ("disclosure",),
    "TING_DATA_DIR": ("data_dir",),
    "TING_CACHE_DIR": ("cache_dir",),
    "TING_CACHE_MEGABYTES": ("cache_megabytes",),
    "TING_READING": ("reading",),
    "TING_THIRD_TONE": ("third_tone",),
    "TING_OUT": ("show", "output"),
    "TING_EDGE_BASE_URL": ("engines", "edge", "base_url"),
    "TING_EDGE_PROXY": ("engines", "edge", "proxy"),
    "TING_AZURE_REGION": ("engines", "azure", "region"),
    "TING_AZURE_BASE_URL": ("engines", "azure", "base_url"),
    "TING_AZURE_API_KEY": ("engines", "azure", "api_key"),
    "TING_OPENAI_BASE_URL": ("engines", "openai", "base_url"),
    "TING_OPENAI_API_KEY": ("engines", "openai", "api_key"),
    "TING_ALLOW_PRIVATE": ("fetch", "allow_private"),
    "TING_FARM": ("farm",),
}
"""The environment variables, and the setting that each one sets."""


def load_settings(
    flags: Mapping[tuple[str, ...], object] = MappingProxyType({}),
    environment: Mapping[str, str] = os.environ,
    folder: Path = Path(),
    user_file: Path | None = None,
    project_file: Path | None = None,
) -> Settings:
    """Return the settings of one run; UsageError names the file or variable, and what is wrong there.

    `flags` maps a setting's path, as ("show", "output"), to its value on the command line; None: not given.
    A `project_file` that is named stands in the place of the folder's ting.toml, and must exist.
    """
    _refuse_no_variable(environment)
    layers = _layers(environment, folder, user_file or user_config_file(), project_file)
    servers = frozenset(name for _, table in layers for name in _servers_of(table))
    settings: Table = {}
    moved: frozenset[str] = frozenset()
    for origin, table in layers:
        _validated(table, origin, servers)
        below = _without_keys_of_others(settings, table)
        if origin in ENVIRONMENT:
            moved -= _placed(table)
            settings = _merged(below, _without_keys_of(moved, table))
        else:
            moved |= _moved(settings, table)
            settings = _merged(below, table)
    for path, value in flags.items():
        if value is not None:
            settings = _merged(settings, _nested(path, value))
    return _validated(settings, "The command line")


def user_config_file() -> Path:
    """Return where the user's own settings are kept."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "ting.toml"


def user_voices_folder() -> Path:
    """Return where the user's own voice profiles are kept."""
    return user_config_file().parent / "voices"


def _layers(
    environment: Mapping[str, str], folder: Path, user_file: Path, named: Path | None
) -> list[tuple[str, Table]]:
    project, pyproject = named or folder / "ting.toml", folder / "pyproject.toml"
    layers = [(str(user_file), _anchored(_read_toml(user_file), user_file.parent))]
    if named and not named.is_file():
        message = f"There is no settings file {named}."
        raise UsageError(message, hint="Check the name, or make one: ting init.")
    if project.is_file():
        layers.append((str(project), _anchored(_read_toml(project), project.parent)))
    else:
        layers.append((f"[tool.ting] in {pyproject}", _anchored(_tool_table(_read_toml(pyproject)), folder)))
    for variable, path in ENVIRONMENT.items():
        if variable in environment:
            layers.append((variable, _nested(path, environment[variable])))
    return layers


def _refuse_no_variable(environment: Mapping[str, str]) -> None:
    """Raise for a variable that is named like a setting and sets none: TING_LEXICON, TING_SHOW_TITLE."""
    named_like_settings = tuple(f"TING_{field.name.upper()}" for field in fields(Settings))
    for variable in environment:
        if variable.startswith(named_like_settings) and variable not in ENVIRONMENT:
            message = f"There is no variable {variable}."
            raise UsageError(message, hint=f"Set it in ting.toml, or one of: {', '.join(ENVIRONMENT)}.")


def _read_toml(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # some editors write a mark
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:  # as well a number of 6,000 digits, lists in lists
        message = f"The settings file {path} cannot be read: {error}."
        raise UsageError(message, hint="Mend it, or remove it.") from error


def _anchored(table: Table, folder: Path) -> Table:
    """Return the table with the paths in it taken from the folder of the file it stands in."""
    anchored = {**table, **_paths_from(table, ("data_dir", "cache_dir"), folder)}
    files = _listed(table.get("lexicon_file"))
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


def _listed(files: object) -> object:
    """Return a list of one for what may be one or several."""
    return [files] if isinstance(files, str) else files


def _anchored_source(source: Table, folder: Path) -> Table:
    is_local = "://" not in str(source.get("location"))  # a path, and not an address
    paths = _paths_from(source, ("location", "cookies") if is_local else ("cookies",), folder)
    words: Table = {
        key: _file_from(folder, source[key]) for key in ("user", "password", "token") if key in source
    }
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


def _tool_table(pyproject: Table) -> Table:
    tool = pyproject.get("tool")
    table = tool.get("ting") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else {}


def _nested(path: tuple[str, ...], value: object) -> Table:
    key, *rest = path
    return {key: _nested(tuple(rest), value) if rest else value}


def _merged(base: Table, over: Table) -> Table:
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        merged[key] = _merged(below, value) if both else value  # type: ignore[arg-type]
    return merged


def _without_keys_of_others(base: Table, over: Table) -> Table:
    """Return the table without the keys of servers that a higher one gives another address, or a key.

    A key is for the server that it was written down for: no folder's settings file sends it elsewhere.
    """
    engines = base.get("engines")
    changed = over.get("engines")
    if not isinstance(engines, dict) or not isinstance(changed, dict):
        return base
    kept = {name: _key_kept(table, changed.get(name)) for name, table in engines.items()}
    return {**base, "engines": kept}


def _moved(base: Table, over: Table) -> frozenset[str]:
    """Return the servers in the table that have another address in the one over it."""
    below, above = _engine_tables(base), _engine_tables(over)
    return frozenset(name for name, table in below.items() if name in above and _moves(table, above[name]))


def _placed(table: Table) -> frozenset[str]:
    """Return the servers whose address a table gives."""
    engines = _engine_tables(table)
    return frozenset(name for name, own in engines.items() if any(place in own for place in _PLACES))


def _without_keys_of(moved: frozenset[str], table: Table) -> Table:
    """Return a variable's table, without a key whose server a folder's settings file has moved elsewhere."""
    engines = _engine_tables(table)
    if not any(key in engines.get(name, {}) for name in moved for key in _KEYS):
        return table
    return {}


def _engine_tables(table: Table) -> dict[str, Table]:
    engines = table.get("engines")
    tables = engines.items() if isinstance(engines, dict) else ()
    return {name: own for name, own in tables if isinstance(own, dict)}


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


def _servers_of(table: Table) -> tuple[str, ...]:
    """Return the names that a table gives to servers of the user's own."""
    engines = table.get("engines")
    tables = engines.items() if isinstance(engines, dict) else ()
    return tuple(name for name, own in tables if isinstance(own, dict) and own.get("kind") in SERVER_KINDS)


def engine_names(servers: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what the setting `engine` may be: the servers of the settings, the engines of plug-ins last."""
    own = (AUTO, *ENGINES, *servers)
    return tuple(dict.fromkeys((*own, *_plugged_engines())))


def _plugged_engines() -> tuple[str, ...]:
    """Return the names of engines that plug-ins have to themselves."""
    names = dict.fromkeys(plugin.name for plugin in plugins(ENGINE_GROUP))
    return tuple(name for name in names if name not in (AUTO, *ENGINES))


def as_table(settings: Settings) -> Table:
    """Return the settings as a file has them; what is not set is None."""
    table = msgspec.to_builtins(settings, enc_hook=_as_text)
    named, others = table["engines"].pop(_NAMED), table["engines"].pop(_OTHERS)
    return {**table, "engines": {**table["engines"], **named, **others}}


def as_shown(settings: Settings) -> Table:
    """Return the settings as `as_table`, without what nobody is to see: of a key only that it is set."""
    table = as_table(replace(settings, source=tuple(source.shown for source in settings.source)))
    engines: Any = table["engines"]
    for name, own in engines.items():
        if own.get("api_key") is not None:
            engines[name] = {**own, "api_key": KEY_IS_SET}
    return table


def from_table(table: Table) -> Settings:
    """Return the settings that `as_table` gave; UsageError says what is wrong in them."""
    return _validated(table, "The program")


def checked(settings: Settings) -> Settings:
    """Return settings that a program made, of the right types; UsageError says what is wrong in them."""
    try:
        table = as_table(settings)
    except (NotImplementedError, TypeError) as error:
        message = f"The settings hold something that no setting can be: {error}."
        raise UsageError(message, hint="Correct it; ting config shows every setting.") from error
    return from_table(table)


def _validated(table: Table, origin: str, servers: Iterable[str] = ()) -> Settings:
    """Return the settings of a table that may name these servers, as well as its own, as the engine."""
    servers = (*servers, *_servers_of(table))
    try:
        _refuse_unknown(table, Settings)
        settings = msgspec.convert(_sorted_out(table), Settings, strict=False, dec_hook=_as_told)
        _refuse_unknown_engine(settings.engine, servers)
        _refuse_servers(settings.engines)
        _refuse_secret(settings.show.secret)
        _refuse_farm(settings.farm)
    except msgspec.ValidationError as error:
        message = f"{origin} has a setting that cannot be used: {error}."
        choices = _choices(str(error), servers)
        hint = f"It is one of {choices}." if choices else "Correct it; ting config shows every setting."
        raise UsageError(message, hint=hint) from error
    return settings


def _refuse_unknown(table: object, kind: Any, place: str = "$") -> None:  # noqa: ANN401 - a setting's type
    """Raise what msgspec would for a name that is no setting: in a dataclass it passes such names over."""
    if get_origin(kind) is tuple and isinstance(table, list):
        for index, one in enumerate(table):
            _refuse_unknown(one, get_args(kind)[0], f"{place}[{index}]")
    elif is_dataclass(kind) and isinstance(table, Mapping):
        known = get_type_hints(kind)
        for name, value in table.items():
            if name in known and name not in {_NAMED, _OTHERS}:
                _refuse_unknown(value, known[name], f"{place}.{name}")
            elif kind is EngineSettings and name in _servers_of({"engines": table}):
                _refuse_unknown(value, OpenaiSettings, f"{place}.{name}")
            elif kind is EngineSettings and name in _plugged_engines():
                _refuse_no_voices(value, f"{place}.{name}")
            else:
                message = f"Object contains unknown field `{name}` - at `{place}`"
                raise msgspec.ValidationError(message)


def _refuse_no_voices(table: object, place: str) -> None:
    """Raise what msgspec would for the table of a plug-in's engine, of which we know `voices` alone."""
    if not isinstance(table, Mapping):
        message = f"Expected `object` - at `{place}`"
        raise msgspec.ValidationError(message)
    voices = table.get("voices", {})
    names = voices.values() if isinstance(voices, Mapping) else [voices]
    if not all(isinstance(name, str) for name in names):
        message = f"Expected a voice's name, or a table of such names - at `{place}.voices`"
        raise msgspec.ValidationError(message)


def _refuse_unknown_engine(name: str, servers: Iterable[str]) -> None:
    if name not in (AUTO, *ENGINES, *servers) and name not in engine_names():
        message = f"Invalid engine {name!r} - at `$.engine`"
        raise msgspec.ValidationError(message)


def _refuse_servers(engines: EngineSettings) -> None:
    """Raise for a server without an address, or with a name that is no engine's."""
    if engines.azure.region is not None and not _REGION.fullmatch(engines.azure.region):
        message = "Expected a region as Azure names it, like eastasia - at `$.engines.azure.region`"
        raise msgspec.ValidationError(message)
    servers: dict[str, Server] = {"azure": engines.azure, "openai": engines.openai, **engines.named}
    for name, server in servers.items():
        place = f"`$.engines.{name}`"
        if name in engines.named and (name in (AUTO, *ENGINES) or not _ENGINE_NAME.fullmatch(name)):
            message = f"Expected a name of small letters, digits, - and _ that no engine has - at {place}"
            raise msgspec.ValidationError(message)
        if server.base_url is not None and not _is_server(server.base_url):
            message = f"Expected base_url like http://127.0.0.1:8880, without a key in it - at {place}"
            raise msgspec.ValidationError(message)


def _is_server(base_url: str) -> bool:
    parts = web_parts(base_url)
    if parts is None or parts.port == 0 or parts.username is not None:
        return False
    return not parts.query and not parts.fragment


def _refuse_secret(secret: str) -> None:
    """Raise for a secret that is no folder's name."""
    if secret and not _SECRET.fullmatch(secret):
        message = "secret is to be the name of a folder, of letters, digits, - and _ - at `$.show`"
        raise msgspec.ValidationError(message)


def _refuse_farm(farm: str) -> None:
    """Raise for a farm that is neither a scheduler's address nor a number of processes."""
    parts = parts_of(farm)
    is_address = parts and parts.scheme in FARM_SCHEMES and parts.hostname and parts.port
    if farm and not is_address and not _OWN_FARM.fullmatch(farm):
        expected = "tcp://HOST:PORT, tls://HOST:PORT, or local:N with N from 1 to 99"
        message = f"Expected {expected}, not {farm!r} - at `$.farm`"
        raise msgspec.ValidationError(message)


def _sorted_out(table: Table) -> Table:
    """Return the table as `Settings` has it: plug-ins' engines apart, one file as several."""
    if "lexicon_file" in table:
        table = {**table, "lexicon_file": _listed(table["lexicon_file"])}
    engines = table.get("engines")
    if not isinstance(engines, dict):
        return table
    own = {field.name for field in fields(EngineSettings)} - {_NAMED, _OTHERS}
    servers = set(_servers_of(table)) - own
    sorted_out = {name: value for name, value in engines.items() if name in own}
    named = {name: value for name, value in engines.items() if name in servers}
    others = {name: value for name, value in engines.items() if name not in own | servers}
    return {**table, "engines": {**sorted_out, _NAMED: named, _OTHERS: others}}


def _choices(error: str, servers: Iterable[str]) -> str:
    """Return what may stand at the place that an error names; empty where that is no choice of a few."""
    kind: Any = Settings
    if error.endswith("`$.engine`"):
        return ", ".join(engine_names(servers))
    for name in _NAME_IN_PLACE.findall(error.rpartition("`$")[2]):
        if name not in (known := get_type_hints(kind)):
            return ""  # it is a plug-in's own
        kind = known[name]
        kind = get_args(kind)[0] if get_origin(kind) is tuple else kind
    return ", ".join(map(str, get_args(kind))) if get_origin(kind) is Literal else ""


def _as_told(kind: type, value: object) -> object:
    """Decode what msgspec does not know: a path, and what only a plug-in's engine understands."""
    if kind is Path and isinstance(value, str):
        return _path(value)
    if kind is object:
        return value
    message = f"Expected `str`, got `{type(value).__name__}`"  # msgspec adds the place
    raise TypeError(message)


def _path(value: str) -> Path:
    try:
        path = Path(value).expanduser()
    except RuntimeError as error:
        message = "Expected the home of a user that there is"
        raise ValueError(message) from error
    if "\0" in value or any(len(os.fsencode(part)) > LONGEST_NAME for part in path.parts):
        message = "Expected a name that a file can have"
        raise ValueError(message)
    return path


def _as_text(value: object) -> str:
    """Encode what msgspec does not know: the only such type here is a path."""
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(type(value))
