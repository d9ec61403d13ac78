"""Fetching: one polite reader of addresses, who asks a site's robots.txt first and never hurries."""

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urlunsplit

from tts.errors import NetworkError, UsageError
from tts.model.address import bare, host_of, parts_of, web_parts
from tts.sources import robots
from tts.sources.page import PAGE, PRODUCT, Manners, Page, Refused, Validators, Wanted
from tts.sources.subscription import Ring

if TYPE_CHECKING:
    from tts.sources.client import Client, Reply

SAVE_IT = "Save the page with a browser, and give the saved file."
_HINTS = {
    401: SAVE_IT,
    402: SAVE_IT,
    403: SAVE_IT,
    404: "Check the address: the page may have been moved or taken down.",
    410: "The page has been taken down.",
    451: "The page is withheld for legal reasons.",
}
_LET_IN = {401, 402, 403}
_LEFT_BEHIND = (
    "A redirect led there, and the source's login, headers or cookies did not go along:"
    " give this address as its location, if it is the paper's own."
)
_TRY_LATER = "Try again later."
_PASSES = {408, 421, 425, 429}
"""Of the answers that blame who asks (RFC 9110, 15.5) those that may be others another time."""

RULES_KEPT_S = 24 * 3600.0
"""A robots.txt is read again after a day (RFC 9309, 2.4)."""

_SENDABLE = re.compile(r"[\x20-\x7e]+")


class Fetcher:
    """Reads pages; an async context manager, which closes the connections at its end.

    Keep one for a whole run: it remembers when it last visited a host, and for a day each site's robots.txt.
    What the `ring` has of subscriptions goes along where it belongs, but never for a robots.txt. `clock`
    counts seconds and `sleep` waits for them.
    """

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        client: "Client | None" = None,
        ring: Ring | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._manners = manners or Manners()
        self._client = client
        self.ring = ring or Ring()
        self._clock = clock
        self._sleep = sleep
        self._free_at: dict[str, float] = {}
        self._rules: dict[str, tuple[robots.Rules, float]] = {}
        self._reading_rules: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def __aenter__(self) -> Self:
        """Return the fetcher; nothing is opened before the first address."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what was opened."""
        if self._client is not None:
            await self._client.aclose()

    async def fetch(self, url: str, validators: Validators | None = None, wanted: Wanted = PAGE) -> Page:
        """Return the page, or what else is wanted, at an address, after its redirects.

        With the `validators` of an earlier page, the answer may be that it is not modified. A login in the
        address holds for its server for as long as this fetcher is kept; one in a redirect is left out.
        Raises UsageError for an address that is malformed, not of the web, or not public; NetworkError
        when the server fails or is too slow, Refused when it or its robots.txt refuses; ArticleNotFound when
        what is there is too large, or not what is wanted.
        """
        self.ring.learn(url)
        asked, previous_host, renewal = _without_login(url.strip()), "", ""
        address = asked
        for _ in range(self._manners.max_redirects + 1):
            try:
                is_own = wanted.own and _split(address).origin == _split(asked).origin
                host = _split(address).host if is_own else await self._require_welcome(address)
                if host != previous_host and not is_own:
                    await self._await_turn(host)
                reply = await self._get(address, _conditions(validators), wanted, self.ring)
            except UsageError as error:
                if address == asked:
                    raise
                message = f"{bare(asked)} leads to {bare(address)}. {error.message}"
                raise Refused(message, hint=error.hint) from error
            is_left_behind = bool(renewal) and not reply.renewal
            renewal = reply.renewal or renewal
            if reply.redirect is None:
                return _page(reply, validators, renewal, is_left_behind=is_left_behind)
            address, previous_host = _without_login(reply.redirect), host
        message = f"{bare(asked)} leads on and on: more than {self._manners.max_redirects} redirects."
        raise Refused(message, hint="Check the address, or save the page with a browser.")

    async def _require_welcome(self, address: str) -> str:
        """Return the address's host; raise where its robots.txt asks programs to stay away."""
        parts = _split(address)
        if self._manners.ignore_robots:
            return parts.host
        rules = await self._rules_of(parts.origin)
        if not rules.allow(parts.target):
            message = f"{parts.host} asks programs not to read this page, in its robots.txt."
            raise Refused(message, hint=f"{SAVE_IT} If you may read it, set fetch.ignore_robots.")
        return parts.host

    async def _rules_of(self, origin: str) -> robots.Rules:
        async with self._reading_rules[origin]:
            rules, read_at = self._rules.get(origin, (None, 0.0))
            if rules is None or self._clock() - read_at >= RULES_KEPT_S:
                rules = await self._read_rules(origin)
                self._rules[origin] = rules, self._clock()
        return rules

    async def _read_rules(self, origin: str) -> robots.Rules:
        """Return a site's rules: all is allowed where there are none (RFC 9309, 2.3.1).

        There are none where a redirect leads out of the web, or inside. Raises NetworkError when the server
        fails, which by that section allows nothing.
        """
        asked = address = f"{origin}/robots.txt"
        for _ in range(robots.MAX_REDIRECTS + 1):
            try:
                reply = await self._get(address, {}, None)
            except UsageError:
                if address == asked:
                    raise
                break
            if reply.redirect is None:
                return _rules_in(reply)
            address = reply.redirect
        return robots.EVERYTHING

    async def _await_turn(self, host: str) -> None:
        """Wait until the host may be visited again, and book the visit after this one."""
        now = self._clock()
        turn = max(now, self._free_at.get(host, now))
        self._free_at[host] = turn + self._manners.delay_ms / 1000
        if turn > now:
            await self._sleep(turn - now)

    async def _get(
        self, address: str, headers: Mapping[str, str], wanted: Wanted | None, ring: Ring | None = None
    ) -> "Reply":
        _split(address)
        if self._client is None:
            # httpx takes longer to import than a file to read, and files do not need it.
            from tts.sources.client import Client  # noqa: PLC0415

            self._client = Client(self._manners)
        return await self._client.get(address, headers, wanted, ring)


