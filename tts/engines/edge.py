"""The Edge read-aloud service: online, the best voices, through the edge-tts client.

edge-tts does not split Chinese, has no timeout that works on a silent websocket, and returns truncated
audio as if it were whole: splitting is the chunker's, waiting is bounded here, and completeness is
judged by `acceptance.check_complete`. Retrying is the synthesizer's: one call here is one attempt.
"""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import edge_tts
from edge_tts.exceptions import NoAudioReceived
from edge_tts.typing import TTSChunk

from tts.engines.base import Mp3, Speech, Utterance
from tts.engines.connection import Line
from tts.engines.edge_service import FAILURES, EdgeService
from tts.engines.edge_words import sentences_of, words_of
from tts.engines.failures import TooLong, Unsayable
from tts.engines.ssml import carried
from tts.engines.way import OFFLINE_HINT
from tts.errors import EngineUnavailable, NetworkError, SynthesisError, TingError
from tts.model.script import Limits

REQUEST_VERSION = "2"
"""Counts up when the same utterance is asked for in another way. The client's own version is not part
of it: the sound depends on the service and on what is asked, not on who asks."""

TARGET_CHARS = 400
MAX_CHARS = 600
MAX_TEXT_BYTES = 4_000
"""Limits of one request: about two minutes, far from the service's ten, and within the client's own."""

CLIENT_TEXT_BYTES = 4_096  # edge-tts cuts a longer text, where it likes
CONCURRENCY = 4  # users met throttling from some dozens on

BITS_PER_SECOND = 48_000
FRAME_BYTES = 144  # MPEG-2 Layer III at 24 kHz and 48 kbit/s: 576 samples, 24 ms, never padded
MONO = 0b11  # the first two bits of a frame header's last byte


@dataclass(frozen=True, slots=True)
class Timings:
    """How long to wait, in seconds: whole ones for connecting, as the client wants them.

    A request may take `answer_s` and `per_audio_s` for each second of speech to be expected, and its
    service may be silent for `idle_s`. `check_s` bounds the question whether it is there at all.
    """

    connect_s: int = 10
    idle_s: float = 20.0
    answer_s: float = 15.0
    per_audio_s: float = 0.25
    check_s: float = 1.5
    voices_s: float = 20.0

    def deadline_s(self, utterance: Utterance) -> float:
        """Return the seconds that one utterance may take, at four characters a second."""
        speed = max(0.1, 1 + utterance.prosody.rate_percent / 100)
        return self.answer_s + self.per_audio_s * len(utterance.spoken.text) / 4 / speed


