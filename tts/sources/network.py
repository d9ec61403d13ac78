"""Connections to public addresses only: what is checked is what is connected to."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress

import httpcore

from tts.errors import NetworkError, UsageError
from tts.sources.addresses import IPAddress, Resolve, is_public, resolve

# A dead address must not use up the time that the next one needs (RFC 8305 has the thought).
_ATTEMPT_S = 4.0
# Behind a proxy the names of the world may not be known here, and finding that out takes long.
_PROXIED_LOOKUP_S = 2.0

SocketOptions = Iterable[
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
]


class PublicNetwork(httpcore.AsyncNetworkBackend):
    """Looks a host up once, refuses it if an address of it is not public, and connects to those very ones.

    A second look-up between check and connection would let the name's owner answer differently
    ("DNS rebinding"). The TLS layer above still sees the host's name.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolve: Resolve = resolve,
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._allow_private = allow_private
        self._resolve = resolve
        self._network = network or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Return a stream to the first of the host's addresses that answers.

        Raises UsageError when an address is not public, NetworkError when the host has none.
        """
        *others, last = await self._checked_addresses(host, port)
        attempt_s = _ATTEMPT_S if timeout is None else min(_ATTEMPT_S, timeout)
        for address in others:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return await self._network.connect_tcp(
                    str(address), port, attempt_s, local_address, socket_options
                )
        return await self._network.connect_tcp(str(last), port, timeout, local_address, socket_options)

    async def check_named(self, host: str, port: int) -> None:
        """Refuse a host that a proxy is to connect to, as far as its addresses can be known here.

        Raises UsageError when one of them is not public.
        """
        with suppress(NetworkError, TimeoutError):
            async with asyncio.timeout(_PROXIED_LOOKUP_S):
                await self._checked_addresses(host, port)

    async def _checked_addresses(self, host: str, port: int) -> tuple[IPAddress, ...]:
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise _unknown_host(host) from error
        if not addresses:
            raise _unknown_host(host)
        if not self._allow_private:
            for address in addresses:
                _require_public(host, address)
        return addresses


def _unknown_host(host: str) -> NetworkError:
    return NetworkError(
        f"The host {host} cannot be found.", hint="Check the address, and the connection to the Internet."
    )


def _require_public(host: str, address: IPAddress) -> None:
    if is_public(address):
        return
    named = host if host == str(address) else f"{host} ({address})"
    message = f"{named} is not on the public Internet, and is not read from."
    raise UsageError(
        message,
        hint="To read pages of your own network, set fetch.allow_private (or TING_ALLOW_PRIVATE=1).",
    )
