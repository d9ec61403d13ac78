"""What is tried against a server of files, one request each: `python -m tests.server.attacks` lists them.

All of them are to be refused. Around the folder that is served, files that are not for others hold the word
SECRET: beside it, hidden in it, in its catalog, and behind links.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

SECRET = b"not for others"
GOOD_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Attack:
    """A request as it goes over the wire, and what is hoped for."""

    kind: str
    request: bytes


def get(target: str, *headers: str, host: str = GOOD_HOST, method: str = "GET") -> bytes:
    """Return a request of HTTP/1.1 whose connection ends after it; nothing in it is escaped."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *headers, "Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1")


CLIMBS = (
    "../",
    "..%2f",
    "%2e%2e/",
    "%2e%2e%2f",
    "%2E%2E%2F",
    ".%2e/",
    "%2e./",
    "..\\",
    "..%5c",
    "%2e%2e%5c",
    "%252e%252e%252f",
    "..%252f",
    "..%c0%af",
    "%c0%ae%c0%ae/",
    "..%e0%80%af",
    "..%ef%bc%8f",
    "%uff0e%uff0e/",
    "..;/",
    "..//",
    ".../",
    "....//",
    "..%00/",
    "..%0d%0a/",
    "..%09/",
    "%f0%80%80%ae%f0%80%80%ae/",
)
"""Ways to write one folder up, right and wrong."""

UP = ("outside.txt", "etc/passwd")

HIDDEN = (
    "catalog.db",
    "catalog.db-wal",
    "catalog.db-shm",
    "CATALOG.DB",
    "catalog%2edb",
    "catalog.db%00.mp3",
    "catalog.db%20",
    "catalog.db.",
    "catalog.db/",
    "catalog.db/.",
    "catalog.db;.mp3",
    "catalog.db?.mp3",
    "catalog.db%3f.mp3",
    "catalog.db%23.mp3",
    "catalog.db::$DATA",
    "episodes/%2e%2e/catalog.db",
    "feeds.json",
    ".serve-token",
    "%2eserve-token",
    "./.serve-token",
    "episodes/.draft.mp3.x.part",
    "episodes/%2edraft.mp3.x.part",
    "notes.txt",
    "ting.toml",
    ".git/config",
    ".env",
    ".htaccess",
    "episodes",
    "episodes/",
    "feeds/",
    "assets/",
    "~root/.bashrc",
    "proc/self/environ",
    "dev/stdin",
)

LINKS = (
    "episodes/out.txt",
    "episodes/catalog.txt",
    "episodes/round.txt",
    "episodes/root/etc/passwd",
    "episodes/up/outside.txt",
    "episodes/pipe.txt",
)
"""What lies in the folder and leads out of it, to what is hidden, round, or to nothing that ends."""

METHODS = [
    "POST",
    "PUT",
    "DELETE",
    "PATCH",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "COPY",
    "MOVE",
    "LOCK",
    "UNLOCK",
    "SEARCH",
    "REPORT",
    "TRACE",
    "TRACK",
    "DEBUG",
    "PURGE",
    "LINK",
    "BREW",
    "get",
    "gEt",
]

HOSTS = (
    "evil.example",
    "evil.example:8080",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "127.0.0.1@evil.example",
    "evil.example#127.0.0.1",
    "127.0.0.1, evil.example",
    "127.0.0.1 evil.example",
    "127.0.0.1:99999999",
    "127.0.0.1:port",
    "127.1",
    "0x7f000001",
    "2130706433",
    "localhost.",
    "[::1",
    "[::ffff:evil]",
    'a"><script>',
    "",
    ":",
    "@",
    "xn--lcalhost-54a",
    "\xe9vil",
)
"""Names that a page of the web may be led here by (DNS rebinding), and some that are none."""


def _climbing() -> Iterator[Attack]:
    for climb in CLIMBS:
        for target in UP:
            yield Attack("traversal", get(f"/{climb * 8}{target}"))
            yield Attack("traversal from within", get(f"/episodes/{climb}{climb * 8}{target}"))
    for target in (
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/\\etc\\passwd",
        "/c:/windows/win.ini",
        "/file:///etc/passwd",
    ):
        yield Attack("an absolute path", get(target))


def _hidden() -> Iterator[Attack]:
    yield from (Attack("a hidden file", get(f"/{path}")) for path in HIDDEN)
    yield from (Attack("a link", get(f"/{path}")) for path in LINKS)


def _whole_addresses() -> Iterator[Attack]:
    for target in (
        "http://evil.example/feed.xml",
        "HTTP://EVIL.EXAMPLE/feed.xml",
        "https://evil.example:443/",
        "http://127.0.0.1@evil.example/feed.xml",
        "http:///feed.xml",
        "http://",
        "http://127.0.0.1/../outside.txt",
        "http://127.0.0.1/%2e%2e/%2e%2e/etc/passwd",
        "http://127.0.0.1/catalog.db",
        "http://[::1/feed.xml",
        "ftp://127.0.0.1/feed.xml",
        "file:///etc/passwd",
        "gopher://127.0.0.1/_feed.xml",
        "evil.example:443",
        "*",
        "feed.xml",
        "?feed.xml",
    ):
        yield Attack("the form of a target", get(target))
    yield Attack("the form of a target", get("evil.example:443", method="CONNECT"))


