"""The Azure Speech service: the voices of Edge under a contract, by its REST interface and a key.

REST tells neither marks, words nor visemes, so a request is a sentence, as for other speech servers, and the
sound is judged. Words of the lexicon come as characters that sound so: `<phoneme>` is not used, as the
documentation of zh-TW's and what users report of it differ. One call here is one attempt.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from tts.engines.azure_service import FORMAT, AzureService
from tts.engines.base import Prosody, Speech, Utterance
from tts.engines.manner import Heard, Manners
from tts.engines.speech_server import Timings, key_of
from tts.engines.ssml import ssml
from tts.engines.take import CHARS_PER_S, Take, most_bytes, sayable, sentence_limits, take_of, usual_s
from tts.engines.turns import Turns
from tts.model.script import Limits
from tts.model.settings import AzureSettings

REQUEST_VERSION = "1"
"""Counts up when the same utterance is asked for in another way, or what comes is used in another."""

MOST_S = 480
"""The service leaves sound off after ten minutes, without a word; this is far enough from it."""

SLOWEST, FASTEST = 0.5, 2.0
"""The bounds of a voice's rate by the documentation."""

BYTES_PER_S = 96_000
"""Twice what a second of its sound takes."""

_REMEDY = "Try again, or let another engine speak; max_chars may be lower."


class AzureEngine:
    """The service that the settings name; UsageError where they are wrong."""

    name = "azure"

    def __init__(self, settings: AzureSettings, timings: Timings | None = None) -> None:
        self.concurrency = settings.concurrency
        self._max_chars = settings.max_chars
        timings = timings or Timings(idle_s=settings.timeout_s)
        key = key_of(self.name, settings)
        self._service = AzureService(self.name, settings.address, key, timings)
        self._turns = Turns(settings.concurrency)
        self._manners = Manners(_REMEDY)

    @property
    def version(self) -> str:
        """What is asked for, and of whom; the key is no part of it."""
        return f"{REQUEST_VERSION}@{self._service.root} {FORMAT}"

    @property
    def limits(self) -> Limits:
        """One sentence at a time, short ones together, weighed as it is spoken."""
        return sentence_limits(self._max_chars)

    async def synthesize(self, utterance: Utterance) -> Speech:
        """Return the whole utterance as speech, each sentence marked from first to last sound.

        Raises Unsayable and TooLong without asking, Incomplete for what is not whole, NoAudio for silence,
        and the errors of `asking` and `AzureService`.
        """
        speed = _speed(utterance.prosody)
        text = sayable(utterance, int(MOST_S * CHARS_PER_S * speed))
        take = await self._take(utterance, speed)

        async def again() -> Heard:
            return (await self._take(utterance, speed)).heard

        await self._manners.judge(utterance, take.heard, speed, again)
        return await asyncio.to_thread(take.speech, text)

    async def voices(self) -> Sequence[str]:
        """Return the names of the Chinese voices that the service lists now, sorted."""
        return await self._service.voices()

    async def check(self) -> None:
        """Return when the service lists its voices to the key; else raise as `synthesize`."""
        await self._service.check()

    async def _take(self, utterance: Utterance, speed: float) -> Take:
        """Return what the service answers to one request."""
        text, voice = utterance.spoken.text, utterance.voice
        document = ssml(text, voice, replace(utterance.prosody, rate_percent=round(100 * speed) - 100))
        async with self._turns.turn():
            reply = await self._service.speech(
                document, voice, usual_s(text, speed), most_bytes(text, speed, BYTES_PER_S)
            )
        return await asyncio.to_thread(take_of, reply.body, "wav", reply.content_type)


def _speed(prosody: Prosody) -> float:
    return min(FASTEST, max(SLOWEST, 1 + prosody.rate_percent / 100))
