"""Speech comes in order, complete, or not at all."""

import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest

from tts.engines.acceptance import check_complete
from tts.engines.base import Pcm, Speech, Utterance
from tts.engines.failures import NoAudio, ServiceUnavailable, Throttled
from tts.errors import EngineUnavailable, NetworkError, SynthesisError
from tts.synthesizer import Gate, Pace, Patience, synthesize
from tts.testing import FakeClock, FakeEngine, hum, utterance

PATIENT = Patience(chance=lambda: 1.0)
TEXTS = ["第一句話說完了。", "第二句話比較長一點點。", "第三句。", "第四句也要說。", "最後一句。"]


def speak(engine: FakeEngine, clock: FakeClock | None = None, pace: Pace | None = None) -> list[Speech]:
    clock = clock or FakeClock()

    async def collect() -> list[Speech]:
        gate = Gate(engine, pace, clock, clock.sleep)
        return [speech async for speech in synthesize(map(utterance, TEXTS), gate, PATIENT)]

    return asyncio.run(collect())


def said(speeches: list[Speech]) -> list[str]:
    return ["".join(mark.text for mark in speech.marks) for speech in speeches]


def test_speech_comes_in_the_order_of_the_texts() -> None:
    assert said(speak(FakeEngine())) == TEXTS


def test_no_more_utterances_are_at_work_than_the_engine_allows() -> None:
    engine = FakeEngine(concurrency=3)
    speak(engine)
    assert engine.busiest == 3


def test_a_failure_that_passes_costs_a_wait_and_nothing_else() -> None:
    clock = FakeClock()
    engine = FakeEngine(concurrency=1, failures={TEXTS[0]: [NetworkError("busy"), SynthesisError("")]})
    assert said(speak(engine, clock)) == TEXTS
    assert clock.waits == [1.0, 2.0]


def test_while_one_waits_others_have_its_place() -> None:
    engine = FakeEngine(concurrency=1, failures={TEXTS[0]: [NetworkError("busy")]})
    assert said(speak(engine)) == TEXTS
    assert engine.heard[0] == TEXTS[1]


def test_a_failure_that_stays_is_told_with_the_text() -> None:
    engine = FakeEngine(concurrency=1, failures={TEXTS[0]: [SynthesisError("Nonsense came.")] * 5})
    with pytest.raises(SynthesisError, match=r"Nonsense came.*第一句話說完了.*5 times"):
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
    assert said(speak(engine)) == TEXTS
    assert engine.heard.count(TEXTS[0]) == 2


class Brief(FakeEngine):
    """Says nothing that has more letters than this."""

    most = 5

    async def synthesize(self, utterance: Utterance) -> Speech:
        if sum(map(str.isalnum, utterance.spoken.text)) > self.most:
            message = "Not a sound."
            raise NoAudio(message)
        return await FakeEngine.synthesize(self, utterance)


def test_a_text_that_stays_silent_is_spoken_in_pieces_without_loss() -> None:
    engine = Brief()
    speeches = speak(engine)
    assert said(speeches) == TEXTS
    for text, speech in zip(TEXTS, speeches, strict=True):
        check_complete(utterance(text), speech)
    audio = speeches[1].audio
    assert isinstance(audio, Pcm)
    assert audio.duration_ms >= sum(mark.end_ms - mark.start_ms for mark in speeches[1].marks)


class Swallowing(FakeEngine):
    """Is silent amid whatever has more than eight letters, the same each time."""

    async def synthesize(self, utterance: Utterance) -> Speech:
        speech = await FakeEngine.synthesize(self, utterance)
        if sum(map(str.isalnum, utterance.spoken.text)) > 8:
            assert isinstance(speech.audio, Pcm)
            samples = bytearray(speech.audio.samples)
            samples[48 * 200 : 48 * 850] = bytes(48 * 650)
            return replace(speech, audio=replace(speech.audio, samples=bytes(samples)))
        return speech


