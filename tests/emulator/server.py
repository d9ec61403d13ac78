"""The emulated service: an HTTP and websocket server in a thread of its own."""

import asyncio
import json
import math
import random
import re
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import formatdate

from aiohttp import WSMsgType, hdrs, web
from edge_tts import drm
from edge_tts.constants import SEC_MS_GEC_VERSION, TRUSTED_CLIENT_TOKEN, WSS_HEADERS

from tests.emulator import protocol
from tests.emulator.faults import Abort, Drop, Fault, Garbage, Hang, NoAudio, Refuse, Skip, Stall, VoicesFault
from tests.emulator.loop_server import LoopServer
from tests.emulator.performance import Boundary, Performance, Render, perform, sentences
from tests.emulator.protocol import Order, SpeechConfig
from tests.emulator.tls import Certificate
from tests.emulator.tone import FRAME_BYTES, tones
from tests.emulator.voices import SHORT_NAMES, voice_list

BASE_PATH = "/consumer/speech/synthesize/readaloud"
TOKEN_TOLERANCE_S = 300  # tokens change every five minutes; a neighbour's is taken too: a guess
BYTES_PER_SECOND = 6_000
CAP_MS = 600_000  # the live service stops one request's audio at ten minutes
MESSAGE_BYTES = (200, 4_000)  # the sizes of live messages are not known
BOUNDARY_LEAD = 0.7  # how likely the next message is a boundary, not audio: a guess
INVALID_PAYLOAD = 1007  # the close code for SSML that is not taken: a guess

_MUID = re.compile(r"[0-9A-F]{32};?")
_HEX_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(slots=True)
class Turn:
    """One order and what became of it; times are of the monotonic clock, in seconds."""

    order: Order
    config: SpeechConfig
    started_s: float
    ended_s: float | None = None
    audio_bytes: int = 0
    outcome: str = "running"

    @property
    def text(self) -> str:
        """The text that was to be spoken."""
        return self.order.text


