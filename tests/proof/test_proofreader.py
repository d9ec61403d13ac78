"""An episode is listened to sentence by sentence, each by itself."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.site import invented
from tts.episode_files import shelf
from tts.errors import TingError
from tts.feed.addresses import sound_path
from tts.model.episode import Cue, Episode
from tts.narration.studio import Newsreader
from tts.proof.proofreader import proofread, total
from tts.proof.recogniser import SAMPLE_RATE, Sound
from tts.speech.lexicon import EMPTY, lexicon
from tts.voices import load_voices

VOICE = load_voices()["hsiaochen"]
READER = Newsreader(VOICE, EMPTY)


@dataclass
class Transcripts:
    """A recogniser that writes down what it was told to, and remembers how long each sound was."""

    waiting: list[str]
    seconds: list[float] = field(default_factory=list)
    name: str = "transcripts"

    def hear(self, sound: Sound) -> str:
        self.seconds.append(len(sound) / SAMPLE_RATE)
        return self.waiting.pop(0)


def episode(folder: Path, *cues: Cue) -> Episode:
    made = replace(invented.episode("2026-01-09-story-00000003"), cues=cues)
    invented.record_silence(folder, made)
    mp3 = folder / sound_path(made)
    return replace(made, files=replace(made.files, mp3=str(mp3)))


def test_each_sentence_comes_with_what_was_heard_in_its_place(tmp_path: Path) -> None:
    made = episode(tmp_path, Cue(0, 2000, "市府說明。"), Cue(2000, 5000, "工程已經完成。"))
    ear = Transcripts(["市府说明", "工程已经还成"])
    first, second = proofread(made, ear, READER)
    assert ear.seconds == pytest.approx([2.3, 3.3], abs=0.01)
    assert not first.is_misheard
    assert second.is_misheard
    assert second.lexicon == {"完成": "wan2 cheng2"}
    assert total((first, second)).wrong_syllables == 1


def test_a_word_of_the_lexicon_is_meant_as_the_lexicon_says(tmp_path: Path) -> None:
    made = episode(tmp_path, Cue(0, 2000, "都江堰說明。"))
    reader = Newsreader(VOICE, lexicon({"都江堰": "都市江堰"}))
    (sentence,) = proofread(made, Transcripts(["都市江堰说明"]), reader)
    assert not sentence.is_misheard


def test_what_is_too_short_or_has_no_word_is_not_listened_to(tmp_path: Path) -> None:
    made = episode(tmp_path, Cue(0, 200, "好。"), Cue(1000, 3000, "……"), Cue(3000, 5000, "明天停班。"))
    ear = Transcripts(["明天停班"])
    assert [sentence.cue.text for sentence in proofread(made, ear, READER)] == ["明天停班。"]


def test_an_episode_in_another_language_is_refused(tmp_path: Path) -> None:
    made = replace(episode(tmp_path, Cue(0, 2000, "News.")), language="en-GB")
    with pytest.raises(TingError, match="is in en-GB"):
        list(proofread(made, Transcripts([]), READER))


def test_sound_that_is_gone_is_told(tmp_path: Path) -> None:
    made = episode(tmp_path, Cue(0, 2000, "市府說明。"))
    Path(made.files.mp3).unlink()
    with pytest.raises(TingError, match="cannot be read"):
        list(proofread(made, Transcripts([]), READER))
    assert shelf.ENDINGS.mp3 in made.files.mp3
