"""A farm of this machine's own: a scheduler in this process, and some workers beside it."""

import logging
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

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
    security = Security.temporary()
    cluster = SpecCluster(
        scheduler={"cls": Scheduler, "options": _scheduler(security)},
        workers={number: {"cls": Nanny, "options": _worker(number, count, security)} for number in range(count)},
        asynchronous=True,
        security=security,
        silence_logs=QUIET,
    )
    async with cluster:
        yield cluster


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
