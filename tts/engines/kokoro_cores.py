"""Kokoro on every core at once, a line each, by one copy of the model."""

import asyncio
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tts.engines import kokoro_weights
from tts.engines.kokoro_line import Line, Voiced

if TYPE_CHECKING:
    from tts.engines.kokoro_model import KokoroModel


class Cores:
    """Speaks a line on each core; the model is loaded when it first speaks."""

    sound = ""

    def __init__(self) -> None:
        self.concurrency = _cores()
        self._threads = ThreadPoolExecutor(self.concurrency, thread_name_prefix="kokoro")
        self._loading = threading.Lock()
        self._model: KokoroModel | None = None

    def check(self) -> None:
        """Return when model and runtime are here and undamaged; raise EngineUnavailable if not."""
        kokoro_weights.check()

    async def speak(self, line: Line) -> Voiced:
        """Return the sound of a line; as `Speaker.speak`."""
        loop = asyncio.get_running_loop()
        model = await loop.run_in_executor(self._threads, self._load)
        run = model.new_run()
        try:
            return await loop.run_in_executor(self._threads, run.speak, line)
        except asyncio.CancelledError:
            run.stop()
            raise

    def _load(self) -> "KokoroModel":
        with self._loading:
            if self._model is None:
                kokoro_weights.check_runtime()
                from tts.engines.kokoro_model import KokoroModel  # noqa: PLC0415 - heavy: only to speak

                self._model = KokoroModel()
            return self._model


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