class EdgeEngine:
    """The Edge service, at its own address or at `base_url`, directly or through `proxy`."""

    name = "edge"
    concurrency = CONCURRENCY

    def __init__(
        self, base_url: str | None = None, proxy: str | None = None, timings: Timings | None = None
    ) -> None:
        self._service = EdgeService(base_url or None, proxy or None)
        self._timings = timings or Timings()
        self._voices: frozenset[str] = frozenset()

    @property
    def version(self) -> str:
        """What is asked for, and of whom: another service may sound different."""
        base_url = self._service.base_url
        return f"{REQUEST_VERSION}@{base_url}" if base_url else REQUEST_VERSION

    @property
    def limits(self) -> Limits:
        """One request's text, weighed in the bytes that it takes on the wire when spoken."""
        return Limits(TARGET_CHARS, MAX_CHARS, MAX_TEXT_BYTES, _cost)

    async def synthesize(self, utterance: Utterance) -> Speech:
        """Return the service's own frames and words, its sentences as marks; one attempt, no judgement.

        The words' times are asked for, as the browser asks: those of sentences leave some out (edge-tts #8).

        Raises Unsayable and TooLong without asking the service, and NoAudio, Throttled and the errors
        of the protocol in its name.
        """
        text = carried(utterance.spoken.text)
        if utterance.spoken.is_silent:
            message = "The text holds no letter and no digit, so there is nothing to say."
            raise Unsayable(message)
        if _wire_bytes(text) > CLIENT_TEXT_BYTES:
            message = f"The text takes {_wire_bytes(text)} bytes, and a request holds {CLIENT_TEXT_BYTES}."
            raise TooLong(message)
        try:
            chunks = await self._ask(text, utterance)
            words = words_of(chunk for chunk in chunks if chunk["type"] != "audio")
        except NoAudioReceived as error:
            await self._check_voice(utterance.voice)
            raise self._service.explain(error) from error
        except FAILURES as error:
            raise self._service.explain(error) from error
        audio = b"".join(chunk["data"] for chunk in chunks if chunk["type"] == "audio")
        return Speech(Mp3(whole_frames(audio), BITS_PER_SECOND), sentences_of(text, words), words)

    async def voices(self) -> Sequence[str]:
        """Return the names of the Chinese voices that the service lists now, sorted."""
        await self._list_voices(self._timings.voices_s)
        return sorted(name for name in self._voices if name.startswith("zh-"))

    async def check(self) -> None:
        """Return when the service lists its voices to this program; else raise as `synthesize`."""
        await self._list_voices(self._timings.check_s)

    async def _ask(self, text: str, utterance: Utterance) -> list[TTSChunk]:
        """Return all that the service sends for a text; the connection is gone when this returns."""
        line = Line()
        answer = _Answer()
        reading = asyncio.create_task(self._read(text, utterance, line, answer))
        try:
            await self._watch(reading, answer, self._timings.deadline_s(utterance))
        finally:
            await line.hang_up()
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
        return answer.chunks

    async def _read(self, text: str, utterance: Utterance, line: Line, answer: "_Answer") -> None:
        """Ask for the text, and take in everything that is sent."""
        prosody = utterance.prosody
        try:
            order = edge_tts.Communicate(
                text,
                utterance.voice,
                rate=f"{prosody.rate_percent:+d}%",
                pitch=f"{prosody.pitch_hz:+d}Hz",
                volume=f"{prosody.volume_percent:+d}%",
                boundary="WordBoundary",
                connector=line,
                proxy=self._service.client_proxy(),
                connect_timeout=self._timings.connect_s,
            )
        except ValueError as error:
            raise _no_such_voice(utterance.voice) from error
        self._service.point_client_here()
        async with aclosing(order.stream()) as stream:
            async for chunk in stream:
                answer.add(chunk)

    async def _watch(self, reading: asyncio.Task[None], answer: "_Answer", deadline_s: float) -> None:
        """Return when the reading is done; raise when the service is silent, or slow, for too long."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + deadline_s
        while not reading.done():
            left, idle_left = deadline - clock(), answer.heard_at + self._timings.idle_s - clock()
            if min(left, idle_left) <= 0:
                silent, slow = f"fell silent for {self._timings.idle_s:g} s", f"took over {deadline_s:.3g} s"
                message = f"{self._service.name} {silent if idle_left <= left else slow}."
                raise NetworkError(message, hint="Try again, or let another engine speak.")
            await asyncio.wait({reading}, timeout=min(left, idle_left))
        await reading

    async def _list_voices(self, seconds: float) -> None:
        """Learn the names of all voices."""
        self._service.point_client_here()
        proxy = self._service.client_proxy()
        line = Line()
        try:
            async with asyncio.timeout(seconds):
                entries = await edge_tts.list_voices(connector=line, proxy=proxy)
            self._voices = frozenset(entry["ShortName"] for entry in entries)
        except TimeoutError as error:
            message = f"{self._service.name} did not answer within {seconds:g} s."
            raise NetworkError(message, hint=OFFLINE_HINT) from error
        except FAILURES as error:
            raise self._service.explain(error) from error
        finally:
            await line.hang_up()

    async def _check_voice(self, voice: str) -> None:
        """Raise EngineUnavailable when silence is explained by a voice that the service does not have."""
        if voice in self._voices:
            return
        try:
            await self._list_voices(self._timings.check_s)
        except TingError:
            return
        if voice not in self._voices:
            raise _no_such_voice(voice)


@dataclass(slots=True)
class _Answer:
    """What has come so far, and when the last of it came."""

    chunks: list[TTSChunk] = field(default_factory=list)
    heard_at: float = field(default_factory=lambda: asyncio.get_running_loop().time())

    def add(self, chunk: TTSChunk) -> None:
        """Keep what has come just now."""
        self.chunks.append(chunk)
        self.heard_at = asyncio.get_running_loop().time()


def whole_frames(mp3: bytes) -> bytes:
    """Return the frames without an ID3 tag or a header frame before them.

    Raises SynthesisError unless all are whole mono frames of MPEG-2 Layer III, 24 kHz, 48 kbit/s.
    """
    if mp3.startswith(b"ID3"):  # ID3v2, section 3.1: the size is four bytes of seven bits
        size = sum(byte << shift for byte, shift in zip(mp3[6:10], (21, 14, 7, 0), strict=False))
        mp3 = mp3[10 + size :]
    if mp3[13:17] in {b"Info", b"Xing"}:
        mp3 = mp3[FRAME_BYTES:]
    headers = [set(mp3[position::FRAME_BYTES]) for position in range(4)]
    sync, kind, rate, mode = headers
    is_whole = len(mp3) % FRAME_BYTES == 0 and len(mp3) > 0
    # Free to differ are the bits for a checksum, private use, copyright and original.
    if not is_whole or sync != {0xFF} or not kind <= {0xF2, 0xF3} or not rate <= {0x64, 0x65}:
        message = "The Edge service sent sound that is not whole MP3 frames of 24 kHz and 48 kbit/s."
        raise SynthesisError(message)
    if any(byte >> 6 != MONO for byte in mode):
        message = "The Edge service sent sound that is not mono."
        raise SynthesisError(message)
    return mp3


def _cost(written: str) -> int:
    from tts.speech.normalizer import normalize  # noqa: PLC0415 - only those who cut a script need it

    return _wire_bytes(carried(normalize(written).text))


def _wire_bytes(text: str) -> int:
    return len(escape(text).encode())


def _no_such_voice(voice: str) -> EngineUnavailable:
    message = f"The Edge service has no voice named {voice!r}."
    return EngineUnavailable(message, hint="`ting voices --engine edge` lists those it has.")
