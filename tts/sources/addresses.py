"""Internet addresses: which of them are public, and which ones a host's name leads to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

IPAddress = IPv4Address | IPv6Address

Resolve = Callable[[str, int], Awaitable[tuple[IPAddress, ...]]]
"""Host and port to addresses, the best first; raises OSError or UnicodeError when there are none."""

# Python's `is_global` changed between patch releases of 3.11 and 3.12, calls multicast global, and
# does not look inside IPv6 transition addresses; so the registries are written down here.
# https://www.iana.org/assignments/iana-ipv4-special-registry
_SPECIAL_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by a carrier's customers; a cloud's metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's platform service, on an address that looks public
        "169.254.0.0/16",  # link-local; metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays, withdrawn by RFC 7526
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# https://www.iana.org/assignments/ipv6-address-space and iana-ipv6-special-registry: global unicast
# is one eighth of IPv6; what lies outside is local, multicast or not given to anyone.
_GLOBAL_V6 = IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "3fff::/20",
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_V4_BITS = 0xFFFF_FFFF


def is_public(address: IPAddress) -> bool:
    """Return whether anyone on the Internet may be at this address, and nobody nearer.

    An IPv6 address that stands for an IPv4 address (mapped, NAT64, 6to4) is judged by that one.
    """
    if isinstance(address, IPv6Address):
        embedded = _embedded_v4(address)
        if embedded is None:
            return address in _GLOBAL_V6 and not any(address in network for network in _SPECIAL_V6)
        address = embedded
    return not any(address in network for network in _SPECIAL_V4)


def _embedded_v4(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & _V4_BITS)
    return address.ipv4_mapped or address.sixtofour


async def resolve(host: str, port: int) -> tuple[IPAddress, ...]:
    """Return the addresses of a host in the operating system's order, each once."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(ip_address(sockaddr[0]) for *_, sockaddr in found))
