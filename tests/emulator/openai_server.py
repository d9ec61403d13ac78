"""A server with OpenAI's speech interface on the loopback interface, with faults on request.

    with OpenaiEmulator() as server:
        server.queue(Refuse(429), Page(), None)
        …
        assert heard_of(speech) == spell("說了什麼")

Written from the public documentation of `POST /v1/audio/speech`; the list of voices is as Kokoro-FastAPI and
others have it. The sound spells its text, as the Edge emulator's does: a letter is a syllable of 240 ms.
By itself: `python -m tests.emulator.openai_server`, then `TING_OPENAI_BASE_URL` as it prints.
"""

import argparse
import asyncio
import io
import json
import math
import struct
import sys
import threading
import time
import wave
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate

import lameenc  # type: ignore[import-not-found]
import numpy as np
import numpy.typing as npt
from aiohttp import hdrs, web

from tests.emulator.faults import Abort, Hang, Refuse, Stall
from tests.emulator.loop_server import LoopServer
from tests.emulator.openai_faults import (
    Again,
    Cut,
    Endless,
    OpenaiFault,
    OtherRate,
    Page,
    Redirect,
    Sent,
    Silence,
    Told,
    Torn,
)
from tests.emulator.server import reset
from tests.emulator.tone import LOWEST_HZ, STEP_HZ, spell

SAMPLE_RATE = 24_000
SYLLABLE_MS, GAP_MS = 200, 40
PAUSE_MS = {"，": 150, "、": 100, "；": 200, "：": 150, "。": 300, "！": 300, "？": 300, "\n": 300}
LEADING_MS, TRAILING_MS = 60, 400
AMPLITUDE = 0.25
MODEL = "tts-1"
VOICES = ("zf_曉臻", "zm_雲哲", "alloy")
TYPES = {"wav": "audio/wav", "pcm": "audio/pcm", "mp3": "audio/mpeg"}
PAGE = b"<!DOCTYPE html><html><title>502</title><body>Bad Gateway</body></html>"

Samples = npt.NDArray[np.float64]
Form = Callable[[Samples, int], bytes]


@dataclass(slots=True)
class Order:
    """What was asked for, with which key, and how long it took, in seconds of the monotonic clock."""

    text: str
    voice: str
    form: str
    speed: float
    key: str
    began_s: float
    ended_s: float = math.nan


def spoken(text: str, rate: int = SAMPLE_RATE, speed: float = 1.0) -> Samples:
    """Return the whole text as tones."""

    def quiet(ms: float) -> Samples:
        return np.zeros(round(rate * ms / 1000))

    pieces = [quiet(LEADING_MS)]
    for letter in text:
        if pitches := spell(letter):
            moments = np.arange(round(rate * SYLLABLE_MS / speed / 1000)) / rate
            tone = AMPLITUDE * np.sin(2 * np.pi * (LOWEST_HZ + STEP_HZ * pitches[0]) * moments)
            pieces += [tone, quiet(GAP_MS / speed)]
        else:
            pieces.append(quiet(PAUSE_MS.get(letter, 0) / speed))
    return np.concatenate([*pieces, quiet(TRAILING_MS)])


def pcm(samples: Samples, _rate: int = SAMPLE_RATE) -> bytes:
    """Return 16-bit little-endian samples."""
    return (samples * 32767).astype("<i2").tobytes()


def wav(samples: Samples, rate: int = SAMPLE_RATE) -> bytes:
    """Return a WAV by the standard library's writer."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(pcm(samples))
    return file.getvalue()


def streamed_wav(samples: Samples, rate: int = SAMPLE_RATE, size: int = 0xFFFF_FFFF) -> bytes:
    """Return a WAV whose header was written before its length was known."""
    whole = wav(samples, rate)
    return whole[:4] + struct.pack("<I", size) + whole[8:40] + struct.pack("<I", size) + whole[44:]


def mp3(samples: Samples, rate: int = SAMPLE_RATE) -> bytes:
    """Return MP3 of 64 kbit/s."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(rate)
    encoder.set_channels(1)
    encoder.silence()
    return bytes(encoder.encode(pcm(samples)) + encoder.flush())


FORMS: dict[str, Form] = {"wav": wav, "pcm": pcm, "mp3": mp3}