@dataclass(frozen=True, slots=True)
class _Address:
    """The parts of a web address that manners go by; `target` is the path with its query."""

    origin: str
    host: str
    target: str


def _split(address: str) -> _Address:
    """Return an address's parts; raise UsageError when it is not one of the web."""
    if parts_of(address) is None:
        message = f"The address {bare(address)} is malformed."
        raise UsageError(message, hint="Write it as a browser shows it.")
    parts = web_parts(address)
    if parts is None:
        message = f"{bare(address)} is not an address of the web."
        raise UsageError(message, hint="Give one that begins with https:// or http:// and names a host.")
    host = parts.hostname or ""
    named = f"[{host}]" if ":" in host else host
    origin = f"{parts.scheme}://{named}" + (f":{parts.port}" if parts.port else "")
    return _Address(origin, host, urlunsplit(("", "", parts.path or "/", parts.query, "")))


def _without_login(address: str) -> str:
    """Return an address without the login in it; one that is none as it is, to be refused as such."""
    return bare(address) if web_parts(address) else address


def _conditions(validators: Validators | None) -> dict[str, str]:
    """Return the headers of a conditional request; one that could not be sent is as none."""
    if validators is None:
        return {}
    headers = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in headers.items() if value and _SENDABLE.fullmatch(value)}


def _rules_in(reply: "Reply") -> robots.Rules:
    if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        host = host_of(reply.url)
        message = f"{host} cannot say what programs may read: its robots.txt answers {_named(reply.status)}."
        raise NetworkError(message, hint=_TRY_LATER)
    return robots.parse(reply.data, PRODUCT) if _is_success(reply) else robots.EVERYTHING


def _page(
    reply: "Reply", validators: Validators | None, renewal: str = "", *, is_left_behind: bool = False
) -> Page:
    """Return what a final answer says; raise NetworkError when it is none, Refused when it stays so.

    What its reader is let in by `is_left_behind` where a redirect led to a place that it does not go to.
    """
    if _is_success(reply):
        return Page(reply.url, reply.data, reply.content_type, reply.validators, renewal=renewal)
    if validators is not None and reply.status == HTTPStatus.NOT_MODIFIED:
        kept = Validators(
            reply.validators.etag or validators.etag,
            reply.validators.last_modified or validators.last_modified,
        )
        return Page(reply.url, b"", reply.content_type, kept, not_modified=True)
    message = f"{reply.url} cannot be read: the server answered {_named(reply.status)}."
    stays = reply.status < HTTPStatus.INTERNAL_SERVER_ERROR and reply.status not in _PASSES
    hint = _LEFT_BEHIND if is_left_behind and reply.status in _LET_IN else _hint(reply)
    kind = Refused if stays else NetworkError
    raise kind(message, hint=hint, retry_after_s=reply.retry_after_s)


def _is_success(reply: "Reply") -> bool:
    return HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _hint(reply: "Reply") -> str:
    if reply.retry_after_s:
        return f"Try again in {reply.retry_after_s:.0f} s."
    if reply.status in _LET_IN and reply.renewal:
        return reply.renewal
    return _HINTS.get(reply.status, _TRY_LATER)