class EdgeEmulator(LoopServer):
    """The Edge read-aloud service on 127.0.0.1, while its `with` block runs.

    `render` makes the sound of a character. `connect_delay_s` passes before a handshake is answered;
    `audio_speed` is how many times faster than it sounds the audio is sent (None: at once).
    `clock_skew_s` is how far the service's clock is ahead of this machine's: the client is refused with
    403 until it has learned the time from the Date header. `seed` decides how messages are cut.
    """

    def __init__(  # noqa: PLR0913 - each is one trait of a service
        self,
        *,
        port: int = 0,
        seed: int = 1,
        render: Render = tones,
        connect_delay_s: float = 0.0,
        audio_speed: float | None = None,
        cap_ms: int = CAP_MS,
        clock_skew_s: float = 0.0,
        certificate: Certificate | None = None,
    ) -> None:
        super().__init__(port, certificate)
        self.turns: list[Turn] = []
        self.connections = 0
        self.open_connections = 0
        self.peak_connections = 0
        self.voice_requests = 0
        self._render = render
        self._connect_delay_s = connect_delay_s
        self._audio_speed = audio_speed
        self._cap_bytes = cap_ms * BYTES_PER_SECOND // 1000 // FRAME_BYTES * FRAME_BYTES
        self._clock_skew_s = clock_skew_s
        self._random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._faults: deque[Fault | None] = deque()
        self._voice_faults: deque[Fault | None] = deque()
        self._changed = threading.Condition()

    @property
    def texts(self) -> list[str]:
        """The texts ordered so far, in the order of their arrival."""
        return [turn.text for turn in self.turns]

    def queue(self, *faults: Fault | None) -> None:
        """Let the next connections meet these faults, one each; None is a connection without fault."""
        self._faults.extend(faults)

    def queue_for_voices(self, *faults: VoicesFault | None) -> None:
        """Let the next requests for the list of voices meet these faults, one each."""
        self._voice_faults.extend(faults)

    def wait_until_idle(self, timeout_s: float = 60.0) -> bool:
        """Wait until no client is connected; False when that does not come to pass."""
        with self._changed:
            return self._changed.wait_for(lambda: self.open_connections == 0, timeout_s)

    def wait_until_busy(self, timeout_s: float = 60.0) -> bool:
        """Wait until a client is connected; False when that does not come to pass."""
        with self._changed:
            return self._changed.wait_for(lambda: self.open_connections > 0, timeout_s)

    def app(self) -> web.Application:
        """Return the service."""
        app = web.Application()
        app.router.add_get(f"{BASE_PATH}/edge/v1", self._speak)
        app.router.add_get(f"{BASE_PATH}/voices/list", self._list_voices)
        app.on_response_prepare.append(_drop_date_of_undated)
        return app

    async def _list_voices(self, request: web.Request) -> web.StreamResponse:
        self.voice_requests += 1
        fault = self._voice_faults.popleft() if self._voice_faults else None
        await self._open(request, "trustedclienttoken", fault)
        if isinstance(fault, Garbage):
            return _NO_LIST[fault.kind == "metadata"]()
        listed = json.dumps(voice_list()).encode()
        if isinstance(fault, Abort | Stall):
            return await _begun(request, listed, fault)
        return web.Response(body=listed, content_type="application/json")

    async def _speak(self, request: web.Request) -> web.StreamResponse:
        self._count(1)
        self.connections += 1
        try:
            fault = self._faults.popleft() if self._faults else None
            await self._open(request, "TrustedClientToken", fault)
            if not _HEX_ID.fullmatch(request.query.get("ConnectionId", "")):
                raise self._refusal(Refuse(403))
            # That the service does without compression is a guess; the client offers it.
            socket = web.WebSocketResponse(compress=False)
            await socket.prepare(request)
            await self._converse(request, socket, fault)
            return socket
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._changed:
            self.open_connections += change
            self.peak_connections = max(self.peak_connections, self.open_connections)
            self._changed.notify_all()

    async def _open(self, request: web.Request, token_name: str, fault: Fault | None) -> None:
        """Wait as long as connecting takes; raise the answer to a request that is not let in."""
        await asyncio.sleep(self._connect_delay_s)
        if isinstance(fault, Hang):
            await asyncio.Event().wait()
        if isinstance(fault, Refuse):
            raise self._refusal(fault)
        if not self._is_welcome(request, token_name):
            raise self._refusal(Refuse(403))

    def _refusal(self, refuse: Refuse) -> web.HTTPException:
        now = time.time() + self._clock_skew_s
        headers: dict[str, str] = {"Date": formatdate(now, usegmt=True)}
        if refuse.retry_after is not None:
            later = formatdate(now + refuse.retry_after, usegmt=True)
            headers["Retry-After"] = later if refuse.until else str(refuse.retry_after)
        if not refuse.dated:
            headers[_UNDATED] = "1"
        answer = web.HTTPException(headers=headers)
        answer.set_status(refuse.status)
        return answer

    def _is_welcome(self, request: web.Request, token_name: str) -> bool:
        """Tell whether the request is the known client's; what else the service looks at is a guess."""
        now = time.time() + self._clock_skew_s
        offsets = (-TOKEN_TOLERANCE_S, 0, TOKEN_TOLERANCE_S)
        is_socket = request.path.endswith("/edge/v1")
        return (
            request.query.get(token_name) == TRUSTED_CLIENT_TOKEN
            and request.query.get("Sec-MS-GEC") in {drm.generate_sec_ms_gec_v2(now + off) for off in offsets}
            and request.query.get("Sec-MS-GEC-Version") == SEC_MS_GEC_VERSION
            and bool(_MUID.fullmatch(request.cookies.get("muid", "")))
            and " Edg/" in request.headers.get(hdrs.USER_AGENT, "")
            and (not is_socket or request.headers.get(hdrs.ORIGIN) == WSS_HEADERS["Origin"])
        )

    async def _converse(
        self, request: web.Request, socket: web.WebSocketResponse, fault: Fault | None
    ) -> None:
        """Answer the client's orders until it leaves."""
        config = SpeechConfig(sentences=False, words=False)
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                headers, body = protocol.parse_message(message.data)
                if headers["Path"] == "speech.config":
                    config = protocol.parse_config(body)
                else:
                    order = protocol.parse_ssml(headers["X-RequestId"], body)
                    await self._take_turn(request, socket, Turn(order, config, time.monotonic()), fault)
            except protocol.ProtocolError as error:
                await socket.close(code=INVALID_PAYLOAD, message=str(error).encode()[:100])

    async def _take_turn(
        self, request: web.Request, socket: web.WebSocketResponse, turn: Turn, fault: Fault | None
    ) -> None:
        self.turns.append(turn)
        turn.outcome = "left"
        try:
            for sent, message in self._messages(turn, fault):
                if self._audio_speed is not None:
                    due = turn.started_s + sent / BYTES_PER_SECOND / self._audio_speed
                    await asyncio.sleep(due - time.monotonic())
                if isinstance(message, str):
                    await socket.send_str(message)
                else:
                    await socket.send_bytes(message)
                turn.audio_bytes = sent
            await self._end(request, socket, fault)
            turn.outcome = "served" if fault is None else type(fault).__name__.lower()
        except ConnectionError:
            pass
        finally:
            turn.ended_s = time.monotonic()

    async def _end(self, request: web.Request, socket: web.WebSocketResponse, fault: Fault | None) -> None:
        if isinstance(fault, Drop):
            await socket.close(code=fault.code)
        elif isinstance(fault, Abort) and request.transport is not None:
            request.transport.abort()

    def _messages(self, turn: Turn, fault: Fault | None) -> Iterator[tuple[int, str | bytes]]:
        """Yield the messages of a turn, each with the audio bytes sent when it is gone."""
        request_id, stream_id = turn.order.request_id, f"{self._random.getrandbits(128):032X}"
        tag = {"context": {"serviceTag": stream_id.lower()}}
        yield 0, protocol.text_message(request_id, "turn.start", tag)
        yield (
            0,
            protocol.text_message(
                request_id, "response", tag | {"audio": {"type": "inline", "streamId": stream_id}}
            ),
        )
        performance = self._perform(turn.order, fault)
        audio = performance.audio[: self._cap_bytes]
        share = fault.after if isinstance(fault, Drop | Abort | Stall) else None
        boundaries = deque(self._boundaries(turn, performance))
        sent = 0
        for piece in self._cut(_spoiled(audio, fault, self._random)):
            # Boundaries run ahead of the audio they speak of, as they do on the live service.
            while boundaries and self._random.random() < BOUNDARY_LEAD:
                yield sent, boundaries.popleft()
            if share is not None and sent >= share * len(audio):
                return
            sent += len(piece)
            yield sent, protocol.audio_message(request_id, stream_id, piece)
        if isinstance(fault, Garbage) and fault.kind in _NONSENSE:
            yield sent, _NONSENSE[fault.kind]
        yield from ((sent, boundary) for boundary in boundaries)
        yield sent, protocol.audio_message(request_id, stream_id, b"")
        yield sent, protocol.text_message(request_id, "turn.end", {})

    def _perform(self, order: Order, fault: Fault | None) -> Performance:
        text = order.text
        if isinstance(fault, Skip):
            parts = sentences(text)
            text = "".join(part for index, part in enumerate(parts) if index != fault.sentence % len(parts))
        if isinstance(fault, NoAudio) or not _can_say(order.voice, text):
            return Performance(b"", (), ())
        return perform(text, rate_percent=order.rate_percent, render=self._render)

    def _boundaries(self, turn: Turn, performance: Performance) -> Iterator[str]:
        if turn.config.sentences:
            for boundary in performance.sentences:
                yield protocol.boundary_message(turn.order.request_id, "SentenceBoundary", boundary)
        if turn.config.words:
            for boundary in performance.words:
                yield protocol.boundary_message(turn.order.request_id, "WordBoundary", boundary)

    def _cut(self, audio: bytes) -> Iterator[bytes]:
        """Yield the audio in pieces that do not care where a frame ends."""
        start = 0
        while start < len(audio):
            end = start + self._random.randint(*MESSAGE_BYTES)
            yield audio[start:end]
            start = end


