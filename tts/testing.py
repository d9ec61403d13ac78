"""Stand-ins for tests, of this project and of those that build on it; and `check_engine`, for engines."""

import asyncio
import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from tts.engines.base import Mark, Pcm, Speech, Utterance
from tts.engines.conformance import check_engine
from tts.errors import EngineUnavailable
from tts.model.script import Limits
from tts.speech.sentences import split_sentences
from tts.speech.spoken import Span, Spoken

__all__ = ["FakeClock", "FakeEngine", "check_engine", "hum", "utterance"]

SAMPLE_RATE = 24_000
MS_PER_LETTER = 120
MS_BETWEEN_SENTENCES = 200


@dataclass(slots=True)
class FakeEngine:
    """An engine that hums: every sentence a tone as long as its letters, marked to the sample.

    With `runs_together` its marks are no finer than a request. The `failures` of a text are raised in
    turn, one a request, before it is spoken; `unavailable` is what check() says. What was spoken stands
    in `heard`; `busiest` is the most utterances at work at once, `checks` how often it was asked
    whether it is there.
    """

    name: str = "fake"
    version: str = "1"
    concurrency: int = 2
    limits: Limits = field(default_factory=lambda: Limits(1, 100, 400, len, 12))
    failures: dict[str, list[Exception]] = field(default_factory=dict)
    unavailable: EngineUnavailable | None = None
    runs_together: bool = False
    heard: list[str] = field(default_factory=list)
    busiest: int = 0
    checks: int = 0
    _busy: int = 0

    async def synthesize(self, utterance: Utterance) -> Speech:
        """Return a hum for the utterance, or raise the next failure."""
        self._busy += 1
        self.busiest = max(self.busiest, self._busy)
        try:
            await asyncio.sleep(0)
            if failures := self.failures.get(utterance.spoken.text):
                raise failures.pop(0)
            self.heard.append(utterance.spoken.text)
            speech = hum(utterance.spoken.text)
            whole = Mark(0, speech.audio.duration_ms, utterance.spoken.text)
            return replace(speech, marks=(whole,)) if self.runs_together else speech
        finally:
            self._busy -= 1

    async def voices(self) -> Sequence[str]:
        """Return the one voice there is."""
        return ("hum",)

    async def check(self) -> None:
        """Raise what the test wants."""
        self.checks += 1
        if self.unavailable:
            raise self.unavailable


@dataclass(slots=True)
class FakeClock:
    """Time that passes when somebody sleeps, and then at once; `waits` are the sleeps."""

    now_s: float = 0.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        """Let others go on, and so much time pass."""
        self.waits.append(seconds)
        self.now_s += seconds
        await asyncio.sleep(0)


def utterance(text: str) -> Utterance:
    """Return the text to be spoken as it is written, by the one voice there is."""
    return Utterance(Spoken(text, text, (Span(0, len(text), 0, len(text)),)), "hum")


def hum(text: str) -> Speech:
    """Return a tone for each sentence of the text, with silence between, and its marks."""
    samples: array[int] = array("h")
    marks: list[Mark] = []
    for sentence in split_sentences(text):
        letters = sum(map(str.isalnum, sentence))
        start_ms = _duration_ms(samples)
        samples.extend(_tone(letters * MS_PER_LETTER, 200 + ord(sentence[0]) % 400))
        marks.append(Mark(start_ms, _duration_ms(samples), sentence))
        samples.extend([0] * (SAMPLE_RATE * MS_BETWEEN_SENTENCES // 1000))
    return Speech(Pcm(samples.tobytes(), SAMPLE_RATE), tuple(marks))


def _duration_ms(samples: "array[int]") -> int:
    return len(samples) * 1000 // SAMPLE_RATE


def _tone(duration_ms: int, hertz: int) -> "array[int]":
    length = SAMPLE_RATE * duration_ms // 1000
    return (_second(hertz) * (length // SAMPLE_RATE + 1))[:length]


@cache
def _second(hertz: int) -> "array[int]":
    """Return a second of a tone: a whole number of its periods, so that it can be repeated."""
    step = 2 * math.pi * hertz / SAMPLE_RATE
    return array("h", (round(12_000 * math.sin(step * at)) for at in range(SAMPLE_RATE)))
