"""Nobody can shut the door by standing in it: connections without a request end, and make room."""

import asyncio
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.server.running import raw, running
from tts.server.door import CONNECTIONS, Limits, limits_here
from tts.server.running import Seldom

ASKED = b"GET /feed.xml HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
HALF = b"GET /feed.xml HTTP/1.1\r\nHost: 127.0.0.1\r\n"
QUICK = Limits(headers_s=0.3)
DEADLINE_S = 60

SMALL = Limits(connections=8, of_client=4, at_once=2, fresh_s=0.0)


@contextmanager
def connected(port: int, sent: bytes = b"") -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as wire:
        wire.sendall(sent)
        yield wire


def has_ended(wire: socket.socket) -> bool:
    """Tell whether the server ends the connection without a word."""
    try:
        return wire.recv(1) == b""
    except ConnectionError:
        return True


@pytest.mark.parametrize("sent", [b"", b"G", HALF], ids=["nothing", "a letter", "half its headers"])
def test_who_does_not_ask_in_time_is_let_go(tmp_path: Path, sent: bytes) -> None:
    with running(tmp_path, QUICK) as server, connected(server.port, sent) as wire:
        assert has_ended(wire)


def test_dripping_headers_win_no_time(tmp_path: Path) -> None:
    with running(tmp_path, QUICK) as server, connected(server.port, HALF) as wire:
        wire.settimeout(0.02)
        began, ended = time.monotonic(), False
        while not ended and time.monotonic() - began < DEADLINE_S:
            try:
                wire.sendall(b"X-Slow: 1\r\n")
                ended = wire.recv(1) == b""
            except TimeoutError:
                continue
            except ConnectionError:
                ended = True
        assert ended


def test_the_second_request_of_a_connection_has_the_same_time_as_the_first(tmp_path: Path) -> None:
    with (
        running(tmp_path, QUICK) as server,
        connected(server.port, ASKED.replace(b"close", b"keep-alive")) as wire,
    ):
        assert wire.recv(12) == b"HTTP/1.1 404"
        wire.sendall(HALF)
        while wire.recv(65_536):
            pass


def test_where_a_client_has_too_many_the_longest_idle_goes(tmp_path: Path) -> None:
    with running(tmp_path, SMALL) as server, ExitStack() as held:
        first = held.enter_context(connected(server.port, HALF))
        for _more in range(SMALL.of_client):
            held.enter_context(connected(server.port, HALF))
            assert raw(server.port, ASKED).startswith(b"HTTP/1.1 404")
        assert has_ended(first)


def test_a_process_with_few_files_lets_in_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    for files, connections in ((64, 10), (1024, CONNECTIONS), (-1, CONNECTIONS)):
        monkeypatch.setattr("resource.getrlimit", lambda _kind, files=files: (files, files))
        limits = limits_here()
        assert limits.connections == connections
        assert 2 * limits.connections + limits.at_once < files or files < 0


def test_trouble_of_one_kind_is_told_once_a_minute_in_one_line() -> None:
    now, lines = [0.0], list[str]()
    seldom = Seldom(lines.append, lambda: now[0])

    def happen(message: str, error: BaseException | None = None) -> None:
        trouble = (type(error), error, None) if error else None
        seldom.handle(logging.LogRecord("asyncio", logging.ERROR, "", 0, message, (), trouble))

    for _time in range(1000):
        happen("socket.accept() out of system resource\nsocket: <…>", OSError(24, "\x1b[31mToo many"))
        happen("Invalid HTTP request received.")
        happen("Exception in ASGI application\n", asyncio.CancelledError())
    assert lines == ["socket.accept() out of system resource (OSError).", "Invalid HTTP request received."]
    now[0] = 61.0
    happen("Invalid HTTP request received.")
    assert len(lines) == 3
