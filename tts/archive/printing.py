"""Printing: the edition while an archive is made, now and then, beside the work."""

import asyncio
import time
from dataclasses import dataclass, field

from tts.catalog.store import Catalog
from tts.daily.newsroom import Newsroom
from tts.daily.press import publish
from tts.errors import TingError, border

EVERY_S = 600.0
"""No edition is written sooner than so long after another: it is of interest to who listens already."""

SHARE = 0.05
"""Editions take no more of the time: of a show of 100,000 episodes one takes minutes."""


@dataclass(slots=True)
class Printing:
    """Writes pages and feeds of a newsroom, in a thread and with a catalog of its own.

    Each time the cache is brought to its bound, which years of stories would be far beyond.
    """

    room: Newsroom
    _due_s: float = field(default_factory=lambda: time.monotonic() + EVERY_S)
    _under_way: asyncio.Task[None] | None = None
    _told: set[str] = field(default_factory=set)

    def now_and_then(self) -> None:
        """Begin an edition, if it is time; the work goes on meanwhile."""
        if self._under_way is None and time.monotonic() >= self._due_s:
            self._under_way = asyncio.create_task(self._print())

    async def finish(self) -> list[TingError]:
        """Write the last edition; return what of it could not be shown. Raises what `publish` does."""
        if self._under_way:
            await self._under_way
        return await asyncio.to_thread(self._publish)

    def end(self) -> None:
        """Begin no edition any more; one that is being written ends by itself."""
        self._due_s = float("inf")
        if self._under_way:
            self._under_way.cancel()

    async def _print(self) -> None:
        begun = time.monotonic()
        try:
            await asyncio.to_thread(self._publish)
        except TingError as error:
            self._tell(f"The pages and feeds are not written for now: {error}")
        now = time.monotonic()
        self._due_s = now + max(EVERY_S, (now - begun) / SHARE)
        self._under_way = None

    def _publish(self) -> list[TingError]:
        settings, today = self.room.settings, self.room.day.now.date()
        self.room.studio.cache.prune()
        with border("writing the pages and feeds"), Catalog.open(settings.show.output) as catalog:
            return publish(catalog, settings, today, self._tell)

    def _tell(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self.room.screen.notice(sentence)
