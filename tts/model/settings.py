"""Everything a user can set, as frozen dataclasses; `tts.config` reads them from files and flags."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from msgspec import Meta

from tts.model.address import bare
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

FROM_FILE, FROM_VARIABLE = "file:", "env:"
"""How a value of what is secret begins that says where it stands, and is not the word itself."""

HIDDEN = "(hidden)"
_HEADER = re.compile(r"[^A-Za-z0-9!#$%&'*+.^_`|~-]")
"""What no header's name has (RFC 9110, 5.6.2)."""


FARM_SCHEMES = ("tcp", "tls")
"""How the address of a farm's scheduler begins."""

LoudnessTarget = Literal[-16, -19, "none"]
SourceKind = Literal[
    "feed", "sitemap", "page", "folder", "url", "miniflux", "readeck", "karakeep", "wallabag"
]


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """Where the Edge service is reached, for gateways and proxies; None means its own address.

    Of a farm so many workers may ask it: each keeps to its limits by itself.
    """

    base_url: str | None = None
    proxy: str | None = None
    workers: Annotated[int, Meta(ge=1)] = 1


@dataclass(frozen=True, slots=True)
class KokoroSettings:
    """Where Kokoro speaks: a sentence on each core; or, in batches, on a graphics card, or on the processor.

    Batches on the processor are slower than cores: they are there to try a card's setting without one.
    """

    batches: Literal["none", "cuda", "cpu"] = "none"


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
    kokoro: KokoroSettings = KokoroSettings()
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
    `verify` and `apple_verify` are the words by which directories are shown whose the feeds are. A show that
    has `moved` says in its feeds that these are their new addresses. `aigc_producer` is whom each MP3 names
    as who made it, by the label of GB 45438-2025; empty: it has no such label.
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
    verify: str = ""
    apple_verify: str = ""
    moved: bool = False
    aigc_producer: str = ""
    keep_days: Annotated[int, Meta(ge=0)] = 0
    keep_megabytes: Annotated[int, Meta(ge=0)] = 0


@dataclass(frozen=True, slots=True)
class DailySettings:
    """What `ting daily` makes, one digest of the day, an episode of each article, or both; and when.

    It is made at a time of day (HH:MM), or `every` so many minutes; left out, nothing says when, and feeds
    say nothing of it. The stories' voices take turns; none given, the one voice of the settings speaks. A
    digest that would be longer than `target_minutes` has its stories cut to their first paragraphs; 0: never.
    """

    voices: tuple[str, ...] = ()
    digest: bool = True
    episodes: bool = True
    target_minutes: Annotated[int, Meta(ge=0)] = 30
    at: Annotated[str, Meta(pattern=r"^(?:(?:[01]\d|2[0-3]):[0-5]\d)?$")] = ""
    every: Annotated[int, Meta(ge=0)] = 0


@dataclass(frozen=True, slots=True)
class InboxSettings:
    """What comes into the inbox of `ting serve` and `ting up` by itself: letters of a Maildir or a folder.

    Only those of `senders` are taken: whole addresses, or @ and a domain.
    """

    mail: Path | None = None
    senders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """Where stories come from: at most `limit` of them a day, the newest first.

    `location` is an address or a path. `selector` is CSS and finds the links of a page. A story is
    taken when its section or title holds one of the words of `include` (none: every story is), and
    none of `exclude`. `since` is a day, or a number of days back. `voice` speaks all its stories.
    Its reader is known by `cookies`, a file as browsers export it, by `headers`, by `user` and
    `password`, and by a `token`; such values are words, or FROM_FILE and a path, or FROM_VARIABLE and a name.
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
    cookies: Path | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @property
    def shown(self) -> "SourceSettings":
        """The source as it may be shown and kept: without any word that is secret."""
        headers = {without_value(name): _shown(value) for name, value in self.headers.items()}
        location, password, token = bare(self.location), _shown(self.password), _shown(self.token)
        return replace(self, location=location, headers=headers, password=password, token=token)


def without_value(name: str) -> str:
    """Return a header's name as it may be shown: without its value, where that was written into the name."""
    word = _HEADER.split(name, maxsplit=1)[0]
    return name if word == name else f"{word}… {HIDDEN}"


def _shown(value: str) -> str:
    return value if not value or value.startswith((FROM_FILE, FROM_VARIABLE)) else HIDDEN


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a user can set, complete and of the right types.

    `engine` is one of ENGINES, AUTO, or the name of a server or a plug-in's engine. Quoted speech is
    spoken by `quote_voice`, several in turn, Latin script by `latin_voice`; empty: by the narrator.
    `lexicon` maps written words to how they are said, and the files of `lexicon_file` hold more of them.
    `farm` is who makes the episodes: tcp://HOST:PORT or tls://HOST:PORT, a Dask scheduler's; local:N, so many
    processes; empty: this one. What a farm's workers make comes by way of the `shelf`, an address as
    s3://BUCKET/PATH or a folder; empty: they write to the output folder.
    """

    voice: str = "hsiaochen"
    quote_voice: str | tuple[str, ...] = ""
    latin_voice: str = ""
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
    lexicon_file: tuple[Path, ...] = ()
    show: ShowSettings = ShowSettings()
    daily: DailySettings = DailySettings()
    inbox: InboxSettings = InboxSettings()
    source: tuple[SourceSettings, ...] = ()
    engines: EngineSettings = field(default_factory=EngineSettings)
    fetch: FetchSettings = FetchSettings()
    farm: str = ""
    shelf: str = ""

    @property
    def quote_voices(self) -> tuple[str, ...]:
        """The voices of those who are quoted; none where the narrator says what they do."""
        voices = (self.quote_voice,) if isinstance(self.quote_voice, str) else self.quote_voice
        return tuple(voice for voice in voices if voice)

    @property
    def target_lufs(self) -> float | None:
        """The loudness that episodes are brought to; None leaves them as loud as their engine is."""
        return None if self.loudness == "none" else float(self.loudness)
