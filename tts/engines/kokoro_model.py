"""One run of Kokoro-82M: phonemes and a voice in, sound out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]  # the wheel has no type hints

from tts.engines import kokoro_graph, kokoro_weights
from tts.engines.failures import TooLong, Unsayable
from tts.engines.kokoro_vocabulary import NUMBERS
from tts.engines.voicepacks import STYLE_SIZE, STYLES
from tts.errors import EngineUnavailable, SynthesisError

MAX_TOKENS = 510
"""The context of its text encoder is 512 tokens, of which one at each end is padding."""

SAMPLES_PER_FRAME = 600
"""The model counts durations in frames of 25 ms."""

_PADDING = 0

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Voiced:
    """The sound of phonemes, and the sample at which each begins.

    The silence around them belongs to the first and the last one; peaks may exceed 1.0.
    """

    samples: Samples
    starts: tuple[int, ...]


class Run:
    """One use of the model, which another thread may stop."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        self._options = onnxruntime.RunOptions()

    def stop(self) -> None:
        """Let `speak` fail: within milliseconds when it is under way, at once when it is yet to begin."""
        self._options.terminate = True

    def speak(self, phonemes: str, pack: bytes, speed: float) -> Voiced:
        """Return the sound of the phonemes in a voice.

        Raises Unsayable without any phoneme, TooLong for more than `MAX_TOKENS`, and SynthesisError
        for one that the model does not know, and when the run fails or is stopped.
        """
        tokens = self._tokens(phonemes)
        styles = np.frombuffer(pack, "<f4").reshape(STYLES, 1, STYLE_SIZE)
        inputs = {
            "tokens": np.array([[_PADDING, *tokens, _PADDING]], np.int64),
            "style": styles[len(tokens) - 1],
            "speed": np.array([speed], np.float32),
        }
        try:
            sound, frames = self._session.run(["audio", kokoro_graph.DURATIONS], inputs, self._options)
        except Exception as error:  # ONNX Runtime's errors have no base of their own
            message = f"Kokoro failed: {error}."
            raise SynthesisError(message) from error
        ends = np.cumsum(np.asarray(frames).ravel(), dtype=np.int64) * SAMPLES_PER_FRAME
        starts = (0, *map(int, ends[1 : len(tokens)]))  # the first end is that of the padding
        return Voiced(np.asarray(sound, np.float32).ravel(), starts)

    def _tokens(self, phonemes: str) -> list[int]:
        unknown = "".join(sorted(set(phonemes) - NUMBERS.keys()))
        if unknown:
            message = f"Kokoro has no sound for the phonemes {unknown}."
            raise SynthesisError(message)
        if not phonemes:
            message = "There is nothing to say in the text."
            raise Unsayable(message)
        if len(phonemes) > MAX_TOKENS:
            message = f"Kokoro speaks at most {MAX_TOKENS} phonemes at once, not {len(phonemes)}."
            raise TooLong(message)
        return [NUMBERS[phoneme] for phoneme in phonemes]


class KokoroModel:
    """The loaded model. Several runs may be under way at once, and each takes one core.

    Raises EngineUnavailable when it cannot be loaded.
    """

    sample_rate = 24_000

    def __init__(self) -> None:
        self._session = _session()

    def new_run(self) -> Run:
        """Return a run that is yet to begin."""
        return Run(self._session)


def _session() -> onnxruntime.InferenceSession:
    with kokoro_weights.joined() as path:
        try:
            kokoro_graph.rewrite(path)
            return kokoro_graph.open_session(path)
        except OSError:  # there is no room, as `joined` says
            raise
        except Exception as error:  # as above
            message = f"Kokoro's model cannot be loaded: {error}."
            raise EngineUnavailable(message, hint=kokoro_weights.REINSTALL) from error