def test_a_swallowed_clause_is_said_in_a_piece_at_once_and_never_the_same_again() -> None:
    clock = FakeClock()
    engine = Swallowing(concurrency=1)
    assert said(speak(engine, clock)) == TEXTS
    assert [engine.heard.count(text) for text in TEXTS] == [1] * len(TEXTS)
    pieces = [text for text in engine.heard if text not in TEXTS]
    assert "".join(pieces) == TEXTS[1]
    assert clock.waits == []


def test_what_is_refused_in_every_size_fails_after_a_bounded_time() -> None:
    clock = FakeClock()
    engine = Brief()
    engine.most = 0
    with pytest.raises(NoAudio):
        speak(engine, clock)
    assert clock.now_s < 60


def test_a_service_that_asks_for_a_short_wait_gets_it() -> None:
    clock = FakeClock()
    engine = FakeEngine(concurrency=1, failures={TEXTS[0]: [Throttled("full", retry_after_s=7.0)]})
    assert said(speak(engine, clock)) == TEXTS
    assert clock.now_s >= 7


def test_nobody_waits_long_without_being_told_why_once() -> None:
    clock, told = FakeClock(), list[str]()
    full = Throttled("The service is full.", retry_after_s=20.0)
    engine = FakeEngine(concurrency=1, failures={text: [full] for text in TEXTS})

    async def speak_all() -> None:
        gate = Gate(engine, None, clock, clock.sleep, told.append)
        assert [speech async for speech in synthesize(map(utterance, TEXTS[:2]), gate, PATIENT)]
        told.append("")
        engine.failures[TEXTS[2]] = [NetworkError("busy")]
        assert [speech async for speech in synthesize(map(utterance, TEXTS[2:3]), gate, PATIENT)]

    asyncio.run(speak_all())
    assert told == ["The service is full. Trying again in 21 s.", ""]


def test_a_service_that_wants_rest_is_left_alone_by_all_articles_for_five_minutes() -> None:
    clock = FakeClock()
    engine = FakeEngine(concurrency=1, failures={TEXTS[0]: [Throttled("too many")] * 2})

    async def two_articles() -> None:
        gate = Gate(engine, None, clock, clock.sleep)
        with pytest.raises(Throttled):
            await anext(synthesize(map(utterance, TEXTS[:1]), gate, PATIENT))
        with pytest.raises(ServiceUnavailable, match="too many"):
            await gate.check()
        with pytest.raises(ServiceUnavailable, match="too many"):
            await anext(synthesize(map(utterance, TEXTS[1:]), gate, PATIENT))
        assert (engine.heard, clock.waits) == ([], [10.0])
        clock.now_s += 300
        await gate.check()
        assert await anext(synthesize(map(utterance, TEXTS[1:]), gate, PATIENT))

    asyncio.run(two_articles())


def test_a_service_that_answers_nobody_keeps_no_further_article_waiting() -> None:
    clock = FakeClock()
    hang = NetworkError("It was silent for 20 s.")
    engine = FakeEngine(failures={text: [hang] * 9 for text in TEXTS})

    async def two_articles() -> None:
        gate = Gate(engine, None, clock, clock.sleep)
        with pytest.raises(NetworkError, match="5 times"):
            await anext(synthesize(map(utterance, TEXTS[:1]), gate, PATIENT))
        waits = len(clock.waits)
        with pytest.raises(ServiceUnavailable, match="silent for 20 s"):
            await anext(synthesize(map(utterance, TEXTS[1:]), gate, PATIENT))
        assert len(clock.waits) == waits
        clock.now_s += 60
        engine.failures.clear()
        assert await anext(synthesize(map(utterance, TEXTS[1:]), gate, PATIENT))

    asyncio.run(two_articles())