_UNDATED = "X-Emulator-Undated"

_NONSENSE: dict[str, str | bytes] = {
    "header": b"\xff\xff short",
    "path": protocol.text_message("0" * 32, "weather.report", {}),
    "metadata": "X-RequestId:0\r\nPath:audio.metadata\r\n\r\nno JSON",
    "time": protocol.boundary_message("0" * 32, "SentenceBoundary", Boundary(math.nan, math.inf, "一")),
}


_NO_LIST = (
    lambda: web.Response(text="<html>這裡不是服務</html>", content_type="text/html"),
    lambda: web.json_response({"error": {"code": "Unknown"}}),
)


async def _begun(request: web.Request, body: bytes, fault: Abort | Stall) -> web.StreamResponse:
    """Send this share of the body, and then nothing, or a reset; of no share not even the headers."""
    answer = web.StreamResponse(headers={hdrs.CONTENT_LENGTH: str(len(body))})
    if sent := body[: int(len(body) * fault.after)]:
        await answer.prepare(request)
        await answer.write(sent)
    if isinstance(fault, Stall):
        await asyncio.Event().wait()
    if request.transport is not None:
        reset(request.transport)
    return answer


def reset(transport: asyncio.Transport) -> None:
    """End the connection as a machine does that knows nothing of it: a lingering of no time sends RST."""
    wire: socket.socket = transport.get_extra_info("socket")
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def _drop_date_of_undated(_request: web.Request, response: web.StreamResponse) -> None:
    if response.headers.pop(_UNDATED, None):
        response.headers.popall(hdrs.DATE, None)


def _can_say(voice: str, text: str) -> bool:
    """Tell whether the voice exists and finds anything to say; without Latin letters, English does not."""
    letters = [letter for letter in text if letter.isalnum()]
    if not voice.startswith("zh-"):
        letters = [letter for letter in letters if letter.isascii()]
    return voice in SHORT_NAMES and bool(letters)


def _spoiled(audio: bytes, fault: Fault | None, chance: random.Random) -> bytes:
    if fault == Garbage("audio"):
        return chance.randbytes(len(audio))
    if fault == Garbage("torn"):
        return audio[:-77]
    return audio
