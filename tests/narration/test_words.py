"""Every word of an episode sounds when its cue says, however its words were asked for."""

from dataclasses import dataclass, replace

import pytest

from tests.house import House, document
from tests.narration.test_jingles import BED_HZ, sounding, tone
from tts.engines.base import Mark, Speech, Utterance
from tts.episode_files import manifest
from tts.model.episode import Episode
from tts.synthesizer import Pace
from tts.testing import MS_PER_LETTER, FakeEngine

GROUPS = Pace(per_s=100, burst=100)


@dataclass(slots=True)
class LetterByLetter(FakeEngine):
    """An engine that hums, and tells when each letter of it sounds."""

    async def synthesize(self, utterance: Utterance) -> Speech:
        """Return a hum whose every letter is as long as any."""
        speech = await FakeEngine.synthesize(self, utterance)
        letters = ((mark.start_ms, filter(str.isalnum, mark.text)) for mark in speech.marks)
        words = (
            Mark(start_ms + at * MS_PER_LETTER, start_ms + (at + 1) * MS_PER_LETTER, letter)
            for start_ms, sentence in letters
            for at, letter in enumerate(sentence)
        )
        return replace(speech, words=tuple(words))


@pytest.fixture
def worded(house: House) -> House:
    house.engines["edge"] = LetterByLetter(name="edge")
    return house


def words_are_heard_letter_by_letter(episode: Episode) -> None:
    for cue in episode.cues:
        assert "".join(word.text for word in cue.words) == cue.text
        starts = [word.start_ms - cue.start_ms for word in cue.words]
        letters = [sum(map(str.isalnum, word.text)) for word in cue.words]
        expected = [MS_PER_LETTER * sum(letters[:at]) for at in range(len(letters))]
        assert starts == pytest.approx(expected, abs=10)
        assert cue.words[-1].end_ms == cue.end_ms


@pytest.mark.parametrize("pace", [None, GROUPS], ids=["a chunk a request", "in groups"])
def test_each_word_has_its_time_whatever_shared_its_request(worded: House, pace: Pace | None) -> None:
    worded.pace = pace
    (episode,) = worded.narrate(document())
    words_are_heard_letter_by_letter(episode)
    assert manifest.load(manifest.dump(episode)) == episode


def test_words_are_kept_with_their_takes(worded: House) -> None:
    (episode,) = worded.narrate(document())
    worded.lose_output()
    assert worded.heard
    assert worded.narrate(document()) == [episode]
    assert worded.heard == []


def test_words_over_a_bed_have_their_times(worded: House) -> None:
    bed = tone(worded.folder / "bed.wav", BED_HZ, 2.0)
    (episode,) = sounding(worded, bed=bed).narrate(document())
    words_are_heard_letter_by_letter(episode)


def test_an_engine_without_words_leaves_cues_without(house: House) -> None:
    (episode,) = house.narrate(document())
    assert {cue.words for cue in episode.cues} == {()}
