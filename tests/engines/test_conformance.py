"""Engines that can be relied upon pass; each of the others is told its own fault."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from tests.emulator import EdgeEmulator
from tts.engines import conformance
from tts.engines.base import Engine, Mark, Pcm, Speech, Utterance
from tts.engines.conformance import SENTENCE, TEXTS, WORDLESS, longest
from tts.engines.edge import EdgeEngine
from tts.engines.espeak import EspeakEngine
from tts.engines.kokoro import KokoroEngine
from tts.errors import EngineUnavailable
from tts.model.script import Limits
from tts.testing import FakeEngine, check_engine


@pytest.mark.parametrize("engine", [EspeakEngine(), FakeEngine(), FakeEngine(runs_together=True)])
def test_an_engine_that_keeps_the_rules_is_told_nothing(engine: FakeEngine | EspeakEngine) -> None:
    assert asyncio.run(check_engine(engine)) == ()


def test_the_online_engine_keeps_them_with_a_service(emulator: EdgeEmulator) -> None:
    assert asyncio.run(check_engine(EdgeEngine(emulator.base_url))) == ()


@pytest.mark.parametrize("engine", [EdgeEngine(), KokoroEngine(Path()), EspeakEngine()])
def test_no_engines_costs_grow_by_joining(engine: Engine) -> None:
    cost = engine.limits.cost
    for one, other in product(TEXTS, TEXTS):
        assert cost(one + other) <= cost(one) + cost(other)


def test_it_is_asked_for_every_kind_of_text_and_for_no_more_at_once_than_it_can() -> None:
    engine = FakeEngine(limits=Limits(100, 250, 200, len), concurrency=3)
    asyncio.run(check_engine(engine))
    assert engine.busiest == 3
    assert {*TEXTS, longest(engine), WORDLESS} == set(engine.heard)
    assert 200 - len(SENTENCE) < len(longest(engine)) <= 200


def test_an_engine_of_short_requests_is_asked_for_nothing_longer() -> None:
    engine = FakeEngine(limits=Limits(1, 10, 10, len))
    asyncio.run(check_engine(engine))
    assert longest(engine) == SENTENCE[:10]
    assert max(map(len, set(engine.heard) - {SENTENCE})) <= 10


class Lossy(FakeEngine):
    """Leaves the end of a longer text out, as services do."""

    async def synthesize(self, utterance: Utterance) -> Speech:
        speech = await FakeEngine.synthesize(self, utterance)
        return replace(speech, marks=speech.marks[:1])


class Overlapping(FakeEngine):
    async def synthesize(self, utterance: Utterance) -> Speech:
        speech = await FakeEngine.synthesize(self, utterance)
        return replace(speech, marks=tuple(replace(mark, end_ms=mark.end_ms + 210) for mark in speech.marks))


class Overrunning(FakeEngine):
    async def synthesize(self, utterance: Utterance) -> Speech:
        speech = await FakeEngine.synthesize(self, utterance)
        last = replace(speech.marks[-1], end_ms=speech.audio.duration_ms + 1)
        return replace(speech, marks=(*speech.marks[:-1], last))


class Confused(FakeEngine):
    """Gives everyone what was asked for last."""

    last: Utterance

    async def synthesize(self, utterance: Utterance) -> Speech:
        Confused.last = utterance
        await asyncio.sleep(0)
        return await FakeEngine.synthesize(self, Confused.last)


class Wavering(FakeEngine):
    async def synthesize(self, utterance: Utterance) -> Speech:
        speech = await FakeEngine.synthesize(self, utterance)
        late = len(self.heard)
        marks = [Mark(mark.start_ms + late, mark.end_ms + late, mark.text) for mark in speech.marks]
        return replace(speech, marks=tuple(marks))


class Stubborn(FakeEngine):
    async def synthesize(self, utterance: Utterance) -> Speech:
        if utterance.spoken.is_silent:
            raise IndexError
        return await FakeEngine.synthesize(self, utterance)


class Shapeless(FakeEngine):
    async def synthesize(self, utterance: Utterance) -> Speech:
        speech = await FakeEngine.synthesize(self, utterance)
        return replace(speech, audio=Pcm(speech.audio.samples[1:], 24_000))  # type: ignore[union-attr]


class Unsorted(FakeEngine):
    async def voices(self) -> Sequence[str]:
        return ("b", "a")


class Voiceless(FakeEngine):
    async def voices(self) -> Sequence[str]:
        return ()


class Wedged(FakeEngine):
    """Has as many places as it says, and gives none back when a call is cancelled."""

    taken = 0

    async def synthesize(self, utterance: Utterance) -> Speech:
        if self.taken == self.concurrency:
            raise IndexError
        self.taken += 1
        speech = await FakeEngine.synthesize(self, utterance)
        self.taken -= 1
        return speech


class Leaving(FakeEngine):
    async def synthesize(self, _utterance: Utterance) -> Speech:
        raise SystemExit(3)


class Blocking(FakeEngine):
    def check(self) -> None:  # type: ignore[override]
        """Return at once."""


def growing(text: str) -> int:
    return len(text) ** 2


@pytest.mark.parametrize(
    ("engine", "fault"),
    [
        (Lossy(), "The speech leaves out 13 letters from 「山區仍須慎防"),
        (Overlapping(), "A mark begins before the one before it ends."),
        (Overrunning(), "The last mark ends after the sound."),
        (Confused(), "The speech says something else than the text."),
        (Wavering(), "The same utterance has other marks the second time."),
        (Stubborn(), f"synthesize(), asked for 「{WORDLESS}」, raises IndexError"),
        (Shapeless(), "It gives audio that is neither Mp3 nor Pcm of whole samples at 8 to 192 kHz."),
        (Unsorted(), "voices() are not in order, or one is named twice."),
        (Voiceless(), "voices() names no voice, or one by what is no str."),
        (Wedged(), "After calls that were cancelled: It raises IndexError"),
        (Leaving(), "(5 characters): It raises SystemExit: 3"),
        (Blocking(), "The engine has no check() that is a coroutine function."),
        (FakeEngine(failures={TEXTS[2]: [KeyError("小")]}), "(5 characters): It raises KeyError: '小'"),
        (
            FakeEngine(unavailable=EngineUnavailable("No model.")),
            "check() raises EngineUnavailable: No model.",
        ),
        (FakeEngine(limits=Limits(1, 100, 10_000, growing)), "limits.cost of two texts joined is more"),
        (FakeEngine(limits=Limits(1, 100, 0, len)), "The engine has no limits that are Limits"),
        (FakeEngine(concurrency=0), "The engine has no concurrency that is a whole number above 0."),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, FakeEngine) else value[:24],
)
def test_an_engine_that_breaks_a_rule_is_told_which(engine: FakeEngine, fault: str) -> None:
    broken = asyncio.run(check_engine(engine))
    assert any(fault in sentence for sentence in broken), broken


def test_a_check_that_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conformance, "MOST_CHECK_S", -1.0)
    assert asyncio.run(check_engine(FakeEngine())) == ("check() takes 0.0 s, and not -1 at most.",)


def test_an_engine_without_voices_is_told_that_and_no_more() -> None:
    assert asyncio.run(check_engine(Voiceless())) == ("voices() names no voice, or one by what is no str.",)


def test_an_engine_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging(FakeEngine):
        async def synthesize(self, _utterance: Utterance) -> Speech:
            await asyncio.Event().wait()
            raise AssertionError

    monkeypatch.setattr(conformance, "MOST_RULE_S", 0.0)
    broken = asyncio.run(check_engine(Hanging()))
    assert broken == tuple(f"{part} does not end within 0 s." for part, _ in conformance.OF_SPEECH)


def test_whoever_ends_the_check_ends_it() -> None:
    class Interrupted(FakeEngine):
        async def synthesize(self, _utterance: Utterance) -> Speech:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        asyncio.run(check_engine(Interrupted()))
