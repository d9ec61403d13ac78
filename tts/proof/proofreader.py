"""An episode listened to, sentence by sentence: what a recogniser hears otherwise than it was written."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr  # type: ignore[import-untyped]  # the wheel has no type hints

from tts.errors import TingError
from tts.model.episode import Cue, Episode
from tts.narration.studio import Newsreader
from tts.preview.tape import Tape
from tts.proof.comparison import Comparison, Errors, compare
from tts.proof.entries import entries
from tts.proof.recogniser import SAMPLE_RATE, Recogniser, Sound
from tts.proof.syllables import heard, said
from tts.speech.accent import MAINLAND, Accent

LANGUAGE = "zh"
"""The first part of the language tags whose episodes can be proofread."""

LEAST_MS = 300
"""Shorter than this no recogniser makes a word out: a syllable takes some 200 ms."""

AROUND_MS = 150
"""Silence put around a sentence: recognisers miss what begins at once."""

FULL_SCALE = 32_768


@dataclass(frozen=True, slots=True)
class Sentence:
    """A cue, what was heard in its place, and how the two differ; `lexicon` would pin the words concerned."""

    cue: Cue
    heard: str
    comparison: Comparison
    lexicon: Mapping[str, str]

    @property
    def is_misheard(self) -> bool:
        """Whether a syllable was heard as another; a character that sounds the same is none."""
        return bool(self.comparison.misheard)


def proofread(
    episode: Episode, recogniser: Recogniser, newsreader: Newsreader, accent: Accent = MAINLAND
) -> Iterator[Sentence]:
    """Yield every sentence of an episode as it was heard, in order; its MP3's path is absolute.

    `newsreader` and `accent` tell how it was meant to be said. Raises TingError when the episode is in
    another language, or its sound cannot be read.
    """
    if episode.language.partition("-")[0].lower() != LANGUAGE:
        message = f"「{episode.title}」 is in {episode.language}; the recogniser is asked for Mandarin."
        raise TingError(message, hint="Name an episode in Chinese.")
    with closing(Tape.open(Path(episode.files.mp3))) as tape:
        for cue in episode.cues:
            spoken = newsreader.say(cue.text)
            syllables = said(spoken, accent)
            if not syllables or cue.end_ms - cue.start_ms < LEAST_MS:
                continue
            transcript = recogniser.hear(sound_of(tape, cue.start_ms, cue.end_ms))
            comparison = compare(syllables, heard(transcript))
            yield Sentence(cue, transcript, comparison, entries(spoken, syllables, comparison.misheard))


def sound_of(tape: Tape, start_ms: int, end_ms: int) -> Sound:
    """Return a stretch of a file as recognisers want it, with silence around."""
    start, end = (moment * tape.sample_rate // 1000 for moment in (start_ms, end_ms))
    samples = tape.read(start, end - start).astype(np.float32) / FULL_SCALE
    sound = soxr.resample(samples, tape.sample_rate, SAMPLE_RATE)
    return np.pad(sound, SAMPLE_RATE * AROUND_MS // 1000).astype(np.float32)


def total(sentences: Iterable[Sentence]) -> Errors:
    """Return the errors of all sentences together."""
    return sum((sentence.comparison.errors for sentence in sentences), Errors())
