"""One engine's door, shared by all articles of a run: how many at once, how fast, and whether at all."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from tts.engines.base import Engine
from tts.engines.failures import ServiceUnavailable
from tts.errors import EngineUnavailable, NetworkError, SynthesisError, TingError
from tts.synthesizer.patience import Again, Patience, Rest
from tts.synthesizer.places import Places

Answer = TypeVar("Answer")
Sleep = Callable[[float], Awaitable[None]]

NOTICED_S = 5.0
"""A failure that costs less time than this is mended before anyone wonders."""

TOLD_EVERY_S = 30.0
"""Several requests fail of one cause: it is told once, and again only to those who still wait."""

CHECKED_FOR_S = 30.0
"""An engine that could not be used is not asked again for so long: each article would wait for it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many requests may begin: `per_s` in the long run, and `burst` at once after a quiet time."""

    per_s: float
    burst: int


class Gate:
    """Lets requests through to its engine: as many at once as that allows, no faster than the pace.

    While the engine rests, everything is refused with what it rests for. `clock` counts seconds and
    never goes back, whatever happens to the time of day. `groups` tells whether several utterances may be
    asked for in one request: where requests are counted. `tell` is told why nothing is heard for a while.
    """

    def __init__(
        self,
        engine: Engine,
        pace: Pace | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        tell: Callable[[str], None] = lambda _sentence: None,
    ) -> None:
        self.engine = engine
        self.clock = clock
        self.sleep = sleep
        self.groups = pace is not None
        self._pace = pace
        self._tell = tell
        self._told_at = -math.inf
        self._places = Places(engine.concurrency)
        self._turn = -math.inf
        self._checking = asyncio.Lock()
        self._usable = False
        self._rests_until = 0.0
        self._silent_since: float | None = None
        self._reason: TingError | None = None

    @property
    def is_usable(self) -> bool:
        """Whether the engine has answered, and was not given a rest since."""
        return self._usable

    async def check(self, patience: Patience | None = None) -> None:
        """Return when the engine can be used now; raise EngineUnavailable if not.

        It is asked until it has answered once, and again as patience allows, like any text.
        """
        async with self._checking:
            await self._asked(self._check_once, patience or Patience())

    async def voices(self, patience: Patience | None = None) -> Sequence[str]:
        """Return the names of the engine's voices, asked for and refused as in `check`."""
        return await self._asked(self._voices_once, patience or Patience())

    @asynccontextmanager
    async def slot(self, length: int) -> AsyncIterator[None]:
        """Wait for a place and a turn; raise EngineUnavailable when the engine has been given a rest.

        Of those that wait for a place, something longer may come first.
        """
        async with self._places.place(length):
            self._refuse_at_rest()
            await self._wait_for_turn()
            self._refuse_at_rest()
            yield

    def note(self, failure: TingError | None = None) -> float:
        """Take note of how a request ended; return for how many seconds the engine has answered nobody."""
        now = self.clock()
        self._usable = self._usable or failure is None
        if not isinstance(failure, NetworkError):
            self._silent_since = None
            return 0.0
        self._silent_since = now if self._silent_since is None else self._silent_since
        return now - self._silent_since

    def rest(self, for_s: float, reason: TingError) -> None:
        """Let nothing through for so long, because of this."""
        self._rests_until = max(self._rests_until, self.clock() + for_s)
        self._reason = reason
        self._usable = False
        self._silent_since = None

    async def wait(self, for_s: float, reason: TingError, lost_s: float) -> None:
        """Let so much time pass after a failure that took `lost_s` itself; a long wait is told of.

        While it is still asked whether the engine can be used, that question's waits are what is told.
        """
        if not self._checking.locked():
            self._tell_of(for_s, reason, lost_s)
        await self.sleep(for_s)

    def _tell_of(self, for_s: float, reason: TingError, lost_s: float) -> None:
        now = self.clock()
        if lost_s + for_s >= NOTICED_S and now - self._told_at >= TOLD_EVERY_S:
            self._told_at = now
            when = f"in {for_s:.0f} s" if for_s >= NOTICED_S else "now"
            self._tell(f"{reason.message} Trying again {when}.")

    async def _check_once(self) -> None:
        if not self._usable:
            await self.engine.check()
            self.note()

    async def _voices_once(self) -> Sequence[str]:
        voices = await self.engine.voices()
        self.note()
        return voices

    async def _asked(self, ask: Callable[[], Awaitable[Answer]], patience: Patience) -> Answer:
        """Return the answer to a question that is no text, asked again as patience allows."""
        failures = 0
        while True:
            self._refuse_at_rest()
            began_s = self.clock()
            try:
                return await ask()
            except EngineUnavailable as failure:
                self.rest(CHECKED_FOR_S, failure)
                raise
            except (NetworkError, SynthesisError) as failure:
                failures += 1
                await self._after(failure, failures, patience, self.clock() - began_s)

    async def _after(self, failure: TingError, failures: int, patience: Patience, lost_s: float) -> None:
        """Return when the engine is to be asked once more if it is there; else let it rest, and raise."""
        match patience.next_question(failure, failures, self.note(failure)):
            case Again(after_s):
                self._tell_of(after_s, failure, lost_s)
                await self.sleep(after_s)
            case step:
                self.rest(step.for_s if isinstance(step, Rest) else CHECKED_FOR_S, failure)
                self._refuse_at_rest()

    def _refuse_at_rest(self) -> None:
        if self._reason is None or self.clock() >= self._rests_until:
            return
        kind = type(self._reason) if isinstance(self._reason, EngineUnavailable) else ServiceUnavailable
        raise kind(self._reason.message, hint=self._reason.hint) from self._reason

    async def _wait_for_turn(self) -> None:
        """Return when this request may begin (a token bucket, as a virtual time of the next token)."""
        if self._pace is None:
            return
        interval_s = 1 / self._pace.per_s
        now = self.clock()
        self._turn = max(self._turn + interval_s, now)
        early_s = self._turn - (self._pace.burst - 1) * interval_s - now
        if early_s > 0:
            await self.sleep(early_s)
