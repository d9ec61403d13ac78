import asyncio
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.sources.addresses import is_public, resolve


@pytest.mark.parametrize(
    "text",
    [
        "8.8.8.8",
        "93.184.216.34",
        "2606:2800:220:1:248:1893:25c8:1946",
        "2400:6180::1",
        "64:ff9b::808:808",
        "::ffff:8.8.8.8",
        "2002:808:808::1",
    ],
)
def test_an_address_that_anyone_may_have_is_public(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104 - refused, not listened on
        "10.1.2.3",
        "172.31.255.255",
        "192.168.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.251",
        "239.255.255.250",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::",
        "2001::1",
        "2001:0:808:808::f7f7:f7f7",
        "2001:db8::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "100::1",
        "4000::1",
    ],
)
def test_an_address_that_is_nearer_than_the_internet_is_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@given(st.ip_addresses())
def test_no_address_is_public_that_the_standard_library_calls_local(
    address: IPv4Address | IPv6Address,
) -> None:
    local = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
    )
    embedding = isinstance(address, IPv6Address) and (address.ipv4_mapped or address.sixtofour)
    assert embedding or not (local and is_public(address))


@given(st.ip_addresses(v=4))
def test_an_address_within_an_address_is_judged_as_itself(address: IPv4Address) -> None:
    number = int(address)
    mapped = IPv6Address((0xFFFF << 32) | number)
    translated = IPv6Address((0x0064_FF9B << 96) | number)
    tunnelled = IPv6Address((0x2002 << 112) | (number << 80))
    assert {is_public(form) for form in (mapped, translated, tunnelled)} == {is_public(address)}


@pytest.mark.parametrize("spelling", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1"])
def test_every_spelling_of_an_address_leads_to_that_address(spelling: str) -> None:
    assert asyncio.run(resolve(spelling, 80)) == (IPv4Address("127.0.0.1"),)
