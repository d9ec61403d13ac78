"""Any server with OpenAI's speech interface: the cloud's, or a model of one's own behind an address.

A request is a sentence, or a few short ones: so its sound tells when the sentence is heard, and sound that is
not whole is found out by its length. A server tells neither marks nor words. One call here is one attempt.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts.engines.base import Prosody, Speech, Utterance
from tts.engines.failures import Incomplete, TooLong, Unsayable
from tts.engines.manner import Heard, Manner, heard_in
from tts.engines.openai_service import OpenaiService, Timings
from tts.engines.turns import Turns
from tts.errors import EngineUnavailable, NetworkError, SynthesisError, UsageError
from tts.fingerprint import fingerprint, short
from tts.model.script import Limits
from tts.model.settings import OpenaiSettings
from tts.speech.sentences import spoken_parts

if TYPE_CHECKING:
    from tts.engines.sound_formats import Sound

REQUEST_VERSION = "1"
"""Counts up when the same utterance is asked for in another way, or what comes is used in another."""

MIN_CHARS = 12
"""A shorter text, alone, is spoken without melody by some models, and with inventions by others."""

DOCUMENTED_CHARS = 4_096
"""What the public documentation lets a request hold."""

SLOWEST, FASTEST = 0.25, 4.0
"""The bounds of `speed` by the public documentation."""

CHARS_PER_S = 4
MOST_S_PER_CHAR, MOST_EXTRA_S = 0.6, 10
"""What the longest speech of a text may take, with silence around it."""

BYTES_PER_S = {"wav": 192_000, "pcm": 192_000, "mp3": 40_000}
"""The most that a second of speech takes: 48 kHz in stereo; 320 kbit/s."""

MOST_KEY_BYTES = 10_000

TAIL_MS = 1_000
"""How much of the silence after the last sound is kept; some servers send many seconds of it."""


_REMEDY = "If all texts fail so, its sample rate is another than it says: set response_format or sample_rate."


@dataclass(frozen=True, slots=True)
class Take:
    """What came of one request: its sound from the first to the last that is heard, in samples."""

    sound: "Sound"
    span: tuple[int, int]
    heard: Heard


class OpenaiEngine:
    """The server of a table of the settings, under the table's name; UsageError where that is wrong."""

    def __init__(self, name: str, settings: OpenaiSettings, timings: Timings | None = None) -> None:
        self.name = name
        self.concurrency = settings.concurrency
        self._settings = settings
        self._timings = timings or Timings(idle_s=settings.timeout_s)
        key = key_of(name, settings)
        self._service = OpenaiService(name, settings.base_url or "", key, self._timings)
        self._turns = Turns(settings.concurrency)
        self._manners: defaultdict[tuple[str, Prosody], Manner] = defaultdict(Manner)

    @property
    def version(self) -> str:
        """What is asked for, and of whom; the key is no part of it."""
        settings = self._settings
        asked = settings.model, settings.response_format, settings.sample_rate, settings.extra
        return f"{REQUEST_VERSION}@{self._service.root} {short(fingerprint(asked))}"

    @property
    def limits(self) -> Limits:
        """One sentence at a time, short ones together, weighed as it is spoken."""
        most = self._settings.max_chars
        return Limits(
            target_chars=1, max_chars=most, max_cost=most, cost=_cost, min_chars=min(MIN_CHARS, most)
        )

    async def synthesize(self, utterance: Utterance) -> Speech:
        """Return the whole utterance as speech, each sentence marked from first to last sound.

        While a voice is unknown, sound that is odd for any voice is asked for once more, and believed when it
        comes the same again. Raises Unsayable and TooLong without asking, Incomplete for what is not whole,
        NoAudio for silence, and the errors of `asking` and `OpenaiService`.
        """
        text = utterance.spoken.text
        if utterance.spoken.is_silent:
            message = "The text holds no letter and no digit, so there is nothing to say."
            raise Unsayable(message)
        if len(text) > DOCUMENTED_CHARS:
            message = f"The text has {len(text)} characters, and a request holds {DOCUMENTED_CHARS}."
            raise TooLong(message)
        take = await self._take(utterance, self._settings.response_format)
        await self._judge(utterance, take)
        return await asyncio.to_thread(_speech, text, take, 1 + utterance.prosody.volume_percent / 100)

    async def voices(self) -> Sequence[str]:
        """Return the names of the voices that the server lists, sorted; of one that lists none, those set."""
        listed = await self._service.voices()
        if listed is not None:
            return listed
        voices = self._settings.voices
        return sorted({voices} if isinstance(voices, str) else set(voices.values()))

    async def check(self) -> None:
        """Return when the server answers, and does not refuse the key; else raise as `synthesize`."""
        await self._service.check()

    async def _judge(self, utterance: Utterance, take: Take) -> None:
        """Return when the take is as this voice speaks; raise Incomplete if it is not."""
        text, speed = utterance.spoken.text, _speed(utterance.prosody)
        manner = self._manners[utterance.voice, utterance.prosody]
        wrong = manner.wrong_with(text, take.heard, speed)
        if wrong and not manner.is_known:
            other = await self._second(utterance)
            if other.heard.is_like(take.heard):
                wrong = manner.beyond_reason(text, take.heard, speed)
        if wrong:
            message = f"The sound of {take.heard.length_ms / 1000:.1f} s for 「{text[:20]}」 {wrong}."
            raise Incomplete(message, hint=_REMEDY)
        manner.learn(text, take.heard)

    async def _second(self, utterance: Utterance) -> Take:
        """Return the utterance anew, as MP3 where the server has that: its frames tell the true rate."""
        try:
            return await self._take(utterance, "mp3")
        except (EngineUnavailable, NetworkError, SynthesisError):
            return await self._take(utterance, self._settings.response_format)

    async def _take(self, utterance: Utterance, form: str) -> Take:
        """Return what the server answers to one request."""
        text, speed = utterance.spoken.text, _speed(utterance.prosody)
        request: dict[str, object] = {
            "model": self._settings.model,
            "input": text,
            "voice": utterance.voice,
            "response_format": form,
        }
        if speed != 1:
            request["speed"] = speed
        most_s = MOST_EXTRA_S + MOST_S_PER_CHAR * len(text) / speed
        async with self._turns.turn():
            reply = await self._service.speech(
                {**request, **self._settings.extra},
                len(text) / CHARS_PER_S / speed,
                round(most_s * BYTES_PER_S[form]),
            )
        return await asyncio.to_thread(
            _decoded, reply.body, form, reply.content_type, self._settings.sample_rate
        )


