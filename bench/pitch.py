"""Whether the melody of each syllable is that of its tone, by Praat's pitch track (praat-parselmouth)."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from tts.model.episode import Cue
from tts.speech.phonemes import Stretch, stretches
from tts.speech.pinyin import HAN

LIBRARY = "parselmouth"

STEP_S, LOWEST_HZ, HIGHEST_HZ = 0.01, 75.0, 500.0
"""Praat's own range for speech begins and for children's voices ends here."""

LEAST_FRAMES = 6
"""Two for each third of a syllable: of less voice nothing is said."""

LEVEL_ST = 3.0
"""In semitones: smaller movements mean nothing to listeners ('t Hart, J. Acoust. Soc. Am. 69 (1981) 811)."""

MOVES_ST, LOW_ST = 1.0, 2.0
"""In connected speech tones are flatter than when they are cited. With these a voice of the standard fits in
84 of 100 syllables, and one whose tones are another dialect's (zf_xiaoni) in 35."""

SEMITONES, THIRD = 12, 3

Melody = npt.NDArray[np.float64]
"""Semitones from the middle of the sentence, every `STEP_S`, where there is voice."""


class Toned(NamedTuple):
    """A syllable, when it sounds, and the tone that the voice was asked for: 1 to 4."""

    start_ms: float
    end_ms: float
    tone: int


def is_installed() -> bool:
    """Tell whether there is what tracks the pitch."""
    return find_spec(LIBRARY) is not None


def fits(tone: int, melody: Melody) -> bool:
    """Tell whether a melody is high and level (1), rises (2), is low (3) or falls (4), by thirds."""
    thirds = np.array([third.mean() for third in np.array_split(melody, 3)])
    first, last = thirds[0], thirds[-1]
    match tone:
        case 1:
            return bool(thirds.mean() > 0 and abs(last - first) < LEVEL_ST)
        case 2:
            return bool(last - thirds.min() > MOVES_ST)
        case 3:
            return bool(thirds.mean() < 0 and thirds.min() < -LOW_ST)
        case _:
            return bool(first - last > MOVES_ST)


def tones_that_fit(cue: Cue, spoken: str, sound: npt.NDArray[np.float32], sample_rate: int) -> list[bool]:
    """Return of each syllable of a cue with voice and a tone whether its melody fits.

    `spoken` is what the voice was asked to say, `sound` what is heard between the cue's times.
    """
    praat = import_module(LIBRARY)
    pitch = praat.Sound(sound.astype(np.float64), sample_rate).to_pitch_ac(
        time_step=STEP_S, pitch_floor=LOWEST_HZ, pitch_ceiling=HIGHEST_HZ
    )
    times, hertz = np.asarray(pitch.xs()), np.asarray(pitch.selected_array["frequency"])
    voiced = hertz > 0
    if not voiced.any():
        return []
    times = times[voiced] * 1000 + cue.start_ms
    semitones = SEMITONES * np.log2(hertz[voiced] / np.median(hertz[voiced]))
    fit = []
    for one in toned(cue, spoken):
        melody = semitones[(times >= one.start_ms) & (times < one.end_ms)]
        if len(melody) >= LEAST_FRAMES:
            fit.append(fits(one.tone, melody))
    return fit


def toned(cue: Cue, spoken: str) -> Iterator[Toned]:
    """Yield the syllables of a cue that are said as they are written, each with a tone of its own.

    A word's syllables share its time. Left out are neutral ones and, of third tones in a row, all but the
    last: which of them rise is the voice's choice.
    """
    written = list(_timed(cue))
    said = [one for one in stretches(spoken) if one.text]
    steps = Levenshtein.opcodes([character for character, *_ in written], [one.text for one in said])
    for step in steps:
        if step.tag != "equal":
            continue
        for at, number in enumerate(range(step.dest_start, step.dest_end), start=step.src_start):
            _, start_ms, end_ms = written[at]
            tone = _tone(said[number])
            if tone and not tone == THIRD == _tone_after(said, number):
                yield Toned(start_ms, end_ms, tone)


def _timed(cue: Cue) -> Iterator[tuple[str, float, float]]:
    """Yield the Chinese characters of a cue, each with from when to when it sounds."""
    for word in cue.words:
        characters = HAN.findall(word.text)
        share = (word.end_ms - word.start_ms) / max(1, len(characters))
        for number, character in enumerate(characters):
            start_ms = word.start_ms + number * share
            yield character, start_ms, start_ms + share


def _tone_after(said: Sequence[Stretch], number: int) -> int:
    return _tone(said[number + 1]) if number + 1 < len(said) else 0


def _tone(stretch: Stretch) -> int:
    """Return the tone in a syllable's phonemes, as it changes before the next; 0 for none."""
    return next((at for at, sign in enumerate("→↗↓↘", start=1) if sign in stretch.phonemes), 0)
