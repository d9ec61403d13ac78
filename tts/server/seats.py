"""Seats: those who are answered for as long as they like, of whom there may be only so many."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager

import anyio
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from tts.server.resource import PRIVATE, Refusal

MOST = 32
"""Half of what the door lets in of one client: behind a proxy all are one, and others must be answered."""

AT_ONCE = {**PRIVATE, "x-accel-buffering": "no"}
"""What lets a proxy pass on each piece as it comes (nginx, proxy_buffering)."""


class Seats:
    """So many may be answered at once for as long as they like, until it is closed."""

    def __init__(self, most: int = MOST) -> None:
        self._free = most
        self._is_closed = False
        self._listening = set[anyio.CancelScope]()

    def take(self) -> None:
        """Take a seat; raise Refusal where none is free."""
        if self._is_closed:
            raise Refusal(503, "The server is being stopped.", {"retry-after": "10"})
        if not self._free:
            raise Refusal(503, "Too many are listening at once. Try again.", {"retry-after": "10"})
        self._free -= 1

    def leave(self) -> None:
        """Give a seat back."""
        self._free += 1

    def close(self) -> None:
        """End the answers of all who sit here, each behind a whole piece of it, and let nobody sit down."""
        self._is_closed = True
        for one in self._listening:
            one.cancel()

    @contextmanager
    def until_closed(self) -> Iterator[anyio.CancelScope]:
        """Let the block run until it is closed; what is awaited there is cancelled then."""
        with anyio.CancelScope() as scope:
            self._listening.add(scope)
            try:
                if self._is_closed:
                    scope.cancel()
                yield scope
            finally:
                self._listening.discard(scope)


class Seated(StreamingResponse):
    """An answer that goes on, to somebody who has taken a seat: it is free again at its end."""

    def __init__(
        self, seats: Seats, content: AsyncIterator[bytes], media_type: str, headers: Mapping[str, str]
    ) -> None:
        super().__init__(content, 200, headers, media_type)
        self._seats = seats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer; where the seats are closed meanwhile, an end as of a whole one."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            await send(message)
            begun = True

        try:
            with self._seats.until_closed() as listening:
                await super().__call__(scope, receive, noted)
            if listening.cancelled_caught and begun:
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self._seats.leave()
