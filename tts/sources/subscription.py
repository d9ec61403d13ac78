"""The subscription: what a source's reader is let in by, and the addresses that any of it goes to.

Cookies go where they belong by their own rules, headers and a login to the source's own server alone. Where a
request goes is asked of the request itself, each time anew: a redirect is another one.
"""

import re
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tts.errors import TingError, UsageError
from tts.model.address import bare, host_of, login_in, web_parts
from tts.model.settings import without_value
from tts.sources.cookies import Cookie, in_header, read_cookies
from tts.sources.place import Place
from tts.sources.secret import is_open_to_others, secret

RENEW_COOKIES = "The cookies may have expired: export them again."
RENEW_LOGIN = "The login or header that was sent may hold no longer: renew it."

BEARER = "Authorization"
TOKEN_HEADERS = {"miniflux": "X-Auth-Token", "readeck": BEARER, "karakeep": BEARER, "wallabag": ""}
"""The header in which a service of the reader's own is sent a token, by its kind; empty: in an address."""

_COOKIE, _LOGIN = "cookie", "authorization"
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""What a header can be called (RFC 9110, 5.6.2)."""

_SENDABLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?")
_OURS = frozenset({"host", "connection", "expect", "range", "te", "trailer", "upgrade"})
_OUR_FAMILIES = ("accept-encoding", "content-", "if-", "proxy-", "transfer-")
"""What makes a request another one, or its answer: not for a source to set."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a source is subscribed with, as its settings say; `location` is its address, login and all.

    Values of headers, the `password` and the `token` are words, or say where they stand ("file:", "env:").
    The token is sent in `token_header`, and in none where that is empty. With a `base`, the address of a
    program that may share its server with others, headers and a login go to what is below it alone.
    """

    location: str
    cookies: Path | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    token_header: str = BEARER
    base: str = ""

    @property
    def is_any(self) -> bool:
        """Whether there is anything to be let in by."""
        named = self.user or self.password or self.token or login_in(self.location)
        return bool(self.cookies or self.headers or named)

    @property
    def notices(self) -> Iterator[str]:
        """What its owner should know, in a sentence each."""
        if self.cookies and is_open_to_others(self.cookies):
            yield f"Everyone on this machine can read {self.cookies}: chmod 600 {self.cookies}"


@dataclass(frozen=True, slots=True)
class Key:
    """A subscription, opened: `home` is the place of its address, None where that is a path.

    Headers go to what is below the path `folder`, which has no slash at its end.
    """

    home: Place | None
    folder: str = ""
    cookies: tuple[Cookie, ...] = field(default=(), repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def headers_at(self, place: Place) -> Mapping[str, str]:
        """Return the headers that go to a place: all to its own server, in its folder; none to any other."""
        return self.headers if self.holds(place) else {}

    def holds(self, place: Place) -> bool:
        """Tell whether a place is on its own server, in its folder."""
        is_own = self.home is not None and self.home.origin == place.origin
        return is_own and place.path.startswith(f"{self.folder}/")

    def cookies_at(self, place: Place, now: float) -> Iterator[Cookie]:
        """Yield the cookies that go to a place: not over http for one of https, nor to another port."""
        if self._is_safe(place):
            yield from (cookie for cookie in self.cookies if cookie.goes_to(place, now))

    def _is_safe(self, place: Place) -> bool:
        home = self.home
        if home is None:
            return place.is_secure
        if home.is_secure and not place.is_secure:
            return False
        is_upgrade = place.is_secure and place.default_port and home.default_port
        return home.host != place.host or home.port == place.port or is_upgrade


@dataclass(frozen=True, slots=True)
class Pass:
    """What a request takes along, `cookies` as a header has them; `renewal` is said where that fails."""

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: tuple[str, ...] = field(default=(), repr=False)

    @property
    def renewal(self) -> str:
        """What its owner may do where he is not let in with it; empty where there is nothing in it."""
        if self.cookies or _COOKIE in self.headers:
            return RENEW_COOKIES
        return RENEW_LOGIN if self.headers else ""

    def sent_with(self, own: str) -> str:
        """Return the header of cookies, those first that the server has given since, each name once."""
        named: dict[str, str] = {}
        for each in (*own.split("; "), *self.headers.get(_COOKIE, "").split("; "), *self.cookies):
            if each:
                named.setdefault(each.partition("=")[0], each)
        return "; ".join(named.values())


NO_PASS = Pass()


class Ring:
    """The subscriptions of a run; the first that has something for an address gives it.

    One whose address is the very one that is asked for goes before the others. `clock` counts
    seconds since 1970.
    """

    def __init__(
        self, subscriptions: Iterable[Subscription] = (), clock: Callable[[], float] = time.time
    ) -> None:
        self._clock = clock
        self._held = [_Held(one, clock) for one in subscriptions if one.is_any]

    def learn(self, address: str) -> None:
        """Keep the login in an address that the user gave, for this run; it holds for its server."""
        login = login_in(address)
        if login and not any(held.subscription == Subscription(address) for held in self._held):
            self._held.insert(0, _Held(Subscription(address), self._clock))

    def subscription_at(self, location: str) -> Subscription:
        """Return with what the source at this address is subscribed; one with nothing where there is none."""
        held = (one.subscription for one in self._held if one.subscription.location == location)
        return next(held, Subscription(location))

    def require_one_token(self, location: str) -> None:
        """Return when the sources of the server at this address have one token; UsageError says that not."""
        here = _program(self.subscription_at(location))
        others = (one.subscription for one in self._held if one.subscription.token)
        tokens = {(other.user, other.token) for other in others if _program(other) == here}
        if len(tokens) > 1:
            message = f"Two sources of {host_of(location)} have different tokens."
            raise UsageError(message, hint="One account of a server can be read.")

    def require(self, location: str) -> None:
        """Return when the subscription of the source at this address can be used; UsageError says why not."""
        for held in self._held:
            if held.subscription.location == location:
                _ = held.key

    def require_at(self, address: str) -> None:
        """Return when all that there is for the host of an address can be used; UsageError says why not."""
        for held in self._held:
            if host_of(held.subscription.location) == host_of(address):
                _ = held.key

    def pass_to(self, place: Place) -> Pass:
        """Return what a request to a place takes along; what cannot be used is as if it were not there."""
        keys = sorted(self._usable(), key=lambda key: key.home != place)
        deepest = max((len(key.folder) for key in keys if key.holds(place)), default=0)
        headers: dict[str, str] = {}
        cookies: dict[tuple[str, str], Cookie] = {}
        now = self._clock()
        for key in keys:
            if len(key.folder) == deepest:  # what is a program's of its own folder gets no word of others
                headers = {**key.headers_at(place), **headers}
            for cookie in key.cookies_at(place, now):
                cookies.setdefault((cookie.name, cookie.path), cookie)
        return Pass(headers, tuple(in_header(cookies.values()))) if headers or cookies else NO_PASS

    def _usable(self) -> Iterator[Key]:
        for held in self._held:
            try:
                yield held.key
            except TingError:  # its source says so, and no other is the worse for it
                continue


class _Held:
    """A subscription, which is opened when it is first asked for."""

    def __init__(self, subscription: Subscription, clock: Callable[[], float]) -> None:
        self.subscription = subscription
        self._clock = clock

    @cached_property
    def key(self) -> Key:
        return opened(self.subscription, self._clock())


def opened(subscription: Subscription, now: float) -> Key:
    """Return a subscription with all that its files and variables hold; UsageError says what is wrong."""
    home = _home(subscription.location)
    headers = dict(_headers(subscription.headers))
    for name, word in (_token(subscription), (_LOGIN, _login(subscription))):
        if word:
            headers.setdefault(name, word)
    if headers and home is None:
        message = (
            f"{bare(subscription.location)} is no address of the web, to which headers or a login could go."
        )
        raise UsageError(message, hint="Give its address with https://, or remove them from that source.")
    cookies = read_cookies(subscription.cookies, now) if subscription.cookies else ()
    base = _home(subscription.base)
    return Key(home, base.path.rstrip("/") if base else "", cookies, headers)


def _program(subscription: Subscription) -> tuple[str, str, int | None, str] | None:
    """Return what a program is told apart by: its server, and where on that it is."""
    parts = web_parts(subscription.location)
    return (parts.scheme, host_of(subscription.location), parts.port, subscription.base) if parts else None


def _home(location: str) -> Place | None:
    if web_parts(location) is None:
        return None
    import httpx  # noqa: PLC0415 - it takes longer to import than a file to read

    try:
        return Place.of(httpx.URL(bare(location.strip())))
    except (httpx.InvalidURL, UnicodeError):  # it is told of the address itself when it is asked for
        return None


def _headers(headers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in headers.items():
        small = name.lower()
        if not _TOKEN.fullmatch(name) or small in _OURS or small.startswith(_OUR_FAMILIES):
            message = f"{without_value(name)} is no header that a source can have."
            raise UsageError(message, hint="Cookie and Authorization are the usual ones.")
        found = secret(value, f"The header {name}").strip(" \t")
        if not _SENDABLE.fullmatch(found):
            message = (
                f"The header {name} cannot be sent: it has a line break, or a character that no header has."
            )
            raise UsageError(message, hint="Write it on one line, as a browser sends it.")
        yield small, found


def _token(subscription: Subscription) -> tuple[str, str]:
    """Return the header of a token (by RFC 6750, 2.1, or its own), empty for none."""
    name = subscription.token_header
    if not subscription.token or not name:
        return "", ""
    word = secret(subscription.token, "The token")
    [(small, sent)] = _headers({name: f"Bearer {word}" if name.lower() == _LOGIN else word})
    return small, sent


def _login(subscription: Subscription) -> str:
    """Return the header of a login by name and word (RFC 7617), empty where there is none."""
    if subscription.token and not subscription.password:  # the user is whose token it is
        return ""
    user, word = login_in(subscription.location) or ("", "")
    user = secret(subscription.user, "The user of a login") if subscription.user else user
    word = secret(subscription.password, "The password of a login") if subscription.password else word
    if not user and not word:
        return ""
    if ":" in user:
        message = "The user of a login has a colon, which no such name has."
        raise UsageError(message, hint="Give the name as user, and the word as password.")
    return f"Basic {b64encode(f'{user}:{word}'.encode(errors='surrogatepass')).decode()}"
