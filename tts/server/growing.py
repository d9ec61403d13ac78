"""A file that grows, followed to its end while another process writes it."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

import anyio.to_thread

PIECE = 64 * 1024
TICK_S = 0.1
"""A listener hears the first words so much later at most."""

QUIET_S = 120.0
"""When nothing has come for so long, nothing will: an engine gives up sooner."""


async def followed(
    file: BinaryIO, path: Path, tick_s: float = TICK_S, quiet_s: float = QUIET_S
) -> AsyncIterator[bytes]:
    """Yield what is in an open file and what is added to it, until it stands no more at its path.

    It is closed then. Who writes it removes it when all is written, or begins another in its place.
    """
    loop = asyncio.get_running_loop()
    with file:
        last = loop.time()
        while loop.time() - last < quiet_s:
            is_done = await anyio.to_thread.run_sync(_has_gone, file, path)
            while piece := await anyio.to_thread.run_sync(file.read, PIECE):
                last = loop.time()
                yield piece
            if is_done:
                return
            await asyncio.sleep(tick_s)


def _has_gone(file: BinaryIO, path: Path) -> bool:
    try:
        return not os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return True
