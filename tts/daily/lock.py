"""The lock: two runs never make the same day's episodes at the same time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from tts.errors import OutputError, TingError

DAILY, ARCHIVE = "daily", "archive"
"""The works of which one run at a time is at a folder; a day may be told while an archive is made."""


class AlreadyRunning(TingError):
    """Another run is at work in this folder: wait for it, or end it."""


@contextmanager
def alone(output: Path, now: datetime, work: str = DAILY) -> Iterator[None]:
    """Hold the output folder for one run of a work; raise AlreadyRunning when another one holds it.

    The system frees the lock of a run that is killed, so that nothing has to be cleared away by hand.
    """
    lock = _locked(output, now, work)
    try:
        yield
    finally:
        with suppress(OSError):
            _holder(output, work).unlink(missing_ok=True)
        lock.release()


def _locked(output: Path, now: datetime, work: str) -> BaseFileLock:
    lock = FileLock(output / f".{work}.lock", timeout=0)
    try:
        output.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        _holder(output, work).write_text(f"process {os.getpid()}, since {now:%Y-%m-%d %H:%M:%S}", "utf-8")
    except Timeout as error:
        message = f"Another run is at work in {output}: {_holder_of(output, work)}."
        raise AlreadyRunning(message, hint="Wait until it is done.") from error
    except OSError as error:
        lock.release()
        message = f"Nothing can be written to {output}: {error.strerror or error}."
        raise OutputError(message, hint="Choose another folder with --out.") from error
    return lock


def _holder(output: Path, work: str) -> Path:
    return output / f".{work}.run"


def _holder_of(output: Path, work: str) -> str:
    try:
        return _holder(output, work).read_text(encoding="utf-8") or "just begun"
    except OSError:
        return "just begun or just ending"
