"""One request's way to a server: a connection that can be given up at any moment, name lookup included."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult


class Line(aiohttp.TCPConnector):
    """The connections of one request: its sessions leave them open, `hang_up` closes them at once.

    edge-tts closes its session, and with it the connector, before it tries again after a refusal; then
    the second try would find "Session is closed". And its websocket, when cancelled, waits up to ten
    seconds for a server's good-bye, unless the connection is already gone.
    """

    def __init__(self) -> None:
        super().__init__(resolver=Resolver())

    async def close(self, *, abort_ssl: bool = False) -> None:
        """Keep everything open."""

    async def hang_up(self) -> None:
        """Close all connections without waiting for the other side."""
        await super().close()


class Resolver(AbstractResolver):
    """Looks names up in threads that nobody waits for.

    asyncio's own lookup runs in its default executor, and a program cannot end before that has: with a
    name server that does not answer, half a minute later.
    """

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the host's addresses; raises OSError when there are none."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[ResolveResult]] = loop.create_future()

        def look_up() -> None:
            try:
                settle = _setter(answer, _addresses(host, port, family))
            except (OSError, UnicodeError) as error:
                reason = getattr(error, "strerror", None) or error
                settle = _failer(answer, OSError(f"{host}: {reason}"))
            with contextlib.suppress(RuntimeError):  # the loop was closed: nobody waits
                loop.call_soon_threadsafe(settle)

        threading.Thread(target=look_up, name=f"look up {host}", daemon=True).start()
        return await answer

    async def close(self) -> None:
        """Leave lookups under way to end by themselves."""


def _addresses(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
    return [
        ResolveResult(
            hostname=host,
            host=str(address[0]),
            port=port,
            family=found,
            proto=protocol,
            flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
        )
        for found, _, protocol, _, address in socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
    ]


def _setter(
    answer: asyncio.Future[list[ResolveResult]], addresses: list[ResolveResult]
) -> Callable[[], None]:
    return lambda: None if answer.done() else answer.set_result(addresses)


def _failer(answer: asyncio.Future[list[ResolveResult]], error: OSError) -> Callable[[], None]:
    return lambda: None if answer.done() else answer.set_exception(error)
