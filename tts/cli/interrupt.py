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
        if not interrupt.pressed:
            for number, handler in zip(_SIGNALS, before, strict=True):
                signal.signal(number, handler)


class _Interrupt:
    def __init__(self) -> None:
        self.pressed = False
        self._cancel: Callable[[], object] | None = None

    async def guard(self, main: Coroutine[Any, Any, Result]) -> Result:
        """Run the coroutine so that it can be cancelled from a signal handler."""
        task = asyncio.ensure_future(main)
        self._cancel = partial(asyncio.get_running_loop().call_soon_threadsafe, task.cancel)
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
