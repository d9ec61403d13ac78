"""A paper of years, on the loopback interface: pages, sitemaps and indexes as a test wants them."""

import gzip
import hashlib
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

HTML, XML = "text/html; charset=utf-8", "application/xml"

SUBJECTS = (
    "渡輪",
    "茶園",
    "電車",
    "圖書館",
    "漁港",
    "山路",
    "小學",
    "麵包店",
    "天文臺",
    "博物館",
    "水庫",
    "舊街",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a path answers."""

    body: bytes = b""
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def page(number: int, day: str, *, canonical: str = "", dated: bool = True) -> Answer:
    """Return the page of a story that is like no other."""
    subject, street = SUBJECTS[number % len(SUBJECTS)], number // len(SUBJECTS) + 1
    time = f'<time datetime="{day}T08:{number % 60:02}:00+08:00">{day}</time>' if dated else ""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return Answer(
        f"""<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8">{link}
<title>第{number}號{subject}整修完成</title></head><body><article><h1>第{number}號{subject}整修完成</h1>{time}
<p>第{street}街的第{number}號{subject}昨天整修完成，附近居民帶著孩子前來參觀，現場十分熱鬧。</p>
<p>管理員表示，第{number}號{subject}花了{number + 3}個月整修，經費比預估少了一成，往後每週開放六天。</p>
</article></body></html>""".encode()
    )


def sitemap(urls: Iterable[tuple[str, str]]) -> Answer:
    """Return a sitemap of addresses and the days that it says; "" for none."""
    rows = "".join(
        f"<url><loc>{url}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n" for url, day in urls
    )
    data = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    return Answer(data.encode(), XML)


def index(urls: Iterable[tuple[str, str]]) -> Answer:
    """Return an index of sitemaps."""
    rows = "".join(
        f"<sitemap><loc>{url}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
        for url, day in urls
    )
    return Answer(
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'.encode(),
        XML,
    )


def packed(answer: Answer) -> Answer:
    """Return a file that is packed as such, as sitemap.xml.gz is."""
    return Answer(gzip.compress(answer.body, mtime=0), "application/gzip")


class Paper:
    """Answers by path, to who knows the answer that it is the same; `asked` are paths, and what they gave,
    `signed` those for which a cookie came along."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, int]] = []
        self.signed: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def at(self, path: str) -> str:
        return self.url + path

    def years(self, *years: int, months: int = 3) -> list[tuple[str, str]]:
        """Print a story a month; return their addresses and days, in order."""
        urls = []
        for year in years:
            for month in range(1, months + 1):
                number = len(self.answers)
                path = f"/story/{number}.html"
                day = f"{year}-{month:02}-09"
                self.answers[path] = page(number, day)
                urls.append((self.at(path), day))
        return urls

    def told(self) -> Counter[str]:
        """Return how often each page was given."""
        return Counter(path for path, status in self.asked if status == 200)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        paper = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                answer = paper.answers.get(path, Answer(b"no", status=404))
                etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
                same = answer.status == 200 and self.headers.get("If-None-Match") == etag
                status, body = (304, b"") if same else (answer.status, answer.body)
                paper.asked.append((path, status))
                if self.headers.get("Cookie"):
                    paper.signed.add(path)
                self.send_response(status)
                for name, value in {
                    "ETag": etag,
                    "Content-Type": answer.content_type,
                    **answer.headers,
                }.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing: a test's output is its failures."""

        return Handler
