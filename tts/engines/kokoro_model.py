"""One run of Kokoro-82M: phonemes and a voice in, sound out."""

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]  # the wheel has no type hints

from tts.engines import kokoro_graph, kokoro_weights
from tts.engines.kokoro_line import Line, Voiced
from tts.engines.voicepacks import STYLE_SIZE, STYLES
from tts.errors import EngineUnavailable, SynthesisError

SAMPLES_PER_FRAME = 600
"""The model counts durations in frames of 25 ms."""


class Run:
    """One use of the model, which another thread may stop."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        self._options = onnxruntime.RunOptions()

    def stop(self) -> None:
        """Let `speak` fail: within milliseconds when it is under way, at once when it is yet to begin."""
        self._options.terminate = True

    def speak(self, line: Line) -> Voiced:
        """Return the sound of a line.

        Raises what `Line.tokens` does, and SynthesisError when the run fails or is stopped.
        """
        tokens = line.tokens
        inputs = {
            "tokens": np.array([tokens], np.int64),
            "style": style(line)[None],
            "speed": np.array([line.speed], np.float32),
        }
        try:
            sound, frames = self._session.run(["audio", kokoro_graph.DURATIONS], inputs, self._options)
        except Exception as error:  # ONNX Runtime's errors have no base of their own
            message = f"Kokoro failed: {error}."
            raise SynthesisError(message) from error
        return Voiced(np.asarray(sound, np.float32).ravel(), starts(np.asarray(frames).ravel()))


def style(line: Line) -> npt.NDArray[np.float32]:
    """Return how the voice says a line of this length."""
    styles: npt.NDArray[np.float32] = np.frombuffer(line.pack, "<f4").reshape(STYLES, STYLE_SIZE)
    own: npt.NDArray[np.float32] = styles[len(line.phonemes) - 1]
    return own


def starts(frames: npt.NDArray[np.generic]) -> tuple[int, ...]:
    """Return the sample at which each phoneme begins, of frames that are told for the padding as well."""
    ends = np.cumsum(frames, dtype=np.int64) * SAMPLES_PER_FRAME
    return (0, *map(int, ends[1:-2]))  # the first end is that of the padding


class KokoroModel:
    """The loaded model. Several runs may be under way at once, and each takes one core.

    Raises EngineUnavailable when it cannot be loaded.
    """

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
