"""The terminal: rows on it, keys from it, and everything as it was when the program leaves."""

import asyncio
import os
import signal
import sys
import termios
import tty
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.control import Control
from rich.segment import ControlType

from tts.preview.keys import SUSPEND, KeyReader
from tts.preview.session import Session
from tts.preview.view import rows

if TYPE_CHECKING:
    from rich.text import Text

ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h"
LEAVE = "\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l"
"""The alternate screen, without a cursor, and without wrapping: where a terminal draws a character
wider than it is taken to be, a row is cut and does not push the next ones down. Pasted text comes in
brackets: it is no one's wish to quit."""

ERASE_LINE_END = Control((ControlType.ERASE_IN_LINE, 0))
READ_BYTES = 1024
WAIT_S = 0.1

UNTOLD = (80, 24)
"""The size of a terminal that does not tell its own."""

LEAVING = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


class Screen:
    """The whole terminal, for as long as the block runs; only rows that change are drawn.

    Keys are read from standard input, or from the terminal itself where something else comes there.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._reader = KeyReader()
        self._pressed: list[str] = []
        self._stirred = asyncio.Event()
        self._drawn: list[Text] = []
        self._size = (0, 0)
        self._undo = ExitStack()
        self._modes = ExitStack()
        self._keyboard: int | None = None

    def __enter__(self) -> Self:
        """Take the terminal over."""
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        with ExitStack() as undo:
            self._keyboard = undo.enter_context(_keyboard())
            undo.callback(self._give_back)
            self._take_over()
            handlers: dict[signal.Signals, Callable[[], object]] = {
                signal.SIGWINCH: self._stirred.set,
                signal.SIGTSTP: self._suspend,
            }
            if task:
                handlers |= dict.fromkeys(LEAVING, task.cancel)
            for number, handler in handlers.items():
                loop.add_signal_handler(number, handler)
                undo.callback(loop.remove_signal_handler, number)
            self._undo = undo.pop_all()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Give the terminal back as it was."""
        self._undo.close()

    def show(self, session: Session) -> None:
        """Draw what has changed."""
        told = os.get_terminal_size(sys.stdout.fileno())
        size = told.columns or UNTOLD[0], told.lines or UNTOLD[1]
        drawn = rows(session, *size)
        before = self._drawn if size == self._size else []
        changed = [at for at, row in enumerate(drawn) if at >= len(before) or row != before[at]]
        with self._console as console:
            if not before:
                console.control(Control.clear())
            for at in changed:
                console.control(Control.move_to(0, at))
                console.print(drawn[at], end="", soft_wrap=True)
                if drawn[at].cell_len < size[0]:
                    console.control(ERASE_LINE_END)
        self._drawn, self._size = drawn, size

    async def keys(self, within_s: float) -> Sequence[str]:
        """Return the keys that were pressed, at once; none when so much time has passed."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stirred.wait(), within_s)
        if not self._stirred.is_set():
            self._pressed += self._reader.flush()
        self._stirred.clear()
        pressed, self._pressed = self._pressed, []
        return pressed

    async def rest(self) -> None:
        """Give the terminal to the shell, stopped as Ctrl-Z stops any program, and take it again.

        Whoever is continued in the background waits there, and touches nothing.
        """
        self._give_back()
        _stop()
        while not _is_in_foreground(self._keyboard):  # noqa: ASYNC110 - the kernel tells nobody
            await asyncio.sleep(WAIT_S)
        self._take_over()
        self._drawn = []

    def _take_over(self) -> None:
        with ExitStack() as modes:
            modes.enter_context(self._on_screen())
            if self._keyboard is not None:
                loop = asyncio.get_running_loop()
                modes.enter_context(_unbuffered(self._keyboard))
                loop.add_reader(self._keyboard, self._read, self._keyboard)
                modes.callback(loop.remove_reader, self._keyboard)
            self._modes = modes.pop_all()

    def _give_back(self) -> None:
        self._modes.close()

    def _suspend(self) -> None:
        """Do as the key does when another program asks for it."""
        self._pressed.append(SUSPEND)
        self._stirred.set()

    def _read(self, keyboard: int) -> None:
        sent = b""
        with suppress(OSError):
            sent = os.read(keyboard, READ_BYTES)
        if not sent:  # the terminal is gone, and would be ready to be read for ever
            asyncio.get_running_loop().remove_reader(keyboard)
        self._pressed += self._reader.feed(sent)
        self._stirred.set()

    @contextmanager
    def _on_screen(self) -> Iterator[None]:
        try:
            self._send(ENTER)
            yield
        finally:
            with suppress(OSError):
                self._send(LEAVE)

    def _send(self, commands: str) -> None:
        self._console.file.write(commands)
        self._console.file.flush()


def _stop() -> None:
    """Return when the shell continues this job; at once where no shell could (POSIX, orphaned groups)."""
    handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    os.kill(0, signal.SIGTSTP)  # the whole job, as the terminal would
    signal.signal(signal.SIGTSTP, handler)


def _is_in_foreground(keyboard: int | None) -> bool:
    """Tell whether the terminal is this job's; where there is none, nobody else can have it."""
    try:
        return keyboard is None or os.tcgetpgrp(keyboard) == os.getpgrp()
    except OSError:
        return True


@contextmanager
def _keyboard() -> Iterator[int | None]:
    """Give what keys are read from; None where there is no terminal to read from."""
    if sys.stdin.isatty():
        yield sys.stdin.fileno()
        return
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY)
    except OSError:
        yield None
        return
    try:
        yield terminal
    finally:
        os.close(terminal)


@contextmanager
def _unbuffered(keyboard: int) -> Iterator[None]:
    """Let each key be read as it is pressed, and not be shown; Ctrl-C interrupts as ever."""
    before = termios.tcgetattr(keyboard)
    mode = termios.tcgetattr(keyboard)
    mode[tty.LFLAG] &= ~(termios.ECHO | termios.ICANON)
    nothing = bytes((os.fpathconf(keyboard, "PC_VDISABLE"),))
    mode[tty.CC][termios.VSUSP] = nothing  # Ctrl-Z comes as a key: the screen is given back first
    try:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, mode)
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(keyboard, termios.TCSAFLUSH, before)
