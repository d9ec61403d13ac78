"""The worker's process, as seen from the server's: begun with it, begun anew when it dies, ended with it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tts.companion import Companion
from tts.model.settings import Settings

PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
"""Between the death of a worker and the next one; twice as long each time, until one has lived longer."""


@contextmanager
def worker_process(settings: Settings, notify: Callable[[str], None]) -> Iterator["WorkerProcess"]:
    """Let a process narrate what is sent to the settings' output folder, for as long as the block runs.

    `notify` is told, from another thread, what it says, and when one died. However this process ends, that
    one does, too.
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
        self._settings = settings
        self._notify = notify
        self._keeper = threading.Thread(target=self._keep, name="inbox", daemon=True)
        self._changed = threading.Condition()
        self._ended = False
        self._rests = 0
        self._child: Companion | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process that is at work; None when there is none just now."""
        return self._child.pid if self._child else None

    @property
    def is_well(self) -> bool:
        """Tell whether one is at work, or none is because it rests."""
        return self.pid is not None or self._rests > 0

    def start(self) -> None:
        """Begin."""
        self._keeper.start()

    def hang_up(self) -> None:
        """Let the worker end in good order, and no other begin."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        if self._child:
            self._child.hang_up()

    def end(self) -> None:
        """End the worker in good order, or else at once."""
        self.hang_up()
        if self._child:
            self._child.end()
        self._keeper.join()

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Let no worker, and none of its memory, be there while the block runs; what is sent waits."""
        with self._changed:
            self._rests += 1
        if self._child:
            self._child.end()
        try:
            yield
        finally:
            with self._changed:
                self._rests -= 1
                self._changed.notify_all()

    def _keep(self) -> None:
        pause_s, began_s = PAUSE_S, time.monotonic()
        while end := self._lived():
            pause_s = PAUSE_S if time.monotonic() - began_s > LONGEST_PAUSE_S else pause_s
            with self._changed:
                if not self._ended and not self._rests:
                    self._notify(f"The inbox's worker {end}. The next one begins in {pause_s:.0f} s.")
                    self._changed.wait_for(lambda: self._ended, pause_s)
                    pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
            began_s = time.monotonic()

    def _lived(self) -> str:
        """Let a worker live, and return how it ended; nothing when no more is wished for."""
        try:
            child = self._begun()
            return f"ended ({child.wait()})" if child else ""
        except OSError as error:
            return f"could not be begun ({error.strerror or error})"

    def _begun(self) -> Companion | None:
        """Return a new worker, as soon as none rests; None when no more is wished for."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or not self._rests)
            if self._ended:
                return None
            self._child = Companion("tts.inbox", self._settings, self._notify)
            return self._child
