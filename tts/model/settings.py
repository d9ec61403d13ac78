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

ENGINES = ("edge", "kokoro", "espeak")
"""Best voice first; the last one never fails, so that the program never stays silent."""

LoudnessTarget = Literal[-16, -19, "none"]
SourceKind = Literal["feed", "sitemap", "page", "folder", "url"]


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """Where the Edge service is reached, for gateways and proxies; None means its own address."""

    base_url: str | None = None
    proxy: str | None = None


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """A table for each engine that has something to set; `others` are those of plug-ins, by their names."""

    edge: EdgeSettings = EdgeSettings()
    others: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


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

    `engine` is one of ENGINES, AUTO, or the name of a plug-in's.
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
    inbox: InboxSettings = InboxSettings()
    source: tuple[SourceSettings, ...] = ()
    engines: EngineSettings = field(default_factory=EngineSettings)
    fetch: FetchSettings = FetchSettings()

    @property
    def target_lufs(self) -> float | None:
        """The loudness that episodes are brought to; None leaves them as loud as their engine is."""
        return None if self.loudness == "none" else float(self.loudness)
