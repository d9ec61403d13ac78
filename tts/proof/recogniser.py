"""What listens: sound in, the words that it heard out."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float32]
"""Mono samples, full scale at 1.0."""

SAMPLE_RATE = 16_000
"""Of the sound that recognisers are made for."""


class Recogniser(Protocol):
    """Hears Mandarin, and writes it down as it likes: in Traditional or Simplified characters, in digits."""

    @property
    def name(self) -> str:
        """What it is, with its size: its figures mean nothing without."""

    def hear(self, sound: Sound) -> str:
        """Return the words in a sound of `SAMPLE_RATE`; "" where it hears none."""
