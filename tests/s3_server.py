"""A real S3 server on this machine, and what is in its buckets."""

import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import boto3  # type: ignore[import-untyped]
import pytest

BUCKET = "news"
KEYS = {
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/nonexistent",
    "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
    "AWS_MAX_ATTEMPTS": "1",
}
PATIENCE_S = 60
ANSWER_S = 10
"""A server that says nothing for so long is asked again by whoever asked."""


class S3:
    """A server process, what it says, and a client to look into its bucket."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._lines: list[str] = []
        self._said = threading.Condition()
        self._process = process
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.url = self.wait_for(r"Running on (http://127\.0\.0\.1:\d+)")
        self.client: Any = boto3.client("s3", endpoint_url=self.url)

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            with self._said:
                self._lines.append(line)
                self._said.notify_all()

    def wait_for(self, pattern: str, times: int = 1) -> str:
        """Return the first group of a line that the server says, once it has said so many."""

        def found() -> list[str]:
            return [hit.group(1) for line in self._lines if (hit := re.search(pattern, line))]

        with self._said:
            assert self._said.wait_for(lambda: len(found()) >= times, PATIENCE_S)
            return found()[0]

    def came(self) -> list[str]:
        """Return the paths of the files in the order in which they arrived."""
        arrivals = (re.search(rf'"PUT /{BUCKET}/podcast/(\S+) ', line) for line in self._lines)
        return [hit.group(1) for hit in arrivals if hit]

    def puts(self) -> list[str]:
        """Return the paths of all files that came, in order."""
        return [hit.group(1) for line in self._lines if (hit := re.search(r'"PUT (\S+) ', line))]

    def empty(self) -> None:
        """Begin anew."""
        for key in self.stored():
            self.client.delete_object(Bucket=BUCKET, Key=key)
        self._lines.clear()

    def body(self, path: str) -> bytes:
        body: bytes = self.client.get_object(Bucket=BUCKET, Key=f"podcast/{path}")["Body"].read()
        return body

    def stored(self) -> list[str]:
        return [facts["Key"] for facts in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        assert self._process.stderr is not None
        self._process.stderr.close()


@contextmanager
def serving(**settings: str) -> Iterator[S3]:
    """Run a server with an empty bucket, and these settings of its own, for as long as the block runs."""
    command = [sys.executable, "-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    with pytest.MonkeyPatch.context() as environment:
        for name, value in (KEYS | settings).items():
            environment.setenv(name, value)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        running = S3(process)
        try:
            running.client.create_bucket(Bucket=BUCKET)
            yield running
        finally:
            running.stop()


def led_to(server: S3, monkeypatch: pytest.MonkeyPatch) -> S3:
    """Return a server with an empty bucket, to which this process and those that it starts are led."""
    for name, value in (KEYS | {"AWS_ENDPOINT_URL": server.url}).items():
        monkeypatch.setenv(name, value)
    server.empty()
    return server


Refusal = Callable[[str, str], int]
"""Told the method and the path of a request, says with what status it is refused; with 0 it is passed on."""

SLOW_DOWN = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"


class _Front(BaseHTTPRequestHandler):
    """Passes requests on to another server, but for those that are refused."""

    protocol_version = "HTTP/1.1"
    host: str
    refuse: Refusal

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65_537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self._body()
        if len(body) < int(self.headers.get("Content-Length", 0)):  # who sent it was killed: S3 keeps no half
            self.close_connection = True
            return
        if status := type(self).refuse(self.command, self.path):
            self._answer(status, {}, SLOW_DOWN)
            return
        asked = HTTPConnection(self.host, timeout=ANSWER_S)
        asked.request(self.command, self.path, body, {**self.headers, "Content-Length": str(len(body))})
        with asked.getresponse() as answer:
            self._answer(answer.status, dict(answer.getheaders()), answer.read())

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        del self.headers["Transfer-Encoding"]
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in {"connection", "content-length", "transfer-encoding", "server", "date"}:
                self.send_header(name, value)
        self.send_header("Content-Length", headers.get("Content-Length", str(len(body))))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_what: object) -> None:
        pass


@contextmanager
def in_front(server: S3, refuse: Refusal) -> Iterator[str]:
    """Give the address of a server before the server, which passes on what is not refused."""
    told = {"host": urlsplit(server.url).netloc, "refuse": staticmethod(refuse)}
    front = ThreadingHTTPServer(("127.0.0.1", 0), type("Front", (_Front,), told))
    front.handle_error = lambda *_what: None  # type: ignore[method-assign] # who asks may be killed
    serving_it = threading.Thread(target=front.serve_forever)
    serving_it.start()
    try:
        yield f"http://127.0.0.1:{front.server_port}"
    finally:
        front.shutdown()
        serving_it.join()
        front.server_close()


def every(period: int) -> Refusal:
    """Refuse every so manieth request, as a store does that is asked too often."""
    turns = count(1)
    return lambda _method, _path: 503 * (next(turns) % period == 0)
