"""The Python interface: narrate, extract, explain and tell a day, for programs that build on this.

What each needs is imported when it is called, so that to import this costs next to nothing.
"""

# ruff: noqa: PLC0415 - as said above
from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Self, TypeAlias, TypeVar

if TYPE_CHECKING:
    import asyncio
    import datetime as dt
    from collections.abc import Callable, Coroutine, Iterator
    from contextlib import AsyncExitStack
    from os import PathLike
    from types import TracebackType
    from typing import Any

    from tts.errors import TingError
    from tts.farm.job import Runner
    from tts.model.article import Article
    from tts.model.document import Document
    from tts.model.episode import Episode
    from tts.model.settings import Settings
    from tts.narration.studio import Listener, Studio
    from tts.sources.fetch import Fetcher
    from tts.speech.explain import Explanation

Result = TypeVar("Result")

Readable: TypeAlias = "str | PathLike[str] | Document | Article"
"""What can be narrated: an address, a file's path, bytes that were read already, or an article."""


class Narrator:
    """Narrates any number of sources by one set of settings, several at once where the caller wants it.

    Used as `async with`: engines and connections are shared by all its narrations, and put away at the end;
    what is still under way then is cancelled. `notice` is told, in a sentence each, what concerns no single
    article. With `force` nothing that was made before is used. Raises UsageError for settings that cannot be,
    and when their voice does not exist. Where they name a farm its workers make the episodes; to enter raises
    NetworkError when nobody is there.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        notice: Callable[[str], None] | None = None,
        force: bool = False,
    ) -> None:
        from tts.config import checked
        from tts.model.settings import Settings
        from tts.narration.studio import Silent
        from tts.narration.wiring import open_fetcher, open_studio

        self.settings = checked(settings or Settings())
        self._runner: Runner | None = None
        self._is_over = False
        self._opened: AsyncExitStack
        self._under_way: set[asyncio.Task[Any] | None] = set()
        self._fetcher: Fetcher = open_fetcher(self.settings)
        self._studio: Studio = open_studio(
            self.settings, self._fetcher, force=force, complain=notice or Silent().notice
        )

    async def __aenter__(self) -> Self:
        """Return the narrator, ready."""
        from contextlib import AsyncExitStack

        from tts.errors import UsageError
        from tts.farm.opening import open_runner

        if self._is_over:
            message = "This Narrator was closed."
            raise UsageError(message, hint="Open another.")
        async with AsyncExitStack() as opened:
            await opened.enter_async_context(self._fetcher)
            self._runner = await opened.enter_async_context(open_runner(self._studio))
            self._opened = opened.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put everything away."""
        import asyncio

        self._runner, self._is_over = None, True
        left = list(filter(None, self._under_way))
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self._studio.workers.shutdown(wait=False)
        await self._opened.__aexit__(kind, error, trace)

    async def narrate(
        self, source: Readable, listener: Listener | None = None, *, voice: str | None = None
    ) -> Episode:
        """Return the episode of a source, its files in place below the settings' output, with absolute paths.

        One that was made before is returned as it is. It is spoken by the named voice, or that of the
        settings. Raises a TingError, and leaves no file, when there is no article, no engine or no room; what
        nobody foresaw is Unforeseen. Where the narrator is not open it raises UsageError.
        """
        import asyncio

        from tts.errors import border

        self._studio.cast(voice)
        task = asyncio.current_task()
        self._under_way.add(task)
        try:
            with border("narrating it"):
                return await self._narrate(source, self._ready(), listener, voice)
        finally:
            self._under_way.discard(task)

    async def extract(self, source: Readable) -> Article:
        """Return a source's article as it will be read, whole also where it stands on several pages.

        Raises ArticleNotFound when there is none that can be trusted, what loading raises, and Unforeseen.
        """
        from tts.errors import border

        with border("reading it"):
            return await self._extract(source)

    async def _extract(self, source: Readable) -> Article:
        from tts.extractor.extract import tidied
        from tts.model.article import Article
        from tts.model.document import Document
        from tts.narration.multipage import read_story

        if isinstance(source, Article):
            return tidied(source)
        document = source if isinstance(source, Document) else await self._load(source)
        async with self._studio.desk:
            return await read_story(document, self._studio.follow)

    def _ready(self) -> Runner:
        from tts.errors import UsageError

        if self._runner is None:
            message = "A Narrator narrates within its `async with` block alone, and has one."
            raise UsageError(message, hint="Open another for more.")
        return self._runner

    async def _narrate(
        self, source: Readable, runner: Runner, listener: Listener | None, voice: str | None
    ) -> Episode:
        from tts.farm.job import Job
        from tts.model.article import Article
        from tts.model.document import Document
        from tts.narration.studio import Silent

        material: Article | Document
        if isinstance(source, Article):
            material = await self.extract(source)
        else:
            material = source if isinstance(source, Document) else await self._load(source)
        return await runner.narrate(Job(material, voice=voice), listener or Silent())

    async def _load(self, source: str | PathLike[str]) -> Document:
        from os import fspath

        from tts.sources.load import load

        return await load(fspath(source), self._fetcher)


