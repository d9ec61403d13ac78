"""The crew of a run: the workers of a farm that have agreed to its terms, as they come and go.

Dask gives a task to whoever offers what it needs, and waits for ever where nobody does. So each worker is
asked first, and only then offers what a run's errands need: one of another version, or that comes later and
was not asked yet, is given none. Its scheduler keeps everything in memory; so what it has lost is sent again,
and what stands on the shelf by then costs nothing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import count
from typing import Any

from distributed import Client, KilledWorker
from distributed.client import FutureCancelledError
from distributed.comm.core import CommClosedError

from tts.errors import OutputError, TingError, unforeseen
from tts.farm.errand import EDGE, KIT, Errand, Made, Standing, Terms, kit, resource
from tts.farm.examination import asks_edge, lacking, signed, standing_of, unlike
from tts.farm.failures import FarmUnavailable, Unmade
from tts.farm.ledger import Ledger
from tts.farm.worker import TOPIC, speak
from tts.fingerprint import short

LOOK_S = 1.0
"""How often it is looked who is there."""

ANSWER_S = 30.0
"""A scheduler that says nothing for so long is away: it answers in milliseconds."""

FIRST_S = 15.0
"""So long it is waited for the first worker: those that are started together come one after the other."""

GONE_S = 60.0
"""So long stories wait where the scheduler or every worker has gone: Dask starts a worker anew in seconds."""

ONE_ASKS = "the service's limits hold for one. [engines.edge] workers says how many may."

LEFT_OUT = "Left out is the worker"

MOST_ENDINGS = 3
"""So often all workers may end over an errand; as often as Dask lets one end where others stay
(`allowed-failures`)."""

RUNNING = frozenset({"running", "paused"})

_Tell = Callable[[str], None]


class Recalled(Exception):
    """Nobody is left who could do what was sent: it is sent again when there is."""


class Deadly(Exception):
    """Workers ended, one after the other, that had this errand, among others perhaps."""


@dataclass(frozen=True, slots=True)
class Member:
    """A worker that has agreed: its name, and how many articles at once it takes."""

    name: str
    offers: Mapping[str, int]


class Crew:
    """Does errands by the workers of a farm. `connect` opens a client, of `where` users know.

    `tell` is told who is left out and why. Of the terms' engines the first that a worker offers when the run
    begins is the `engine` of all of it.
    """

    def __init__(
        self, where: str, connect: Callable[[], Awaitable[Client]], terms: Terms, most_edge: int, tell: _Tell
    ) -> None:
        self.engine = ""
        self.ledger = Ledger()
        self._where = where
        self._connect = connect
        self._terms = terms
        self._most_edge = most_edge
        self._tell = tell
        self._told: set[str] = set()
        self._client: Client | None = None
        self._scheduler = ""
        self._members: dict[str, Member] = {}
        self._left_out: dict[str, str] = {}
        self._failure: TingError | None = None
        self._ended = 0
        self._over = asyncio.Event()
        self._news = asyncio.Event()
        self._look_now = asyncio.Event()
        self._alone = asyncio.Lock()
        self._watching: asyncio.Task[None] | None = None

    @property
    def places(self) -> int:
        """How many articles the crew takes at once."""
        return sum(member.offers[self.engine] for member in self._members.values())

    async def open(self) -> None:
        """Return when there is somebody to do the work; raise FarmUnavailable, or UsageError, if not."""
        self._client = await self._connected()
        deadline_s = time.monotonic() + FIRST_S
        while not self._members:
            await self._look()
            if not self._members:
                self._refuse_hopeless(is_late=time.monotonic() > deadline_s)
                await asyncio.sleep(LOOK_S / 4)
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Leave the farm; what was not done is not done any more."""
        if self._watching:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        await self._hang_up()

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
                made = await self._sent(errand, attempt, is_alone=is_alone)
            except Recalled as error:
                endings += self._ended > ended
                if endings >= MOST_ENDINGS:
                    raise Deadly from error
            except (FutureCancelledError, CommClosedError):  # also while an answer was fetched
                self._members.clear()  # until it is looked again who is there
                self._look_now.set()
            except KilledWorker as error:
                raise Deadly from error
            except TingError as error:
                for worker in getattr(error, "__notes__", ())[:1]:
                    self.ledger.failed(worker)
                raise
            else:
                self.ledger.made(made.worker, made.duration_ms)
                return made
        raise AssertionError

    async def _sent(self, errand: Errand, attempt: int, *, is_alone: bool) -> Made:
        """Return what a worker answers; raise Recalled when nobody is left who could."""
        assert self._client  # noqa: S101 - it is manned
        over = asyncio.ensure_future(self._over.wait())
        places = max(member.offers[self.engine] for member in self._members.values()) if is_alone else 1
        future = self._client.submit(
            speak,
            errand,
            key=f"story-{short(errand.order)}-{errand.name}-{is_alone:d}{attempt}",
            pure=False,
            resources={resource(self.engine, self._terms.name): places},
            priority=is_alone,
        )
        answer = asyncio.ensure_future(future.result())
        try:
            await asyncio.wait({answer, over}, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                raise Recalled
            return await _answered(answer)
        finally:
            for task in (answer, over):
                task.cancel()
            await asyncio.gather(answer, over, return_exceptions=True)
            future.release()  # type: ignore[no-untyped-call]

    async def _manned(self) -> None:
        """Return when there is somebody to do the work; raise FarmUnavailable when there is none for long."""
        while not self._members:
            if self._failure:
                raise type(self._failure)(self._failure.message, hint=self._failure.hint)
            await self._news.wait()

    def _announce(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def _recall(self) -> None:
        self._members.clear()
        self._over.set()
        self._over = asyncio.Event()

    async def _watch(self) -> None:
        """Keep the crew up to date, and the user, until cancelled."""
        alone_since_s: float | None = None
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._look_now.wait(), LOOK_S)
            self._look_now.clear()
            try:
                await self._look()
                gone = f"No worker of the farm {self._where} offers {self.engine} any more."
            except (OSError, TimeoutError, TingError) as error:
                gone = error.message if isinstance(error, FarmUnavailable) else self._lost
                self._recall()
                alone_since_s = alone_since_s or time.monotonic()
                await self._again()
            alone_since_s = None if self._members else alone_since_s or time.monotonic()
            is_late = alone_since_s is not None and time.monotonic() - alone_since_s > GONE_S
            hint = "What is made is kept: start it, and run again."
            self._failure = FarmUnavailable(gone, hint=hint) if is_late else None
            if self._members or is_late:
                self._announce()
            for line in self.ledger.news():
                self._tell(line)

    @property
    def _lost(self) -> str:
        return f"The farm's scheduler {self._where} is away."

    async def _again(self) -> None:
        """Try to reach the scheduler anew, or another in its place."""
        await self._hang_up()
        with suppress(TingError):
            self._client = await self._connected()
        if self._client is None:
            await asyncio.sleep(LOOK_S)

    async def _hang_up(self) -> None:
        client, self._client = self._client, None
        if client:
            with suppress(OSError, TimeoutError):
                await asyncio.wait_for(client._close(fast=True), LOOK_S)  # noqa: SLF001 - close() waits

    async def _connected(self) -> Client:
        """Return a client of the scheduler; raise FarmUnavailable when it is not there, or is another's."""
        try:
            client = await self._connect()
        except (OSError, TimeoutError) as error:
            message = f"The farm's scheduler {self._where} does not answer."
            raise FarmUnavailable(message, hint="Start it, or correct the setting farm.") from error
        except (TypeError, ValueError, RuntimeError) as error:
            message = f"The farm's scheduler {self._where} cannot be asked: {error}."
            raise FarmUnavailable(message, hint="For tls:// name certificates in Dask's settings.") from error
        client.subscribe_topic(TOPIC, self._pass_on)  # type: ignore[no-untyped-call]
        return client

    def _pass_on(self, event: tuple[float, Mapping[str, str]]) -> None:
        _time, said = event
        self._tell_once(f"Worker {said.get('worker')}: {said.get('sentence')}")

    def _tell_once(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self._tell(sentence)

    async def _look(self) -> None:
        """See who is there, and ask newcomers; raise OSError or TimeoutError when the scheduler is away."""
        if self._client is None or self._client.scheduler is None:
            raise OSError(self._lost)
        known = await asyncio.wait_for(self._client.scheduler.identity(n_workers=-1), ANSWER_S)
        if known["id"] != self._scheduler:
            self._left_out.clear()
            self._recall()
            self._scheduler = known["id"]
            await self._refuse_other_versions()
        present = {at: one for at, one in known["workers"].items() if one["status"] in RUNNING}
        living = {at: member for at, member in self._members.items() if at in known["workers"]}
        if self._members and not living:
            self._ended += 1
            self._recall()
        self._members = living
        self._left_out = {at: why for at, why in self._left_out.items() if at in present}
        newcomers = {at: one for at, one in present.items() if at not in living and at not in self._left_out}
        if newcomers:
            await self._examine(newcomers, present)

    async def _refuse_other_versions(self) -> None:
        """Raise FarmUnavailable for a scheduler with whose version this one cannot speak."""
        assert self._client  # noqa: S101 - it was just asked
        assert self._client.scheduler  # noqa: S101 - as above
        versions = await asyncio.wait_for(self._client.scheduler.versions(), ANSWER_S)
        packages, system = versions["packages"], versions["host"]
        theirs = packages.get("distributed"), ".".join(str(system.get("python", "")).split(".")[:2])
        ours = version("distributed"), kit()["python"]
        if theirs != ours:
            message = f"The farm's scheduler {self._where} has distributed {theirs[0]} on Python {theirs[1]}."
            hint = f"Give it what this program has: distributed {ours[0]} on Python {ours[1]}."
            raise FarmUnavailable(message, hint=hint)

    async def _examine(self, newcomers: Mapping[str, Any], present: Mapping[str, Any]) -> None:
        """Let those newcomers be of the crew who agree to the terms; the others are left out, by name."""
        ours = kit()
        for at, one in newcomers.items():
            if why := unlike(one.get(KIT), ours):
                self._leave_out(at, one, why)
        asked = [at for at in newcomers if at not in self._left_out]
        standings = await self._ask(asked, present) if asked else {}
        for at, standing in standings.items():
            if standing.refusal:
                self._leave_out(at, newcomers[at], standing.refusal)
        self._take_in(standings, newcomers)
        for refused in self._left_out.values() if self._members else ():
            if refused.startswith(LEFT_OUT):
                self._tell_once(refused)

    def _take_in(self, standings: Mapping[str, Standing], newcomers: Mapping[str, Any]) -> None:
        """Let those be of the crew who offer its engine, which is chosen when there is none."""
        agreed = {at: standing for at, standing in standings.items() if not standing.refusal}
        offered = {engine for standing in agreed.values() for engine in standing.offers}
        if not self.engine:
            self.engine = next((engine for engine in self._terms.engines if engine in offered), "")
            self._tell_second_best()
        for at, standing in agreed.items():
            name = str(newcomers[at]["name"])
            if self.engine in standing.offers:
                self._members[at] = Member(name, standing.offers)
            else:
                self._left_out[at] = lacking(name, standing, self.engine or self._terms.engines[0])

    def _tell_second_best(self) -> None:
        if self.engine and self.engine != self._terms.engines[0]:
            self._tell_once(f"No worker of the farm offers {self._terms.engines[0]}; {self.engine} speaks.")

    async def _ask(self, addresses: list[str], present: Mapping[str, Any]) -> dict[str, Standing]:
        """Return what these workers say to the terms; who does not say anything refuses."""
        assert self._client  # noqa: S101 - it was just asked
        try:
            with signed(self._terms.settings.show.output) as sign:
                terms = replace(self._terms, sign=sign, edge=self._edge_of(present))
                standings = await asyncio.gather(*(standing_of(self._client, terms, at) for at in addresses))
        except OutputError:
            if self._watching is None:
                raise
            return {}  # they are asked again in a moment
        return dict(zip(addresses, standings, strict=True))

    def _edge_of(self, present: Mapping[str, Any]) -> frozenset[str]:
        """Return the workers that may ask the Edge service: those that do, then others, by their names."""
        offering = [at for at, one in present.items() if one["resources"].get(EDGE)]
        order = sorted(offering, key=lambda at: (not asks_edge(present[at]), str(present[at]["name"])))
        if EDGE in self._terms.engines:
            for at in order[self._most_edge :]:
                name = present[at]["name"]
                self._tell_once(f"The worker {name} offers edge, too, and is not asked for it: {ONE_ASKS}")
        return frozenset(order[: self._most_edge])

    def _leave_out(self, at: str, one: Mapping[str, Any], why: str) -> None:
        self._left_out[at] = f"{LEFT_OUT} {one['name']}. {why}"

    def _refuse_hopeless(self, *, is_late: bool) -> None:
        """Raise FarmUnavailable where nobody who is there can be used, and it is late."""
        if self._left_out:
            whys = sorted(self._left_out.values(), key=lambda why: why.startswith(LEFT_OUT))
            most = f"{whys[0]} (Of {len(whys)} workers the first.)" if len(whys) > 1 else whys[0]
            message = f"The farm {self._where} has no worker for this run."
            raise FarmUnavailable(message, hint=most)
        if is_late:
            message = f"The farm {self._where} has no worker."
            hint = f"Start one: dask worker {self._where} --preload tts.farm.worker"
            raise FarmUnavailable(message, hint=hint)


async def _answered(answer: "asyncio.Future[Made]") -> Made:
    """Return the answer, or raise what it is: of a defect, Unforeseen."""
    try:
        return await answer
    except (TingError, KilledWorker, FutureCancelledError, CommClosedError):
        raise
    except Exception as error:
        raise unforeseen(error, "a worker was narrating it") from error
