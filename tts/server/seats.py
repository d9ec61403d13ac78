"""Seats: those who are answered for as long as they like, of whom there may be only so many."""

from collections.abc import AsyncIterator, Mapping

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from tts.server.resource import PRIVATE, Refusal

MOST = 32
"""Half of what the door lets in of one client: behind a proxy all are one, and others must be answered."""

AT_ONCE = {**PRIVATE, "x-accel-buffering": "no"}
"""What lets a proxy pass on each piece as it comes (nginx, proxy_buffering)."""


class Seats:
    """So many may be answered at once for as long as they like."""

    def __init__(self, most: int = MOST) -> None:
        self._free = most

    def take(self) -> None:
        """Take a seat; raise Refusal where none is free."""
        if not self._free:
            raise Refusal(503, "Too many are listening at once. Try again.", {"retry-after": "10"})
        self._free -= 1

    def leave(self) -> None:
        """Give a seat back."""
        self._free += 1


class Seated(StreamingResponse):
    """An answer that goes on, to somebody who has taken a seat: it is free again at its end."""

    def __init__(
        self, seats: Seats, content: AsyncIterator[bytes], media_type: str, headers: Mapping[str, str]
    ) -> None:
        super().__init__(content, 200, headers, media_type)
        self._seats = seats

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._seats.leave()
