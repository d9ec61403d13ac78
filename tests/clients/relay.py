"""A line to a server that can be cut in the middle of a sound file, and mended."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Relay:
    """Stands at `address` before a server; `asked` is what was asked for: path, range and answer.

    `cut_after` lets so many bytes of the next sound file through, and then the line is `down`.
    """

    address: str = ""
    cut_after: int | None = None
    down: bool = False
    asked: list[tuple[str, str, int]] = field(default_factory=list)

    def passed(self, path: str, body: bytes) -> bytes:
        """Return what comes through of a body."""
        if self.cut_after is None or not path.endswith(".mp3"):
            return body
        through, self.cut_after, self.down = body[: self.cut_after], None, True
        return through


@contextmanager
def relayed(server: str) -> Iterator[Relay]:
    """Set a relay up before the server that is at an address."""
    relay = Relay()

    class Line(BaseHTTPRequestHandler):
        """One connection, for one request."""

        def do_GET(self) -> None:
            """Ask the server the same, and give its answer."""
            if relay.down:
                return
            upstream = HTTPConnection(urlsplit(server).netloc)
            upstream.request("GET", self.path, headers=dict(self.headers))
            answer = upstream.getresponse()
            relay.asked.append((self.path, self.headers.get("Range", ""), answer.status))
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(relay.passed(self.path, answer.read()))
            upstream.close()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Line) as listener:
        relay.address = f"http://127.0.0.1:{listener.server_port}/"
        thread = threading.Thread(target=listener.serve_forever)
        thread.start()
        try:
            yield relay
        finally:
            listener.shutdown()
            thread.join()
