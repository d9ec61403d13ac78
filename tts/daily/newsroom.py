"""The newsroom: what a day is made with and in, and what the day came to."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Protocol

from tts.catalog.store import Catalog
from tts.daily.day import Day
from tts.daily.lock import DAILY, alone
from tts.daily.requirements import require_fit
from tts.errors import ExitCode, TingError, exit_code
from tts.farm.failures import FarmUnavailable
from tts.farm.job import Runner
from tts.farm.opening import open_runner
from tts.model.episode import Episode
from tts.model.settings import Settings
from tts.narration.studio import Listener, Studio
from tts.narration.wiring import open_fetcher, open_studio
from tts.sources.fetch import Fetcher


class Screen(Protocol):
    """Whoever is told how the day goes on."""

    def article(self) -> AbstractContextManager[Listener]:
        """Give a listener to one narration, for as long as the block runs."""

    def notice(self, sentence: str) -> None:
        """Take note of something that the user should know."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What a day is made with and in."""

    settings: Settings
    studio: Studio
    runner: Runner
    fetcher: Fetcher
    catalog: Catalog
    screen: Screen
    day: Day
    publish: Callable[[Episode], None]


@dataclass(slots=True)
class Report:
    """What the day came to: `tried` counts sources, stories and the digest, `failures` those that failed.

    Of these, so many stories are `given_up`, and not tried again. When the farm is `gone`, some wait for it.
    """

    made: int = 0
    tried: int = 0
    failures: list[TingError] = field(default_factory=list)
    given_up: int = 0
    gone: FarmUnavailable | None = None

    @property
    def exit_code(self) -> ExitCode:
        """What a command exits with that made it."""
        return exit_code(self.failures, self.tried)

    @property
    def sentence(self) -> str:
        """The day in a sentence."""
        made = f"{self.made} new episodes" if self.made != 1 else "1 new episode"
        again = len(self.failures) - self.given_up
        failed = f"; {again} failed, and will be tried again" if again else ""
        given_up = f"; {self.given_up} given up" if self.given_up else ""
        return f"{made}{failed}{given_up}." if self.made or self.failures else "Nothing new."


@asynccontextmanager
async def open_newsroom(
    settings: Settings, day: Day, screen: Screen, publish: Callable[[Episode], None], *, force: bool = False
) -> AsyncIterator[Newsroom]:
    """Open a newsroom that no other run uses; `publish` is given each episode when it is made.

    Raises UsageError for settings that no day can be made with, AlreadyRunning when another run is at
    work, and DatabaseDamaged when the catalog must be made anew first.
    """
    require_fit(settings)
    async with open_room(settings, day, screen, publish, force=force) as room:
        yield room


@asynccontextmanager
async def open_room(  # noqa: PLR0913 - as `open_newsroom`
    settings: Settings,
    day: Day,
    screen: Screen,
    publish: Callable[[Episode], None],
    *,
    force: bool = False,
    work: str = DAILY,
) -> AsyncIterator[Newsroom]:
    """Open a newsroom that no other run of the same work uses, of settings that are fit; else as above."""
    output = settings.show.output
    async with open_fetcher(settings) as fetcher:
        with alone(output, day.now, work), Catalog.open(output) as catalog:
            studio = open_studio(settings, fetcher, force=force, complain=screen.notice)
            studio = replace(studio, today=day.date)
            async with open_runner(studio) as runner:
                yield Newsroom(settings, studio, runner, fetcher, catalog, screen, day, publish)
