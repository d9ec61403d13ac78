"""Speech comes in order, complete, or not at all."""

import asyncio
from contextlib import aclosing

import pytest

from tts.engines.base import Speech, Utterance
from tts.errors import EngineUnavailable, NetworkError, SynthesisError
from tts.speech.spoken import Span, Spoken
from tts.synthesizer import Patience, synthesize
from tts.testing import FakeEngine, hum

PATIENT = Patience(chance=lambda: 1.0)


def say(text: str) -> Utterance:
    return Utterance(Spoken(text, text, (Span(0, len(text), 0, len(text)),)), "hum")


TEXTS = ["第一句話說完了。", "第二句話比較長一點點。", "第三句。", "第四句也要說。", "最後一句。"]


class Waits:
    """A sleep that only remembers how long it should have been."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def speak(engine: FakeEngine, waits: Waits | None = None) -> list[Speech]:
    async def collect() -> list[Speech]:
        return [speech async for speech in synthesize(map(say, TEXTS), engine, PATIENT, waits or Waits())]

    return asyncio.run(collect())


def test_speech_comes_in_the_order_of_the_texts() -> None:
    assert [speech.marks[0].text for speech in speak(FakeEngine())] == TEXTS


def test_no_more_utterances_are_at_work_than_the_engine_allows() -> None:
    engine = FakeEngine(concurrency=3)
    speak(engine)
    assert engine.busiest == 3


def test_a_failure_that_passes_costs_a_wait_and_nothing_else() -> None:
    waits = Waits()
    engine = FakeEngine(concurrency=1, failures={TEXTS[0]: [NetworkError("busy"), SynthesisError("")]})
    assert len(speak(engine, waits)) == len(TEXTS)
    assert waits.seconds == [1.0, 2.0]


def test_a_failure_that_stays_is_told_with_the_text() -> None:
    engine = FakeEngine(concurrency=1, failures={TEXTS[0]: [SynthesisError("No audio came.")] * 4})
    with pytest.raises(SynthesisError, match=r"No audio came.*第一句話說完了.*4 times"):
        speak(engine)


def test_an_unusable_engine_is_not_asked_again() -> None:
    engine = FakeEngine(concurrency=1, failures={TEXTS[0]: [EngineUnavailable("gone")]})
    with pytest.raises(EngineUnavailable):
        speak(engine)
    assert engine.heard == []


class Truncating(FakeEngine):
    """Loses the second half of its sound once, and says nothing of it."""

    cuts = 1

    async def synthesize(self, utterance: Utterance) -> Speech:
        speech = await FakeEngine.synthesize(self, utterance)
        if self.cuts:
            self.cuts -= 1
            return Speech(hum("短。").audio, speech.marks)
        return speech


def test_speech_that_is_cut_short_is_made_again() -> None:
    engine = Truncating(concurrency=1)
    assert [speech.marks[0].text for speech in speak(engine)] == TEXTS
    assert engine.heard.count(TEXTS[0]) == 2


def test_closing_the_iterator_leaves_no_task_behind() -> None:
    async def take_one() -> set[asyncio.Task[object]]:
        async with aclosing(synthesize(map(say, TEXTS), FakeEngine(), PATIENT)) as speeches:
            async for _ in speeches:
                break
        return asyncio.all_tasks()

    assert len(asyncio.run(take_one())) == 1


def test_waits_grow_up_to_a_bound() -> None:
    assert [PATIENT.wait_s(failures) for failures in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]
