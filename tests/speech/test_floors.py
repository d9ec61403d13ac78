"""What the project reaches on the development sets, and how fast: neither may get worse."""

import os
import time
from pathlib import Path

import pytest

from bench.spoken_sets import Sets, digest, load_sets, same_pieces
from tts.speech.ipa import VOCABULARY
from tts.speech.normalizer import normalize
from tts.speech.phonemes import phonemize
from tts.speech.pinyin import syllables
from tts.speech.sentences import split_sentences

FOLDER = Path(os.environ.get("TING_BENCH", "../shared/bench")) / "spoken"
DIGEST = "f874f68fb949d18e"
"""The sets that the floors belong to; other sets have other floors."""

CHARACTERS_A_SECOND = 10_000

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir() and "CI" not in os.environ, reason="the development sets are not beside the project"
)


@pytest.fixture(scope="module")
def sets() -> Sets:
    assert digest(FOLDER) == DIGEST
    return load_sets(FOLDER)


def test_expressions_are_said_right(sets: Sets) -> None:
    wrong = [case.written for case in sets.expressions if not case.accepts(normalize(case.written).text)]
    assert wrong == []


def test_hard_readings_are_right(sets: Sets) -> None:
    wrong = [
        case.sentence
        for case in sets.polyphones
        if syllables(case.sentence)[case.han_index].pinyin != case.reading
    ]
    assert wrong == []


def test_hard_texts_are_split_exactly(sets: Sets) -> None:
    wrong = [case for case in sets.sentences if not same_pieces(split_sentences("".join(case)), case)]
    assert wrong == []


def test_running_text_becomes_phonemes_fast_and_whole(sets: Sets) -> None:
    phonemize("暖機")
    start = time.process_time()
    for sentence in sets.running_text:
        spoken = normalize(sentence).text
        phonemes = phonemize(spoken)
        assert phonemes
        assert frozenset(phonemes) <= VOCABULARY
        assert not any(character.isascii() and character.isdigit() for character in spoken)
    seconds = time.process_time() - start
    assert sum(map(len, sets.running_text)) / seconds > CHARACTERS_A_SECOND
