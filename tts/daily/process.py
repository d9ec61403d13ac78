"""The days, as seen from the server's process: each run is a process of its own, begun when it is due."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from tts.companion import Companion
from tts.daily.schedule import LOOK_S, Schedule, now_here
from tts.errors import TingError, border
from tts.model.settings import Settings

PATIENT = 10
"""So much nicer a run is than the server and the inbox's worker: somebody waits for those."""

Turn = Callable[[threading.Event], AbstractContextManager[None]]
"""Waits until a run may begin, or the event is set; keeps others from what it needs until it has ended."""


@dataclass(slots=True)
class Runs:
    """What became of the runs until now, by their exit codes; one below 0 is the signal that killed it."""

    codes: Counter[int] = field(default_factory=Counter)
    last_code: int | None = None
    _ended_s: float = 0.0

    def note(self, code: int) -> None:
        """Count a run that has just ended."""
        self.codes[code] += 1
        self.last_code, self._ended_s = code, time.monotonic()

    @property
    def ended_for_s(self) -> float:
        """Since when the last one has ended."""
        return time.monotonic() - self._ended_s


class Days:
    """Makes a day at once, and whenever it is due, until its end is wished for."""

    def __init__(
        self, read: Callable[[], Settings], schedule: Schedule, turn: Turn, log: Callable[[str], None]
    ) -> None:
        self.runs = Runs()
        self._read = read
        self._schedule = schedule
        self._turn = turn
        self._log = log
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._child: Companion | None = None
        self._keeper = threading.Thread(target=self._keep, name="daily", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._keeper.start()

    def hang_up(self) -> None:
        """Let a run end in good order, and none begin."""
        with self._lock:
            self._ended.set()
            child = self._child
        if child:
            child.hang_up()

    def end(self) -> None:
        """End a run in good order, or else at once."""
        self.hang_up()
        if self._child:
            self._child.end()
        self._keeper.join()

    def _keep(self) -> None:
        while not self._ended.is_set():
            try:
                with border("making the day"):
                    self._run()
            except TingError as error:
                self._log(str(error))
                self.runs.note(error.exit_code)
            self._wait()

    def _run(self) -> None:
        """Make the day, with the settings as they are now."""
        settings = self._read()
        if not settings.source:
            self._log("No source is named in ting.toml: there is no day to make.")
            return
        with self._turn(self._ended):
            child = self._begun(settings)
            code = child.wait() if child else 0
        if child and not self._ended.is_set():
            self.runs.note(code)
            if code < 0:
                self._log(f"The run was ended from outside ({code}). The next one goes on where it was.")

    def _begun(self, settings: Settings) -> Companion | None:
        with self._lock:
            if self._ended.is_set():
                return None
            self._child = Companion("tts.daily", settings, self._log, niceness=PATIENT)
            return self._child

    def _wait(self) -> None:
        due = self._schedule.next_run(now_here())
        if not self._ended.is_set():
            self._log(f"The next run is at {due:%Y-%m-%d %H:%M}.")
        while not self._ended.is_set() and (now := now_here()) < due:
            self._ended.wait(min(LOOK_S, (due - now).total_seconds()))


@contextmanager
def days(
    read: Callable[[], Settings], schedule: Schedule, turn: Turn, log: Callable[[str], None]
) -> Iterator[Days]:
    """Make each day for as long as the block runs, with the settings that are read anew for each.

    `log` is told from other threads. However this process ends, a run does, too.
    """
    made = Days(read, schedule, turn, log)
    made.start()
    try:
        yield made
    finally:
        made.end()
