"""The worker: narrates what was sent, one after the other, in a process of its own beside the server.

All that it shares with others is the catalog's database and files, so that it may be killed at any moment:
what it had begun waits again, and of what was spoken nothing is spoken twice.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from tts.catalog.store import Catalog, file_of, open_database
from tts.episode_files import shelf
from tts.errors import ExitCode, OutputError, TingError, about, border
from tts.farm.job import Runner
from tts.farm.opening import open_runner
from tts.inbox.entry import Entry
from tts.inbox.growing import Growing, clear
from tts.inbox.kept import Now, utc_now
from tts.inbox.material import Material
from tts.inbox.postman import Postman
from tts.inbox.press import Press
from tts.inbox.queue import Queue
from tts.model.episode import Episode
from tts.model.settings import Settings
from tts.narration.order import is_all_there
from tts.narration.studio import Listener, Relay, Studio
from tts.narration.wiring import open_fetcher, open_studio
from tts.sources.fetch import Fetcher
from tts.sources.page import Refused

LOCK = ".inbox.lock"

LOOK_S = 0.1
"""How often it looks whether something waits: a twentieth of a second on the average until that is begun."""

TELL_S = 0.25
"""How often it tells how far it is, and looks whether that is wanted still."""

ANOTHER_S = 1.0
"""How often it looks whether the database is still the one that it has open."""

TROUBLE_S = 5.0
"""How long it waits where the catalog cannot be used: another run keeps it busy, or the disk is full."""

AGAIN_AFTER = (dt.timedelta(minutes=1), dt.timedelta(minutes=10), dt.timedelta(hours=1))
"""When an entry is tried again that failed for the network's sake, or the disk's; then by its owner alone."""

AGAIN = "It is tried again by itself."

Log = Callable[[str], None]


async def work(settings: Settings, log: Log) -> None:
    """Narrate whatever is sent to the output folder of these settings, until cancelled.

    A second worker waits until the first has ended. It ends by itself where the database has become another
    file, for what is sent is there: the next one opens it. Raises what `open_studio` and `Database` do.
    """
    output = settings.show.output
    async with alone(output), open_fetcher(settings) as fetcher:
        clear(output)
        studio = open_studio(settings, fetcher, complain=log)
        with open_database(output) as database:
            queue = Queue(database)
            async with open_runner(studio) as runner, asyncio.TaskGroup() as both:
                worker = Worker(queue, Catalog(output, database), studio, runner, fetcher, log)
                tasks = [both.create_task(worker.run()), both.create_task(Press(settings, log).run(queue))]
                if settings.inbox.mail:
                    postman = Postman(settings.inbox.mail, settings.inbox.senders, queue, log)
                    tasks.append(both.create_task(postman.run()))
                await _while_it_is(file_of(output), output)
                for task in tasks:
                    task.cancel()


async def _while_it_is(file: tuple[int, int] | None, output: Path) -> None:
    """Wait until the database is another file."""
    while file_of(output) == file:  # noqa: ASYNC110 - nobody tells of it
        await asyncio.sleep(ANOTHER_S)


@asynccontextmanager
async def alone(output: Path) -> AsyncIterator[None]:
    """Hold the inbox of an output folder; wait for as long as another worker does."""
    lock = FileLock(output / LOCK, timeout=0)
    while not _acquired(lock, output):  # noqa: ASYNC110 - a file's lock tells nobody when it is free
        await asyncio.sleep(LOOK_S)
    try:
        yield
    finally:
        lock.release()


def _acquired(lock: FileLock, output: Path) -> bool:
    try:
        output.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        return False
    except OSError as error:
        message = f"Nothing can be written to {output}: {error.strerror or error}."
        raise OutputError(message, hint="Choose another folder with --out.") from error
    return True


@dataclass(frozen=True, slots=True)
class Worker:
    """Takes entries in their order; the engines that it has opened stay warm between them."""

    queue: Queue
    catalog: Catalog
    studio: Studio
    runner: Runner
    fetcher: Fetcher
    log: Log
    now: Now = utc_now

    async def run(self) -> None:
        """Go on for ever, first with what a killed one had begun."""
        is_recalled = False
        while True:
            try:
                if not is_recalled:
                    self.queue.recall()
                    is_recalled = True
                if not await self.turn():
                    await asyncio.sleep(LOOK_S)
            except TingError as error:
                self.log(str(error))
                is_recalled = False  # what was begun could perhaps not be put back
                await asyncio.sleep(TROUBLE_S)

    async def turn(self) -> bool:
        """Narrate the entry that has waited longest; tell whether there was one.

        Whatever stands against it, it is ready or has failed then; what was removed or came whole meanwhile
        waits.
        Raises what `Database` does; then it waits again, too.
        """
        entry = self.queue.take()
        if entry is None:
            return False
        try:
            try:
                with border("narrating it"):
                    episode = await self._episode(entry)
            except TingError as error:
                self._fail(entry, error)
            else:
                self._finish(entry, episode)
        except BaseException:
            with suppress(TingError):
                self.queue.put_back(entry.id)
            raise
        return True

    async def _episode(self, entry: Entry) -> Episode | None:
        """Return the entry's episode, that there is or newly made; None when it is not wanted any more."""
        material = Material(entry, self.queue.sent(entry.id))
        if (known := self._known(entry)) and await material.is_told_by(known, self.studio):
            return known
        with Growing(self.studio.settings.show.output, entry.id) as growing:
            telling = Telling(self, entry.id, growing)
            making = self._made(material, telling, growing)
            return await self._while_wanted(entry, asyncio.ensure_future(making), telling)

    async def _made(self, material: Material, listener: Listener, relay: Relay) -> Episode:
        return await self.runner.narrate(await material.job(self.studio, self.fetcher), listener, relay)

    def _known(self, entry: Entry) -> Episode | None:
        """Return the episode of the same story, whoever had it made."""
        episode = self.catalog.of_guid(entry.guid)
        if episode is None:
            return None
        path = shelf.manifest_path(self.studio.settings.show.output, episode.date, episode.slug)
        files = shelf.absolute(episode.files, path)
        is_there = path.is_file() and Path(files.mp3).is_file() and is_all_there(episode, files)
        return episode if is_there else None

    async def _while_wanted(
        self, entry: Entry, making: "asyncio.Future[Episode]", telling: "Telling"
    ) -> Episode | None:
        try:
            while not making.done():
                await asyncio.wait({making}, timeout=TELL_S)
                if not making.done():
                    if not self._is_wanted(entry):
                        return None
                    telling.tell()
            return making.result()
        finally:
            making.cancel()
            await asyncio.gather(making, return_exceptions=True)

    def _is_wanted(self, entry: Entry) -> bool:
        now = self.queue.entry(entry.id)
        return now is not None and now.removed is None and now.state in ("reading", "speaking")

    def _finish(self, entry: Entry, episode: Episode | None) -> None:
        if episode:
            self.catalog.add(episode)
        if episode and self._is_wanted(entry):
            self.queue.finish(entry.id, episode.slug, episode.title)
            self.log(f"{episode.title}: ready.")
        else:
            self.queue.put_back(entry.id)

    def _fail(self, entry: Entry, error: TingError) -> None:
        if not self._is_wanted(entry):  # it may wait already, with a page that came whole meanwhile
            self.queue.put_back(entry.id)
            return
        is_of_network = error.exit_code is ExitCode.NETWORK and not isinstance(error, Refused)
        passes = is_of_network or isinstance(error, OutputError)
        wait = dict(enumerate(AGAIN_AFTER, 1)).get(entry.attempts) if passes else None
        reason = f"{error} {AGAIN}" if wait else str(error)
        self.queue.fail(entry.id, reason, self.now() + wait if wait else None)
        self.log(about(entry.title or entry.url or entry.id, error) + (f" {AGAIN}" if wait else ""))


class Telling:
    """The listener of an entry: keeps how far its narration is, for whoever looks at the list."""

    def __init__(self, worker: Worker, entry_id: str, growing: Growing) -> None:
        self._worker = worker
        self._entry_id = entry_id
        self._growing = growing
        self._title = ""
        self._chunks = 0
        self._percent = self._told = 0

    def begins(self, title: str, engine: str, chunks: int) -> None:  # noqa: ARG002 - who speaks is told later
        """Let the sound grow from its start, and tell at once."""
        self._growing.begin()
        self._title, self._chunks = title, chunks
        self._percent, self._told = 0, -1
        self.tell()

    def spoken(self, chunks: int, audio_ms: int) -> None:  # noqa: ARG002 - the sound itself is there
        """Take note of how far it is."""
        self._percent = chunks * 100 // max(1, self._chunks)

    def notice(self, sentence: str) -> None:
        """Pass it on."""
        self._worker.log(sentence)

    def tell(self) -> None:
        """Keep what is new; where the catalog cannot be used, that is no reason to stop."""
        if self._percent != self._told:
            with suppress(TingError):
                self._worker.queue.tell(self._entry_id, "speaking", self._percent, self._title)
                self._told = self._percent
