"""The day and the inbox by turns, where memory is too small for the engines of both."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from tts.daily.process import Turn
from tts.inbox.process import WorkerProcess
from tts.inbox.queue import Queue

ROOM_FOR_BOTH = 3 * 2**30
"""A process in which Kokoro speaks has 1.0 GB at its peak (measured); server and system are there, too."""

LOOK_S = 1.0
LONGEST_S = 3600.0
"""An inbox that is never empty must not keep the day away for longer."""

CGROUP = Path("/sys/fs/cgroup/memory.max")
"""What a container may use: https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files."""


def turn_of_day(output: Path, worker: WorkerProcess, memory: int | None = None) -> Turn:
    """Return how a run of the day begins: at once where there is memory enough for both.

    Elsewhere when nothing waits in the inbox, whose worker has gone then until the run has ended; an entry
    that is sent meanwhile waits for so long.
    """
    if (memory or memory_bytes()) >= ROOM_FOR_BOTH:
        return lambda _ended: nullcontext()

    def turn(ended: threading.Event) -> AbstractContextManager[None]:
        return _alone(output, worker, ended)

    return turn


@contextmanager
def _alone(output: Path, worker: WorkerProcess, ended: threading.Event) -> Iterator[None]:
    latest_s = time.monotonic() + LONGEST_S
    with Queue.open(output) as queue:
        while queue.waiting() and time.monotonic() < latest_s and not ended.wait(LOOK_S):
            pass
    with worker.resting():
        yield


def memory_bytes(cgroup: Path = CGROUP) -> int:
    """Return how much memory there is for this program."""
    try:
        installed = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError):  # Windows
        installed = ROOM_FOR_BOTH
    try:
        return min(installed, int(cgroup.read_text(encoding="ascii")))
    except (OSError, ValueError):  # there is no such bound, or it says "max"
        return installed
