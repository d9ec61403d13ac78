"""Utterances → speech: in order, several at once, tried again, and never accepted incomplete."""

import asyncio
import random
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

from tts.engines.acceptance import check_complete
from tts.engines.base import Engine, Speech, Utterance
from tts.errors import NetworkError, SynthesisError, TingError

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long a failed utterance is tried again.

    Waits grow by doubling from `first_wait_s` up to `longest_wait_s`, each shortened at random so
    that requests do not come in step (full jitter).
    """

    attempts: int = 4
    first_wait_s: float = 1.0
    longest_wait_s: float = 30.0
    chance: Callable[[], float] = field(default=random.random)

    def wait_s(self, failures: int) -> float:
        """Return the seconds to wait after this many failures in a row."""
        return self.chance() * min(self.longest_wait_s, self.first_wait_s * 2.0 ** (failures - 1))


async def synthesize(
    utterances: Iterable[Utterance],
    engine: Engine,
    patience: Patience | None = None,
    sleep: Sleep = asyncio.sleep,
) -> AsyncGenerator[Speech]:
    """Yield the speech of every utterance, in their order, each one complete.

    Works on as many at once as the engine allows, and not much further ahead than the caller has
    taken. Raises what the engine raised once patience has run out; closing the iterator, or an
    error, cancels whatever is under way.
    """
    waiting = iter(utterances)
    slots = asyncio.Semaphore(engine.concurrency)
    speaker = _Speaker(engine, patience or Patience(), sleep, slots)
    under_way: deque[asyncio.Task[Speech]] = deque()
    try:
        for utterance in islice(waiting, 2 * engine.concurrency):
            under_way.append(asyncio.create_task(speaker.speak(utterance)))
        while under_way:
            speech = await under_way[0]
            under_way.popleft()
            for utterance in islice(waiting, 1):
                under_way.append(asyncio.create_task(speaker.speak(utterance)))
            yield speech
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


@dataclass(frozen=True, slots=True)
class _Speaker:
    engine: Engine
    patience: Patience
    sleep: Sleep
    slots: asyncio.Semaphore

    async def speak(self, utterance: Utterance) -> Speech:
        """Return complete speech; the slot is free for others while this one waits."""
        failures = 0
        while True:
            try:
                async with self.slots:
                    speech = await self.engine.synthesize(utterance)
                check_complete(utterance, speech)
            except (NetworkError, SynthesisError) as failure:
                failures += 1
                if failures >= self.patience.attempts:
                    raise _told_with_text(failure, utterance, failures) from failure
                await self.sleep(self.patience.wait_s(failures))
            else:
                return speech


def _told_with_text(failure: TingError, utterance: Utterance, attempts: int) -> TingError:
    """Return the failure with the words that could not be spoken, so that a user can find them."""
    text = utterance.spoken.written.strip()
    opening = text if len(text) <= 20 else f"{text[:20]}…"  # noqa: PLR2004 - enough to find the place
    message = f"{failure.message} (「{opening}」, tried {attempts} times)"
    return type(failure)(message, hint=failure.hint)
