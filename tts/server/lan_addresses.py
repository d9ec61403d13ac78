"""At which addresses the other machines of the house reach this one; found without asking any of them."""

import ipaddress
from collections.abc import Iterator

import ifaddr

VIRTUAL = ("docker", "br-", "veth", "virbr", "vmnet", "vbox", "tun", "tap", "podman", "cni")
"""How the names of adapters begin that lead to no phone."""

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to


def reachable_at(bound: str) -> list[str]:
    """Return the numbers by which a server bound to an address is reached, the likeliest first.

    For one that is bound to all addresses, those of the home network; empty when there is none.
    """
    return _of_the_house() if bound in EVERYWHERE else [bound]


def _of_the_house() -> list[str]:
    found = sorted(_private_addresses())
    return [number for _is_virtual, number in found]


def _private_addresses() -> Iterator[tuple[bool, str]]:
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            if not isinstance(ip.ip, str):
                continue  # IPv6: its addresses here are long, and change
            number = ipaddress.ip_address(ip.ip)
            if number.is_private and not number.is_loopback and not number.is_link_local:
                yield adapter.nice_name.lower().startswith(VIRTUAL), ip.ip
