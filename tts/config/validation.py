"""What settings may be: their names, their types, and what no type tells."""

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from tts.config.table import Table, listed, servers_of
from tts.entry_points import ENGINE_GROUP, plugins
from tts.errors import UsageError
from tts.model.address import parts_of, web_parts
from tts.model.settings import AUTO, ENGINES, FARM_SCHEMES, EngineSettings, OpenaiSettings, Server, Settings

LONGEST_NAME = 255
"""Bytes of a file's name on the file systems in use (NAME_MAX, POSIX.1, limits.h)."""

NAMED, OTHERS = "named", "others"
"""The fields of `EngineSettings` that hold what a file has beside the others."""

_REGION = re.compile(r"[a-z][a-z0-9]{2,40}")
_ENGINE_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_SECRET = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9_.~-]*")
_OWN_FARM = re.compile(r"local:[1-9]\d?")
_NAME_IN_PLACE = re.compile(r"\.(\w+)")


def engine_names(servers: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what the setting `engine` may be: the servers of the settings, the engines of plug-ins last."""
    own = (AUTO, *ENGINES, *servers)
    return tuple(dict.fromkeys((*own, *_plugged_engines())))


def _plugged_engines() -> tuple[str, ...]:
    """Return the names of engines that plug-ins have to themselves."""
    names = dict.fromkeys(plugin.name for plugin in plugins(ENGINE_GROUP))
    return tuple(name for name in names if name not in (AUTO, *ENGINES))


def validated(table: Table, origin: str, servers: Iterable[str] = ()) -> Settings:
    """Return the settings of a table that may name these servers, as well as its own, as the engine."""
    servers = (*servers, *servers_of(table))
    try:
        _refuse_unknown(table, Settings)
        settings = msgspec.convert(_sorted_out(table), Settings, strict=False, dec_hook=_as_told)
        _refuse_unknown_engine(settings.engine, servers)
        _refuse_servers(settings.engines)
        _refuse_secret(settings.show.secret)
        _refuse_farm(settings.farm)
        _refuse_shelf(settings.shelf)
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
            if name in known and name not in {NAMED, OTHERS}:
                _refuse_unknown(value, known[name], f"{place}.{name}")
            elif kind is EngineSettings and name in servers_of({"engines": table}):
                _refuse_unknown(value, OpenaiSettings, f"{place}.{name}")
            elif kind is EngineSettings and name in _plugged_engines():
                _refuse_no_voices(value, f"{place}.{name}")
            elif kind is EngineSettings and isinstance(value, Mapping) and "base_url" in value:
                message = f'Expected kind = "openai", as a server of your own says it - at `{place}.{name}`'
                raise msgspec.ValidationError(message)
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
        if isinstance(server, OpenaiSettings) and not _is_json(server.extra):
            message = f"Expected what JSON can say: no date, nan or inf - at `$.engines.{name}.extra`"
            raise msgspec.ValidationError(message)


def _is_json(extra: Mapping[str, object]) -> bool:
    try:
        json.dumps(dict(extra), allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return False
    return True


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


def _refuse_shelf(shelf: str) -> None:
    """Raise for a shelf that is neither an address nor a folder from the root on, or one with a key in it."""
    parts = parts_of(shelf) if "://" in shelf else None
    is_address = parts and parts.netloc + parts.path.strip("/") and "@" not in parts.netloc
    is_path = "://" not in shelf and Path(shelf).is_absolute()
    if (shelf and not (is_address or is_path)) or "::" in shelf or "\0" in shelf:
        message = (
            "Expected an address like s3://BUCKET/PATH, without a key in it, or a folder from the root on"
        )
        place = " - at `$.shelf`"
        raise msgspec.ValidationError(message + place)


def _sorted_out(table: Table) -> Table:
    """Return the table as `Settings` has it: plug-ins' engines apart, one file as several."""
    if "lexicon_file" in table:
        table = {**table, "lexicon_file": listed(table["lexicon_file"])}
    engines = table.get("engines")
    if not isinstance(engines, dict):
        return table
    own = {field.name for field in fields(EngineSettings)} - {NAMED, OTHERS}
    servers = set(servers_of(table)) - own
    sorted_out = {name: value for name, value in engines.items() if name in own}
    named = {name: value for name, value in engines.items() if name in servers}
    others = {name: value for name, value in engines.items() if name not in own | servers}
    return {**table, "engines": {**sorted_out, NAMED: named, OTHERS: others}}


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
