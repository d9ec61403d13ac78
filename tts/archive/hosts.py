"""Hosts: which of them are left alone for a while, or for this run, so that a bad one costs no other."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from tts.errors import NetworkError
from tts.sources.page import Refused

PATIENCE = 5
"""So often in a row a host may fail; then it is left alone for this run."""

LONGEST_REST_S = 900.0
"""So long a host that asks for it is waited for; who wants longer is asked in another run."""


class Hosts:
    """What befell the hosts of a run; only those in trouble are remembered."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._failures: dict[str, int] = {}
        self._free_at: dict[str, float] = {}

    def is_ready(self, host: str) -> bool:
        """Tell whether a host may be asked now."""
        return not self.is_given_up(host) and self._free_at.get(host, 0.0) <= self._clock()

    def is_given_up(self, host: str) -> bool:
        """Tell whether a host is not asked again in this run."""
        return self._failures.get(host, 0) >= PATIENCE

    @property
    def given_up(self) -> list[str]:
        """The hosts that are not asked again in this run."""
        return sorted(filter(self.is_given_up, self._failures))

    def answers(self, host: str) -> None:
        """Take note that a host does its work; one that was given up meanwhile stays so."""
        if not self.is_given_up(host):
            self._failures.pop(host, None)

    def fails(self, host: str, error: NetworkError) -> bool:
        """Take note of a failure; tell whether what was asked for may be to blame, and not its host alone.

        A host that asks for a rest has it, and what was asked for is no worse than before.
        """
        if isinstance(error, Refused):
            self.answers(host)
            return True
        rest_s = error.retry_after_s
        self._failures[host] = self._failures.get(host, 0) + 1
        if rest_s is None:
            return True
        self._free_at[host] = self._clock() + rest_s
        if rest_s > LONGEST_REST_S:
            self._failures[host] = PATIENCE
        return False

    async def rested(self, host: str) -> bool:
        """Wait until a host may be asked again; tell whether it will be in this run."""
        if self.is_given_up(host):
            return False
        await self._sleep(max(0.0, self._free_at.pop(host, 0.0) - self._clock()))
        return True

    async def any_rested(self) -> bool:
        """Wait until one that rests may be asked again; tell whether there is any."""
        resting = [host for host in self._free_at if not self.is_given_up(host)]
        if not resting:
            return False
        return await self.rested(min(resting, key=self._free_at.__getitem__))
