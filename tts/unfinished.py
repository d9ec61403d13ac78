"""What is unfinished: hidden files in the making, named by who writes them; a killed run leaves some."""

import os
import platform
import re
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from tts.fingerprint import fingerprint, short

FORGOTTEN_S = 3600.0
"""What is not complete and was not written to for so long was left by a run that was killed; sooner, when its
name tells of a process of this machine that is no more."""

_WRITER = re.compile(r"\.(?P<machine>[0-9a-f]{8})-(?P<process>\d{1,10})-[0-9a-f]{8}\.part$")


def clear(found: Iterable[Path]) -> None:
    """Remove of the unfinished files that were found those that nobody writes any more."""
    for path in found:
        with suppress(OSError):
            if is_forgotten(path):
                path.unlink()


def is_forgotten(path: Path) -> bool:
    """Tell whether nobody writes the file any more; raise OSError when it is gone."""
    return time.time() - path.stat().st_mtime > FORGOTTEN_S or is_orphan(path.name)


def writer() -> str:
    """Return a mark of who writes a draft, no two the same: machine, process, and chance."""
    return f"{_machine()}-{os.getpid()}-{secrets.token_hex(4)}"


@cache
def _machine() -> str:
    """Return what tells this machine from others, and a container from what it runs on: both count anew."""
    namespace = Path("/proc/self/ns/pid")
    counted = namespace.stat().st_ino if namespace.exists() else 0
    return short(fingerprint(platform.node(), counted))


def is_orphan(name: str) -> bool:
    """Tell whether a draft's process ran here and is gone; where that cannot be asked for, never."""
    writer = _WRITER.search(name)
    if writer is None or writer["machine"] != _machine() or os.name != "posix":
        return False
    try:
        os.kill(int(writer["process"]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # it is another user's
        return False
    return False
