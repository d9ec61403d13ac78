"""Server-sent events: what changes in a list, told as it does.

https://html.spec.whatwg.org/multipage/server-sent-events.html: the number of a change is its `id`, by which
a reader that was away goes on.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

import msgspec

from tts.inbox.entry import Entry
from tts.inbox.queue import Queue
from tts.inbox.tokens import Token, Tokens
from tts.server.desk import Desk
from tts.server.entries import told_of

TICK_S = 0.25
"""So late a change is seen at most: the worker is another process, and tells the database alone."""

STILL_S = 15.0
"""After so long a comment is sent: proxies end a connection that says nothing for a minute."""

AGAIN_MS = 2_000

_START = f"retry: {AGAIN_MS}\n\n".encode()
_STILL = b": still here\n\n"


class Changes:
    """The number of the last change, for any number of readers who want to know it: it is asked for once."""

    def __init__(self, desk: Desk, tick_s: float = TICK_S) -> None:
        self._desk = desk
        self._tick_s = tick_s
        self._last = 0
        self._asked_at = float("-inf")
        self._alone = asyncio.Lock()

    async def last(self) -> int:
        """Return the number as it was not longer than a tick ago."""
        now = asyncio.get_running_loop().time()
        async with self._alone:
            if now - self._asked_at >= self._tick_s:
                self._last = await self._desk.ask(lambda queue, _tokens: queue.last_change())
                self._asked_at = now
        return self._last

    async def after(self, seen: int, patience_s: float) -> bool:
        """Wait until there are changes after that one; tell whether there are, by when patience ends."""
        end = asyncio.get_running_loop().time() + patience_s
        while await self.last() <= seen:
            if asyncio.get_running_loop().time() >= end:
                return False
            await asyncio.sleep(self._tick_s)
        return True


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told: whose token it is, under which word, and where the show stands for him."""

    token: Token
    word: str
    root: str


async def events(
    desk: Desk, changes: Changes, reader: Reader, seen: int | None, still_s: float = STILL_S
) -> AsyncIterator[bytes]:
    """Yield what changed after a number, and whatever changes from then on; None: from now on.

    A number that is not reached yet is of another database: all is told. The end comes when the token is
    revoked.
    """
    last = await desk.ask(lambda queue, _tokens: queue.last_change())
    if seen is None:
        seen = last
    elif seen > last:
        seen = 0
    yield _START
    loop = asyncio.get_running_loop()
    looked_at = loop.time()
    while True:
        if await changes.after(seen, still_s):
            reached = await changes.last()
            for entry in await desk.ask(partial(_since, seen, reader.token.list)):
                seen = entry.changed
                yield _event(seen, told_of(entry, reader.root))
            seen = max(seen, reached)
        else:
            yield _STILL
        if loop.time() - looked_at >= still_s:
            if await desk.holder(reader.word) is None:
                return
            looked_at = loop.time()


def _since(seen: int, of: str, queue: Queue, _tokens: Tokens) -> list[Entry]:
    return queue.since(seen, of)


def _event(number: int, told: msgspec.Struct) -> bytes:
    return b"id: %d\ndata: %s\n\n" % (number, msgspec.json.encode(told))
