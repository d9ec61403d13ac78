"""A user's machine with an inbox: engines that hum, and a worker whose turns a test takes."""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.house import House
from tts.catalog.store import Catalog, open_database
from tts.engines.base import Speech, Utterance
from tts.farm.local import Local
from tts.inbox.entry import Entry, Order, Sent
from tts.inbox.growing import FOLDER
from tts.inbox.press import Press
from tts.inbox.queue import Queue
from tts.inbox.worker import Worker
from tts.sources.fetch import Fetcher
from tts.sources.page import Manners
from tts.testing import FakeEngine


@dataclass(slots=True)
class Watched(FakeEngine):
    """An engine that hums, and calls whoever watches before each text; while it is `halted` it never ends."""

    watch: Callable[[], None] = lambda: None
    halted: bool = False

    async def synthesize(self, utterance: Utterance) -> Speech:
        self.watch()
        if self.halted:
            await asyncio.Event().wait()
        return await FakeEngine.synthesize(self, utterance)


@dataclass(slots=True)
class Clock:
    """Time that stands still, until a test moves it."""

    now: dt.datetime = dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


@dataclass(slots=True)
class Room:
    """The inbox of a house; `said` is what the worker's log has."""

    folder: Path
    manners: Manners = field(default_factory=lambda: Manners(allow_private=True, delay_ms=0))
    clock: Clock = field(default_factory=Clock)
    said: list[str] = field(default_factory=list)
    engine: Watched = field(default_factory=lambda: Watched(name="edge"))
    house: House = field(init=False)
    queue: Queue = field(init=False)
    catalog: Catalog = field(init=False)

    def __post_init__(self) -> None:
        self.house = House(self.folder)
        self.house.settings = replace(self.house.settings, profile="podcast", disclosure="")
        self.house.engines["edge"] = self.engine
        database = open_database(self.output)
        self.queue, self.catalog = Queue(database, self.clock), Catalog(self.output, database)

    @property
    def output(self) -> Path:
        return self.house.settings.show.output

    @property
    def growing(self) -> list[Path]:
        """The files that grow just now."""
        return sorted((self.output / FOLDER).glob("*"))

    def send(self, text: str, title: str = "", of: str = "") -> Entry:
        return self.queue.add(Order("", title, Sent("text", text)), of)

    def work(self, turns: int = 0) -> None:
        """Let the worker take so many turns, or as many as there is something to do."""

        async def all_turns() -> None:
            async with Fetcher(self.manners) as fetcher:
                studio = self.house.studio()
                runner = Local(studio)
                worker = Worker(
                    self.queue, self.catalog, studio, runner, fetcher, self.said.append, self.clock
                )
                taken = 0
                while taken != (turns or -1) and await worker.turn():
                    taken += 1

        asyncio.run(all_turns())

    def publish(self) -> None:
        Press(self.house.settings, self.said.append).print()

    def now(self, entry: Entry) -> Entry:
        """Return the entry as it is by now."""
        found = self.queue.entry(entry.id)
        assert found
        return found
