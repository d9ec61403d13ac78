"""Cookies out of a file, as browsers' extensions export them, and to which addresses each of them goes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tts.errors import UsageError
from tts.sources.place import Place
from tts.sources.secret import read_secret

_HTTP_ONLY = "#HttpOnly_"
"""Before a cookie that scripts of a page do not see; what else begins with # is a comment."""

_FIELDS = 7
"""Domain, subdomains too, path, secure only, expiry, name, value: https://curl.se/docs/http-cookies.html."""

_FLAGS = {"TRUE": True, "FALSE": False}
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{0,20})?")
_PORT = re.compile(r"([^:]+):(\d{1,5})")
"""A host with its port, as wget writes the cookies of a server at another port than its scheme's."""

_NUMERIC_HOST = re.compile(r"[\d.]+")
_NAME = re.compile(r"[^\x00-\x20\x7f=;]*")
_VALUE = re.compile(r"[^\x00-\x1f\x7f;]*")
_EXPORT = "Export them again, in the Netscape format (cookies.txt)."


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie, by the rules of RFC 6265; `expires` counts seconds since 1970, 0 lasts for the session.

    `domain` is a host; with `subdomains` the hosts below it are meant too. The `name` may be empty. With a
    `port` it goes to no other; 0 is any.
    """

    domain: str
    subdomains: bool
    path: str
    secure: bool
    expires: float
    name: str
    value: str = field(repr=False)
    port: int = 0

    def goes_to(self, place: Place, now: float) -> bool:
        """Tell whether the cookie belongs to an address, and is good at this time."""
        is_good = (not self.expires or self.expires > now) and self.port in {0, place.port}
        return is_good and (place.is_secure or not self.secure) and self._is_of(place.host, place.path)

    def _is_of(self, host: str, path: str) -> bool:
        """Tell whether host and path are those of the cookie (RFC 6265, 5.1.3 and 5.1.4)."""
        is_below = self.subdomains and host.endswith(f".{self.domain}") and not _NUMERIC_HOST.fullmatch(host)
        if host != self.domain and not is_below:
            return False
        whole = self.path.removesuffix("/")
        return path == self.path or path.startswith(f"{whole}/")


def read_cookies(path: Path, now: float) -> tuple[Cookie, ...]:
    """Return the cookies of a file in the Netscape format, of which one at least is good at this time.

    Raises UsageError, with the line, for a file of another format, and where all of them have expired.
    """
    text = read_secret(path, "The file of cookies")
    cookies = tuple(_cookies(text, path))
    if not cookies:
        raise _not_cookies(path, "has no cookies in the Netscape format" if text.strip() else "is empty")
    if all(cookie.expires and cookie.expires <= now for cookie in cookies):
        message = f"All cookies in {path} have expired."
        raise UsageError(message, hint="Log in with the browser, and export them again.")
    return cookies


def in_header(cookies: Iterable[Cookie]) -> Iterator[str]:
    """Yield cookies as a header has them, those of longer paths first (RFC 6265, 5.4)."""
    for cookie in sorted(cookies, key=lambda cookie: -len(cookie.path)):
        yield f"{cookie.name}={cookie.value}" if cookie.name else cookie.value  # RFC 6265bis, 5.8.3


def _cookies(text: str, path: Path) -> Iterator[Cookie]:
    first = text.lstrip().partition("\n")[0]
    if first.startswith(("[", "{")) and "\t" not in first:  # [::1] is a host
        raise _not_cookies(path, "is JSON")
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.removesuffix("\r").removeprefix(_HTTP_ONLY)
        if not bare.strip() or bare.startswith("#"):
            continue
        yield _cookie(bare, f"Line {number} of {path}")


def _cookie(line: str, place: str) -> Cookie:
    fields = line.split("\t", _FIELDS - 1)
    if len(fields) == _FIELDS - 1:  # a cookie of an empty value, whose last tab an editor took away
        fields.append("")
    if len(fields) != _FIELDS:
        if _is_spaced(line):
            raise _no_cookie(place, "has spaces where tabs belong", "do not let an editor change the tabs")
        raise _no_cookie(place, "is no cookie of the Netscape format")
    domain, subdomains, path, secure, expires, name, value = (field.strip() for field in fields)
    flags = _FLAGS.get(subdomains.upper()), _FLAGS.get(secure.upper())
    with_port = _PORT.fullmatch(domain)
    host = _host(with_port[1] if with_port else domain)
    is_some = (name or value) and _NAME.fullmatch(name)
    is_right = host and path.startswith("/") and _NUMBER.fullmatch(expires) and is_some
    if None in flags or not is_right or not _VALUE.fullmatch(value):
        raise _no_cookie(place, "is no cookie of the Netscape format")
    # One without a dot, as .tw, is no paper's; and some exports write -1 for what lasts for the session.
    below = bool(flags[0]) and "." in host
    port = int(with_port[2]) if with_port else 0
    return Cookie(host, below, path, bool(flags[1]), max(0.0, float(expires)), name, value, port)


def _host(domain: str) -> str:
    """Return a domain as addresses have it, in small letters and as xn--; empty for what is none."""
    host = domain.removeprefix(".").lower().strip("[]")
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return ""


def _is_spaced(line: str) -> bool:
    fields = line.split(None, _FIELDS - 1)
    return len(fields) >= _FIELDS - 1 and fields[1].upper() in _FLAGS and fields[3].upper() in _FLAGS


def _not_cookies(path: Path, found: str) -> UsageError:
    return UsageError(f"The file of cookies {path} {found}.", hint=_EXPORT)


def _no_cookie(place: str, found: str, advice: str = "") -> UsageError:
    return UsageError(f"{place} {found}.", hint=f"{_EXPORT[:-1]}{f'; {advice}' if advice else ''}.")