class DayReport(NamedTuple):
    """What a day came to: the episodes that were made, and what failed.

    Of the sources, stories and the digest so many were `tried`. What failed is tried again the next time, but
    for the stories that are `given_up`, after several failures.
    """

    episodes: tuple[Episode, ...]
    failures: tuple[TingError, ...]
    tried: int
    given_up: int


def narrate(source: Readable, settings: Settings | None = None, *, voice: str | None = None) -> Episode:
    """Return the episode of one source; as `Narrator.narrate`. Not to be called where an event loop runs."""
    return _run(narrate_async(source, settings, voice=voice))


async def narrate_async(
    source: Readable,
    settings: Settings | None = None,
    listener: Listener | None = None,
    *,
    voice: str | None = None,
) -> Episode:
    """Return the episode of one source; as `Narrator.narrate`. Of several, let one Narrator make them all."""
    async with Narrator(settings) as narrator:
        return await narrator.narrate(source, listener, voice=voice)


def extract(source: Readable, settings: Settings | None = None) -> Article:
    """Return the article of one source; as `Narrator.extract`. Not to be called where an event loop runs."""
    return _run(extract_async(source, settings))


async def extract_async(source: Readable, settings: Settings | None = None) -> Article:
    """Return the article of one source; as `Narrator.extract`. No farm is asked for it."""
    from dataclasses import replace

    from tts.model.settings import Settings

    async with Narrator(replace(settings or Settings(), farm="")) as narrator:
        return await narrator.extract(source)


def explain(text: str, settings: Settings | None = None) -> Explanation:
    """Return how a text would be said by the settings' voice, and why; nothing is spoken."""
    from tts.config import checked
    from tts.errors import border
    from tts.model.settings import Settings
    from tts.narration.engine_choice import accent
    from tts.narration.studio import casting
    from tts.speech import explain as explaining

    wanted = checked(settings or Settings())
    with border("explaining it"):
        return explaining.explain(text, casting(wanted)(None).lexicon, accent(wanted))


def tell_day(settings: Settings, date: dt.date | None = None, *, force: bool = False) -> DayReport:
    """Tell the news of a day; as `tell_day_async`. Not to be called where an event loop runs."""
    return _run(tell_day_async(settings, date, force=force))


async def tell_day_async(
    settings: Settings, date: dt.date | None = None, listener: Listener | None = None, *, force: bool = False
) -> DayReport:
    """Tell what is new in the settings' sources: episodes, the digest, pages and feeds, as `ting daily`.

    With a `date` only that day's own news, otherwise today's. What was told is not told again. Raises
    UsageError for settings that no day can be made with, AlreadyRunning when another run is at work in the
    output, DatabaseDamaged when its catalog must be made anew, and OutputError where nothing can be written.
    """
    import datetime as dt

    from tts.config import checked
    from tts.daily.day import Day
    from tts.daily.newsroom import open_newsroom
    from tts.daily.run import make_day
    from tts.errors import border
    from tts.narration.studio import Silent

    day = Day.chosen(date, dt.datetime.now().astimezone())
    screen = _Screen(listener or Silent())
    episodes: list[Episode] = []
    with border("telling the day"):
        async with open_newsroom(checked(settings), day, screen, episodes.append, force=force) as room:
            report = await make_day(room)
    return DayReport(tuple(episodes), tuple(report.failures), report.tried, report.given_up)


class _Screen:
    """Passes all that is said of a day to one listener."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.notice = listener.notice

    @contextmanager
    def article(self) -> Iterator[Listener]:
        yield self._listener


def _run(main: Coroutine[Any, Any, Result]) -> Result:
    """Return what the coroutine returns; raise UsageError where an event loop runs already."""
    import asyncio

    from tts.errors import UsageError

    if not _loop_runs():
        return asyncio.run(main)
    main.close()
    message = "An event loop runs here already."
    raise UsageError(message, hint="Await the function's namesake that ends in _async.")


def _loop_runs() -> bool:
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
