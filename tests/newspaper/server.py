"""The newspapers' server: a real one, which knows conditional requests and can be made to fail."""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from socketserver import BaseServer
from types import TracebackType
from typing import Literal, Self

from tests.newspaper import pages
from tests.newspaper.stories import DAYS, PAPERS, Paper, Story, on_day

Failure = Literal["down", "slow", "html", "broken", "error"]
"""No answer at all, one that never ends, a page instead of a feed, half of it, or status 500."""

_LISTINGS = {
    "rss.xml": ("application/rss+xml; charset=utf-8", pages.rss),
    "atom.xml": ("application/atom+xml; charset=utf-8", pages.atom),
    "sitemap.xml": ("application/xml; charset=utf-8", pages.sitemap),
    "": ("text/html; charset=utf-8", pages.section),
}
NO_HEADERS: Mapping[str, str] = {}
_HTML = _LISTINGS[""][0]


@dataclass(frozen=True, slots=True)
class _Content:
    data: bytes
    media_type: str


class Newspaper:
    """Serves /harbour/ and /hill/, each with rss.xml, atom.xml, sitemap.xml, a section page and stories.

    `asked` are the paths that were asked for, in order, and the status of each answer. /private/ is what
    its robots.txt keeps to itself.
    """

    def __init__(self, day: int = 1, port: int = 0) -> None:
        self.day = day
        self.failing: dict[str, Failure] = {}
        self.asked: list[tuple[str, int]] = []
        self.over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def stories(self) -> tuple[Story, ...]:
        """What both newspapers tell today, the newest first."""
        return on_day(self.day)

    def address(self, path: str) -> str:
        return self.url + path

    def __enter__(self) -> Self:
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def content(self, path: str) -> _Content | None:
        """Return what is at a path today."""
        if path == "/robots.txt":
            return _Content(b"User-agent: *\nDisallow: /private/\n", "text/plain")
        paper, _, rest = path.removeprefix("/").partition("/")
        if paper not in PAPERS:
            return None
        if rest in _LISTINGS:
            return self._listing(paper, rest)
        for story in self.stories:
            if path == story.path:
                return _Content(pages.article(self.url, story).encode(), _HTML)
            if path == story.image:
                return _Content(pages.picture(story.name), "image/jpeg")
        return None

    def _listing(self, paper: Paper, name: str) -> _Content:
        media_type, printed = _LISTINGS[name]
        stories = [story for story in self.stories if story.paper == paper]
        return _Content(printed(self.url, paper, stories).encode(), media_type)

    def modified(self) -> str:
        morning = datetime.combine(DAYS[self.day], datetime.min.time(), UTC)
        return format_datetime(morning, usegmt=True)


_Connection = tuple[socket, tuple[str, int], BaseServer]


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, newspaper: Newspaper, *connection: *_Connection) -> None:
        self._newspaper = newspaper
        super().__init__(*connection)

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        failure = self._newspaper.failing.get(path)
        content = self._newspaper.content(path)
        match failure:
            case "down":
                self._newspaper.asked.append((path, 0))
                self.close_connection = True
            case "slow":
                self._newspaper.over.wait()
            case "error":
                self._send(path, 500)
            case None if content is None:
                self._send(path, 404)
            case _ if content is not None:
                self._answer(path, _spoilt(content, failure))

    def _answer(self, path: str, content: _Content) -> None:
        etag = f'"{hashlib.sha256(content.data).hexdigest()[:16]}"'
        validators = {"ETag": etag, "Last-Modified": self._newspaper.modified()}
        if self.headers.get("If-None-Match") == etag:
            self._send(path, 304, b"", validators)
        else:
            self._send(path, 200, content.data, {"Content-Type": content.media_type, **validators})

    def _send(
        self, path: str, status: int, body: bytes = b"", headers: Mapping[str, str] = NO_HEADERS
    ) -> None:
        self._newspaper.asked.append((path, status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: a test's output is its failures."""


def _spoilt(content: _Content, failure: Failure | None) -> _Content:
    match failure:
        case "html":
            return _Content(b"<!doctype html><title>Sorry</title><p>We moved.</p>", _HTML)
        case "broken":
            return _Content(content.data[: len(content.data) // 2], content.media_type)
        case _:
            return content
