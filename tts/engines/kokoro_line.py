"""What Kokoro is given to say, what it answers, and whoever lets it speak."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tts.engines.failures import TooLong, Unsayable
from tts.engines.kokoro_vocabulary import NUMBERS
from tts.errors import SynthesisError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MAX_TOKENS = 510
"""The context of its text encoder is 512 tokens, of which one at each end is padding."""

PADDING = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Phonemes, the styles of a voice for every number of them, and how fast they are to be said."""

    phonemes: str
    pack: bytes
    speed: float

    @property
    def tokens(self) -> list[int]:
        """The numbers of the phonemes, between the padding.

        Raises Unsayable without any phoneme, TooLong for more than `MAX_TOKENS`, and SynthesisError for one
        that the model does not know.
        """
        unknown = "".join(sorted(set(self.phonemes) - NUMBERS.keys()))
        if unknown:
            message = f"Kokoro has no sound for the phonemes {unknown}."
            raise SynthesisError(message)
        if not self.phonemes:
            message = "There is nothing to say in the text."
            raise Unsayable(message)
        if len(self.phonemes) > MAX_TOKENS:
            message = f"Kokoro speaks at most {MAX_TOKENS} phonemes at once, not {len(self.phonemes)}."
            raise TooLong(message)
        return [PADDING, *(NUMBERS[phoneme] for phoneme in self.phonemes), PADDING]


@dataclass(frozen=True, slots=True)
class Voiced:
    """The sound of phonemes at 24 kHz, and the sample at which each begins.

    The silence around them belongs to the first and the last one; peaks may exceed 1.0.
    """

    samples: "npt.NDArray[np.float32]"
    starts: tuple[int, ...]


class Speaker(Protocol):
    """Lets the model speak lines, several at once."""

    @property
    def sound(self) -> str:
        """What tells its sound from that of others, with the same model and the same lines."""

    @property
    def concurrency(self) -> int:
        """How many lines may be in work at once."""

    def check(self) -> None:
        """Return when the model can be used; raise EngineUnavailable if not. Imports nothing heavy."""

    async def speak(self, line: Line) -> Voiced:
        """Return the sound of a line.

        Raises EngineUnavailable when the model cannot be used, and SynthesisError when the line cannot be
        said. Cancelled, it stops computing what nobody waits for.
        """
