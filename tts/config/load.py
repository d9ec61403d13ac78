"""Settings as given: flag > TING_* > ./ting.toml or [tool.ting] in pyproject.toml > user's file > default."""

import os
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
import platformdirs

from tts.config.files import anchored, read_toml, tool_table
from tts.config.table import Table, merged, nested, servers_of
from tts.config.trust import (
    moved_in,
    placed_in,
    refuse_a_strangers,
    without_keys_of,
    without_keys_of_others,
)
from tts.config.validation import NAMED, OTHERS, validated
from tts.errors import UsageError
from tts.model.settings import APP, Settings

KEY_IS_SET = "(set)"

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
    "TING_SHELF": ("shelf",),
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
    servers = frozenset(name for _, table in layers for name in servers_of(table))
    settings: Table = {}
    moved: frozenset[str] = frozenset()
    for origin, table in layers:
        validated(table, origin, servers)
        below = without_keys_of_others(settings, table)
        if origin in ENVIRONMENT:
            moved -= placed_in(table)
            settings = merged(below, without_keys_of(moved, table))
        else:
            moved |= moved_in(settings, table)
            settings = merged(below, table)
    for path, value in flags.items():
        if value is not None:
            settings = merged(settings, nested(path, value))
    return validated(settings, "The command line")


def user_config_file() -> Path:
    """Return where the user's own settings are kept."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False)) / "ting.toml"


def has_project_table(folder: Path = Path()) -> bool:
    """Tell whether a folder's pyproject.toml holds settings, which count where there is no ting.toml."""
    return bool(tool_table(read_toml(folder / "pyproject.toml")))


def user_voices_folder() -> Path:
    """Return where the user's own voice profiles are kept."""
    return user_config_file().parent / "voices"


def _layers(
    environment: Mapping[str, str], folder: Path, user_file: Path, named: Path | None
) -> list[tuple[str, Table]]:
    project, pyproject = named or folder / "ting.toml", folder / "pyproject.toml"
    layers = [(str(user_file), anchored(read_toml(user_file), user_file.parent))]
    if named and not named.is_file():
        message = f"There is no settings file {named}."
        raise UsageError(message, hint="Check the name, or make one: ting init.")
    if project.is_file():
        layers.append((str(project), anchored(read_toml(project), project.parent)))
    else:
        layers.append((f"[tool.ting] in {pyproject}", anchored(tool_table(read_toml(pyproject)), folder)))
    if not named:
        refuse_a_strangers(*layers[-1], folder, user_file)
    for variable, path in ENVIRONMENT.items():
        if variable in environment:
            layers.append((variable, nested(path, environment[variable])))
    return layers


def _refuse_no_variable(environment: Mapping[str, str]) -> None:
    """Raise for a variable that is named like a setting and sets none: TING_LEXICON, TING_SHOW_TITLE."""
    named_like_settings = tuple(f"TING_{field.name.upper()}" for field in fields(Settings))
    for variable in environment:
        if variable.startswith(named_like_settings) and variable not in ENVIRONMENT:
            message = f"There is no variable {variable}."
            raise UsageError(message, hint=f"Set it in ting.toml, or one of: {', '.join(ENVIRONMENT)}.")


def as_table(settings: Settings) -> Table:
    """Return the settings as a file has them; what is not set is None."""
    table = msgspec.to_builtins(settings, enc_hook=_as_text)
    named, others = table["engines"].pop(NAMED), table["engines"].pop(OTHERS)
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
    return validated(table, "The program")


def checked(settings: Settings) -> Settings:
    """Return settings that a program made, of the right types; UsageError says what is wrong in them."""
    try:
        table = as_table(settings)
    except (NotImplementedError, TypeError) as error:
        message = f"The settings hold something that no setting can be: {error}."
        raise UsageError(message, hint="Correct it; ting config shows every setting.") from error
    return from_table(table)


def _as_text(value: object) -> str:
    """Encode what msgspec does not know: the only such type here is a path."""
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(type(value))
