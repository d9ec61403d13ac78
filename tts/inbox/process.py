"""The worker's process, as seen from the server's: begun with it, begun anew when it dies, ended with it."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import msgspec

from tts.config import as_table
from tts.model.settings import Settings

GRACE_S = 5.0
"""How long a worker may take to put away what it has begun; what is killed then is as safe."""

PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
"""Between the death of a worker and the next one; twice as long each time, until one has lived longer."""

# Without -P a module of the folder that the program was started in would be met before the library's own.
_COMMAND = ("-P", "-m", "tts.inbox")


@contextmanager
def worker_process(settings: Settings, notify: Callable[[str], None]) -> Iterator["WorkerProcess"]:
    """Let a process narrate what is sent to the settings' output folder, for as long as the block runs.

    `notify` is told, from another thread, when one died. However this process ends, that one does, too.
    """
    process = WorkerProcess(settings, notify)
    process.start()
    try:
        yield process
    finally:
        process.end()


class WorkerProcess:
    """Keeps one worker alive until its end is wished for."""

    def __init__(self, settings: Settings, notify: Callable[[str], None]) -> None:
        self._told = msgspec.json.encode(as_table(settings)) + b"\n"
        self._notify = notify
        self._keeper = threading.Thread(target=self._keep, name="inbox", daemon=True)
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process that is at work; None when there is none just now."""
        child = self._child
        return child.pid if child and child.returncode is None else None

    def start(self) -> None:
        """Begin."""
        self._keeper.start()

    def end(self) -> None:
        """End the worker in good order, or else at once."""
        with self._lock:
            self._ended.set()
            child = self._child
        if child:
            _hang_up(child)
            try:
                child.wait(GRACE_S)
            except subprocess.TimeoutExpired:
                child.kill()
        self._keeper.join()

    def _keep(self) -> None:
        pause_s = PAUSE_S
        while child := self._begun():
            began_s = time.monotonic()
            code = child.wait()
            _hang_up(child)
            pause_s = PAUSE_S if time.monotonic() - began_s > LONGEST_PAUSE_S else pause_s
            if not self._ended.is_set():
                self._notify(f"The inbox's worker ended ({code}). The next one begins in {pause_s:.0f} s.")
            self._ended.wait(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    def _begun(self) -> "subprocess.Popen[bytes] | None":
        """Return a new worker; None when no more is wished for."""
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109 - as Python says it
        with self._lock:
            if self._ended.is_set():
                return None
            self._child = child = subprocess.Popen(  # noqa: S603 - this Python
                [sys.executable, *_COMMAND],
                stdin=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": path},
                start_new_session=True,  # Ctrl-C is the server's, which then hangs up
            )
        if child.stdin:
            with suppress(OSError):
                child.stdin.write(self._told)
                child.stdin.flush()
        return child


def _hang_up(child: "subprocess.Popen[bytes]") -> None:
    """Let the worker read that nobody is there any more."""
    if child.stdin:
        with suppress(OSError):
            child.stdin.close()
