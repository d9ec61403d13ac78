"""Who gets what: nothing is listed, nothing hidden is given, and no name leads out of the folder."""

import re
import secrets
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, unquote

import anyio.to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tts.errors import Unforeseen, border
from tts.feed.addresses import EMBEDDED, FEED, INDEX
from tts.model.address import host_of
from tts.model.settings import ShowSettings
from tts.publication.public_files import HTML, SCRIPT, is_feed, is_public, media_type
from tts.server.answers import READING, feed_answer, file_answer
from tts.server.inbox import Inbox
from tts.server.threshold import Threshold
from tts.server.vitals import ADDRESSES, Tally

METHODS = ", ".join((*READING, "OPTIONS"))

Log = Callable[[str], None]

OK = 200

FIRST = (FEED, INDEX)
"""What a show is asked for first."""

FIRST_EPISODE_S = 60
"""After so long it is worth to ask again for a show that has no episode yet: to narrate one takes seconds."""

MOST_SHOWN = 200
"""Characters of a path that the log shows: those of this show have less."""

_WHOLE_ADDRESS = re.compile(rb"(?i:https?)://(?P<host>[^/]*)(?P<path>/.*)?", re.DOTALL)


def application(  # noqa: PLR0913 - what is served, to whom, and who is told of it
    output: Path,
    show: ShowSettings,
    *,
    token: str = "",
    log: Log | None = None,
    begin: Callable[[], bool] | None = None,
    inbox: Inbox | None = None,
) -> Starlette:
    """Return what serves the public files of an output folder, and its inbox; nothing else changes there.

    Where there is no feed yet, `begin` is asked whether there is one now; if not, apps are told to ask again.

    With a token all of the show stands below `/TOKEN/`, and nothing elsewhere. Without one only requests
    for this machine are answered, by number, as localhost or as the show's own host: a page of the web whose
    name is made to lead here (DNS rebinding) gets nothing. `log` gets a line per answered request, but none
    where a watcher hears that all is well; one that cannot be written costs nobody an answer.
    """
    log = _without_trouble(log) if log else None
    site = _Site(output.resolve(), show, token, log, begin)
    served = Starlette(routes=[*(inbox.routes(token, log) if inbox else ()), Route("/{path:path}", site)])
    served.router.redirect_slashes = False  # it would send whoever names another host there
    served.add_middleware(Threshold, own_host=host_of(show.url), is_open=bool(token))
    if inbox is not None:
        served.add_middleware(Tally, counts=inbox.answered)
    if log is not None:
        served.add_middleware(_AccessLog, log=log, token=token)
    served.add_middleware(_OriginForm)
    return served


