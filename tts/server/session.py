"""The session: a browser keeps the token in a cookie that no script can read."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tts.inbox.tokens import Token
from tts.server.admission import COOKIE, is_own, known, shown_word
from tts.server.desk import Desk
from tts.server.posted import FORM, Bodies
from tts.server.resource import Refusal, told

KEPT_S = 400 * 24 * 3600
"""As long as browsers keep any: https://datatracker.ietf.org/doc/draft-ietf-httpbis-rfc6265bis/."""

MOST_BYTES = 2_000

PAGE = "/listen"


class Session:
    """Begins and ends sessions for this server's own page alone: nobody else may say whose list is shown."""

    def __init__(self, desk: Desk, bodies: Bodies) -> None:
        self._desk = desk
        self._bodies = bodies

    async def get(self, request: Request) -> Response:
        """Return whose session it is, and what may be done in it."""
        return _told(await known(self._desk, shown_word(request)))

    async def post(self, request: Request) -> Response:
        """Begin a session with the token that is posted."""
        _require_own(request)
        async with self._bodies.of(request, MOST_BYTES) as body:
            word = (await body.posted()).token or ""
        token = await known(self._desk, word)
        is_seen = body.kind == FORM and "text/html" in request.headers.get("accept", "")
        answer: Response = RedirectResponse(PAGE, 303) if is_seen else _told(token)
        answer.set_cookie(
            COOKIE, word, KEPT_S, secure=request.url.scheme == "https", httponly=True, samesite="strict"
        )
        return answer

    async def delete(self, request: Request) -> Response:
        """End the session."""
        _require_own(request)
        answer = Response(status_code=204)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer


def _require_own(request: Request) -> None:
    if not is_own(request):
        raise Refusal(403, "A session is for the page of this server alone.")


def _told(token: Token) -> Response:
    return told({"name": token.name, "may": token.may, "list": token.list})
