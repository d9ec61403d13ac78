"""Addresses of the web: the one place where they are split and joined; none of it raises anything."""

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urldefrag, urljoin, urlsplit

SCHEMES = frozenset({"http", "https"})
"""What may be fetched, and linked to: a script, a file or data that a page calls a link is none."""

WHOLE = ("https://", "http://")
"""How a link begins that leads to the same place from everywhere."""

MOST_CHARACTERS = 2_000
"""Of a link that somebody else wrote: longer ones are refused by servers and by what reads feeds."""

_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NO_HOST = re.compile(r"[\s\x00-\x20\x7f<>^|%\\\"`{}\u202a-\u202e\u2066-\u2069]")
"""What a host's name never has: https://url.spec.whatwg.org/#forbidden-domain-code-point, and what turns
around all that is shown after it (RFC 5892, 2.6: such code points are disallowed)."""

_NUMBERED = re.compile(r"(?:[^@\[\]]*@)?\[[0-9A-Fa-f:.]+\](?::\d*)?")
"""A host that is a number of IPv6 stands in brackets, and nothing else beside it but a port."""


_LOGIN = re.compile(r"//[^/?#]*@")


def parts_of(address: str | None) -> SplitResult | None:
    """Return the parts of an address of any scheme; None for what cannot be split, or whose port is none."""
    try:
        parts = urlsplit((address or "").strip())
        _is_a_port = parts.port
    except ValueError:  # brackets, a host that is another one when it is normalised, a port that is no number
        return None
    return parts


def web_parts(address: str | None) -> SplitResult | None:
    """Return the parts of an address of the web, that is http or https with a host; None for any other."""
    parts = parts_of(address)
    if parts is None or parts.scheme not in SCHEMES:
        return None
    is_number = "[" not in parts.netloc or _NUMBERED.fullmatch(parts.netloc)
    return parts if parts.hostname and is_number and not _NO_HOST.search(parts.hostname) else None


def host_of(address: str | None) -> str:
    """Return the host of an address of the web, in small letters; empty for any other."""
    parts = web_parts(address)
    return (parts.hostname or "") if parts else ""


def is_this_machine(host: str) -> bool:
    """Return whether a host's name or number is that of this machine's own loopback interface.

    So is 0.0.0.0, by which servers say that they listen: who asks it asks this machine.
    """
    try:
        number = ip_address(host)
    except ValueError:
        return host.rstrip(".") == "localhost"
    return number.is_loopback or number.is_unspecified


def bare(address: str) -> str:
    """Return an address as it may be shown and kept: without the name and the word that may be in it."""
    if parts_of(address):
        return _LOGIN.sub("//", address)
    scheme, slashes, rest = address.partition("//")  # nobody knows where its login ends
    return scheme + slashes + rest.rpartition("@")[2]


def whole_page(address: str) -> str:
    """Return the address of the page of which an address may name a part (#below)."""
    return urldefrag(address).url if parts_of(address) else address


def login_in(address: str | None) -> tuple[str, str] | None:
    """Return the name and the word in an address of the web (https://name:word@host/), None without them."""
    parts = web_parts(address)
    if parts is None or not (parts.username or parts.password):
        return None
    return unquote(parts.username or ""), unquote(parts.password or "")


def on_web(address: str | None) -> str | None:
    """Return an address that somebody wrote, if it is one of the web and no longer than links are.

    Control characters and the halves of characters are gone from it, spaces around it, and a login in it.
    """
    tidy = _UNPRINTED.sub("", address or "").strip()
    parts = web_parts(tidy) if len(tidy) <= MOST_CHARACTERS else None
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if parts else None


def joined(base: str | None, link: str | None) -> str | None:
    """Return where a link on the page at `base` leads, if that is on the web; None for an empty link."""
    if not (link and link.strip()) or len(link) > MOST_CHARACTERS:
        return None
    if link.startswith(WHOLE):
        return on_web(link)
    try:
        return on_web(urljoin(base or "", link.strip()))
    except ValueError:  # either of them cannot be split
        return on_web(link)
