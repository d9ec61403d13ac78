"""Sending: what is posted is kept in the list of its token, and what became of it is answered."""

import math

from starlette.requests import Request
from starlette.responses import Response

from tts.inbox.entry import Entry
from tts.inbox.queue import InboxFull
from tts.server.admission import allowed, known, shown_word
from tts.server.desk import Desk
from tts.server.entries import address
from tts.server.orders import order_of
from tts.server.posted import FORM, Bodies
from tts.server.rate import Rate
from tts.server.receipt import apology, receipt
from tts.server.resource import Refusal, refused, told

FULL_S = 600
"""After so long some of 10,000 entries may be done."""

ANYWHERE = {"access-control-allow-origin": "*"}
"""A bookmarklet sends from the page that is read. It shows its token itself: cookies never count there."""

PREFLIGHT = {
    **ANYWHERE,
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "authorization, content-type",
    "access-control-max-age": "86400",
}


class Sending:
    """Takes in what is sent, from any site: as often as the rate lets a token, and of public addresses."""

    def __init__(self, desk: Desk, bodies: Bodies, rate: Rate, *, allow_private: bool) -> None:
        self._desk = desk
        self._bodies = bodies
        self._rate = rate
        self._allow_private = allow_private

    async def options(self, _request: Request) -> Response:
        """Answer a browser that asks whether a page of another site may send something."""
        return Response(status_code=204, headers=PREFLIGHT)

    async def post(self, request: Request) -> Response:
        """Answer who sends something: in JSON, or with a page where a browser sends a form."""
        is_seen = _is_seen(request)
        try:
            entry = await self._kept(request)
        except Refusal as refusal:
            answer = apology(refusal) if is_seen else refused(refusal)
        else:
            status = 200 if entry.slug else 202
            answer = receipt(entry, status) if is_seen else _answer(entry, status)
        answer.headers.update(ANYWHERE)
        return answer

    async def _kept(self, request: Request) -> Entry:
        """Return the entry of what was sent; before it is known whose it is, nothing of it is held."""
        word = shown_word(request)
        async with self._bodies.of(request) as body:
            token = allowed(await known(self._desk, word or await body.first_token()), "add")
            self._require_seldom(token.name)
            order = order_of(await body.posted(), allow_private=self._allow_private)
        try:
            return await self._desk.ask(lambda queue, _tokens: queue.add(order, token.list))
        except InboxFull as error:
            raise Refusal(503, str(error), {"retry-after": str(FULL_S)}) from error

    def _require_seldom(self, name: str) -> None:
        if wait_s := self._rate.wait_s(name):
            after = {"retry-after": str(math.ceil(wait_s))}
            raise Refusal(429, "This token has sent too much at once. Send the rest later.", after)


def _answer(entry: Entry, status: int) -> Response:
    content = {"id": entry.id, "state": entry.state, "href": address(entry)}
    episode = {"episode": entry.slug} if entry.slug else {}
    return told(content | episode, status, {"location": address(entry)})


def _is_seen(request: Request) -> bool:
    """Tell whether a person sees the answer: a form was sent that a browser shows it for."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == FORM and "text/html" in request.headers.get("accept", "")
