"""What the project reaches on its own sets and on the development sets, and how fast: neither gets worse."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.spoken_sets import Sets, digest, load_sets, same_pieces
from tests.development import FOLDER, needs_development_sets
from tests.pace import is_quick
from tts.speech.ipa import VOCABULARY
from tts.speech.normalizer import normalize
from tts.speech.phonemes import phonemize
from tts.speech.pinyin import syllables
from tts.speech.sentences import split_sentences

OWN = [
    line.split("\t")[0].replace("*", "")
    for name in ("expressions.tsv", "signs.tsv", "polyphones.tsv", "taiwan.tsv")
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
"""The invented sets of this folder; each line is also a test of its own."""

OWN_LINES = 2987
"""So many there are; there may be more."""

SPOKEN = FOLDER / "spoken"
DIGEST = "b5fec2d74356e08e"
"""The sets that the floors belong to; other sets have other floors."""

CHARACTERS_A_SECOND = 10_000
RARE_READINGS = 0.975
"""A table of the usual readings comes to 0.953 of the test set beside it, g2pM to 0.974."""


def read(text: str) -> list[str]:
    return [syllable.pinyin for syllable in syllables(text)]


def read_as_in_taiwan(text: str) -> list[str]:
    return [syllable.pinyin for syllable in syllables(text, taiwan=True)]


@pytest.fixture(scope="module")
def sets() -> Sets:
    assert digest(SPOKEN) == DIGEST
    return load_sets(SPOKEN)


@needs_development_sets
@pytest.mark.parametrize("name", ["expressions", "forms", "targets"])
def test_what_is_not_in_words_is_said_right(sets: Sets, name: str) -> None:
    cases = getattr(sets, name)
    assert [case.written for case in cases if not case.accepts(normalize(case.written).text)] == []


@needs_development_sets
def test_hard_readings_are_right(sets: Sets) -> None:
    cases = (*sets.polyphones, *sets.readings)
    assert [case.sentence for case in cases if not case.is_read_by(read)] == []


@needs_development_sets
def test_taiwans_readings_are_right(sets: Sets) -> None:
    assert [word.written for word in sets.taiwan if not word.is_read_by(read_as_in_taiwan)] == []


@needs_development_sets
def test_a_rare_character_is_read_by_what_stands_near(sets: Sets) -> None:
    right = sum(case.is_read_by(read) for case in sets.labelled)
    assert right / len(sets.labelled) >= RARE_READINGS


@needs_development_sets
def test_hard_texts_are_split_exactly(sets: Sets) -> None:
    wrong = [case for case in sets.sentences if not same_pieces(split_sentences("".join(case)), case)]
    assert wrong == []


@needs_development_sets
def test_running_text_becomes_phonemes_fast_and_whole(sets: Sets) -> None:
    becomes_phonemes_fast_and_whole(sets.running_text)


def test_the_invented_lines_become_phonemes_fast_and_whole_and_are_as_many_as_ever() -> None:
    assert len(OWN) >= OWN_LINES
    becomes_phonemes_fast_and_whole(OWN)


def becomes_phonemes_fast_and_whole(sentences: Sequence[str]) -> None:
    def read_all() -> None:
        for sentence in sentences:
            spoken = normalize(sentence).text
            phonemes = phonemize(spoken)
            assert phonemes
            assert frozenset(phonemes) <= VOCABULARY
            assert not any(character.isascii() and character.isdigit() for character in spoken)

    phonemize("暖機")
    assert is_quick(read_all, sum(map(len, sentences)) / CHARACTERS_A_SECOND)
