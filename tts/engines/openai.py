"""Any server with OpenAI's speech interface: the cloud's, or a model of one's own behind an address.

A request is a sentence, or a few short ones: so its sound tells when the sentence is heard, and sound that is
not whole is found out by its length. A server tells neither marks nor words. One call here is one attempt.
"""

import asyncio
from collections.abc import Sequence

from tts.engines.base import Prosody, Speech, Utterance
from tts.engines.failures import ServiceUnavailable
from tts.engines.manner import Heard, Manners
from tts.engines.openai_service import OpenaiService
from tts.engines.speech_server import Timings, key_of
from tts.engines.take import Take, most_bytes, sayable, sentence_limits, take_of, usual_s
from tts.engines.turns import Turns
from tts.errors import EngineUnavailable, NetworkError, SynthesisError
from tts.fingerprint import fingerprint, short
from tts.model.script import Limits
from tts.model.settings import OpenaiSettings

REQUEST_VERSION = "1"
"""Counts up when the same utterance is asked for in another way, or what comes is used in another."""

DOCUMENTED_CHARS = 4_096
"""What the public documentation lets a request hold."""

SLOWEST, FASTEST = 0.25, 4.0
"""The bounds of `speed` by the public documentation."""

BYTES_PER_S = {"wav": 192_000, "pcm": 192_000, "mp3": 40_000}
"""The most that a second of speech takes: 48 kHz in stereo; 320 kbit/s."""

_REMEDY = "If all texts fail so, its sample rate is another than it says: set response_format or sample_rate."


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
        self._manners = Manners(_REMEDY)

    @property
    def version(self) -> str:
        """What is asked for, and of whom; the key is no part of it."""
        settings = self._settings
        asked = settings.model, settings.response_format, settings.sample_rate, settings.extra
        return f"{REQUEST_VERSION}@{self._service.root} {short(fingerprint(asked))}"

    @property
    def limits(self) -> Limits:
        """One sentence at a time, short ones together, weighed as it is spoken."""
        return sentence_limits(self._settings.max_chars)

    async def synthesize(self, utterance: Utterance) -> Speech:
        """Return the whole utterance as speech, each sentence marked from first to last sound.

        What is odd while a voice is unknown, has few syllables or ends too soon is asked for once more, as
        `Manners.judge` has it. Raises Unsayable and TooLong without asking, Incomplete for what is not whole,
        NoAudio for silence, and the errors of `asking` and `OpenaiService`.
        """
        text = sayable(utterance, DOCUMENTED_CHARS)
        take = await self._take(utterance, self._settings.response_format)
        await self._manners.judge(
            utterance, take.heard, _speed(utterance.prosody), lambda: self._again(utterance)
        )
        return await asyncio.to_thread(take.speech, text, 1 + utterance.prosody.volume_percent / 100)

    async def voices(self) -> Sequence[str]:
        """Return the names of the voices that the server lists, sorted; of one that lists none, those set.

        ServiceUnavailable where none are set either.
        """
        listed = await self._service.voices()
        if listed is not None:
            return listed
        voices = self._settings.voices
        names = {voices} if isinstance(voices, str) else set(voices.values())
        if not any(names):
            message = f"{self._service.name} has no list of its voices."
            hint = f"Look for them in what was written of it, and set voices in [engines.{self.name}]."
            raise ServiceUnavailable(message, hint=hint)
        return sorted(names)

    async def check(self) -> None:
        """Return when the server answers, and does not refuse the key; else raise as `synthesize`."""
        await self._service.check(self._settings.model)

    async def _again(self, utterance: Utterance) -> Heard:
        """Return what is heard anew, as MP3 where the server has that: its frames tell the true rate."""
        try:
            return (await self._take(utterance, "mp3")).heard
        except (EngineUnavailable, NetworkError, SynthesisError):
            return (await self._take(utterance, self._settings.response_format)).heard

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
        async with self._turns.turn():
            reply = await self._service.speech(
                {**request, **self._settings.extra},
                usual_s(text, speed),
                most_bytes(text, speed, BYTES_PER_S[form]),
            )
        return await asyncio.to_thread(
            take_of, reply.body, form, reply.content_type, self._settings.sample_rate
        )


def _speed(prosody: Prosody) -> float:
    return min(FASTEST, max(SLOWEST, 1 + prosody.rate_percent / 100))
