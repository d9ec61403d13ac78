"""Ctrl-C and SIGTERM: once, and everything is put away before leaving; twice, and it leaves at once."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from tts.errors import ExitCode

_SIGNALS = (signal.SIGINT, signal.SIGTERM)

SHOW_CURSOR = "\x1b[?25h"

Result = TypeVar("Result")


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """Return what the coroutine returns; raise KeyboardInterrupt when it was interrupted and is put away.

    Episodes half made leave no file that a reader would find, whichever way it ends.
    """
    interrupt = _Interrupt()
    before = [signal.signal(number, interrupt.press) for number in _SIGNALS]
    try:
        return asyncio.run(interrupt.guard(main))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        for number, handler in zip(_SIGNALS, before, strict=True):
            signal.signal(number, interrupt.press if interrupt.pressed else handler)


class _Interrupt:
    def __init__(self) -> None:
        self.pressed = False
        self._cancel: Callable[[], object] | None = None

    async def guard(self, main: Coroutine[Any, Any, Result]) -> Result:
        """Run the coroutine so that it can be cancelled from a signal handler."""
        task = asyncio.ensure_future(main)
        loop = asyncio.get_running_loop()
        self._cancel = partial(loop.call_soon_threadsafe, task.cancel)
        for number in _SIGNALS:
            _wake_at(number, loop)
            signal.signal(number, self.press)
        return await task

    def press(self, _signal: int, _frame: object) -> None:
        """Cancel at the first signal, and leave without a word at the second."""
        if self.pressed or self._cancel is None:
            if sys.stderr.isatty():
                sys.stderr.write(SHOW_CURSOR)
                sys.stderr.flush()
            os._exit(ExitCode.INTERRUPTED)
        self.pressed = True
        with suppress(RuntimeError):  # it has just ended by itself
            self._cancel()


def _wake_at(number: int, loop: asyncio.AbstractEventLoop) -> None:
    """Let a signal end the loop's wait for events, also one that comes just before the wait begins.

    Python alone looks for signals before and after it waits; the loop has a pipe that a signal writes to.
    """
    with suppress(NotImplementedError):  # Windows, where the loop looks by itself
        loop.add_signal_handler(number, lambda: None)