class _Site:
    def __init__(
        self, output: Path, show: ShowSettings, token: str, log: Log | None, begin: Callable[[], bool] | None
    ) -> None:
        self._log = log
        self._begin = begin
        self._output = output
        self._token = token
        self._private = show.private

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer: Response
        try:
            with border("answering a request"):
                answer = await self._answer(Request(scope))
        except Unforeseen as error:
            if self._log:
                self._log(str(error))
            answer = PlainTextResponse("This cannot be answered.\n", 500)
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        host = request.headers["host"]
        path = self._path(request.scope["path"])
        if path is None:
            return _not_found()
        if not path and not request.scope["path"].endswith("/"):
            return RedirectResponse(f"/{self._token}/", 308)
        if not path or path.endswith("/"):
            path += INDEX
        file = await anyio.to_thread.run_sync(self._find_or_begin, path)
        return self._missing(path) if file is None else await self._about(request, path, file, host)

    async def _about(self, request: Request, path: str, file: Path, host: str) -> Response:
        """Return the answer to whatever is asked about a public file."""
        headers = self._headers(path)
        if request.method not in READING:
            status = 204 if request.method == "OPTIONS" else 405
            return Response(status_code=status, headers={**headers, "allow": METHODS})
        base = f"{request.scope['scheme']}://{host}/{self._token and self._token + '/'}"
        try:
            if is_feed(path):
                return await feed_answer(request, file, headers, path, base)
            return await file_answer(request, file, headers)
        except OSError:  # it has been removed meanwhile
            return _not_found()

    def _path(self, asked: str) -> str | None:
        """Return the path below the output folder; None when the token is not the right one."""
        path = asked.removeprefix("/")
        if not self._token:
            return path
        token, _slash, path = path.partition("/")
        is_right = secrets.compare_digest(token.encode(errors="replace"), self._token.encode())
        return path if is_right else None

    def _find_or_begin(self, path: str) -> Path | None:
        """Return the file of a public path, one of FIRST also where an episode is there only by now."""
        file = self._find(path)
        if file is None and self._begin and path in FIRST and self._begin():
            return self._find(path)
        return file

    def _missing(self, path: str) -> Response:
        return _not_yet() if self._begin and path in FIRST else _not_found()

    def _find(self, path: str) -> Path | None:
        """Return the file of a public path, unless a link leads it to what is not public."""
        if not is_public(path):
            return None
        try:
            file = (self._output / path).resolve(strict=True)
            below = file.relative_to(self._output).as_posix()
            return file if is_public(below) and stat.S_ISREG(file.stat().st_mode) else None
        except (OSError, RuntimeError, ValueError):  # there is none, links run in a circle, or lead out
            return None

    def _headers(self, path: str) -> Mapping[str, str]:
        """Return the headers of every answer about the file.

        An address may hold the token, so no page tells the next where one came from (Referrer-Policy).
        What tells of other files is for no other site to read, unless the address itself is the secret. The
        player to embed tells of none, and is there for other sites.
        """
        kind = media_type(path)
        headers = {
            "cache-control": "no-cache",
            "content-type": kind,
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        }
        if self._private:
            headers["x-robots-tag"] = "noindex"
        is_own = kind in (HTML, SCRIPT) and path not in EMBEDDED
        if is_own and kind == HTML:
            headers["content-security-policy"] = "frame-ancestors 'none'"
        if is_own or (is_feed(path) and self._private and not self._token):
            return headers | {"cross-origin-resource-policy": "same-origin"}
        return headers | {
            "access-control-allow-origin": "*",
            "access-control-allow-methods": METHODS,
            "access-control-allow-headers": "If-Modified-Since, If-None-Match, If-Range, Range",
            "access-control-expose-headers": "Accept-Ranges, Content-Length, Content-Range, ETag",
        }


class _OriginForm:
    """Reads a request whose target is a whole address as one for its path, and for its host alone.

    What the Host header says counts for nothing then (RFC 9112, section 3.2.2).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        whole = _WHOLE_ADDRESS.fullmatch(scope.get("raw_path") or b"")
        if scope["type"] == "http" and whole:
            headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
            path = whole["path"] or b"/"
            scope = {
                **scope,
                "headers": [(b"host", whole["host"]), *headers],
                "path": unquote(path.decode("ascii")),
                "raw_path": path,
            }
        await self._app(scope, receive, send)


class _AccessLog:
    """Tells of each request who asked for what, and the answer; never the token.

    That all is well is asked every few seconds by whoever watches the server: it is told to him alone.
    """

    def __init__(self, app: ASGIApp, log: Log, token: str) -> None:
        self._app = app
        self._log = log
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on."""

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and not _is_well(scope, message["status"]):
                self._log(self._line(scope, message["status"]))
            await send(message)

        await self._app(scope, receive, watched if scope["type"] == "http" else send)

    def _line(self, scope: Scope, status: int) -> str:
        shown = quote(scope["path"], errors="replace")
        if self._token:
            shown = shown.replace(self._token, "TOKEN")
        client = quote((scope.get("client") or ("-",))[0], safe=":", errors="replace")
        if len(shown) > MOST_SHOWN:
            shown = f"{shown[:MOST_SHOWN]}…"
        return f"{client} {scope['method'][:MOST_SHOWN]} {shown} {status}"


def _is_well(scope: Scope, status: int) -> bool:
    return status == OK and scope["path"] in ADDRESSES


def _without_trouble(log: Log) -> Log:
    def tell(line: str) -> None:
        with suppress(Exception):  # whoever reads the log has gone, or its disk is full
            log(line)

    return tell


def _not_yet() -> Response:
    """Return the answer to who asks for a show before its first episode: apps ask again."""
    return PlainTextResponse(
        "There is no episode yet.\n", 503, {"retry-after": str(FIRST_EPISODE_S), "cache-control": "no-store"}
    )


def _not_found() -> Response:
    return PlainTextResponse("Not found.\n", 404)
