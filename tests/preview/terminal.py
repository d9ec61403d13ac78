"""A terminal as a program meets it: a pseudo-terminal, and pyte's screen at its other end."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0

START = (
    "import fcntl, os, sys, termios\n"
    "fcntl.ioctl(1, termios.TIOCSCTTY, 0)\n"
    "os.execvp(sys.argv[1], sys.argv[1:])"
)
"""Makes the pseudo-terminal the one that Ctrl-C and a change of size are told to."""

ALTERNATE = "\x1b[?1049"


class Terminal:
    """Runs `ting play`, or another command, and keeps what it shows; `written` is all that it sent.

    A `shell` is a script of bash that runs the command, as "$@".
    """

    def __init__(  # noqa: PLR0913 - all of it is where a program runs
        self,
        folder: Path,
        arguments: Sequence[str],
        size: tuple[int, int],
        environment: Mapping[str, str],
        stdin: Path | None = None,
        *,
        command: str = "play",
        shell: str = "",
    ) -> None:
        self._master, slave = pty.openpty()
        self.screen = pyte.Screen(*size)
        self._stream = pyte.Stream(self.screen)
        self.written = ""
        self._set_size(*size)
        self._modes = termios.tcgetattr(slave)
        self._slave = slave
        inherited = {
            name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")
        }
        own = {
            "XDG_CONFIG_HOME": str(folder / "config"),
            "TING_CACHE_DIR": str(folder / "cache"),
            "TING_DATA_DIR": str(folder / "data"),
            "TING_ENGINE": "espeak",
            "TERM": "xterm-256color",
            "PYTHONFAULTHANDLER": "1",
            "PYTHONPATH": str(ROOT),
        }
        started = ["bash", "-c", shell, "bash"] if shell else []
        with (stdin or Path(os.devnull)).open("rb") as given:
            self._process = subprocess.Popen(
                [sys.executable, "-c", START, *started, sys.executable, "-m", "tts.cli", command, *arguments],
                cwd=folder,
                env={**inherited, **own, **environment},
                stdin=given if stdin else slave,
                stdout=slave,
                stderr=slave,
                start_new_session=True,
            )

    @property
    def rows(self) -> list[str]:
        """What stands on the screen; a wide character takes two places."""
        return [row.rstrip() for row in self.screen.display]

    @property
    def text(self) -> str:
        """The screen's rows as one text, as it reads over their ends."""
        return "\n".join(self.rows)

    def shows(self, *words: str) -> None:
        """Return when the screen shows all these words."""
        self.until(lambda: all(word in self.text for word in words))

    def until(self, condition: Callable[[], bool]) -> None:
        """Return when the condition holds."""
        ends = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < ends, self.text
            assert self._read(0.05) or self._process.poll() is None or condition(), self.text

    def press(self, keys: str) -> None:
        """Send keys."""
        os.write(self._master, keys.encode())

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(lines, columns)
        self._set_size(columns, lines)

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self._process.send_signal(number)

    def leaves(self) -> int:
        """Return the exit code, when the program has left; nothing but its own choice may end it."""
        ends = time.monotonic() + PATIENCE_S
        while self._process.poll() is None:
            assert time.monotonic() < ends, self.text
            self._read(0.05)
        while self._read(0):
            pass
        assert self._process.returncode >= 0, self.written
        return self._process.returncode

    @property
    def is_as_before(self) -> bool:
        """Whether the terminal has its own modes, screen and cursor again."""
        last = self.written.rpartition(ALTERNATE)[2]
        shown = self.written.rpartition("\x1b[?25")[2]
        return termios.tcgetattr(self._slave) == self._modes and last[:1] == "l" and shown[:1] == "h"

    def close(self) -> None:
        """End what still runs."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._master)
        os.close(self._slave)

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def _read(self, within_s: float) -> bool:
        if not select.select([self._master], [], [], within_s)[0]:
            return False
        text = os.read(self._master, 1 << 16).decode(errors="ignore")
        self.written += text
        self._stream.feed(text)
        return True
