"""A reader's machine that works through archives, with engines that hum: a run is one call."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.daily.desk import OPEN, Screen
from tests.house import House
from tts.archive.collection import collection_of
from tts.archive.hosts import Hosts
from tts.archive.report import Report
from tts.archive.run import Archive
from tts.catalog.store import Catalog
from tts.catalog.worklist import FIRST_DAY, Bounds, Worklist
from tts.daily.day import Day
from tts.daily.newsroom import Newsroom
from tts.farm.job import Runner
from tts.farm.local import Local
from tts.model.document import Document
from tts.model.episode import Episode
from tts.narration.studio import Studio
from tts.sources.fetch import Fetcher
from tts.testing import FakeClock

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.timezone(dt.timedelta(hours=8)))


TODAY = NOW.date()


@dataclass(frozen=True, slots=True)
class Run:
    """What a run came to."""

    report: Report
    episodes: tuple[Episode, ...]
    notices: tuple[str, ...]
    years: dict[str, int]
    waits: tuple[float, ...]

    @property
    def days(self) -> list[str]:
        return [episode.date.isoformat() for episode in self.episodes]

    @property
    def titles(self) -> list[str]:
        return [episode.title for episode in self.episodes]


@dataclass(slots=True)
class Desk:
    """Runs archives, each run later than the one before."""

    house: House
    runs: int = 0
    at_once: int = 8
    runner: Callable[[Studio], Runner] | None = None
    notes: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def output(self) -> Path:
        return self.house.settings.show.output

    def run(
        self,
        *words: str,
        since: dt.date = FIRST_DAY,
        until: dt.date = TODAY,
        limit: int | None = None,
        newest_first: bool = False,
        only_list: bool = False,
    ) -> Run:
        """Do what `ting archive` does."""
        bounds = Bounds(since, until, newest_first)
        return asyncio.run(self._run(words, bounds, limit, only_list=only_list))

    async def _run(self, words: Sequence[str], bounds: Bounds, limit: int | None, *, only_list: bool) -> Run:
        clock = FakeClock()
        async with self.opened(words, bounds, limit, clock) as (archive, made):
            await archive.list_all()
            years = archive.years()
            if not only_list:
                await archive.make_all()
            archive.sum_up()
        return Run(archive.report, tuple(made), tuple(self.said), years, tuple(clock.waits))

    @asynccontextmanager
    async def opened(
        self, words: Sequence[str], bounds: Bounds, limit: int | None, clock: FakeClock
    ) -> AsyncIterator[tuple[Archive, list[Episode]]]:
        """Open a run, and the list of what it makes."""
        self.runs += 1
        settings = self.house.settings
        day = Day.chosen(None, NOW + dt.timedelta(minutes=self.runs))
        screen, made = Screen(), list[Episode]()
        self.said = screen.notices
        async with Fetcher(OPEN) as fetcher:

            async def follow(address: str) -> Document:
                return (await fetcher.fetch(address)).document(address)

            studio: Studio = replace(self.house.studio(), today=day.date, follow=follow)
            runner = self.runner(studio) if self.runner else Local(studio, self.at_once)
            with Catalog.open(self.output) as catalog, Worklist.open(self.output) as worklist:
                room = Newsroom(settings, studio, runner, fetcher, catalog, screen, day, made.append)
                collections = [collection_of(word, settings.source) for word in words]
                hosts = Hosts(clock, clock.sleep)
                archive = Archive(room, worklist, collections, bounds, limit, self.notes.append, _hosts=hosts)
                yield archive, made

    def state(self, url: str) -> str:
        """Return what the catalog knows of an address."""
        with Catalog.open(self.output) as catalog:
            story = catalog.story(url)
        return story.state if story else ""

    def published(self) -> dict[str, bytes]:
        """Return every file that others get, by its path."""
        files = (path for path in self.output.rglob("[!.]*") if path.is_file())
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in files
            if not path.name.startswith("catalog.db")
        }
