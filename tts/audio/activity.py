"""Where in a piece of speech there is sound, and where silence."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tts.audio.pcm import Sound, in_steps
from tts.errors import SynthesisError

STEP_MS = 5
BELOW_VOICE_DB = 45
"""Quieter than the voice by this much is silence; the softest Mandarin initials (f, h) are 30 below."""

FLOOR_DBFS = -70
"""Silence in any case."""

VOICE_PERCENTILE = 90
"""The loudness of the voice is that of its louder moments."""


@dataclass(frozen=True, slots=True)
class Activity:
    """For every step of a piece of speech, whether there is sound in it; there is somewhere."""

    sounds: npt.NDArray[np.bool_]

    @property
    def start_ms(self) -> int:
        """When the first sound begins."""
        return int(np.argmax(self.sounds)) * STEP_MS

    @property
    def end_ms(self) -> int:
        """When the last sound ends."""
        return (len(self.sounds) - int(np.argmax(self.sounds[::-1]))) * STEP_MS

    def within(self, start_ms: int, end_ms: int) -> tuple[int, int]:
        """Return the stretch narrowed to the sound in it; unchanged when there is none."""
        first = max(0, start_ms // STEP_MS)
        part = self.sounds[first : -(-end_ms // STEP_MS)]
        if not part.any():
            return start_ms, end_ms
        inner = Activity(part)
        offset = first * STEP_MS
        return max(start_ms, inner.start_ms + offset), min(end_ms, inner.end_ms + offset)


def find(sound: Sound, sample_rate: int) -> Activity:
    """Return where the speech sounds; raise SynthesisError when it nowhere does."""
    step = sample_rate * STEP_MS // 1000
    squares = [np.square(rows).mean(axis=1) for rows in in_steps(sound, step)]
    levels = 10 * np.log10(np.concatenate((np.zeros(0), *squares)) + 1e-12)
    audible = levels > FLOOR_DBFS
    if not audible.any():
        message = "The engine answered with silence."
        raise SynthesisError(message)
    voice = float(np.percentile(levels[audible], VOICE_PERCENTILE))
    return Activity(audible & (levels > voice - BELOW_VOICE_DB))
