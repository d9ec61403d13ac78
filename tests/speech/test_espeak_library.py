import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import espeakng_loader  # type: ignore[import-untyped]  # the wheel has no type hints
import numpy as np
import pytest

from tts.errors import EngineUnavailable
from tts.speech import espeak_library
from tts.speech.espeak_library import Delivery, phonemes, synthesize

SENTENCE = "中國商務部今天宣布停止審查。"


def test_english_words_have_phonemes_with_stress() -> None:
    assert phonemes("hello world", "en-us") == "həlˈoʊ wˈɜːld"


def test_the_words_of_every_clause_are_said() -> None:
    assert phonemes("Hello, world. Again!", "en-us").split() == ["həlˈoʊ", "wˈɜːld", "ɐɡˈɛn"]


def test_nothing_has_no_phonemes() -> None:
    assert phonemes("", "en-us") == ""


@pytest.mark.parametrize("text", ["one\0two", "one \ud800 two"])
def test_no_character_cuts_the_text_short(text: str) -> None:
    assert phonemes(text, "en-us").split()[-1] == "tˈuː"


def test_speech_is_as_long_as_its_text() -> None:
    once, rate = synthesize(SENTENCE, "cmn", Delivery())
    thrice, _ = synthesize(SENTENCE * 3, "cmn", Delivery())
    assert rate == 22050
    assert len(thrice) / len(once) == pytest.approx(3, rel=0.1)


def test_a_voice_that_does_not_exist_is_said() -> None:
    with pytest.raises(EngineUnavailable, match="espeak-ng has no voice named xx"):
        phonemes("hello", "xx")


def test_delivery_changes_speed_and_volume() -> None:
    def loudness(sound: bytes) -> float:
        return float(np.sqrt(np.mean(np.square(np.frombuffer(sound, np.int16), dtype=np.float64))))

    plain, _ = synthesize(SENTENCE, "cmn", Delivery(volume=50))
    fast, _ = synthesize(SENTENCE, "cmn", Delivery(rate=350, volume=50))
    soft, _ = synthesize(SENTENCE, "cmn", Delivery(volume=25))
    assert len(fast) < 0.6 * len(plain)
    assert loudness(soft) == pytest.approx(loudness(plain) / 2, rel=0.1)


def test_threads_do_not_disturb_one_another() -> None:
    def both(number: int) -> tuple[str, int]:
        return phonemes("hello world", "en-us"), len(
            synthesize(SENTENCE[: 4 + number % 3], "cmn", Delivery())[0]
        )

    alone = [both(number) for number in range(12)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(both, range(12))) == alone


def test_the_library_is_found_in_a_folder_with_a_long_name(tmp_path: Path) -> None:
    folder = tmp_path / ("長" * 40) / ("x" * 120)
    folder.mkdir(parents=True)
    (folder / "espeakng_loader").symlink_to(Path(espeakng_loader.__file__).parent)
    said = _python(
        'from tts.speech.espeak_library import phonemes; print(phonemes("hello", "en-us"))', folder
    )
    assert said.strip() == "həlˈoʊ"


def test_missing_data_is_said_before_the_library_is_used(tmp_path: Path) -> None:
    program = (
        "import espeakng_loader, tts.speech.espeak_library as library\n"
        "espeakng_loader.get_data_path = lambda: '/nowhere/espeak-ng-data'\n"
        "try: library.check()\n"
        "except library.EngineUnavailable as error: print(error)\n"
    )
    assert "does not find its data in /nowhere. Run `pip install --force-reinstall" in _python(
        program, tmp_path
    )


def test_the_check_passes_here() -> None:
    espeak_library.check()


def _python(program: str, folder: Path) -> str:
    path = os.pathsep.join([str(folder), str(Path.cwd())])
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout
