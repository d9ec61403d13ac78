"""The threshold: what a request must be like before anybody looks at what it asks for."""

import ipaddress
import re

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

MOST_HEADER_BYTES = 16_384
"""What h11 allows headers that come in pieces; those that come at once are not weighed there."""

LOCAL = "localhost"

_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")


class Threshold:
    """Lets in what is HTTP/1, has headers within bounds, and names a host that is served here.

    Unless it `is_open`, that is this machine by number or as localhost, or `own_host`: a page of the web
    whose name is made to lead here (DNS rebinding) gets nothing.
    """

    def __init__(self, app: ASGIApp, own_host: str, *, is_open: bool) -> None:
        self._app = app
        self._own_host = own_host
        self._is_open = is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        await (self._refusal(scope) or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        if not scope["http_version"].startswith("1."):
            return PlainTextResponse("Only HTTP/1 is spoken here.\n", 505)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADER_BYTES:
            return PlainTextResponse("These headers are too long.\n", 431)
        if not self._is_known(Headers(scope=scope).get("host", "")):
            return PlainTextResponse("This host is not served here.\n", 421)
        return None

    def _is_known(self, host: str) -> bool:
        name = host_name(host)
        return bool(name) and (self._is_open or name in (LOCAL, self._own_host) or is_number(name))


def host_name(host: str) -> str:
    """Return the name in a Host header, in small letters; empty where it is none."""
    matched = _HOST.fullmatch(host)
    return matched["name"].lower() if matched else ""


def is_number(name: str) -> bool:
    """Tell whether a host is named by its address."""
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def is_loopback(name: str) -> bool:
    """Tell whether a host's name, or its number, is that of this very machine."""
    return name == LOCAL or (is_number(name) and ipaddress.ip_address(name.strip("[]")).is_loopback)
