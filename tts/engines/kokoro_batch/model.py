"""One run of Kokoro-82M for a batch of lines."""

from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]  # the wheel has no type hints
from onnx import ModelProto

from tts.engines import kokoro_weights
from tts.engines.kokoro_batch import card
from tts.engines.kokoro_batch.encoder import encoder
from tts.engines.kokoro_batch.shapes import Room, bucket, padded, split
from tts.engines.kokoro_batch.vocoder import vocoder
from tts.engines.kokoro_batch.weights import Floats, Weights
from tts.engines.kokoro_line import PADDING, Line, Voiced
from tts.engines.kokoro_model import SAMPLES_PER_FRAME, starts, style
from tts.engines.voicepacks import STYLE_SIZE
from tts.errors import EngineUnavailable, SynthesisError

CUDA = "CUDAExecutionProvider"

_CARD_OPTIONS = {"cudnn_conv_algo_search": "HEURISTIC", "use_tf32": "0"}
"""Else ONNX Runtime tries all ways to convolve, for seconds, whenever a shape is new; and cuts what it
multiplies to ten bits, which the quiet part of a spectrum does not survive."""

_ERRORS_ONLY, _SILENT = 3, 4


class BatchedModel:
    """The loaded model, on a graphics card or on this processor; one batch at a time.

    Raises EngineUnavailable when it cannot be loaded, and when there is no such card.
    """

    def __init__(self, room: Room, *, is_card: bool) -> None:
        self._room = room
        with kokoro_weights.joined() as path:
            try:
                weights = Weights(path)
                self._encoder, self._vocoder = (
                    _session(graph, is_card=is_card) for graph in (encoder(weights), vocoder(weights))
                )
            except OSError:  # there is no room, as `joined` says
                raise
            except Exception as error:  # ONNX Runtime's errors have no base of their own
                message = f"Kokoro's model cannot be loaded: {error}."
                raise EngineUnavailable(message, hint=kokoro_weights.REINSTALL) from error
        if is_card and CUDA not in self._vocoder.get_providers():
            message = "Kokoro cannot use the graphics card: CUDA, or cuDNN, is missing or of another version."
            raise EngineUnavailable(message, hint=card.INSTALL)

    def new_run(self) -> "Run":
        """Return a run that is yet to begin."""
        return Run(self._encoder, self._vocoder, self._room)


class Run:
    """One use of the model, which another thread may stop."""

    def __init__(
        self, encoder: onnxruntime.InferenceSession, vocoder: onnxruntime.InferenceSession, room: Room
    ) -> None:
        self._encoder = encoder
        self._vocoder = vocoder
        self._room = room
        self._options = onnxruntime.RunOptions()

    def stop(self) -> None:
        """Let `speak` fail: within milliseconds when it is under way, at once when it is yet to begin."""
        self._options.terminate = True

    def speak(self, lines: Sequence[Line]) -> list[Voiced]:
        """Return the sounds of lines of one bucket.

        Raises what `Line.tokens` does, and SynthesisError when the run fails or is stopped.
        """
        tokens = [line.tokens for line in lines]
        counts = np.array([len(row) for row in tokens], np.int64)
        table = np.full((len(lines), bucket(int(counts.max()))), PADDING, np.int64)
        for place, numbers in zip(table, tokens, strict=True):
            place[: len(numbers)] = numbers
        styles = np.stack([style(line) for line in lines])
        inputs = {
            "tokens": table,
            "counts": counts,
            "style": styles[:, STYLE_SIZE // 2 :],
            "speed": np.array([line.speed for line in lines], np.float32),
        }
        durations, prosody, content = self._asked(self._encoder, inputs)
        frames = durations.astype(np.int64)
        voiced: dict[int, Voiced] = {}
        for rows in split(frames.sum(1).tolist(), self._room):
            sound = self._sound(frames[rows], prosody[rows], content[rows], styles[rows])
            for row, samples in zip(rows, sound, strict=True):
                own = frames[row, : counts[row]]
                voiced[row] = Voiced(samples[: own.sum() * SAMPLES_PER_FRAME].copy(), starts(own))
        return [voiced[row] for row in range(len(lines))]

    def _sound(
        self, frames: npt.NDArray[np.int64], prosody: Floats, content: Floats, styles: Floats
    ) -> Floats:
        """Return the samples of rows whose tokens sound for so many frames."""
        totals = frames.sum(1)
        places = np.zeros((len(frames), padded(int(totals.max()))), np.int64)
        for row, durations in zip(places, frames, strict=True):
            row[: durations.sum()] = np.repeat(np.arange(len(durations)), durations)
        inputs = {
            "prosody": prosody,
            "content": content,
            "places": places,
            "frames": totals,
            "prosody_style": styles[:, STYLE_SIZE // 2 :],
            "sound_style": styles[:, : STYLE_SIZE // 2],
        }
        (sound,) = self._asked(self._vocoder, inputs)
        return sound

    def _asked(self, session: onnxruntime.InferenceSession, inputs: dict[str, Any]) -> list[Floats]:
        try:
            answer: list[Floats] = session.run(None, inputs, self._options)
        except Exception as error:  # as above
            message = f"Kokoro failed: {error}."
            raise SynthesisError(message) from error
        return answer


def _session(graph: ModelProto, *, is_card: bool) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _ERRORS_ONLY
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # others want the cores, too
    providers: list[Any] = ["CPUExecutionProvider"]
    if is_card:
        providers.insert(0, (CUDA, _CARD_OPTIONS))
        onnxruntime.set_default_logger_severity(_SILENT)  # what is missing is said in our words
        with redirect_stdout(StringIO()):  # as above
            onnxruntime.preload_dlls()
    return onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=providers)
