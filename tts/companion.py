"""A companion: a process beside this one that is told its settings, does one work, and never outlives it.

Its standard input is a pipe of the one that began it. That one closes it to end the work in good order; the
system closes it when that one is killed.
"""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import msgspec

from tts.config import as_table, from_table
from tts.errors import ExitCode, TingError
from tts.model.settings import Settings
from tts.printable import shown

GRACE_S = 5.0
"""How long it may take to put away what it has begun; what is killed then is as safe."""

STANDARD_INPUT = 0
PIECE = 4096

Log = Callable[[str], None]
Work = Callable[[Settings], Coroutine[Any, Any, int]]


class Companion:
    """A process that does the work of `module`, begun now; `log` is given its lines, from another thread.

    It is as much nicer to all others as `niceness` says.
    """

    def __init__(self, module: str, settings: Settings, log: Log, niceness: int = 0) -> None:
        # Without -P a module of the folder that the program was started in would be met before the library's.
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109 - as Python says it
        self._process = subprocess.Popen(  # noqa: S603 - this Python
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C is its beginner's, who then hangs up
        )
        if niceness:
            with suppress(AttributeError, OSError):  # Windows has no such thing; it may have ended already
                os.setpriority(os.PRIO_PROCESS, self._process.pid, niceness)
        self._reader = threading.Thread(target=self._read, args=(log,), daemon=True)
        self._reader.start()
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.write(msgspec.json.encode(as_table(settings)) + b"\n")
                self._process.stdin.flush()

    @property
    def pid(self) -> int | None:
        """Its number; None when it has ended."""
        return self._process.pid if self._process.returncode is None else None

    def wait(self) -> int:
        """Return its exit code when it has ended by itself, or been ended, and all that it said is told."""
        code = self._process.wait()
        self.hang_up()
        self._reader.join(GRACE_S)
        return code

    def hang_up(self) -> None:
        """Let it read that nobody is there any more."""
        if self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()

    def end(self) -> None:
        """End it in good order, or else at once."""
        self.hang_up()
        try:
            self._process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _read(self, log: Log) -> None:
        if self._process.stderr:
            with self._process.stderr as lines:
                for line in lines:
                    with suppress(OSError):  # whoever reads the log has gone; it must not wait for room here
                        log(line.decode(errors="replace").rstrip())


def accompany(work: Work) -> int:
    """Do the work, in such a process, until standard input ends; return the exit code."""
    try:
        settings = from_table(msgspec.json.decode(sys.stdin.buffer.readline()))
        return asyncio.run(_until_hung_up(work(settings)))
    except TingError as error:
        say(str(error))
        return error.exit_code
    except msgspec.DecodeError:
        say("This is begun by ting serve or ting up, which tells it its settings.")
        return ExitCode.USAGE


def say(sentence: str) -> None:
    """Tell a line to who began this process, if there still is one."""
    with suppress(OSError):
        print(shown(sentence), file=sys.stderr, flush=True)  # noqa: T201 - this is its log


async def _until_hung_up(work: Coroutine[Any, Any, int]) -> int:
    loop = asyncio.get_running_loop()
    working = asyncio.ensure_future(work)
    threading.Thread(target=_listen, args=(loop, working), daemon=True).start()
    with suppress(NotImplementedError):  # Windows
        loop.add_signal_handler(signal.SIGTERM, working.cancel)
    try:
        return await working
    except asyncio.CancelledError:
        return ExitCode.OK


def _listen(loop: asyncio.AbstractEventLoop, working: "asyncio.Future[int]") -> None:
    """Cancel the work when nobody is there any more; an engine that does not let go is left so."""
    while os.read(STANDARD_INPUT, PIECE):
        pass
    with suppress(RuntimeError):  # it has just ended by itself
        loop.call_soon_threadsafe(working.cancel)
    time.sleep(GRACE_S)
    os._exit(ExitCode.INTERRUPTED)
