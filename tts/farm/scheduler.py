"""The scheduler of a farm as a run has it: reached, lost, and reached again."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from distributed import Client
from distributed.deploy.cluster import Cluster

from tts.errors import TingError
from tts.farm.errand import kit
from tts.farm.failures import FarmUnavailable
from tts.farm.knock import CONNECT_S, silent
from tts.farm.worker import TOPIC

ANSWERED_S = 20.0
"""Dask keeps time for each try alone, and tries without end what takes connections and is none."""

ANSWER_S = 30.0
"""A scheduler that says nothing for so long is away: it answers in milliseconds."""

LEFT_S = 1.0


@dataclass(frozen=True, slots=True)
class Present:
    """What a scheduler says of itself: its name, which the next one at its place has not, and its workers.

    Of each worker it says, by its address, all that Dask knows.
    """

    id: str
    workers: Mapping[str, Mapping[str, Any]]


class Scheduler:
    """The scheduler at an address, or of a cluster; `where` it is, users know.

    What workers have to say to users, `hear` is told, a sentence each.
    """

    def __init__(self, where: str, at: str | Cluster, hear: Callable[[str], None]) -> None:
        self.where = where
        self.away = f"The farm's scheduler {where} is away."
        self._at = at
        self._hear = hear
        self._client: Client | None = None

    @property
    def client(self) -> Client:
        """The connection; raises OSError where there is none."""
        if self._client is None or self._client.scheduler is None:
            raise OSError(self.away)
        return self._client

    async def reach(self) -> None:
        """Connect; raise FarmUnavailable where nobody is there, or somebody else."""
        try:
            self._client = await _connected(self._at)
        except (OSError, TimeoutError) as error:
            raise silent(self.where) from error
        except (TypeError, ValueError, RuntimeError) as error:
            message = f"The farm's scheduler {self.where} cannot be asked: {error}."
            raise FarmUnavailable(message, hint="For tls:// name certificates in Dask's settings.") from error
        self._client.subscribe_topic(TOPIC, self._pass_on)  # type: ignore[no-untyped-call]

    async def reach_again(self) -> bool:
        """Connect anew, to this scheduler or another in its place; tell whether there is one."""
        await self.leave()
        with suppress(TingError):
            await self.reach()
        return self._client is not None

    async def leave(self) -> None:
        """Hang up."""
        client, self._client = self._client, None
        if client:
            await _left(client)

    async def present(self) -> Present:
        """Return who is there; raise OSError or TimeoutError when the scheduler is away."""
        asking: Any = self.client.scheduler
        said = await asyncio.wait_for(asking.identity(n_workers=-1), ANSWER_S)
        return Present(said["id"], said["workers"])

    async def refuse_other_versions(self) -> None:
        """Raise FarmUnavailable for a scheduler with whose version this one cannot speak, else as above."""
        asking: Any = self.client.scheduler
        versions = await asyncio.wait_for(asking.versions(), ANSWER_S)
        packages, system = versions["packages"], versions["host"]
        theirs = packages.get("distributed"), ".".join(str(system.get("python", "")).split(".")[:2])
        ours = version("distributed"), kit()["python"]
        if theirs != ours:
            message = f"The farm's scheduler {self.where} has distributed {theirs[0]} on Python {theirs[1]}."
            hint = f"Give it what this program has: distributed {ours[0]} on Python {ours[1]}."
            raise FarmUnavailable(message, hint=hint)

    def _pass_on(self, event: tuple[float, Mapping[str, str]]) -> None:
        _time, said = event
        self._hear(f"Worker {said.get('worker')}: {said.get('sentence')}")


async def _connected(at: str | Cluster) -> Client:
    client = Client(at, asynchronous=True, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    try:
        async with asyncio.timeout(ANSWERED_S):
            await client
    except BaseException:
        await _left(client)
        raise
    return client


async def _left(client: Client) -> None:
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(LEFT_S):
            await client._close(fast=True)  # noqa: SLF001 - close() waits
