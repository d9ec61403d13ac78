"""A real server on a port of its own, and requests that no client would send."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.feed.stories import SHOW
from tts.model.settings import ShowSettings
from tts.server import application, server_of
from tts.server.door import Limits
from tts.server.inbox import Inbox


@dataclass(frozen=True, slots=True)
class Running:
    """Where it listens, and what it has told."""

    port: int
    lines: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running(  # noqa: PLR0913 - what a test may want otherwise
    output: Path,
    limits: Limits | None = None,
    show: ShowSettings = SHOW,
    *,
    token: str = "",
    inbox: Inbox | None = None,
    port: int = 0,
) -> Iterator[Running]:
    """Serve a folder as `ting serve` does; at a free port, or at one that was free just now."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        served = Running(listener.getsockname()[1])
        log = served.lines.append
        app = application(output, show, token=token, log=log, inbox=inbox)
        server = server_of(app, log, limits, close=inbox.close if inbox else None)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield served
        finally:
            server.should_exit = True
            thread.join()


def raw(port: int, request: bytes) -> bytes:
    """Send these very bytes, and return the whole answer; a reset ends it."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as wire:
        try:
            wire.sendall(request)
            while more := wire.recv(65_536):
                answer += more
        except ConnectionError:
            pass
    return answer