def key_of(name: str, settings: OpenaiSettings) -> str:
    """Return the key that the settings give, or that stands in the file they name; empty without one."""
    if settings.api_key or settings.api_key_file is None:
        return (settings.api_key or "").strip()
    path = settings.api_key_file
    reason = "it is no file of a key"
    try:
        if path.is_file() and path.stat().st_size <= MOST_KEY_BYTES:  # a device would be read without end
            return path.read_text(encoding="utf-8-sig").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or reason
    message = f"The key of the engine {name} cannot be read from {path}: {reason}."
    raise UsageError(message, hint=f"Correct api_key_file in [engines.{name}].")


def _decoded(data: bytes, form: str, content_type: str, sample_rate: int) -> Take:
    """Return the sound of an answer; NoAudio where nothing is heard in it."""
    from tts.engines.hearing import Hearing  # noqa: PLC0415 - heavy: only to speak
    from tts.engines.sound_formats import Sound, sound_of  # noqa: PLC0415 - as above

    found = sound_of(data, form, content_type, sample_rate)
    even = found.samples - found.samples.mean() if len(found.samples) else found.samples
    sound = Sound(even, found.sample_rate)
    hearing = Hearing(even, found.sample_rate)
    first, last = (hearing.sample(step) for step in hearing.heard_in(0, len(hearing.levels)))
    return Take(sound, (first, last), heard_in(sound, (first, last)))


def _speech(text: str, take: Take, gain: float) -> Speech:
    """Return the take as speech, with a mark for each sentence of the text."""
    from tts.engines.alignment import Part, as_speech  # noqa: PLC0415 - heavy: only to speak
    from tts.engines.borders import starts_of  # noqa: PLC0415 - as above

    sentences = spoken_parts(text)
    starts = starts_of(sentences, take.sound) if len(sentences) > 1 else (0,)
    parts = [Part(sentence, start) for sentence, start in zip(sentences, starts, strict=True)]
    end = take.span[1] + take.sound.sample_rate * TAIL_MS // 1000
    return as_speech(take.sound.samples[:end] * gain, take.sound.sample_rate, parts)


def _speed(prosody: Prosody) -> float:
    return min(FASTEST, max(SLOWEST, 1 + prosody.rate_percent / 100))


def _cost(written: str) -> int:
    from tts.speech.normalizer import normalize  # noqa: PLC0415 - only those who cut a script need it

    return len(normalize(written).text)
