"""How many questions a server is given at once: as many as it answers soon, and no more than may be.

Some servers have a cloud behind them; others are one model on a processor, which says one text after another
and sends nothing before all are said. None tells which it is; how soon it answers does.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tts.errors import NetworkError

FIRST = 2
"""At once, before anything was answered."""

SOON_S, LATE_S = 4.0, 12.0
"""Who answers sooner is given one more at once; who answers later, one less."""


class Turns:
    """Turns at a server, at most so many at once; `clock` counts seconds."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.allowed = min(most, FIRST)
        self._most = most
        self._clock = clock
        self._taken = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn; how it goes decides how many there are from then on."""
        await self._take()
        began_s = self._clock()
        try:
            yield
            took_s = self._clock() - began_s
            self.allowed += (took_s < SOON_S) - (took_s > LATE_S)
        except NetworkError:
            self.allowed //= 2
            raise
        finally:
            self.allowed = min(self._most, max(1, self.allowed))
            self._taken -= 1
            self._let_in()

    async def _take(self) -> None:
        if self._taken < self.allowed:
            self._taken += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was given, and is not wanted any more
                self._taken -= 1
                self._let_in()
            raise

    def _let_in(self) -> None:
        while self._waiting and self._taken < self.allowed:
            turn = self._waiting.popleft()
            if not turn.done():
                self._taken += 1
                turn.set_result(None)
