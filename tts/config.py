"""Settings: flag > TING_* > ./ting.toml or [tool.ting] in pyproject.toml > user's file > default."""

import datetime as dt
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import platformdirs

from tts.errors import UsageError
from tts.model.episode import Profile

APP = "tingxinwen"
DISCLOSURE = "以下新聞由人工智慧語音播報。"

Reading = Literal["mainland", "tw"]
EngineName = Literal["auto", "edge", "kokoro", "espeak"]
LoudnessTarget = Literal[-16, -19, "none"]
SourceKind = Literal["feed", "sitemap", "page", "folder", "url"]

Table = dict[str, object]

_SECRET = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9_.~-]*")
_NAME_IN_PLACE = re.compile(r"\.(\w+)")

SHOW_PATHS = ("output", "cover", "intro", "outro", "bed")

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
    """How addresses are read; the defaults are polite and safe.

    `delay_ms` lies between two visits to one host: none is needed to a server of one's own.
    """

    allow_private: bool = False
    ignore_robots: bool = False
    delay_ms: Annotated[int, msgspec.Meta(ge=0)] = 1_000


class ShowSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The channel, and where its files go.

    `intro` sounds before the first word, `outro` after the last, and a `bed` softly under the headlines.
    `url` is where the output folder will be found by others. A show is `private` until its owner says
    otherwise. With `secret`, a word that nobody guesses, it is published below a folder of that name.
    `show_text` puts the articles' words on the pages; None: on this machine yes, published no.
    Episodes older than `keep_days`, and the oldest beyond `keep_megabytes`, are removed; 0 keeps all.
    """

    output: Path = Path("output")
    cover: Path | None = None
    intro: Path | None = None
    outro: Path | None = None
    bed: Path | None = None
    title: str = "我的聽新聞"
    description: str = "每天的新聞，讀給你聽。"
    url: str = ""
    author: str = ""
    email: str = ""
    language: str = "zh-Hant"
    category: tuple[str, ...] = ("News", "Daily News")
    copyright: str = ""
    private: bool = True
    secret: str = ""
    hub: str = ""
    show_text: bool | None = None
    feed_per_voice: bool = False
    keep_days: Annotated[int, msgspec.Meta(ge=0)] = 0
    keep_megabytes: Annotated[int, msgspec.Meta(ge=0)] = 0

    def __post_init__(self) -> None:
        """Refuse a secret that is no folder's name."""
        if self.secret and not _SECRET.fullmatch(self.secret):
            message = "secret is to be the name of a folder, of letters, digits, - and _"
            raise ValueError(message)


class DailySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `ting daily` makes: one digest of the day, an episode of each article, or both.

    The stories' voices take turns; none given, the one voice of the settings speaks. A digest that
    would be longer than `target_minutes` has its stories cut to their first paragraphs; 0: never.
    """

    voices: tuple[str, ...] = ()
    digest: bool = True
    episodes: bool = True
    target_minutes: Annotated[int, msgspec.Meta(ge=0)] = 30


class SourceSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where stories come from: at most `limit` of them a day, the newest first.

    `location` is an address or a path. `selector` is CSS and finds the links of a page. A story is
    taken when its section or title holds one of the words of `include` (none: every story is), and
    none of `exclude`. `since` is a day, or a number of days back. `voice` speaks all its stories.
    """

    name: str
    kind: SourceKind
    location: str
    limit: Annotated[int, msgspec.Meta(ge=1)] = 10
    selector: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    voice: str | None = None
    since: dt.date | int | None = None


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
    daily: DailySettings = DailySettings()
    source: tuple[SourceSettings, ...] = ()
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
    project_file: Path | None = None,
) -> Settings:
    """Return the settings of one run; UsageError names the file or variable, and what is wrong there.

    `flags` maps a setting's path to the value given on the command line; None means not given.
    A `project_file` that is named stands in the place of the folder's ting.toml, and must exist.
    """
    settings: Table = {}
    for origin, table in _layers(environment, folder, user_file or user_config_file(), project_file):
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
        anchored["show"] = {**show, **_paths_from(show, SHOW_PATHS, folder)}
    sources = table.get("source")
    if isinstance(sources, list):
        anchored["source"] = [
            {**source, **_paths_from(source, ("location",), folder)} if _is_local(source) else source
            for source in sources
        ]
    return anchored


def _is_local(source: object) -> bool:
    """Tell whether a source's location is a path, and not an address."""
    return isinstance(source, dict) and "://" not in str(source.get("location"))


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
        choices = _choices(str(error))
        hint = f"It is one of {choices}." if choices else "Correct it; ting config shows every setting."
        raise UsageError(message, hint=hint) from error


def _choices(error: str) -> str:
    """Return what may stand at the place that an error names; empty where that is no choice of a few."""
    kind: Any = Settings
    for name in _NAME_IN_PLACE.findall(error.rpartition("`$")[2]):
        kind = get_type_hints(kind)[name]
        kind = get_args(kind)[0] if get_origin(kind) is tuple else kind
    return ", ".join(map(str, get_args(kind))) if get_origin(kind) is Literal else ""


def _as_path(kind: type, value: object) -> Path:
    """Decode what msgspec does not know: the only such type here is a path."""
    if kind is Path and isinstance(value, str):
        return Path(value).expanduser()
    raise NotImplementedError(kind)
