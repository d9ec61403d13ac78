"""What stands in an episode for one utterance."""

from dataclasses import dataclass

from tts.audio.level import Level
from tts.engines.base import Mark


@dataclass(frozen=True, slots=True)
class Take:
    """Whole MP3 frames that stand alone, and where their sound is.

    Times are a player's, from the start of the first frame. `marks` begin and end with sound, as do the
    `words`, where the engine knew them. `level` is what a player makes of the frames.
    """

    frames: bytes
    start_ms: int
    end_ms: int
    marks: tuple[Mark, ...]
    level: Level
    words: tuple[Mark, ...] = ()
