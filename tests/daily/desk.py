"""A reader's machine and two newspapers: a day of the podcast is one call, with engines that hum."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.house import House, Notes
from tests.newspaper import DAYS, Newspaper
from tests.newspaper.stories import TAIPEI
from tts.catalog.store import Catalog
from tts.daily.day import Day
from tts.daily.lock import alone
from tts.daily.newsroom import Newsroom, Report
from tts.daily.run import make_day
from tts.farm.failures import FarmUnavailable
from tts.farm.job import Job, Runner
from tts.farm.local import Local
from tts.model.document import Document
from tts.model.episode import Episode
from tts.model.settings import DailySettings, SourceSettings
from tts.narration.studio import UNHEARD, Listener, Relay, Studio
from tts.sources.fetch import Fetcher
from tts.sources.page import Manners

OPEN = Manners(allow_private=True, delay_ms=0)


class Screen(Notes):
    @contextmanager
    def article(self) -> Iterator[Notes]:
        yield self


@dataclass(frozen=True, slots=True)
class Run:
    """What a run made, and said."""

    report: Report
    episodes: tuple[Episode, ...]
    notices: tuple[str, ...]

    @property
    def titles(self) -> list[str]:
        return [episode.title for episode in self.episodes]

    @property
    def digest(self) -> Episode:
        [episode] = [episode for episode in self.episodes if episode.kind == "digest"]
        return episode


@dataclass
class Going:
    """A farm that is gone for good after so many jobs."""

    studio: Studio
    left: int
    at_once: int = 1
    asked: int = 0

    async def narrate(self, job: Job, listener: Listener, relay: Relay = UNHEARD) -> Episode:
        self.asked += 1
        if self.asked > self.left:
            message = "The farm is away."
            raise FarmUnavailable(message, hint="Start it.")
        return await Local(self.studio).narrate(job, listener, relay)


class Desk:
    """Runs the days of the newspapers' readers; `sources` and `daily` are the settings to come.

    At `home` are a cover.png and the cache, which desks may share.
    """

    def __init__(self, folder: Path, paper: Newspaper, home: Path) -> None:
        self.house = House(folder)
        show = replace(self.house.settings.show, cover=home / "cover.png")
        self.house.settings = replace(self.house.settings, show=show, cache_dir=home / "cache")
        self.paper = paper
        self.sources: tuple[SourceSettings, ...] = (
            SourceSettings("海港日報", "feed", paper.address("/harbour/rss.xml")),
            SourceSettings("山城晚報", "sitemap", paper.address("/hill/sitemap.xml")),
        )
        self.daily = DailySettings()
        self.manners = OPEN
        self.runner: Callable[[Studio], Runner] = Local

    @property
    def output(self) -> Path:
        return self.house.settings.show.output

    def run(
        self, day: int, *, force: bool = False, only: bool = False, hour: int = 9, paper_of: int = 0
    ) -> Run:
        """Do what `ting daily` does in the morning of that day, or with the papers of another one."""
        self.paper.day = paper_of or day
        return asyncio.run(self._run(day, force=force, only=only, hour=hour))

    async def _run(self, day: int, *, force: bool, only: bool, hour: int) -> Run:
        now = dt.datetime.combine(DAYS[day], dt.time(hour), TAIPEI)
        self.house.settings = replace(self.house.settings, source=self.sources, daily=self.daily)
        screen, made = Screen(), list[Episode]()
        async with Fetcher(self.manners) as fetcher:

            async def follow(address: str) -> Document:
                return (await fetcher.fetch(address)).document(address)

            studio = replace(self.house.studio(force=force), today=DAYS[day], follow=follow)
            with alone(self.output, now), Catalog.open(self.output) as catalog:
                report = await make_day(
                    Newsroom(
                        self.house.settings,
                        studio,
                        self.runner(studio),
                        fetcher,
                        catalog,
                        screen,
                        Day(DAYS[day], now, only=only),
                        made.append,
                    )
                )
        return Run(report, tuple(made), tuple(screen.notices))

    def published(self) -> dict[str, bytes]:
        """Return all files that a subscriber or a reader of the pages can get, by path."""
        files = (path for path in self.output.rglob("[!.]*") if path.is_file())
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in files
            if not path.name.startswith("catalog.db")
        }
