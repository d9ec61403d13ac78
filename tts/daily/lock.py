"""The lock: two runs never make the same day's episodes at the same time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from tts.errors import OutputError, TingError

NAME = ".daily.lock"
HOLDER = ".daily.run"


class AlreadyRunning(TingError):
    """Another run is at work in this folder: wait for it, or end it."""


@contextmanager
def alone(output: Path, now: datetime) -> Iterator[None]:
    """Hold the output folder for one run; raise AlreadyRunning when another one holds it.

    The system frees the lock of a run that is killed, so that nothing has to be cleared away by hand.
    """
    lock = _locked(output, now)
    try:
        yield
    finally:
        with suppress(OSError):
            (output / HOLDER).unlink(missing_ok=True)
        lock.release()


def _locked(output: Path, now: datetime) -> BaseFileLock:
    lock = FileLock(output / NAME, timeout=0)
    try:
        output.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        (output / HOLDER).write_text(f"process {os.getpid()}, since {now:%Y-%m-%d %H:%M:%S}", "utf-8")
    except Timeout as error:
        message = f"Another run is at work in {output}: {_holder(output)}."
        raise AlreadyRunning(message, hint="Wait until it is done.") from error
    except OSError as error:
        lock.release()
        message = f"Nothing can be written to {output}: {error.strerror or error}."
        raise OutputError(message, hint="Choose another folder with --out.") from error
    return lock


def _holder(output: Path) -> str:
    try:
        return (output / HOLDER).read_text(encoding="utf-8") or "just begun"
    except OSError:
        return "just begun or just ending"
