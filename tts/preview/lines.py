"""What is spoken, for pipes and for terminals that can do no more: a line a sentence, when it begins."""

import asyncio
from collections.abc import Callable, Sequence

from tts.clock import clock
from tts.preview.passage import shown
from tts.preview.session import Session


class Lines:
    """Writes the title, and each sentence with its time, as plain lines.

    What is still being made says its title itself, as one of its first sentences.
    """

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._begun = False
        self._told = 0

    def show(self, session: Session) -> None:
        """Write what began since the last time."""
        reel = session.reel
        if not self._begun and reel.complete:
            self._write(shown(reel.title))
        self._begun = True
        current = reel.cue_at(session.transport.position_ms)
        stop = self._told if current is None else current + 1
        for cue in reel.cues[self._told : stop]:
            self._write(f"{clock(cue.start_ms)}  {shown(cue.text).strip()}")
        self._told = max(self._told, stop)

    async def keys(self, within_s: float) -> Sequence[str]:
        """Wait; there are no keys."""
        await asyncio.sleep(within_s)
        return ()

    async def rest(self) -> None:
        """Go on: nothing was taken from the shell."""
