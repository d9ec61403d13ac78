"""A web to fetch from: one real server on the loopback interface, under as many names as a test wants."""

import asyncio
import ssl
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from types import TracebackType
from typing import Self

import httpcore

from tts.sources.addresses import IPAddress
from tts.sources.client import Client
from tts.sources.fetch import Fetcher
from tts.sources.network import PublicNetwork, SocketOptions
from tts.sources.page import PAGE, Manners, Page, Validators, Wanted

PUBLIC = "93.184.216.34"
OPEN = Manners(allow_private=True, timeout_ms=5_000)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends; with `hang` it waits for the test's end between the head and the body."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})
    missing_bytes: int = 0
    hang: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in; the names of its headers are in small letters."""

    target: str
    headers: Mapping[str, str]


def leads_to(location: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": location})


class Web:
    """Answers by path, or by host and path where `answers` has such a key; anything else is not found.

    Its names lead to the addresses in `names`; whatever address is connected to, the server is there.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self.names: dict[str, list[str]] = {}
        self.looked_up: list[str] = []
        self.connected_to: list[str] = []
        self.waited_s: list[float] = []
        self.unreachable: set[str] = set()
        self._over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def targets(self) -> list[str]:
        return [asked.target for asked in self.asked]

    def client(self, manners: Manners) -> Client:
        network = PublicNetwork(
            allow_private=manners.allow_private, resolve=self.resolve, network=_Wire(self)
        )
        return Client(manners, network)

    async def resolve(self, host: str, _port: int) -> tuple[IPAddress, ...]:
        self.looked_up.append(host)
        if host in self.names:
            return tuple(map(ip_address, self.names[host]))
        try:
            return (ip_address(host),)
        except ValueError as error:
            raise OSError(host) from error

    def fetch(
        self,
        *urls: str,
        manners: Manners = OPEN,
        validators: Validators | None = None,
        wanted: Wanted = PAGE,
    ) -> Page:
        """Fetch each in turn with one fetcher, whose waits pass at once, and return the last page."""
        return asyncio.run(self._fetch(urls, manners, validators, wanted))

    async def _fetch(
        self, urls: Sequence[str], manners: Manners, validators: Validators | None, wanted: Wanted
    ) -> Page:
        client = self.client(manners)
        async with Fetcher(manners, client=client, clock=self._now, sleep=self._wait_for) as fetcher:
            for url in urls[:-1]:
                await fetcher.fetch(url)
            return await fetcher.fetch(urls[-1], validators, wanted)

    def _now(self) -> float:
        return sum(self.waited_s)

    async def _wait_for(self, seconds: float) -> None:
        self.waited_s.append(seconds)

    def answer_to(self, host: str, target: str) -> Answer:
        path = target.partition("?")[0]
        return self.answers.get(f"{host}{path}") or self.answers.get(path) or Answer(b"no", 404)

    def wait(self) -> None:
        self._over.wait()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                web.asked.append(Asked(self.path, headers))
                answer = web.answer_to(headers["host"].partition(":")[0], self.path)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    # Some servers send their headers in UTF-8, which http.server would refuse.
                    self.send_header(name, value.encode().decode("latin-1"))
                self.send_header("Content-Length", str(len(answer.body) + answer.missing_bytes))
                self.end_headers()
                if answer.hang:
                    web.wait()
                self.wfile.write(answer.body)

            def log_message(self, *_: object) -> None:
                """Say nothing: a test's output is its failures."""

        return Handler


class _Wire(httpcore.AsyncNetworkBackend):
    def __init__(self, web: Web) -> None:
        self._web = web
        self._real = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,  # noqa: ARG002 - the server has a port of its own
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self._web.connected_to.append(host)
        if host in self._web.unreachable:
            raise httpcore.ConnectError
        return await self._real.connect_tcp(
            "127.0.0.1", self._web.port, timeout, local_address, socket_options
        )