def _torn_lines() -> Iterator[Attack]:
    for target in (
        "/feed.xml\rX: y",
        "/feed.xml\nX: y",
        "/feed.xml\x00",
        "/feed .xml",
        "/\x1b[31m",
        "/f\x7f",
        "/\xe9",
    ):
        yield Attack("a character that no target has", get(target))
    for target in (
        "%0d%0aSet-Cookie:%20a=b",
        "%0aX:%20y",
        "%00",
        "%1b%5b31m",
        "%",
        "%zz",
        "%e9",
        "%ed%a0%80",
    ):
        yield Attack("an escape that is no name", get(f"/{target}"))
    for header in (
        "X: a\x00b",
        "X : y",
        " X: y",
        "X",
        ": y",
        "X\x01: y",
        "\xe9: y",
        "X: a\rb",
        "X[]: y",
    ):
        yield Attack("a header that is none", get("/feed.xml", header))


def _smuggling() -> Iterator[Attack]:
    second = "GET /catalog.db HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    for headers in (
        ("Content-Length: 5", "Content-Length: 6"),
        ("Content-Length: 5, 6",),
        ("Content-Length: -1",),
        ("Content-Length: +5",),
        ("Content-Length: 0x5",),
        ("Content-Length: 5 6",),
        ("Content-Length: 99999999999999999999999",),
        ("Transfer-Encoding: chunked, identity",),
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding: chunked", "Transfer-Encoding: gzip"),
        ("Transfer-Encoding: gzip, chunked",),
        ("Transfer-Encoding:\x0bchunked",),
        ("Transfer-Encoding : chunked",),
        ("Transfer_Encoding: chunked", "Content-Length: 5, 5x"),
        ("Host: evil.example",),
        ("Host: 127.0.0.1",),
    ):
        yield Attack("smuggling", get("/feed.xml", *headers, method="POST") + f"0\r\n\r\n{second}".encode())
    for headers in (("Content-Length: 5", "Transfer-Encoding: chunked"), ("Transfer-Encoding: chunked",)):
        yield Attack("smuggling", get("/feed.xml", *headers, method="POST") + f"0\r\n\r\n{second}".encode())
    yield Attack("smuggling", get("/feed.xml", "Transfer-Encoding: chunked", method="POST") + b"-1\r\n\r\n")
    yield Attack(
        "smuggling", get("/feed.xml", "Transfer-Encoding: chunked", method="POST") + b"f" * 40 + b"\r\n"
    )


def _other_protocols() -> Iterator[Attack]:
    for request in (
        b"GET /feed.xml\r\n\r\n",
        b"GET /catalog.db\r\n\r\n",
        b"GET /feed.xml HTTP/0.9\r\n\r\n",
        b"GET /feed.xml HTTP/1.0\r\n\r\n",
        b"GET /feed.xml HTTP/1.1\r\n\r\n",
        b"GET /feed.xml HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /feed.xml HTTP/1.10\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET  /feed.xml HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET\t/feed.xml\tHTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /feed.xml http/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64) + b"\r\n\r\n",
        b"\x04\x01\x00\x50\x7f\x00\x00\x01\x00\r\n\r\n",
        b"\x00" * 64 + b"\r\n\r\n",
        b"EHLO evil.example\r\n\r\n",
        b"\r\n" * 20_000,
        b"A" * 70_000,
    ):
        yield Attack("another protocol", request)
    upgrade = (
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: QQ==",
    )
    yield Attack("an upgrade", get("/catalog.db", *upgrade))
    yield Attack(
        "an upgrade", get("/catalog.db", "Upgrade: h2c", "HTTP2-Settings: AA", "Connection: Upgrade")
    )


def _size() -> Iterator[Attack]:
    yield Attack("size", get("/" + "a" * 100_000))
    yield Attack("size", get("/" + "a/" * 5_000 + "feed.xml"))
    yield Attack("size", get("/" + "%2e%2e%2f" * 1_500))
    yield Attack("size", get("/" + "a" * 5_000 + ".mp3"))
    yield Attack("size", get("/feed.xml", "X: " + "y" * 100_000))
    yield Attack("size", get("/feed.xml", "X" * 100_000 + ": y"))
    yield Attack("size", get("/feed.xml", *(f"X-{number}: y" for number in range(10_000))))
    yield Attack("size", get("/feed.xml", "Cookie: " + "a=b; " * 20_000))
    yield Attack("size", b"X" * 100_000 + b" /feed.xml HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")


def attacks() -> list[Attack]:
    """Return all of them."""
    methods = (Attack("a method", get("/feed.xml", method=method)) for method in METHODS)
    hosts = (Attack("a host", get("/feed.xml", host=host)) for host in HOSTS)
    forwarded = Attack("a host", get("/feed.xml", "X-Forwarded-Host: 127.0.0.1", host="evil.example"))
    rest = (_whole_addresses(), _torn_lines(), _smuggling(), _other_protocols(), _size())
    return [*_climbing(), *_hidden(), *methods, *hosts, forwarded, *(one for some in rest for one in some)]


if __name__ == "__main__":
    for number, attack in enumerate(attacks(), 1):
        sys.stdout.write(f"{number:4} {attack.kind}: {attack.request[:80]!r}\n")
