"""Dask's own log, which a user of this program is spared: what matters of it is said in our words."""

import logging
import warnings

LOUD = ("distributed", "tornado", "asyncio")


def silence() -> None:
    """Let nothing of Dask's reach standard error in this process, nor warn of what is looked at here."""
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in LOUD]
    for name in (*LOUD, *names):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.setLevel(logging.CRITICAL + 1)
        logger.addHandler(logging.NullHandler())
    warnings.filterwarnings("ignore", module=r"distributed\b.*")
