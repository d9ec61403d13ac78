"""The admission: whose token a request shows, and what it may do.

A token comes in the header Authorization, or in a cookie. A browser sends cookies wherever a page wants it
to, so one counts only for what this server's own page asks (https://www.w3.org/TR/fetch-metadata/).
"""

from typing import Literal

from starlette.requests import Request

from tts.inbox.tokens import Token
from tts.server.answers import READING
from tts.server.desk import Desk
from tts.server.resource import Refusal

COOKIE = "ting-listen"

MOST_CHARACTERS = 200
"""Of a word that may be a token; ours have 32."""

OWN_SITES = ("same-origin", "none")
"""What a browser says of requests of our own page, and of those that its user made by hand."""

Wish = Literal["add", "read", "change"]

_SENTENCES: dict[Wish, str] = {
    "add": "This token may not add to a list.",
    "read": "This token may only add: it may not see the list.",
    "change": "This token may not change the list.",
}


async def admitted(desk: Desk, request: Request, wish: Wish) -> Token:
    """Return what is known of the request's token; raise Refusal where it is none, or may not do this."""
    return allowed(await known(desk, shown_word(request)), wish)


async def known(desk: Desk, word: str) -> Token:
    """Return what is known of a token; raise Refusal where it is none."""
    token = await desk.holder(word) if 0 < len(word) <= MOST_CHARACTERS else None
    if token is None:
        sentence = "This token is not known here." if word else "A token is wanted here."
        raise Refusal(401, f"{sentence} ting token add NAME makes one.", {"www-authenticate": "Bearer"})
    return token


def allowed(token: Token, wish: Wish) -> Token:
    """Return the token; raise Refusal where it may not do this."""
    may = {"add": token.may_add, "read": token.may_read, "change": token.may_change}[wish]
    if not may:
        raise Refusal(403, _SENTENCES[wish])
    return token


def shown_word(request: Request) -> str:
    """Return the word that the request shows as its token; empty where it shows none."""
    scheme, _space, word = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return word.strip()
    return request.cookies.get(COOKIE, "") if is_own(request) else ""


def is_own(request: Request) -> bool:
    """Tell whether this server's own page asks; of what only reads, whether it may be that page."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in OWN_SITES
    origin = request.headers.get("origin")
    if origin is not None:
        return origin.partition("://")[2].lower() == request.headers["host"].lower()
    return request.method in READING
