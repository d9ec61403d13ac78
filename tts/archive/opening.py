"""Opening an archive: from the words of a command and the settings to a run."""

import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tts.archive.collection import Collection, collection_of
from tts.archive.run import Archive
from tts.catalog.worklist import FIRST_DAY, Bounds, Worklist
from tts.daily.day import Day
from tts.daily.lock import ARCHIVE
from tts.daily.newsroom import Screen, open_room
from tts.daily.requirements import require_show, require_voices
from tts.errors import UsageError
from tts.model.episode import Episode
from tts.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Wish:
    """What of which collections is wanted: days, both included (None: no bound), and how many stories."""

    words: Sequence[str]
    since: dt.date | None = None
    until: dt.date | None = None
    limit: int | None = None
    newest_first: bool = False


@asynccontextmanager
async def open_archive(  # noqa: PLR0913, PLR0917 - one for each who is told something
    settings: Settings,
    wish: Wish,
    day: Day,
    screen: Screen,
    publish: Callable[[Episode], None],
    goes_on: Callable[[str], None],
) -> AsyncIterator[Archive]:
    """Open a run through what is wished for; `publish` is given each episode when it is made.

    Raises UsageError for what cannot be meant, AlreadyRunning when another one is at work in the folder.
    """
    require_show(settings)
    require_voices(settings)
    collections = _each_once(collection_of(word, settings.source) for word in wish.words)
    bounds = _bounds(wish, day, settings.show.keep_days, screen)
    async with open_room(settings, day, screen, publish, work=ARCHIVE) as room:
        with Worklist.open(settings.show.output) as worklist:
            yield Archive(room, worklist, collections, bounds, wish.limit, goes_on)


def _each_once(collections: Iterable[Collection]) -> list[Collection]:
    return list({one.name: one for one in collections}.values())


def _bounds(wish: Wish, day: Day, keep_days: int, screen: Screen) -> Bounds:
    """Return the days that are wanted: none to come, and none that the show would not keep."""
    since, until = wish.since or FIRST_DAY, min(wish.until or day.date, day.date)
    if since > until:
        message = f"No day is both since {since} and until {until}."
        raise UsageError(message, hint="Correct --since or --until.")
    oldest = day.date - dt.timedelta(days=keep_days - 1) if keep_days else FIRST_DAY
    if oldest > since:
        screen.notice(f"Stories before {oldest} are left out, for [show] keep_days = {keep_days} keeps none.")
    return Bounds(max(since, oldest), until, wish.newest_first)
