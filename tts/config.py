"""Settings: flag > TING_* > ./ting.toml or [tool.ting] in pyproject.toml > user's file > default."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import platformdirs

from tts.episode import Profile
from tts.errors import UsageError

APP = "tingxinwen"
DISCLOSURE = "以下新聞由人工智慧語音播報。"

Reading = Literal["mainland", "tw"]
EngineName = Literal["auto", "edge", "kokoro", "espeak"]
LoudnessTarget = Literal[-16, -19, "none"]

Table = dict[str, object]

ENVIRONMENT = {
    "TING_VOICE": ("voice",),
    "TING_ENGINE": ("engine",),
    "TING_PROFILE": ("profile",),
    "TING_LOUDNESS": ("loudness",),
    "TING_OFFLINE": ("offline",),
    "TING_DISCLOSURE": ("disclosure",),
    "TING_DATA_DIR": ("data_dir",),
    "TING_CACHE_DIR": ("cache_dir",),
    "TING_OUT": ("show", "output"),
    "TING_EDGE_BASE_URL": ("engines", "edge", "base_url"),
    "TING_EDGE_PROXY": ("engines", "edge", "proxy"),
    "TING_ALLOW_PRIVATE": ("fetch", "allow_private"),
}
"""The environment variables, and the setting that each one sets."""


class EdgeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the Edge service is reached, for gateways and proxies; None means its own address."""

    base_url: str | None = None
    proxy: str | None = None


class EngineSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table for each engine that has something to set."""

    edge: EdgeSettings = EdgeSettings()


class FetchSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How addresses are read; the defaults are polite and safe."""

    allow_private: bool = False
    ignore_robots: bool = False


class ShowSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The channel, and where its files go."""

    output: Path = Path("output")
    cover: Path | None = None


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything a user can set, complete and of the right types."""

    voice: str = "hsiaochen"
    engine: EngineName = "auto"
    profile: Profile = "podcast"
    loudness: LoudnessTarget = -16
    offline: bool = False
    disclosure: str = DISCLOSURE
    data_dir: Path = Path(platformdirs.user_data_dir(APP, appauthor=False))
    cache_dir: Path = Path(platformdirs.user_cache_dir(APP, appauthor=False))
    cache_megabytes: Annotated[int, msgspec.Meta(ge=0)] = 2000
    reading: Reading = "mainland"
    third_tone: bool = False
    lexicon: dict[str, str] = {}
    show: ShowSettings = ShowSettings()
    engines: EngineSettings = EngineSettings()
    fetch: FetchSettings = FetchSettings()

    @property
    def target_lufs(self) -> float | None:
        """The loudness that episodes are brought to; None leaves them as loud as their engine is."""
        return None if self.loudness == "none" else float(self.loudness)


def load_settings(
    flags: Mapping[tuple[str, ...], object],
    environment: Mapping[str, str] = os.environ,
    folder: Path = Path(),
    user_file: Path | None = None,
) -> Settings:
    """Return the settings of one run; UsageError names the file or variable, and what is wrong there.

    `flags` maps a setting's path to the value given on the command line; None means not given.
    """
    settings: Table = {}
    for origin, table in _layers(environment, folder, user_file or user_config_file()):
        _validated(table, origin)
        settings = _merged(settings, table)
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


def _layers(environment: Mapping[str, str], folder: Path, user_file: Path) -> list[tuple[str, Table]]:
    project, pyproject = folder / "ting.toml", folder / "pyproject.toml"
    layers = [(str(user_file), _anchored(_read_toml(user_file), user_file.parent))]
    if project.is_file():
        layers.append((str(project), _anchored(_read_toml(project), folder)))
    else:
        layers.append((f"[tool.ting] in {pyproject}", _anchored(_tool_table(_read_toml(pyproject)), folder)))
    for variable, path in ENVIRONMENT.items():
        if variable in environment:
            layers.append((variable, _nested(path, environment[variable])))
    return layers


def _read_toml(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"The settings file {path} cannot be read: {error}."
        raise UsageError(message, hint="Mend it, or remove it.") from error


def _anchored(table: Table, folder: Path) -> Table:
    """Return the table with the paths in it taken from the folder of the file it stands in."""
    anchored = {**table, **_paths_from(table, ("data_dir", "cache_dir"), folder)}
    show = table.get("show")
    if isinstance(show, dict):
        anchored["show"] = {**show, **_paths_from(show, ("output", "cover"), folder)}
    return anchored


def _paths_from(table: Table, keys: tuple[str, ...], folder: Path) -> Table:
    return {
        key: str(folder / Path(path).expanduser()) for key in keys if isinstance(path := table.get(key), str)
    }


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


def _validated(table: Table, origin: str) -> Settings:
    try:
        return msgspec.convert(table, Settings, strict=False, dec_hook=_as_path)
    except msgspec.ValidationError as error:
        message = f"{origin} has a setting that cannot be used: {error}."
        raise UsageError(message, hint="Correct it; ting config shows every setting.") from error


def _as_path(kind: type, value: object) -> Path:
    """Decode what msgspec does not know: the only such type here is a path."""
    if kind is Path and isinstance(value, str):
        return Path(value).expanduser()
    raise NotImplementedError(kind)