class OpenaiEmulator(LoopServer):
    """The server, while its `with` block runs.

    `key` is what a request must bring; `delay_s` passes before an answer begins, and then sound is sent
    `audio_speed` times as fast as it sounds (None: at once). With `lists` False there is no list of voices or
    models; `mute` never answers for the latter. `forms` may make sound otherwise; `rate` is the sound's;
    with `one_at_a_time` others wait.
    """

    def __init__(  # noqa: PLR0913 - each is one trait of a server
        self,
        *,
        port: int = 0,
        key: str = "",
        delay_s: float = 0.0,
        audio_speed: float | None = None,
        lists: bool = True,
        rate: int = SAMPLE_RATE,
        forms: dict[str, Form] | None = None,
        one_at_a_time: bool = False,
        mute: bool = False,
    ) -> None:
        super().__init__(port)
        self.orders: list[Order] = []
        self.headers: list[dict[str, str]] = []
        self.connections = 0
        self.peak = 0
        self._busy = 0
        self._key = key
        self._delay_s = delay_s
        self._audio_speed = audio_speed
        self._lists = lists
        self._rate = rate
        self._forms = FORMS | (forms or {})
        self._places = asyncio.Semaphore(1 if one_at_a_time else 1_000)
        self._mute = mute
        self._faults: deque[OpenaiFault | None] = deque()
        self._always: OpenaiFault | None = None
        self._changed = threading.Condition()

    @property
    def texts(self) -> list[str]:
        """The texts asked for so far, in the order of their arrival."""
        return [order.text for order in self.orders]

    def queue(self, *faults: OpenaiFault | None) -> None:
        """Let the next requests for speech meet these faults, one each; None is a request without fault."""
        self._faults.extend(faults)

    def always(self, fault: OpenaiFault | None) -> None:
        """Let every request for speech meet this fault once the queue is empty."""
        self._always = fault

    def wait_until(self, holds: Callable[[], bool], timeout_s: float = 5.0) -> bool:
        """Wait until this holds; False when that does not come to pass."""
        with self._changed:
            return self._changed.wait_for(holds, timeout_s)

    def wait_until_idle(self) -> bool:
        """Wait until nothing is asked; False when that does not come to pass."""
        return self.wait_until(lambda: self._busy == 0)

    def wait_until_busy(self) -> bool:
        """Wait until something is asked; False when that does not come to pass."""
        return self.wait_until(lambda: self._busy > 0)

    def app(self) -> web.Application:
        """Return the interface."""
        app = web.Application()
        app.router.add_post("/v1/audio/speech", self.speak)
        if self._lists:
            app.router.add_get("/v1/audio/voices", self._list_voices)
            app.router.add_get("/v1/models", self._list_models)
        return app

    async def _list_voices(self, request: web.Request) -> web.Response:
        self._let_in(request)
        return web.json_response({"voices": list(VOICES)})

    async def _list_models(self, request: web.Request) -> web.Response:
        await self.let_in_to_list(request)
        return web.json_response({"object": "list", "data": [{"id": MODEL, "object": "model"}]})

    async def let_in_to_list(self, request: web.Request) -> None:
        """Answer who may see a list; never where it is mute."""
        if self._mute:
            await asyncio.Event().wait()
        self._let_in(request)

    def _let_in(self, request: web.Request) -> str:
        self.headers.append(dict(request.headers))
        key = self.key_in(request)
        if self._key and key != self._key:
            raise refusal(401, f"Incorrect API key provided: {key}.")
        return key

    def key_in(self, request: web.Request) -> str:
        """Return the key that a request brings."""
        return request.headers.get(hdrs.AUTHORIZATION, "").removeprefix("Bearer ")

    async def order_in(self, request: web.Request, key: str) -> Order:
        """Return what is asked for; what the interface would not take is refused as it refuses."""
        return _order(await request.json(), key)

    async def speak(self, request: web.Request) -> web.StreamResponse:
        """Answer a request for speech."""
        self._count(1)
        try:
            async with self._places:
                return await self._answer(request)
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._changed:
            self._busy += change
            self.connections += max(0, change)
            self.peak = max(self.peak, self._busy)
            self._changed.notify_all()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        fault = self._faults.popleft() if self._faults else self._always
        key = self._let_in(request)
        order = await self.order_in(request, key)
        self.orders.append(order)
        await asyncio.sleep(self._delay_s)
        if isinstance(fault, Hang):
            await asyncio.Event().wait()
        refused = _refused(fault)
        if refused is not None:
            return refused
        if isinstance(fault, Endless):
            return await self._endless(request, order, fault)
        response = await self._send(request, order, fault)
        order.ended_s = time.monotonic()
        return response

    async def _send(
        self, request: web.Request, order: Order, fault: OpenaiFault | None
    ) -> web.StreamResponse:
        samples = await asyncio.to_thread(_performed, order, self._rate, fault)
        rate = round(self._rate * (fault.factor if isinstance(fault, OtherRate) else 1))
        body = self._forms[order.form](samples, rate) if len(samples) else b""
        if isinstance(fault, Torn):
            body = body[: fault.size]
        told = {hdrs.CONTENT_TYPE: TYPES[order.form]}
        if not isinstance(fault, Abort | Stall) and self._audio_speed is None:
            return web.Response(body=body, headers=told)
        answer = web.StreamResponse(headers={**told, hdrs.CONTENT_LENGTH: str(len(body))})
        share = fault.after if isinstance(fault, Abort | Stall) else 1.0
        await answer.prepare(request)
        if self._audio_speed is not None:
            await asyncio.sleep(len(samples) / self._rate / self._audio_speed * share)
        await answer.write(body[: int(len(body) * share)])
        if isinstance(fault, Stall):
            await asyncio.Event().wait()
        if isinstance(fault, Abort) and request.transport is not None:
            reset(request.transport)
        return answer

    async def _endless(self, request: web.Request, order: Order, fault: Endless) -> web.StreamResponse:
        answer = web.StreamResponse(headers={hdrs.CONTENT_TYPE: TYPES[order.form]})
        await answer.prepare(request)
        form = streamed_wav if order.form == "wav" else self._forms[order.form]
        piece = form(spoken("長"), self._rate)
        while True:
            await answer.write(piece[:200] if fault.slowly else piece * 20)
            await asyncio.sleep(0.005 if fault.slowly else 0)


