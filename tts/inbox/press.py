"""The press: pages and feeds, written anew when something that was sent is ready, or is there no more."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tts.catalog.store import Catalog
from tts.episode_files import shelf
from tts.errors import TingError, about, border
from tts.feed.addresses import FEED
from tts.feed.write import advice
from tts.inbox.queue import Queue
from tts.model.settings import Settings
from tts.publication.edition import publishing, write_edition

LOOK_S = 0.25
TROUBLE_S = 15.0

SHARE = 0.1
"""While more is to be narrated, editions take no more of the time: of a large show one takes seconds."""


@dataclass(slots=True)
class Press:
    """Writes what is on the shelf; `log` is told each thing that the owner should know once."""

    settings: Settings
    log: Callable[[str], None]
    _told: set[str] = field(default_factory=set)
    _published: frozenset[str] | None = None
    _seen: int = -1
    _free_at: float = 0.0

    async def run(self, queue: Queue) -> None:
        """Go on for ever, first with what a killed run may have left unpublished."""
        while True:
            try:
                await self.turn(queue)
            except TingError as error:
                self._say(str(error))
                await asyncio.sleep(TROUBLE_S)
            await asyncio.sleep(LOOK_S)

    async def turn(self, queue: Queue) -> None:
        """Publish what is ready, if that is new, and it is time."""
        changed = queue.last_change()
        if changed == self._seen:
            return
        ready, began_s = queue.ready(), time.monotonic()
        if ready == self._published:
            self._seen = changed
        elif began_s >= self._free_at or not queue.waiting():
            await asyncio.to_thread(self.print)
            self._published = ready
            self._free_at = time.monotonic() + (time.monotonic() - began_s) / SHARE

    def print(self) -> None:
        """Write pages and feeds; then remove the files of episodes that others have taken the place of."""
        output = self.settings.show.output
        with border("writing the pages and feeds"), publishing(output), Catalog.open(output) as catalog:
            refreshed = catalog.refresh()
            cards = catalog.cards()
            if cards or (output / FEED).is_file():
                write_edition(output, self.settings, cards, self._say)
            for path in refreshed.superseded:
                shelf.remove(path)
        for path, error in refreshed.damaged:
            self._say(about(str(path), error))
        shelf.clear_forgotten(output)

    def _say(self, sentence: str) -> None:
        if sentence not in self._told and sentence not in advice(self.settings.show):
            self._told.add(sentence)
            self.log(sentence)
