"""The order in what was posted: an address that may be read, or words that may be spoken."""

import re
import socket
from contextlib import suppress
from ipaddress import ip_address

from tts.inbox.entry import Order, Sent
from tts.model.address import host_of, on_web
from tts.printable import one_line
from tts.server.posted import Posted
from tts.server.resource import Refusal
from tts.sources.addresses import IPAddress, is_public

MOST_HTML_BYTES = 5_000_000
"""In UTF-8: the largest real page of an article that was met had under 1 MB."""

MOST_TEXT = 400_000
"""Characters: a day's listening."""

MOST_TITLE = 300
"""Characters; what is longer is no title."""

MOST_ADDRESS = 10_000
"""Characters that are looked at: links have a fifth."""

TIDIED = 2
"""So many times as long a text may be before its controls and half of each line break are gone: while more is
tidied all others would wait."""

LOCAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa")
"""RFC 6761, RFC 6762, RFC 8375, and what ICANN set aside for private networks in 2024."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def order_of(posted: Posted, *, allow_private: bool) -> Order:
    """Return what is ordered; a text that is nothing but an address is one.

    Raises Refusal where there is neither address nor words, too many of them, or where the address is none of
    the web, or a private one while those are not allowed.
    """
    url, text, html = ((field or "").strip() for field in (posted.url, posted.text, posted.html))
    title = one_line((posted.title or "")[: TIDIED * MOST_TITLE]).strip()[:MOST_TITLE]
    if not url and not html and len(text) <= MOST_ADDRESS and len(text.split()) == 1 and host_of(text):
        url, text = text, ""
    address = _address(url, allow_private=allow_private) if url else ""
    if html:
        _require(len(html.encode(errors="replace")) <= MOST_HTML_BYTES, f"{MOST_HTML_BYTES // 1_000_000} MB")
        return Order(address, title, Sent("html", html))
    if address:
        return Order(address, title)
    _require(len(text) <= TIDIED * MOST_TEXT, f"{MOST_TEXT:,} characters")
    words = _CONTROLS.sub("", text.replace("\r\n", "\n")).strip()
    _require(len(words) <= MOST_TEXT, f"{MOST_TEXT:,} characters")
    if not words:
        raise Refusal(400, "There is neither an address nor a text: send url, text, or url and html.")
    return Order("", title, Sent("text", words))


def _require(is_bounded: bool, bound: str) -> None:  # noqa: FBT001 - what is required, as in `assert`
    if not is_bounded:
        raise Refusal(413, f"This is more than {bound}.")


def _address(url: str, *, allow_private: bool) -> str:
    address = on_web(url) if len(url) <= MOST_ADDRESS else None
    if address is None:
        raise Refusal(422, "This is no address of the web: one begins with https:// or http://.")
    if not allow_private and _is_private(host_of(address)):
        sentence = "This address is not on the public Internet. To hear such pages, set fetch.allow_private."
        raise Refusal(422, sentence)
    return address


def _is_private(host: str) -> bool:
    """Tell whether a host's name says that it is private; its look-up may say so later, when it is read."""
    name = host.rstrip(".")
    if number := _number(name):
        return not is_public(number)
    return "." not in name or name.endswith(LOCAL_NAMES)


def _number(name: str) -> IPAddress | None:
    """Return the address that a name is, also where it is written as C reads it: 0x7f.1 is 127.0.0.1."""
    with suppress(ValueError):
        return ip_address(name.partition("%")[0])
    with suppress(OSError, UnicodeError):
        return ip_address(socket.inet_aton(name))
    return None
