"""The muster: a crew is called together when there is something to do, and not before.

To start processes, or to find out who is there, takes seconds, and Dask half a second to be loaded: a run in
which nothing is new pays for none of it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from tts.farm.errand import Terms
from tts.narration.studio import Studio

if TYPE_CHECKING:
    from distributed.deploy.cluster import Cluster

    from tts.farm.crew import Crew

OWN = "local:"
"""How the setting begins that names a number of this machine's processes."""

Call = Callable[[], "AbstractAsyncContextManager[Crew]"]


class Muster:
    """Has a crew called when it is first asked for; one that could not come is called again the next time."""

    def __init__(self, call: Call, ends: AsyncExitStack) -> None:
        self._call = call
        self._ends = ends
        self._calling: asyncio.Task[Crew] | None = None

    @property
    def present(self) -> "Crew | None":
        """The crew, if it has come."""
        calling = self._calling
        return calling.result() if calling and calling.done() and not _failed(calling) else None

    async def crew(self) -> "Crew":
        """Return the crew, called now or before; raises what `call` does."""
        if self._calling is None or _failed(self._calling):
            self._calling = asyncio.create_task(self._ends.enter_async_context(self._call()))
        return await asyncio.shield(self._calling)

    async def dismiss(self) -> None:
        """Have nobody called any more."""
        if self._calling:
            self._calling.cancel()
            await asyncio.gather(self._calling, return_exceptions=True)


def _failed(calling: "asyncio.Task[Crew]") -> bool:
    return calling.done() and (calling.cancelled() or calling.exception() is not None)


@asynccontextmanager
async def mustering(call: Call) -> AsyncIterator[Muster]:
    """Give a muster; the crew that was called is left at the end."""
    async with AsyncExitStack() as ends:
        muster = Muster(call, ends)
        try:
            yield muster
        finally:
            await muster.dismiss()


@asynccontextmanager
async def called(studio: Studio, terms: Terms) -> "AsyncIterator[Crew]":
    """Call the crew of the farm that the studio's settings name, and give it.

    Raises FarmUnavailable where nobody is there to do the work, and OutputError where the folder takes no
    file.
    """
    from tts.farm.crew import Crew  # noqa: PLC0415 - Dask, half a second
    from tts.farm.roll import Roll  # noqa: PLC0415 - as above
    from tts.farm.scheduler import Scheduler  # noqa: PLC0415 - as above
    from tts.farm.silence import silence  # noqa: PLC0415 - of what has been loaded then

    silence()
    where = studio.settings.farm
    tell = _once(studio.tell)
    async with _scheduler(where) as scheduler:
        roll = Roll(where, terms, studio.settings.engines.edge.workers, tell)
        crew = Crew(Scheduler(where, scheduler, tell), roll, studio.tell)
        try:
            await crew.open()
            yield crew
        finally:
            await crew.close()
            for line in crew.ledger.lines():
                studio.tell(line)


@asynccontextmanager
async def _scheduler(where: str) -> "AsyncIterator[str | Cluster]":
    """Give the address of a scheduler, or a cluster of this machine's own for as long as the block runs."""
    if not where.startswith(OWN):
        yield where
        return
    from tts.farm.own_cluster import own_cluster  # noqa: PLC0415 - only where it is wanted

    async with own_cluster(int(where.removeprefix(OWN))) as cluster:
        yield cluster


def _once(tell: Callable[[str], None]) -> Callable[[str], None]:
    """Return what tells each sentence once."""
    told: set[str] = set()

    def tell_once(sentence: str) -> None:
        if sentence not in told:
            told.add(sentence)
            tell(sentence)

    return tell_once
