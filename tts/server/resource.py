"""The resource: one address of the inbox, what can be done there, and how it says that something cannot."""

from collections.abc import Awaitable, Callable, Mapping

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tts.errors import TingError, Unforeseen, border

PRIVATE = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}
"""The headers of every answer: what is in a list is for its reader alone."""

JSON = "application/json"

Log = Callable[[str], None]
Answer = Callable[[Request], Awaitable[Response]]


class Refusal(Exception):
    """A request that is not done, with the status and the sentence that say why."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.sentence = sentence
        self.headers = headers or {}
        super().__init__(sentence)


class Resource:
    """What answers for an address: a function for each method. HEAD is GET without a body."""

    def __init__(self, log: Log | None, **methods: Answer) -> None:
        self._log = log
        self._methods = {name.upper(): answer for name, answer in methods.items()}
        if "GET" in self._methods:
            self._methods.setdefault("HEAD", self._methods["GET"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, if its client is still there."""
        answer = await self._answer(Request(scope, receive))
        if answer is None:
            return
        for name, value in PRIVATE.items():
            answer.headers.setdefault(name, value)
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response | None:
        method = self._methods.get(request.method)
        if method is None:
            status = 204 if request.method == "OPTIONS" else 405
            return Response(status_code=status, headers={"allow": ", ".join((*self._methods, "OPTIONS"))})
        try:
            with border("answering a request"):
                return await _done(method, request)
        except TingError as error:
            if self._log:
                self._log(str(error))
            return unable(error)


async def _done(method: Answer, request: Request) -> Response | None:
    """Return the answer; None when the client has gone while it sent."""
    try:
        return await method(request)
    except Refusal as refusal:
        return refused(refusal)
    except ClientDisconnect:
        return None


def told(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer in JSON."""
    return Response(msgspec.json.encode(content), status, headers, JSON)


def refused(refusal: Refusal) -> Response:
    """Return the answer that says why something is not done."""
    return told({"error": refusal.sentence}, refusal.status, refusal.headers)


def unable(error: TingError) -> Response:
    """Return the answer where this machine is at fault: it says nothing of its files."""
    if isinstance(error, Unforeseen):
        return told({"error": "This cannot be answered."}, 500)
    return told({"error": "The inbox cannot be used now. Try again later."}, 503, {"retry-after": "30"})
