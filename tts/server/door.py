"""Who may stand in the door: connections are bounded, and nobody holds one without asking for something.

uvicorn bounds requests, and the rest after one; for the first it waits for ever (its issue 157). A limit of
time alone is not enough: who opens more connections than there may be shuts the door for as long.
"""

import asyncio
import resource
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

CONNECTIONS = 256
"""More than a household opens."""

RESERVED_FILES = 32
"""For the program itself: it needs 12."""

FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\nretry-after: 10\r\n\r\n"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many connections there may be, in all and of one client, and how long one may take to ask.

    `at_once` are let in before any that went are gone: so many more there are for a moment. One that has come
    so shortly ago may have asked already and not been read: it counts in all, and not yet of its client.
    """

    connections: int = CONNECTIONS
    of_client: int = CONNECTIONS // 4
    at_once: int = CONNECTIONS // 4
    headers_s: float = 10.0
    fresh_s: float = 0.1


def limits_here() -> Limits:
    """Return as many connections as this process may open files for: each may need one beside its own."""
    files, _most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return Limits()
    connections = max(4, min(CONNECTIONS, (files - RESERVED_FILES) // 3))
    return Limits(connections, max(4, connections // 4), max(1, connections // 4))


class Door(H11Protocol):
    """One connection of uvicorn's, which ends where its headers are not complete in time.

    Where there are too many, of its client or in all, the one goes that has been idle for longest: it waits
    for headers, or its client does not read what it asked for. Where none is idle, the new one is refused.
    """

    limits: ClassVar[Limits] = Limits()

    client_name: str = ""
    has_settled: bool = False
    _waiting_since: float | None = None
    _unread_since: float | None = None
    _deadline: asyncio.TimerHandle | None = None
    _settling: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Let the connection in, where there is room or can be made."""
        super().connection_made(transport)
        self.client_name = _name_of(self.client)
        self._settling = self.loop.call_later(self.limits.fresh_s, self._settle)
        if self._has_room():
            self._look()
        else:
            transport.write(FULL)
            transport.close()

    def data_received(self, data: bytes) -> None:
        """Take in some of a request."""
        if not self.transport.is_closing():
            super().data_received(data)
            self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._forget_deadline()
        if self._settling is not None:
            self._settling.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Take note that the client does not read."""
        self._unread_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """Take note that the client reads again."""
        self._unread_since = None
        super().resume_writing()

    @property
    def idle_since(self) -> float | None:
        """Since when nothing can be done for the client; None while something is."""
        return self._unread_since if self._waiting_since is None else self._waiting_since

    def _has_room(self) -> bool:
        """Tell whether this one may stay, when others that are idle have gone as need be."""
        others = [one for one in self.connections if isinstance(one, Door) and one is not self]
        own = [one for one in others if one.client_name == self.client_name and one.has_settled]
        return _make_room(own, self.limits.of_client) and _make_room(others, self.limits.connections)

    def _look(self) -> None:
        """Count the time while no request is complete: what it sends meanwhile wins it none."""
        is_asking = self.cycle is not None and not self.cycle.response_complete
        if is_asking:
            self._waiting_since = None
            self._forget_deadline()
        elif self._waiting_since is None:
            self._waiting_since = self.loop.time()
            self._set_deadline()

    def _settle(self) -> None:
        """Take note that all was read that had come before: the loop reads before it looks at its clocks."""
        self.has_settled = True

    def _set_deadline(self) -> None:
        self._deadline = self.loop.call_later(self.limits.headers_s, self._end)

    def _end(self) -> None:
        if self.transport.get_write_buffer_size():
            self._set_deadline()  # the end of the last answer is still on its way
        else:
            self.transport.close()

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def guarded(limits: Limits) -> type[Door]:
    """Return the door with these limits."""

    class Guarded(Door):
        """A door of its own size."""

    Guarded.limits = limits
    return Guarded


def _name_of(client: tuple[str, int] | None) -> str:
    """Return who has connected; of IPv6 the network, for each machine has many numbers there."""
    name = client[0] if client else ""
    return IPv6Address(name.partition("%")[0]).exploded[:19] if ":" in name else name


def _make_room(present: Iterable[Door], most: int) -> bool:
    """Tell whether one more may come, when of too many those have gone that were idle for longest."""
    staying = [one for one in present if not one.transport.is_closing()]
    surplus = len(staying) + 1 - most
    if surplus <= 0:
        return True
    idle = sorted(
        (not one.has_settled, since, at)
        for at, one in enumerate(staying)
        if (since := one.idle_since) is not None
    )
    for _is_fresh, _since, at in idle[:surplus]:
        staying[at].transport.abort()
    return len(idle) >= surplus