def _order(body: dict[str, object], key: str) -> Order:
    """Return what is asked for; what the interface would not take is refused as it refuses."""
    if body.get("model") != MODEL:
        raise refusal(404, f"The model `{body.get('model')}` does not exist, or you have no access to it.")
    if body.get("voice") not in VOICES:
        raise refusal(400, f"Voice '{body.get('voice')}' not found. Available voices: {', '.join(VOICES)}")
    text, form, speed = body.get("input"), body.get("response_format", "mp3"), body.get("speed", 1.0)
    if not isinstance(text, str) or not 0 < len(text) <= 4_096:
        raise refusal(400, "Invalid 'input': string too long.")
    if form not in FORMS or not isinstance(speed, float | int) or not 0.25 <= speed <= 4:
        raise refusal(400, "Invalid 'response_format' or 'speed'.")
    return Order(text, str(body["voice"]), str(form), float(speed), key, time.monotonic())


def refusal(status: int, message: str, headers: dict[str, str] | None = None) -> web.HTTPException:
    """Return a refusal with these words."""
    body = {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None}}
    answer = web.HTTPException(text=json.dumps(body), content_type="application/json", headers=headers)
    answer.set_status(status)
    return answer


def _refused(fault: OpenaiFault | None) -> web.Response | None:
    match fault:
        case Refuse():
            headers = {"Date": formatdate(usegmt=True)}
            if fault.retry_after is not None:
                later = formatdate(time.time() + fault.retry_after, usegmt=True)
                headers["Retry-After"] = later if fault.until else str(fault.retry_after)
            raise refusal(fault.status, "So it is.", headers)
        case Page():
            return web.Response(body=PAGE, headers={hdrs.CONTENT_TYPE: fault.says})
        case Told():
            return web.json_response(fault.body, status=fault.status)
        case Sent():
            coding = {hdrs.CONTENT_ENCODING: fault.coding} if fault.coding else {}
            return web.Response(body=fault.body, headers={hdrs.CONTENT_TYPE: fault.says, **coding})
        case Redirect():
            return web.Response(status=fault.status, headers={hdrs.LOCATION: fault.location})
        case _:
            return None


def _performed(order: Order, rate: int, fault: OpenaiFault | None) -> Samples:
    text = order.text
    if isinstance(fault, Again):
        half = len(text) // 2
        text = {"twice": text * 2, "half": text[:half], "hole": text}[fault.kind]
    samples = spoken(text, rate, order.speed)
    if isinstance(fault, Silence):
        return samples * 0 if fault.any else samples[:0]
    if isinstance(fault, Cut):
        return samples[: int(len(samples) * fault.after)]
    if fault == Again("hole"):
        middle = len(samples) // 2
        return np.concatenate([samples[:middle], np.zeros(2 * rate), samples[middle:]])
    return samples


def main() -> None:
    """Serve until interrupted; the address is printed first."""
    parser = argparse.ArgumentParser(prog="python -m tests.emulator.openai_server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="default: any free port")
    parser.add_argument("--key", default="")
    parser.add_argument("--delay-ms", type=int, default=0)
    arguments = parser.parse_args()
    with OpenaiEmulator(port=arguments.port, key=arguments.key, delay_s=arguments.delay_ms / 1000) as server:
        sys.stdout.write(f"{server.base_url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
