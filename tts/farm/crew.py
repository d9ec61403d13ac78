"""The crew of a run: does errands by the workers of a farm, as they come and go.

Dask gives a task to whoever offers what it needs, and waits for ever where nobody does. So each worker is
asked first, and only then offers what a run's errands need: one of another version, or that comes later and
was not asked yet, is given none. Its scheduler keeps everything in memory; so what it has lost is sent again,
and what stands on the shelf by then costs nothing.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count

from tts.errors import OutputError, TingError
from tts.farm.errand import Errand, Made, resource
from tts.farm.failures import FarmUnavailable, Unmade
from tts.farm.knock import silent
from tts.farm.ledger import Ledger
from tts.farm.roll import Roll
from tts.farm.scheduler import Scheduler
from tts.farm.sending import Deadly, Lost, Parcel, Recalled, sent
from tts.fingerprint import short

LOOK_S = 1.0
"""How often it is looked who is there."""

FIRST_S = 15.0
"""So long it is waited for the first worker: those that are started together come one after the other."""

GONE_S = 60.0
"""So long stories wait where the scheduler or every worker has gone: Dask starts a worker anew in seconds."""

MOST_ENDINGS = 3
"""So often all workers may end over an errand; as often as Dask lets one end where others stay
(`allowed-failures`)."""


class Crew:
    """Does errands by those workers on a roll whom a scheduler has; `tell` is told how it goes on."""

    def __init__(self, scheduler: Scheduler, roll: Roll, tell: Callable[[str], None]) -> None:
        self.roll = roll
        self.ledger = Ledger()
        self._scheduler = scheduler
        self._tell = tell
        self._known = ""
        self._ended = 0
        self._alone_since_s: float | None = None
        self._failure: FarmUnavailable | None = None
        self._over = asyncio.Event()
        self._news = asyncio.Event()
        self._look_now = asyncio.Event()
        self._alone = asyncio.Lock()
        self._watching: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Return when there is somebody to do the work; raise FarmUnavailable, or UsageError, if not."""
        await self._scheduler.reach()
        deadline_s = time.monotonic() + FIRST_S
        while not self.roll.members:
            is_late = time.monotonic() > deadline_s
            try:
                await self._look()
            except (OSError, TimeoutError) as error:
                if is_late or not await self._scheduler.reach_again():
                    raise silent(self._scheduler.where) from error
                continue
            if not self.roll.members:
                self.roll.refuse_hopeless(is_late=is_late)
                await asyncio.sleep(LOOK_S / 4)
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Leave the farm; what was not done is not done any more."""
        if self._watching:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await self._scheduler.leave()

    async def do(self, errand: Errand) -> Made:
        """Return what was made of an errand, whoever comes and goes meanwhile.

        Raises the TingError that a worker did, FarmUnavailable when there is nobody for long, and Unmade when
        it ended every worker that tried: the last ones had nothing else to do, so that no other pays for it.
        """
        self.ledger.begin()
        try:
            return await self._done(errand, is_alone=False)
        except Deadly:
            pass
        async with self._alone:
            try:
                return await self._done(errand, is_alone=True)
            except Deadly as error:
                message = f"「{errand.programme.title}」 ended every worker that tried to make it."
                hint = "Look into the worker's log, or at its memory; the other stories are not concerned."
                raise Unmade(message, hint=hint) from error

    async def _done(self, errand: Errand, *, is_alone: bool) -> Made:
        endings = 0
        for attempt in count():
            await self._manned()
            ended = self._ended
            try:
                parcel = self._packed(errand, attempt, is_alone=is_alone)
                made = await sent(parcel, self._scheduler.client, self._over)
            except Recalled as error:
                endings += self._ended > ended
                if endings >= MOST_ENDINGS:
                    raise Deadly from error
            except Lost:
                self.roll.members.clear()  # until it is looked again who is there
                self._look_now.set()
            except TingError as error:
                for worker in getattr(error, "__notes__", ())[:1]:
                    self.ledger.failed(worker)
                raise
            else:
                self.ledger.made(made.worker, made.duration_ms)
                return made
        raise AssertionError

    def _packed(self, errand: Errand, attempt: int, *, is_alone: bool) -> Parcel:
        """Return an errand as it is sent; one that is alone takes a whole worker."""
        name = f"story-{short(errand.order)}-{errand.name}-{is_alone:d}{attempt}"
        takes = {resource(errand.engine, errand.terms): self.roll.most_places if is_alone else 1}
        return Parcel(name, errand, takes, first=is_alone)

    async def _manned(self) -> None:
        """Return when there is somebody to do the work; raise FarmUnavailable when there is none for long."""
        while not self.roll.members:
            if self._failure:
                raise FarmUnavailable(self._failure.message, hint=self._failure.hint)
            await self._news.wait()

    async def _watch(self) -> None:
        """Keep the crew up to date, and the user, until cancelled."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._look_now.wait(), LOOK_S)
            self._look_now.clear()
            self._take_note(await self._who_is_missing())
            for line in self.ledger.news():
                self._tell(line)

    async def _who_is_missing(self) -> str:
        """Look who is there; return in a sentence who is missing, should it be nobody for long."""
        try:
            with suppress(OutputError):  # newcomers are asked again in a moment
                await self._look()
        except Exception as error:  # noqa: BLE001 - whatever Dask raises: else nobody would look any more
            self._recall()
            if not await self._scheduler.reach_again():
                await asyncio.sleep(LOOK_S)
            return error.message if isinstance(error, FarmUnavailable) else self._scheduler.away
        return f"No worker of the farm {self._scheduler.where} offers {self.roll.engine} any more."

    def _take_note(self, missing: str) -> None:
        """Tell those who wait that there is somebody, or after long that there is nobody."""
        if self.roll.members:
            self._alone_since_s = self._failure = None
        elif self._alone_since_s is None:
            self._alone_since_s = time.monotonic()
        elif time.monotonic() - self._alone_since_s > GONE_S:
            self._failure = FarmUnavailable(missing, hint="What is made is kept: start it, and run again.")
        if self.roll.members or self._failure:
            self._news.set()
            self._news = asyncio.Event()

    async def _look(self) -> None:
        """See who is there, and ask newcomers.

        Raises OSError or TimeoutError when the scheduler is away, and FarmUnavailable for one of another
        version; OutputError when newcomers cannot be asked.
        """
        present = await self._scheduler.present()
        if present.id != self._known:
            self.roll.start_anew()
            self._recall()
            self._known = present.id
            await self._scheduler.refuse_other_versions()
        if self.roll.keep(present.workers):
            self._ended += 1
            self._recall()
        await self.roll.admit(present.workers, self._scheduler.client)

    def _recall(self) -> None:
        """Call back all that was sent: nobody is left who could do it."""
        self.roll.members.clear()
        self._alone_since_s = self._alone_since_s or time.monotonic()
        self._over.set()
        self._over = asyncio.Event()
