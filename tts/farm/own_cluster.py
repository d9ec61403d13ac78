"""A farm of this machine's own: a scheduler in this process, and some workers beside it."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from multiprocessing import resource_tracker

from distributed import Nanny, Scheduler, Security, SpecCluster

from tts.farm.errand import AT_ONCE, EDGE
from tts.farm.worker import CORES

HERE = "127.0.0.1"
QUIET = logging.CRITICAL + 1


@asynccontextmanager
async def own_cluster(count: int) -> AsyncIterator[SpecCluster]:
    """Run so many worker processes, the first of which may ask Edge; none outlives this one.

    Whoever reaches a scheduler runs code as its user: only who has the certificate does, and that is in
    memory alone.
    """
    security = await asyncio.to_thread(Security.temporary)
    cluster = SpecCluster(  # type: ignore[no-untyped-call]
        scheduler={"cls": Scheduler, "options": _scheduler(security)},
        workers={
            number: {"cls": Nanny, "options": _worker(number, count, security)} for number in range(count)
        },
        asynchronous=True,
        security=security,
        silence_logs=QUIET,
    )
    with _interrupts_apart():
        async with cluster:
            yield cluster


@contextmanager
def _interrupts_apart() -> Iterator[None]:
    """Let Ctrl-C, which a terminal sends to all, reach this process and none that it starts meanwhile.

    A thread that is started has the mask of who starts it, and so has a process. One thread is left that the
    system can wake, whatever the others do; Python's own handler then runs as ever.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    over = threading.Event()
    awake = threading.Thread(target=over.wait, name="awake", daemon=True)
    awake.start()
    resource_tracker.ensure_running()  # who starts it lifts the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        over.set()


def _scheduler(security: Security) -> dict[str, object]:
    return {"host": HERE, "protocol": "tls://", "security": security, "dashboard": False, "port": 0}


def _worker(number: int, count: int, security: Security) -> dict[str, object]:
    return {
        "host": HERE,
        "protocol": "tls://",
        "security": security,
        "name": f"local-{number + 1}",
        "nthreads": 1,
        "resources": {EDGE: AT_ONCE} if number == 0 else {},
        "memory_limit": 0,
        "dashboard": False,
        "preload": ["tts.farm.worker"],
        "preload_nanny": [],
        "silence_logs": QUIET,
        "env": {CORES: ",".join(map(str, _share(number, count)))},
    }


def _share(number: int, count: int) -> Iterator[int]:
    """Return the cores of one of so many workers: every so manieth, at least one."""
    if not hasattr(os, "sched_getaffinity"):
        return iter(())
    cores = sorted(os.sched_getaffinity(0))
    return iter(cores[number % len(cores) :: count])
