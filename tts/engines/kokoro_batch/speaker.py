"""Kokoro in batches: lines that wait are spoken together.

Nothing waits for a batch to fill. While one is spoken, those that come after it gather; the more they are,
the larger the next one is.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from tts.engines import kokoro_weights
from tts.engines.kokoro_batch import card
from tts.engines.kokoro_batch.shapes import BUCKETS, CARD, PROCESSOR, together
from tts.engines.kokoro_line import Line, Voiced
from tts.errors import SynthesisError


class Run(Protocol):
    """One use of a model."""

    def speak(self, lines: Sequence[Line]) -> Sequence[Voiced]:
        """Return the sounds of lines of one bucket; raise SynthesisError when it fails or is stopped."""

    def stop(self) -> None:
        """Let `speak` fail soon."""


class Model(Protocol):
    """Speaks a batch of lines at a time."""

    def new_run(self) -> Run:
        """Return a run that is yet to begin."""


@dataclass(eq=False, slots=True)
class _Order:
    """A line, and who waits for its sound."""

    line: Line
    tokens: int
    answer: Future[Voiced] = field(default_factory=Future)


class Batches:
    """Speaks lines of like length together, on a graphics card or on this processor.

    `load` is how the model is had, when the first line comes.
    """

    sound = "b"

    def __init__(self, *, is_card: bool, load: Callable[[], Model] | None = None) -> None:
        self._is_card = is_card
        self._room = CARD if is_card else PROCESSOR
        self.concurrency = 2 * self._room.tokens // BUCKETS[0]
        self._load = cache(load or self._loaded)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="kokoro")
        self._lock = threading.Lock()
        self._waiting: list[_Order] = []
        self._spoken: Sequence[_Order] = ()
        self._run: Run | None = None

    def check(self) -> None:
        """Return when model, runtime and device are here; raise EngineUnavailable if not."""
        kokoro_weights.check()
        if self._is_card:
            card.check()

    async def speak(self, line: Line) -> Voiced:
        """Return the sound of a line; as `Speaker.speak`. One that cannot be said is never in a batch."""
        order = _Order(line, len(line.tokens))
        with self._lock:
            self._waiting.append(order)
        self._thread.submit(self._speak_some)
        try:
            return await asyncio.wrap_future(order.answer)
        except asyncio.CancelledError:
            self._give_up(order)
            raise

    def _give_up(self, order: _Order) -> None:
        """Speak a line no more; stop a batch of which no line is waited for."""
        with self._lock:
            if order in self._waiting:
                self._waiting.remove(order)
            self._spoken = [other for other in self._spoken if other is not order]
            if self._run and not self._spoken:
                self._run.stop()

    def _speak_some(self) -> None:
        """Speak the line that waits longest, and others with it; nothing when none waits."""
        with self._lock:
            places = together([order.tokens for order in self._waiting], self._room) if self._waiting else []
            orders = [self._waiting[place] for place in places]
            self._waiting = [order for order in self._waiting if order not in orders]
        self._answer(orders)

    def _answer(self, orders: Sequence[_Order]) -> None:
        """Answer orders together; one by one where that fails, so that a bad line costs no other."""
        orders = [order for order in orders if not order.answer.cancelled()]
        if not orders:
            return
        try:
            voiced = self._voiced(orders)
        except Exception as error:  # noqa: BLE001 - it is told to whoever waits
            if len(orders) > 1 and isinstance(error, SynthesisError):
                for order in orders:
                    self._answer([order])
                return
            for order in orders:
                with suppress(InvalidStateError):  # it was given up a moment ago
                    order.answer.set_exception(error)
        else:
            for order, sound in zip(orders, voiced, strict=True):
                with suppress(InvalidStateError):  # as above
                    order.answer.set_result(sound)

    def _voiced(self, orders: Sequence[_Order]) -> Sequence[Voiced]:
        run = self._load().new_run()
        with self._lock:
            self._run, self._spoken = run, [one for one in orders if not one.answer.cancelled()]
            if not self._spoken:  # they were given up while the model was loaded
                run.stop()
        try:
            return run.speak([order.line for order in orders])
        finally:
            with self._lock:
                self._run, self._spoken = None, ()

    def _loaded(self) -> Model:
        kokoro_weights.check_runtime()
        if self._is_card:
            card.check()
        from tts.engines.kokoro_batch.model import BatchedModel  # noqa: PLC0415 - heavy: only to speak

        return BatchedModel(self._room, is_card=self._is_card)