class Hanging(FakeEngine):
    """Answers nobody, and that takes twenty seconds to tell."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self.clock = clock

    async def synthesize(self, utterance: Utterance) -> Speech:
        self.heard.append(utterance.spoken.text)
        until_s = self.clock.now_s + 20
        await asyncio.sleep(0)
        self.clock.now_s = max(self.clock.now_s, until_s)
        message = "It was silent for 20 s."
        raise NetworkError(message)


def test_a_service_that_hangs_is_given_up_by_all_when_it_was_silent_for_long() -> None:
    engine = Hanging(clock := FakeClock())

    async def ten_articles() -> None:
        gate = Gate(engine, None, clock, clock.sleep)
        articles = [anext(synthesize([utterance(f"第{number}則。")], gate, PATIENT)) for number in range(10)]
        failures = await asyncio.gather(*articles, return_exceptions=True)
        assert all(isinstance(failure, NetworkError | ServiceUnavailable) for failure in failures)

    asyncio.run(ten_articles())
    assert clock.now_s < 100
    assert len(engine.heard) < 10


def test_a_text_that_alone_is_not_answered_does_not_stop_the_others() -> None:
    clock = FakeClock()
    engine = FakeEngine(failures={TEXTS[0]: [NetworkError("silent")] * 5})

    async def two_articles() -> None:
        gate = Gate(engine, None, clock, clock.sleep)
        failing = asyncio.create_task(anext(synthesize(map(utterance, TEXTS[:1]), gate, PATIENT)))
        while not failing.done():
            assert await anext(synthesize(map(utterance, TEXTS[1:]), gate, PATIENT))
        with pytest.raises(NetworkError, match="silent"):
            await failing
        assert await anext(synthesize(map(utterance, TEXTS[1:]), gate, PATIENT))

    asyncio.run(two_articles())


def test_requests_begin_no_faster_than_the_pace_after_a_burst() -> None:
    clock = FakeClock()
    speak(FakeEngine(concurrency=1), clock, Pace(per_s=2.0, burst=2))
    assert clock.now_s == pytest.approx((len(TEXTS) - 2) / 2)


def test_an_engine_that_could_not_be_used_is_not_asked_by_every_article() -> None:
    clock = FakeClock()
    engine = FakeEngine(unavailable=EngineUnavailable("not here", hint="install it"))

    async def ask() -> None:
        gate = Gate(engine, None, clock, clock.sleep)
        for _article in range(3):
            with pytest.raises(EngineUnavailable, match="not here install it"):
                await gate.check()
        assert engine.checks == 1
        clock.now_s += 60
        engine.unavailable = None
        await gate.check()

    asyncio.run(ask())


def test_closing_the_iterator_leaves_no_task_behind() -> None:
    async def take_one() -> set[asyncio.Task[object]]:
        async with aclosing(synthesize(map(utterance, TEXTS), Gate(FakeEngine()), PATIENT)) as speeches:
            async for _ in speeches:
                break
        return asyncio.all_tasks()

    assert len(asyncio.run(take_one())) == 1


def test_no_more_is_begun_than_the_caller_may_take_soon() -> None:
    engine = FakeEngine(concurrency=2)

    async def take_one() -> None:
        texts = [f"第{number}句話。" for number in range(50)]
        async with aclosing(synthesize(map(utterance, texts), Gate(engine), PATIENT)) as speeches:
            await anext(speeches)
            for _turn in range(1000):  # of the loop: all that may begin has begun
                await asyncio.sleep(0)

    asyncio.run(take_one())
    assert len(engine.heard) <= 5


def test_while_it_is_asked_whether_an_engine_is_there_only_that_question_tells_of_waits() -> None:
    clock, told = FakeClock(), list[str]()

    class SlowToAnswer(FakeEngine):
        async def check(self) -> None:
            await gate.wait(20.0, NetworkError("A text failed."), 0.0)

    gate = Gate(SlowToAnswer(), None, clock, clock.sleep, told.append)

    async def wait_twice() -> None:
        await gate.check()
        await gate.wait(20.0, NetworkError("Another failed."), 0.0)

    asyncio.run(wait_twice())
    assert told == ["Another failed. Trying again in 20 s."]
