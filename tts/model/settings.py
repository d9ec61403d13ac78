"""Everything a user can set, as frozen dataclasses; `tts.config` reads them from files and flags."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from msgspec import Meta

from tts.model.episode import Profile

APP = "tingxinwen"
DISCLOSURE = "以下新聞由人工智慧語音播報。"

Reading = Literal["mainland", "tw"]
AUTO = "auto"
"""Stands for the best engine that works."""

ENGINES = ("azure", "edge", "openai", "kokoro", "espeak")
"""What is paid for, then the best voice first; the last one never fails, so that the program never stays
silent."""

SERVERS = ("azure", "openai")
"""Engines that are there only where the settings give their address."""

SERVER_KINDS = ("openai",)
"""Those that may be there under other names as well, in tables that say so by `kind`."""

LoudnessTarget = Literal[-16, -19, "none"]
SourceKind = Literal["feed", "sitemap", "page", "folder", "url"]


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """Where the Edge service is reached, for gateways and proxies; None means its own address."""

    base_url: str | None = None
    proxy: str | None = None


@dataclass(frozen=True, slots=True)
class OpenaiSettings:
    """A server with OpenAI's speech interface: an engine where `base_url` is set, with or without /v1.

    `voices` is what it calls our voices: one name for all, or a table of them. `sample_rate` is that of PCM
    where the server does not say. No request has more than `max_chars`; it may be silent for `timeout_s`.
    `extra` stands in each request as it is.
    """

    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    api_key_file: Path | None = None
    model: str = "tts-1"
    voices: str | Mapping[str, str] = ""
    response_format: Literal["wav", "pcm", "mp3"] = "wav"
    sample_rate: Annotated[int, Meta(ge=8_000, le=192_000)] = 24_000
    max_chars: Annotated[int, Meta(ge=20, le=4_096)] = 200
    concurrency: Annotated[int, Meta(ge=1, le=64)] = 8
    timeout_s: Annotated[int, Meta(ge=1, le=3_600)] = 30
    extra: Mapping[str, object] = field(default_factory=dict)
    kind: Literal["openai"] = "openai"

    @property
    def address(self) -> str:
        """Where it is; empty where that is not set."""
        return self.base_url or ""


@dataclass(frozen=True, slots=True)
class AzureSettings:
    """Azure's Speech service: an engine where `region` is set, or `base_url` for one that is elsewhere.

    `voices` is what it calls our voices, where that is not what Edge calls them. `per_minute` bounds the
    requests, and several sentences then share one; all else is as for `OpenaiSettings`.
    """

    region: str | None = None
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    api_key_file: Path | None = None
    voices: str | Mapping[str, str] = ""
    max_chars: Annotated[int, Meta(ge=20, le=1_000)] = 200
    per_minute: Annotated[int, Meta(ge=0)] = 0
    concurrency: Annotated[int, Meta(ge=1, le=64)] = 8
    timeout_s: Annotated[int, Meta(ge=1, le=3_600)] = 30

    @property
    def address(self) -> str:
        """Where it is; empty where that is not set."""
        own = f"https://{self.region}.tts.speech.microsoft.com" if self.region else ""
        return self.base_url or own


Server = OpenaiSettings | AzureSettings


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """A table for each engine that has something to set.

    `named` are servers under names of the user's own, `others` what plug-ins take, by their engines' names.
    """

    edge: EdgeSettings = EdgeSettings()
    azure: AzureSettings = field(default_factory=AzureSettings)
    openai: OpenaiSettings = field(default_factory=OpenaiSettings)
    named: Mapping[str, OpenaiSettings] = field(default_factory=dict)
    others: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    @property
    def servers(self) -> Mapping[str, Server]:
        """The servers whose address is given, by the names of their engines."""
        own: dict[str, Server] = {"azure": self.azure, "openai": self.openai}
        return {**{name: server for name, server in own.items() if server.address}, **self.named}


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How addresses are read; the defaults are polite and safe.

    `delay_ms` lies between two visits to one host: none is needed to a server of one's own.
    """

    allow_private: bool = False
    ignore_robots: bool = False
    delay_ms: Annotated[int, Meta(ge=0)] = 1_000


@dataclass(frozen=True, slots=True)
class ShowSettings:
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
    keep_days: Annotated[int, Meta(ge=0)] = 0
    keep_megabytes: Annotated[int, Meta(ge=0)] = 0


@dataclass(frozen=True, slots=True)
class DailySettings:
    """What `ting daily` makes: one digest of the day, an episode of each article, or both.

    The stories' voices take turns; none given, the one voice of the settings speaks. A digest that
    would be longer than `target_minutes` has its stories cut to their first paragraphs; 0: never.
    """

    voices: tuple[str, ...] = ()
    digest: bool = True
    episodes: bool = True
    target_minutes: Annotated[int, Meta(ge=0)] = 30


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """Where stories come from: at most `limit` of them a day, the newest first.

    `location` is an address or a path. `selector` is CSS and finds the links of a page. A story is
    taken when its section or title holds one of the words of `include` (none: every story is), and
    none of `exclude`. `since` is a day, or a number of days back. `voice` speaks all its stories.
    """

    name: str
    kind: SourceKind
    location: str
    limit: Annotated[int, Meta(ge=1)] = 10
    selector: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    voice: str | None = None
    since: dt.date | int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a user can set, complete and of the right types.

    `engine` is one of ENGINES, AUTO, or the name of a server or a plug-in's engine.
    """

    voice: str = "hsiaochen"
    engine: str = AUTO
    profile: Profile = "podcast"
    loudness: LoudnessTarget = -16
    offline: bool = False
    disclosure: str = DISCLOSURE
    data_dir: Path = Path(platformdirs.user_data_dir(APP, appauthor=False))
    cache_dir: Path = Path(platformdirs.user_cache_dir(APP, appauthor=False))
    cache_megabytes: Annotated[int, Meta(ge=0)] = 2000
    reading: Reading = "mainland"
    third_tone: bool = False
    lexicon: Mapping[str, str] = field(default_factory=dict)
    show: ShowSettings = ShowSettings()
    daily: DailySettings = DailySettings()
    source: tuple[SourceSettings, ...] = ()
    engines: EngineSettings = field(default_factory=EngineSettings)
    fetch: FetchSettings = FetchSettings()

    @property
    def target_lufs(self) -> float | None:
        """The loudness that episodes are brought to; None leaves them as loud as their engine is."""
        return None if self.loudness == "none" else float(self.loudness)
