"""The journal: what goes on in several processes, a line for each event, with its time and its room."""

import re
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from tts.daily.schedule import now_here
from tts.printable import shown

_SECRETS = re.compile(r"(https?://)(?:[^\s/?#@]*@)?([^\s?#]*)(?:[?#]\S*)?")
"""Who asks for a page, and what for, may be in its address: a name and a word, a session, a key."""

_WRITING = threading.Lock()


def journal(room: str) -> Callable[[str], None]:
    """Return what writes a line of that room to standard error; any thread may."""

    def write(sentence: str) -> None:
        line = f"{now_here():%Y-%m-%dT%H:%M:%S%z} {room}: {shown(discreet(sentence))}\n"
        with suppress(OSError), _WRITING:  # whoever reads it has gone, or its disk is full
            sys.stderr.write(line)
            sys.stderr.flush()

    return write


def discreet(sentence: str) -> str:
    """Return the sentence with no more of a page's address than where it is."""
    return _SECRETS.sub(r"\1\2", sentence)
