"""The places at an engine, and who gets the next one that is free."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class _Waiter:
    """Someone who wants a place for something so long."""

    length: int
    turn: asyncio.Future[None]
    overtaken: int = 0


class Places:
    """So many places; of the waiters that came first, as many as there are places, the longest is next.

    What is long begins early, so that at the end of a run no place stands empty while one long text is
    still being spoken (R. L. Graham, "Bounds on multiprocessing timing anomalies", 1969: longest first).
    Nobody is overtaken more often than there are places, so the order stays nearly that of arrival.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._free = count
        self._waiting: list[_Waiter] = []

    @asynccontextmanager
    async def place(self, length: int) -> AsyncIterator[None]:
        """Wait for a place, and leave it at the end."""
        await self._take(length)
        try:
            yield
        finally:
            self._leave()

    async def _take(self, length: int) -> None:
        if self._free:
            self._free -= 1
            return
        waiter = _Waiter(length, asyncio.get_running_loop().create_future())
        self._waiting.append(waiter)
        try:
            await waiter.turn
        except asyncio.CancelledError:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
            else:  # the place was given, and is not wanted any more
                self._leave()
            raise

    def _leave(self) -> None:
        """Give the place to the next waiter; while anybody wants one, none is free."""
        # Whose task was cancelled a moment ago is still in line, and wants no place.
        first = [waiter for waiter in self._waiting if not waiter.turn.done()][: self._count]
        if not first:
            self._free += 1
            return
        patient = first[0].overtaken >= self._count
        chosen = first[0] if patient else max(first, key=lambda waiter: waiter.length)
        for waiter in first[: first.index(chosen)]:
            waiter.overtaken += 1
        self._waiting.remove(chosen)
        chosen.turn.set_result(None)
