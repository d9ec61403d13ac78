"""The knock at a farm's door: whether anybody is there, in milliseconds and without Dask.

So a farm that is not there is told before anything is fetched for it, and one that is costs nothing
until there is something to send.
"""

import asyncio
from contextlib import suppress

from tts.farm.failures import FarmUnavailable
from tts.model.address import parts_of

CONNECT_S = 10.0
"""So long a scheduler may take to be there: one that is started anew needs seconds."""

LOOK_S = 0.25


async def knock(where: str) -> None:
    """Return when somebody takes a connection at an address; raise FarmUnavailable when nobody does."""
    parts = parts_of(where)
    host, port = (parts.hostname, parts.port) if parts else ("", 0)
    try:
        async with asyncio.timeout(CONNECT_S):
            while not await _is_open(host, port):  # noqa: ASYNC110 - nobody tells when it is
                await asyncio.sleep(LOOK_S)
    except TimeoutError as error:
        raise silent(where) from error


async def _is_open(host: str | None, port: int | None) -> bool:
    try:
        _reader, writer = await asyncio.open_connection(host, port)
    except OSError:
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True


def silent(where: str) -> FarmUnavailable:
    """Return that nobody answers there."""
    message = f"The farm's scheduler {where} does not answer."
    return FarmUnavailable(message, hint="Start it, or correct the setting farm.")
