"""Shelves: small servers that answer as Miniflux, Readeck, Karakeep and Wallabag document it."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

WORD = "s3cret-token"
NEWEST = datetime(2026, 5, 4, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Saved:
    """A story on a shelf; one without `html` has no text there."""

    title: str
    url: str
    html: str = ""
    at: datetime = NEWEST
    kind: str = "article"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a shelf answers."""

    body: bytes
    media_type: str = "application/json"
    status: int = 200
    location: str = ""


def many(number: int, url: str) -> list[Saved]:
    """Return so many saved stories, the newest first."""
    return [
        Saved(f"第{index}則", f"{url}/{index}", at=NEWEST - timedelta(minutes=index))
        for index in range(number)
    ]


@dataclass
class Shelf:
    """One server with what its reader saved; it knows the reader by `token`.

    `asked` are the targets of all requests. robots.txt asks programs to stay away, as theirs do.
    """

    answer: Callable[["Shelf", str, Mapping[str, str]], Reply | None]
    saved: Sequence[Saved] = ()
    token: str = WORD
    asked: list[str] = field(default_factory=list)

    def __enter__(self) -> Self:
        shelf = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                shelf.asked.append(self.path)
                reply = shelf.answer(shelf, self.path, {k.lower(): v for k, v in self.headers.items()})
                if self.path == "/robots.txt":
                    reply = Reply(b"User-agent: *\nDisallow: /\n", "text/plain")
                reply = reply or Reply(b'{"error_message": "Access Unauthorized"}', status=401)
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.media_type)
                self.send_header("Content-Length", str(len(reply.body)))
                if reply.location:
                    self.send_header("Location", reply.location)
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def miniflux(shelf: Shelf, target: str, headers: Mapping[str, str]) -> Reply | None:
    if headers.get("x-auth-token") != shelf.token:
        return None
    parts, query = urlsplit(target), _query(target)
    if parts.path != "/v1/entries" or query.get("status") != "unread":
        return Reply(b'{"error_message": "Resource Not Found"}', status=404)
    first, most = int(query.get("offset", 0)), int(query.get("limit", 100))
    entries = [
        {
            "id": number,
            "feed_id": 7,
            "status": "unread",
            "title": saved.title,
            "url": saved.url,
            "published_at": saved.at.isoformat(),
            "content": saved.html,
            "author": "林小船",
            "starred": False,
            "feed": {"id": 7, "title": "海港日報", "category": {"id": 2, "title": "地方"}},
            "tags": ["航運"],
        }
        for number, saved in _page(shelf, first, most)
    ]
    return _json({"total": len(shelf.saved), "entries": entries})


def readeck(shelf: Shelf, target: str, headers: Mapping[str, str]) -> Reply | None:
    if headers.get("authorization") != f"Bearer {shelf.token}":
        return None
    path, query = urlsplit(target).path, _query(target)
    if path.endswith("/article"):
        saved = shelf.saved[int(path.split("/")[3].removeprefix("b"))]
        return Reply(f"<section>{saved.html}</section>".encode(), "text/html; charset=utf-8")
    first, most = int(query.get("offset", 0)), int(query.get("limit", 100))
    bookmarks = [
        {
            "id": f"b{number}",
            "href": f"{shelf.url}/api/bookmarks/b{number}",
            "created": saved.at.isoformat(),
            "updated": saved.at.isoformat(),
            "published": "2020-02-01T08:00:00Z",
            "loaded": True,
            "url": saved.url,
            "title": saved.title,
            "site_name": "山城晚報",
            "authors": ["陳大山", "李二橋"],
            "type": saved.kind,
            "has_article": bool(saved.html),
            "is_archived": False,
            "labels": ["地方"],
            "resources": {"article": {"src": f"{shelf.url}/api/bookmarks/b{number}/article"}},
        }
        for number, saved in _page(shelf, first, most)
    ]
    return _json(bookmarks)


def karakeep(shelf: Shelf, target: str, headers: Mapping[str, str]) -> Reply | None:
    if headers.get("authorization") != f"Bearer {shelf.token}":
        return None
    path, query = urlsplit(target).path, _query(target)
    if path != "/api/v1/bookmarks":
        number = int(path.rpartition("/")[2].removeprefix("k"))
        return _json(_link(number, shelf.saved[number], with_text=query.get("includeContent") == "true"))
    first, most = int(query.get("cursor", "c0").removeprefix("c")), int(query.get("limit", 20))
    note = _bookmark("note", NEWEST, {"type": "text", "text": "買牛奶"})
    links = [_link(number, saved, with_text=False) for number, saved in _page(shelf, first, most - 1)]
    last = first + most - 1
    cursor = f"c{last}" if last < len(shelf.saved) else None
    return _json({"bookmarks": [note, *links], "nextCursor": cursor})


def _link(number: int, saved: Saved, *, with_text: bool) -> dict[str, Any]:
    content = {
        "type": "link",
        "url": saved.url,
        "title": saved.title,
        "htmlContent": saved.html if with_text and saved.html else None,
        "author": None,
        "publisher": "田野週刊",
        "datePublished": None,
    }
    return _bookmark(f"k{number}", saved.at, content)


def _bookmark(identity: str, at: datetime, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": identity,
        "createdAt": at.isoformat(),
        "modifiedAt": None,
        "title": None,
        "archived": False,
        "favourited": False,
        "taggingStatus": "success",
        "summarizationStatus": None,
        "embeddingStatus": None,
        "userId": "u1",
        "tags": [{"id": "t1", "name": "農業", "attachedBy": "ai"}],
        "content": content,
        "assets": [],
    }


def wallabag(shelf: Shelf, target: str, _headers: Mapping[str, str]) -> Reply | None:
    if target != f"/feed/reader/{shelf.token}/unread":
        return Reply(b"<!doctype html><html><title>404</title></html>", "text/html", 404)
    entries = "".join(
        f"<entry><title><![CDATA[{escape(saved.title)}]]></title><link href='{saved.url}'/>"
        f"<link rel='alternate' type='text/html' href='{shelf.url}/view/{number}'/>"
        f"<link rel='via' href='{saved.url}'/><id>wallabag:host:reader:entry:{number}</id>"
        f"<updated>{saved.at.isoformat()}</updated><published>{saved.at.isoformat()}</published>"
        "<category term='local' label='地方'/>"
        f"<content type='html'><![CDATA[estimated reading time: 3 min{saved.html}]]></content></entry>"
        for number, saved in enumerate(shelf.saved)
    )
    feed = (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<title>wallabag — unread feed</title><author><name>reader</name></author>{entries}</feed>"
    )
    return Reply(feed.encode(), "application/atom+xml; charset=UTF-8")


def login_page(_shelf: Shelf, _target: str, _headers: Mapping[str, str]) -> Reply:
    return Reply(b"<!doctype html><html><title>Log in</title><form></form></html>", "text/html")


def nonsense(_shelf: Shelf, _target: str, _headers: Mapping[str, str]) -> Reply:
    return Reply(b'{"entries": "soon"')


def _page(shelf: Shelf, first: int, most: int) -> list[tuple[int, Saved]]:
    return list(enumerate(shelf.saved))[first : first + most]


def _query(target: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}


def _json(said: object) -> Reply:
    return Reply(json.dumps(said, ensure_ascii=False).encode())
