"""Dask's own logs, which a user of this program is spared: what matters of them is said in our words."""

import logging
import warnings

import dask

LOUD = ("distributed", "tornado", "asyncio")

LOG_LENGTH = "distributed.admin.low-level-log-length"
"""How much Dask keeps for its developers, of each connection too: its own 1,000 would be as many articles,
each with its pictures."""

FEW = 10


def silence() -> None:
    """Let Dask neither write to standard error here, nor keep much, nor warn of what is looked at."""
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in LOUD]
    for name in (*LOUD, *names):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.setLevel(logging.CRITICAL + 1)
        logger.addHandler(logging.NullHandler())
    warnings.filterwarnings("ignore", module=r"distributed\b.*")
    dask.config.set({LOG_LENGTH: FEW})
