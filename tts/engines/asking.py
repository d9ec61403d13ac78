"""One question to a speech server over HTTP: bounded in time and size, and following nothing.

A redirect is not followed: what is asked, and the key that it is asked with, are for the server that the
settings name and for no other.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tts.engines.connection import Line
from tts.engines.way import LATER, Way
from tts.errors import NetworkError, SynthesisError
from tts.printable import shown

_ANY_HEADER = 32
"""Beside its window: zlib takes gzip and its own form alike."""

_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_FOREIGN = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
"""The codings that are registered beside these (RFC 9110); what has another name is none: utf-8, none."""

FAILURES = (aiohttp.ClientError, OSError, ValueError, zlib.error)
"""What the client raises when the server, or the way to it, fails; the last two for what is no HTTP."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: by POST where there is something to send, else by GET.

    The answer may take `deadline_s` and hold `most_bytes`; `work_s` is what the server may need to make it.
    `sent` goes as JSON, or bytes as they are, with `headers` that say what they are.
    """

    url: str
    deadline_s: float
    most_bytes: int
    work_s: float = 0.0
    sent: Mapping[str, object] | bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's whole answer, whatever its status; the names of headers have no case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """What the server says that it sent, in small letters; empty where it does not say."""
        return self.headers.get("Content-Type", "").lower()


class Asker:
    """Asks one server with always the same headers; its connections are kept while anybody asks.

    `connect_s` is how long a connection may take to come about, `idle_s` how long the server may be silent.
    Before an answer begins that is work, all work that it was asked for is waited for: some servers say one
    text after another, and send none before all are said.
    """

    def __init__(self, way: Way, headers: Mapping[str, str], connect_s: float, idle_s: float) -> None:
        self._way = way
        self._headers = {"Accept-Encoding": "identity", **headers}
        self._connect_s = connect_s
        self._idle_s = idle_s
        self._asking = 0
        self._work_s = 0.0
        self._line: Line | None = None
        self._heard_at = 0.0

    @property
    def is_busy(self) -> bool:
        """Whether the server has a question that is not answered yet."""
        return self._asking > 0

    async def ask(self, question: Question) -> Reply:
        """Return the answer; nothing of the question goes on when this returns or raises.

        Raises NetworkError when there is none in time, Unreachable when nobody is there, ServiceUnavailable
        when one may not be asked, and SynthesisError for an answer that does not end.
        """
        proxy = self._way.client_proxy()
        async with self._connections(question) as line:
            answer = _Answer(self._heard_at)
            reading = asyncio.create_task(self._read(question, proxy, line, answer))
            try:
                await self._watch(reading, answer, question)
            except FAILURES as error:
                raise self._explain(error) from error
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)
        return Reply(answer.status, answer.headers, bytes(answer.body))

    @asynccontextmanager
    async def _connections(self, question: Question) -> AsyncIterator[Line]:
        if self._line is None:
            self._line = Line()
            self._heard_at = asyncio.get_running_loop().time()
        self._asking += 1
        self._work_s += question.work_s
        try:
            yield self._line
        finally:
            self._asking -= 1
            self._work_s = self._work_s - question.work_s if self._asking else 0.0
            if not self._asking:
                line, self._line = self._line, None
                await line.hang_up()

    async def _read(self, question: Question, proxy: str, line: Line, answer: "_Answer") -> None:
        """Ask, and take in all that is sent."""
        bounds = aiohttp.ClientTimeout(total=None, connect=self._connect_s)
        async with (
            aiohttp.ClientSession(
                connector=line, cookie_jar=aiohttp.DummyCookieJar(), timeout=bounds, auto_decompress=False
            ) as session,
            session.request(
                "GET" if question.sent is None else "POST",
                question.url,
                headers={**self._headers, **question.headers},
                proxy=proxy,
                allow_redirects=False,
                **_body(question),
            ) as response,
        ):
            answer.status, answer.headers = response.status, response.headers
            self._note(answer)
            async for piece in response.content.iter_any():
                self._note(answer)
                answer.body += piece
                self._require_an_end(answer, question)
        coding = response.headers.get("Content-Encoding", "").strip().lower()
        if response.ok and _is_foreign(coding):
            message = (
                f"{self._way.name} packs its answer in a form that nobody asked for ({shown(coding[:20])})."
            )
            raise SynthesisError(message, hint="Check what stands on the way to it, and packs it so.")
        answer.body = _unpacked(answer.body, coding, question.most_bytes + 1)
        self._require_an_end(answer, question)

    def _require_an_end(self, answer: "_Answer", question: Question) -> None:
        if len(answer.body) > question.most_bytes:
            message = f"{self._way.name} sends without end: {len(answer.body) / 1e6:.1f} MB so far."
            raise SynthesisError(message, hint=LATER)

    def _note(self, answer: "_Answer") -> None:
        answer.has_begun = True
        answer.heard_at = self._heard_at = asyncio.get_running_loop().time()

    async def _watch(self, reading: asyncio.Task[None], answer: "_Answer", question: Question) -> None:
        """Return when the reading is done; raise when the server is silent, or slow, for too long."""
        clock = asyncio.get_running_loop().time
        answer.heard_at = began_at = clock()
        while not reading.done():
            idle_s, deadline_s, heard_at = self._idle_s, question.deadline_s, answer.heard_at
            if question.work_s:
                deadline_s += self._work_s
            if question.work_s and not answer.has_begun:
                idle_s, heard_at = idle_s + self._work_s, max(heard_at, self._heard_at)
            left, idle_left = began_at + deadline_s - clock(), heard_at + idle_s - clock()
            if min(left, idle_left) <= 0:
                silent, slow = f"fell silent for {idle_s:.3g} s", f"took over {deadline_s:.3g} s"
                message = f"{self._way.name} {silent if idle_left <= left else slow}."
                raise NetworkError(message, hint=LATER)
            await asyncio.wait({reading}, timeout=min(left, idle_left))
        await reading

    def _explain(self, error: BaseException) -> Exception:
        match error:
            case aiohttp.ClientHttpProxyError():
                return self._way.explain(error)
            case aiohttp.ClientResponseError():
                message = f"{self._way.name} answered with something that is no HTTP."
                return NetworkError(message, hint=LATER)
            case aiohttp.ClientError() | OSError():
                return self._way.explain(error)
            case _:
                message = f"{self._way.name} answered with something that is no HTTP."
                return NetworkError(message, hint=LATER)


def _body(question: Question) -> dict[str, Any]:
    return {"data" if isinstance(question.sent, bytes) else "json": question.sent}


def _is_foreign(coding: str) -> bool:
    """Tell whether a body is packed in a way that cannot be undone here; twice is one."""
    names = [name.strip() for name in coding.split(",")]
    return any(name in _FOREIGN or (name in _PACKED and len(names) > 1) for name in names)


def _unpacked(body: bytearray, coding: str, most_bytes: int) -> bytearray:
    """Return a body without its coding, up to so many bytes: some proxies pack what nobody asked them to."""
    if not body or coding not in _PACKED:
        return body
    stream = zlib.decompressobj(zlib.MAX_WBITS | _ANY_HEADER)
    found = bytearray(stream.decompress(body, most_bytes))
    if not stream.eof and len(found) < most_bytes:
        message = "the packed answer ends too early"
        raise zlib.error(message)
    return found


@dataclass(slots=True)
class _Answer:
    """What has come so far, and when the last of it came."""

    heard_at: float
    has_begun: bool = False
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)
