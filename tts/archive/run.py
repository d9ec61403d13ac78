"""A run through an archive, on one screen: all is listed, then made by date, then published.

Whatever moment it is killed at, the next run goes on from there: a list is noted with all that it names, a
story is told when its episode is on the shelf, and nothing else is known of either but what the catalog has.
"""

import asyncio
import heapq
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tts.archive.collection import Collection
from tts.archive.hosts import Hosts
from tts.archive.listing import Listing
from tts.archive.printing import Printing
from tts.archive.report import Report, progress
from tts.archive.telling import Teller, Turn
from tts.catalog.story import stamp
from tts.catalog.worklist import Bounds, Tries, Worklist
from tts.daily.newsroom import Newsroom
from tts.daily.plan import MAX_ATTEMPTS
from tts.errors import TingError, Unforeseen, about
from tts.model.address import host_of
from tts.narration.wiring import subscription_of

Under = dict["asyncio.Task[None]", str]
"""What is under way, and the address of each."""


@dataclass(slots=True)
class Archive:
    """A run through collections, in a newsroom; `report` is what it has come to until now.

    Made are stories within the `bounds`, at most `limit` (None: all). `goes_on` is told how far it is.
    """

    room: Newsroom
    worklist: Worklist
    collections: Sequence[Collection]
    bounds: Bounds
    limit: int | None
    goes_on: Callable[[str], None]
    report: Report = field(default_factory=Report)
    _hosts: Hosts = field(default_factory=Hosts)
    _numbers: list[int] = field(default_factory=list)
    _begun_s: float = field(default_factory=time.monotonic)

    async def list_all(self) -> None:
        """Read all lists, and note what they name; those that cannot be read are reported."""
        room, report = self.room, self.report
        room.catalog.recover()
        for collection in self.collections:
            number = self.worklist.number(collection.name)
            self._numbers.append(number)
            for sentence in subscription_of(collection.source).notices if collection.source else ():
                room.screen.notice(f"{collection.name}: {sentence}")
            listing = Listing(
                collection, number, self.worklist, room.fetcher, self._hosts, room.day, room.screen.notice
            )
            await listing.run()
            for name, error in listing.failures:
                self._fails(name, error)
            report.unlisted += len(listing.failures)
            report.lists += listing.read - len(listing.failures)
        report.before = self._states().get("told", 0)
        self.sum_up()

    def years(self) -> dict[str, int]:
        """Return how many stories would be made, by the year that their lists say; "" where they say none."""
        return self.worklist.years(self._numbers, self.bounds, self._tries)

    async def make_all(self) -> None:
        """Make what is open, so many at a time as is worth it, whichever is done first; then publish.

        Raises what no story is to blame for, and leaves all that is made.
        """
        teller = Teller(self.room, self.worklist, self._hosts, self.bounds, self.report, self._fails)
        printing = Printing(self.room)
        under_way: Under = {}
        try:
            await self._work(teller, printing, under_way)
        except BaseException:
            printing.end()
            raise
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
        teller.blame.end()
        await self._publish(printing)
        self._say_why(teller.blame.trouble)

    def sum_up(self) -> None:
        """Bring up to now what the report says of all, and not of this run alone."""
        states, every = self._states(), self.worklist.states(self._numbers, Bounds(), MAX_ATTEMPTS)
        self.report.outside = sum(every.values()) - sum(states.values())
        self.report.left = states.get("pending", 0) + states.get("failed", 0)
        self.report.given_up = states.get("given up", 0)
        self.report.took_s = time.monotonic() - self._begun_s

    async def _work(self, teller: Teller, printing: Printing, under_way: Under) -> None:
        total = sum(self.years().values())
        total = total if self.limit is None else min(self.limit, total)
        turns = self._turns(under_way)
        while True:
            while teller.blame.trouble is None and self._has_room(under_way) and (turn := next(turns, None)):
                under_way[asyncio.create_task(teller.tell(turn))] = turn.entry.url
            if under_way:
                await self._some_done(under_way)
                printing.now_and_then()
                done = self.report.settled if self.limit is None else self.report.made
                self.goes_on(progress(done, total, time.monotonic() - self._begun_s))
            elif teller.blame.trouble or not self._has_room({}) or not await self._hosts.any_rested():
                return
            else:
                turns = self._turns(under_way)

    async def _some_done(self, under_way: Under) -> None:
        done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            del under_way[task]
        errors = [error for task in done if (error := task.exception())]
        if errors:
            raise errors[0]

    def _has_room(self, under_way: Under) -> bool:
        """Tell whether another story may begin: no more are begun than may yet be made."""
        within = self.limit is None or self.report.made + len(under_way) < self.limit
        return within and len(under_way) < self.room.runner.at_once

    def _turns(self, under_way: Under) -> Iterator[Turn]:
        """Yield what is open, by date, of all collections; what has a host that rests is passed over."""
        lists = [self._open(*one) for one in zip(self.collections, self._numbers, strict=True)]
        for turn in heapq.merge(*lists, key=self._place):
            url = turn.entry.url
            if url not in under_way.values() and self._hosts.is_ready(host_of(url)):
                yield turn

    def _open(self, collection: Collection, number: int) -> Iterator[Turn]:
        for entry in self.worklist.open_work(number, self.bounds, self._tries):
            yield Turn(collection, entry)

    def _place(self, turn: Turn) -> tuple[bool, int]:
        published = turn.entry.published
        way = -1 if self.bounds.newest_first else 1
        return published is None, way * stamp(published) if published else 0

    async def _publish(self, printing: Printing) -> None:
        try:
            for error in await printing.finish():
                self.report.fails("The edition", error)
        except Unforeseen as error:
            self._fails("The edition", error)

    def _say_why(self, trouble: TingError | None) -> None:
        """Let the report say why something is left, where no story is to blame."""
        self.report.trouble = trouble
        reasons = [f"Ended early: {trouble}"] if trouble else []
        if hosts := self._hosts.given_up:
            reasons.append(f"Left alone for now, for they failed again and again: {', '.join(hosts)}.")
        self.report.ended = " ".join(reasons)

    def _fails(self, name: str, error: TingError, remark: str = "") -> None:
        if self.report.fails(name, error):
            self.room.screen.notice(about(name, error, remark))

    def _states(self) -> dict[str, int]:
        return self.worklist.states(self._numbers, self.bounds, MAX_ATTEMPTS)

    @property
    def _tries(self) -> Tries:
        return Tries(MAX_ATTEMPTS, self.room.day.moment)
