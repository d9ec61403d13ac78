import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tts.engines.kokoro_batch import card
from tts.engines.kokoro_batch.shapes import BUCKETS, PROCESSOR
from tts.engines.kokoro_batch.speaker import Batches
from tts.engines.kokoro_line import Line, Voiced
from tts.errors import EngineUnavailable, SynthesisError

SHORT, LONG, BAD = "a", "a" * 100, "bad"
MOST = PROCESSOR.tokens // BUCKETS[0]


class FakeModel:
    """Speaks as many samples as a line has phonemes, when it may; fails with a line that is BAD."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.may = threading.Semaphore(0)
        self.spoken: list[list[str]] = []
        self.stopped = 0

    def new_run(self) -> "FakeModel":
        return self

    def speak(self, lines: Sequence[Line]) -> list[Voiced]:
        self.spoken.append([line.phonemes for line in lines])
        self.begun.release()
        assert self.may.acquire(timeout=30)
        if any(line.phonemes == BAD for line in lines):
            message = "Kokoro failed."
            raise SynthesisError(message)
        return [Voiced(np.zeros(len(line.phonemes), np.float32), (0,)) for line in lines]

    def stop(self) -> None:
        self.stopped += 1
        self.may.release()


@pytest.fixture
def model() -> FakeModel:
    return FakeModel()


def test_lines_that_come_while_one_is_spoken_are_spoken_together(model: FakeModel) -> None:
    async def speak() -> list[int]:
        batches, first = await _busy(model)
        others = [asyncio.create_task(batches.speak(_line(SHORT * count))) for count in range(2, 6)]
        await _all_wait()
        model.may.release(2)
        return [len(voiced.samples) for voiced in await asyncio.gather(first, *others)]

    assert asyncio.run(speak()) == [1, 2, 3, 4, 5]
    assert model.spoken == [["a"], ["aa", "aaa", "aaaa", "aaaaa"]]


def test_lines_of_unlike_length_and_more_than_there_is_room_for_are_spoken_in_turn(model: FakeModel) -> None:
    async def speak() -> None:
        batches, first = await _busy(model)
        others = [asyncio.create_task(batches.speak(_line(text))) for text in [LONG] + [SHORT] * (MOST + 1)]
        await _all_wait()
        model.may.release(4)
        await asyncio.gather(first, *others)

    asyncio.run(speak())
    assert [len(batch) for batch in model.spoken] == [1, 1, MOST, 1]
    assert model.spoken[1] == [LONG]


def test_a_line_that_fails_costs_no_other(model: FakeModel) -> None:
    async def speak() -> list[Any]:
        batches, first = await _busy(model)
        others = [asyncio.create_task(batches.speak(_line(text))) for text in (SHORT, BAD, SHORT)]
        await _all_wait()
        model.may.release(9)
        return await asyncio.gather(first, *others, return_exceptions=True)

    _, one, bad, other = asyncio.run(speak())
    assert isinstance(one, Voiced)
    assert isinstance(other, Voiced)
    assert isinstance(bad, SynthesisError)


def test_a_batch_that_nobody_waits_for_any_more_is_stopped_and_what_waited_is_not_begun(
    model: FakeModel,
) -> None:
    async def speak() -> None:
        batches, first = await _busy(model)
        waiting = asyncio.create_task(batches.speak(_line(SHORT)))
        await _all_wait()
        for task in (waiting, first):
            task.cancel()
        await asyncio.gather(waiting, first, return_exceptions=True)
        model.may.release()
        await batches.speak(_line("aa"))

    asyncio.run(speak())
    assert model.stopped == 1
    assert model.spoken == [["a"], ["aa"]]


def test_what_is_given_up_while_the_model_is_loaded_is_stopped_before_it_is_spoken(model: FakeModel) -> None:
    loading, given_up = threading.Event(), threading.Event()

    def load() -> FakeModel:
        loading.set()
        assert given_up.wait(30)
        return model

    async def speak() -> None:
        batches = Batches(is_card=False, load=load)
        only = asyncio.create_task(batches.speak(_line(SHORT)))
        await asyncio.to_thread(loading.wait, 30)
        only.cancel()
        await asyncio.gather(only, return_exceptions=True)
        given_up.set()
        model.may.release()
        await asyncio.wait_for(batches.speak(_line("aa")), 30)

    asyncio.run(speak())
    assert model.stopped == 1


def test_a_batch_of_which_one_line_is_waited_for_goes_on(model: FakeModel) -> None:
    async def speak() -> Voiced:
        batches, first = await _busy(model)
        one, other = (asyncio.create_task(batches.speak(_line(SHORT))) for _ in range(2))
        await _all_wait()
        model.may.release()
        await first
        await asyncio.to_thread(model.begun.acquire, timeout=30)
        one.cancel()
        await asyncio.gather(one, return_exceptions=True)
        model.may.release()
        return await other

    assert isinstance(asyncio.run(speak()), Voiced)
    assert model.stopped == 0


def test_a_model_that_cannot_be_had_is_said_to_everybody() -> None:
    def load() -> FakeModel:
        message = "There is none."
        raise EngineUnavailable(message)

    async def speak() -> list[Any]:
        batches = Batches(is_card=False, load=load)
        calls = (batches.speak(_line(SHORT)) for _ in range(3))
        return await asyncio.gather(*calls, return_exceptions=True)

    assert [str(error) for error in asyncio.run(speak())] == ["There is none."] * 3


def test_without_the_runtime_for_it_or_without_a_card_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineUnavailable, match="the package onnxruntime-gpu is missing"):
        card.check()
    monkeypatch.setattr(card, "version", lambda _name: "1.31.1")
    monkeypatch.setattr(card, "DRIVER", str(Path("nowhere") / "libcuda.so.1"))
    with pytest.raises(EngineUnavailable, match="this machine has none, or no driver"):
        card.check()


async def _busy(model: FakeModel) -> tuple[Batches, asyncio.Task[Voiced]]:
    """Return batches of which the first is under way, and its only line."""
    batches = Batches(is_card=False, load=lambda: model)
    first = asyncio.create_task(batches.speak(_line(SHORT)))
    await asyncio.to_thread(model.begun.acquire, timeout=30)
    return batches, first


async def _all_wait() -> None:
    """Let every task that was made begin."""
    for _ in range(3):
        await asyncio.sleep(0)


def _line(phonemes: str) -> Line:
    return Line(phonemes, b"", 1.0)
