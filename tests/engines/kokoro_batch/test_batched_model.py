import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("onnxruntime", reason="ONNX Runtime is not installed")

from tests.engines.kokoro_batch.published import in_floats
from tts.config import load_settings
from tts.engines import voicepacks
from tts.engines.kokoro_batch.model import BatchedModel
from tts.engines.kokoro_batch.shapes import Room, split
from tts.engines.kokoro_graph import DURATIONS, open_session
from tts.engines.kokoro_line import Line, Voiced
from tts.engines.kokoro_model import SAMPLES_PER_FRAME, starts, style
from tts.errors import SynthesisError
from tts.speech.normalizer import normalize
from tts.speech.phonemes import phonemize

TEXTS = ("停止審查。", "高雄市長說明，NATO有32國。", "好。", "今天氣溫十二度。")
VOICES = ("zf_xiaoni", "zm_yunyang", "zf_xiaoxiao", "zf_xiaoni")
SPEEDS = (1.0, 1.3, 0.8, 1.0)

ROOM = Room(tokens=512, frames=256)
"""So little that these lines are one batch of the encoder's, and two of the vocoder's."""

AS_PUBLISHED = 0.95
"""Correlation with the published graph. Where a voice hisses, the last bit of a sum decides a phase."""

AS_ALONE = 0.999

pytestmark = pytest.mark.kokoro


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    folder = load_settings({}).data_dir
    asked = zip(TEXTS, VOICES, SPEEDS, strict=True)
    return [
        Line(phonemize(normalize(text).text), voicepacks.load(folder, voice), speed)
        for text, voice, speed in asked
    ]


@pytest.fixture(scope="module")
def model() -> BatchedModel:
    return BatchedModel(ROOM, is_card=False)


@pytest.fixture(scope="module")
def together(model: BatchedModel, lines: list[Line]) -> list[Voiced]:
    return model.new_run().speak(lines)


def test_a_batch_sounds_as_the_published_model_before_it_was_made_small(
    together: list[Voiced], lines: list[Line]
) -> None:
    published = open_session(in_floats().SerializeToString())
    for voiced, line in zip(together, lines, strict=True):
        inputs = {
            "tokens": np.array([line.tokens], np.int64),
            "style": style(line)[None],
            "speed": np.array([line.speed], np.float32),
        }
        sound, frames = published.run(["audio", DURATIONS], inputs)
        assert voiced.starts == starts(np.ravel(frames))
        assert _alike(voiced.samples, np.ravel(sound)) > AS_PUBLISHED


def test_a_line_sounds_the_same_in_whatever_company(
    model: BatchedModel, together: list[Voiced], lines: list[Line]
) -> None:
    frames = [len(voiced.samples) // SAMPLES_PER_FRAME for voiced in together]
    assert [len(rows) for rows in split(frames, ROOM)] == [2, 2]
    for line, voiced in zip(lines, together, strict=True):
        (alone,) = model.new_run().speak([line])
        assert alone.starts == voiced.starts
        assert _alike(alone.samples, voiced.samples) > AS_ALONE


def test_a_run_that_is_stopped_fails(model: BatchedModel, lines: list[Line]) -> None:
    run = model.new_run()
    run.stop()
    with pytest.raises(SynthesisError, match="Kokoro failed: "):
        run.speak(lines)


def _alike(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> float:
    """Return the correlation of two sounds, which are of one length."""
    assert one.shape == other.shape
    return float(np.corrcoef(one, other)[0, 1])
