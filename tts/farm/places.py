"""Places: how many jobs of a run are under way, which follows how many its runner can use."""

import asyncio
from collections import deque
from types import TracebackType

from tts.farm.job import Runner


class Places:
    """As many places as a runner has at once; when workers have come there are more, and fewer when they go.

    Used as `async with`, by each job: who waits longest has the next place.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._taken = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def __aenter__(self) -> None:
        """Wait for a place, and take it."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        self._call()
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # its turn had come
                self._leave()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the place to the next."""
        self._leave()

    def _leave(self) -> None:
        self._taken -= 1
        self._call()

    def _call(self) -> None:
        while self._waiting and self._taken < self._runner.at_once:
            turn = self._waiting.popleft()
            if not turn.done():  # who waited there was cancelled
                turn.set_result(None)
                self._taken += 1
