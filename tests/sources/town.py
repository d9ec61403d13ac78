"""A town of real servers: a paper with subscribers, and strangers at other addresses and ports."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from types import TracebackType
from typing import Self, TypeVar

import httpcore

from tests.sources.web import Answer
from tts.sources.addresses import IPAddress
from tts.sources.client import Client
from tts.sources.fetch import Fetcher
from tts.sources.network import PublicNetwork, SocketOptions
from tts.sources.page import Manners
from tts.sources.subscription import Ring, Subscription

Result = TypeVar("Result")

PAPER, STRANGER = "127.0.0.1", "127.0.0.2"
NAMES = {"paper.tw": PAPER, "localhost": PAPER}
"""All other names lead to the stranger's address."""

WORD = "s3cret"
SIGNED = ("cookie", "authorization", "x-reader")
"""The headers by which the paper knows its reader."""

WELCOME = Manners(allow_private=True, timeout_ms=5_000, delay_ms=0)


@dataclass(frozen=True, slots=True)
class Visit:
    """A request as a server got it: where it stands, for whom it was meant, and with what of SIGNED."""

    server: str
    host: str
    target: str
    signed: frozenset[str]


class Town:
    """The paper is at `port` of 127.0.0.1; who is elsewhere, at another port as well, is a stranger.

    `answers` are by host and path, or by path alone; what has none is "no article here".
    """

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self.answers: dict[str, Answer] = {}
        paper = self._server(PAPER, 0)
        self.port: int = paper.server_address[1]
        others = [self._server(STRANGER, self.port), self._server("::1", self.port), self._server(PAPER, 0)]
        self.other_port: int = others[-1].server_address[1]
        self._servers = [paper, *others]

    def __enter__(self) -> Self:
        self._ended = ExitStack()
        for server in self._servers:
            thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
            thread.start()
            self._ended.callback(server.server_close)
            self._ended.callback(thread.join)
            self._ended.callback(server.shutdown)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.close()

    def filled(self, text: str) -> str:
        return text.replace("{A}", str(self.port)).replace("{B}", str(self.other_port))

    @property
    def home(self) -> str:
        return f"http://paper.tw:{self.port}"

    def leaks(self, visits: Sequence[Visit] | None = None) -> list[Visit]:
        """Return what was signed, and was not for the paper's pages."""
        own = (f"{PAPER}:{self.port}", f"paper.tw:{self.port}")
        signed = (visit for visit in (self.visits if visits is None else visits) if visit.signed)
        return [
            visit for visit in signed if (visit.server, visit.host) != own or visit.target == "/robots.txt"
        ]

    def with_fetcher(
        self, subscription: Subscription, ask: Callable[[Fetcher], Awaitable[Result]], *more: Subscription
    ) -> Result:
        """Return what comes of asking with a subscriber's fetcher."""

        async def asked() -> Result:
            network = PublicNetwork(allow_private=True, resolve=self._resolve, network=_Streets(self))
            ring = Ring((subscription, *more))
            async with Fetcher(WELCOME, client=Client(WELCOME, network), ring=ring) as fetcher:
                return await ask(fetcher)

        return asyncio.run(asked())

    async def _resolve(self, host: str, _port: int) -> tuple[IPAddress, ...]:
        if host in NAMES:
            return (ip_address(NAMES[host]),)
        try:
            return (ip_address(host),)
        except ValueError:
            pass
        try:
            return (ip_address(socket.inet_aton(host)),)
        except OSError:
            return (ip_address(STRANGER),)

    def _server(self, address: str, port: int) -> ThreadingHTTPServer:
        town = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                signed = frozenset(name for name in SIGNED if name in headers)
                town.visits.append(
                    Visit(f"{address}:{self.connection.getsockname()[1]}", headers["host"], self.path, signed)
                )
                path = self.path.partition("?")[0]
                answer = town.answers.get(headers["host"].partition(":")[0] + path) or town.answers.get(path)
                self._answer(answer or Answer(b"no article here"))

            def _answer(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value.encode().decode("latin-1"))
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_: object) -> None:
                """Say nothing: a test's output is its failures."""

        class Server(ThreadingHTTPServer):
            address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
            request_queue_size = 64

        return Server((address, port), Handler)


class _Streets(httpcore.AsyncNetworkBackend):
    """The real network; only that behind every scheme's own port there is the stranger."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._real = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if port in (80, 443):
            host, port = STRANGER, self._town.port
        return await self._real.connect_tcp(host, port, timeout, local_address, socket_options)
