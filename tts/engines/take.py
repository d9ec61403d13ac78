"""What a request to a speech server may be, and the sound that comes of it: for engines that get no more.

A request is a sentence, or a few short ones: so its sound tells when the sentence is heard, and sound that is
not whole is found out by its length.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts.engines.base import Speech, Utterance
from tts.engines.failures import TooLong, Unsayable
from tts.engines.manner import Heard, heard_in
from tts.model.script import Limits
from tts.speech.sentences import spoken_parts

if TYPE_CHECKING:
    from tts.engines.sound_formats import Sound

MIN_CHARS = 12
"""A shorter text, alone, is spoken without melody by some models, and with inventions by others."""

CHARS_PER_S = 4
MOST_S_PER_CHAR, MOST_EXTRA_S = 0.6, 10
"""What the longest speech of a text may take, with silence around it."""

TAIL_MS = 1_000
"""How much of the silence after the last sound is kept; some servers send many seconds of it."""


@dataclass(frozen=True, slots=True)
class Take:
    """What came of one request: its sound from the first to the last that is heard, in samples."""

    sound: "Sound"
    span: tuple[int, int]
    heard: Heard

    def speech(self, text: str, gain: float = 1.0) -> Speech:
        """Return it as speech, with a mark for each sentence of the text."""
        from tts.engines.alignment import Part, as_speech  # noqa: PLC0415 - heavy: only to speak
        from tts.engines.borders import starts_of  # noqa: PLC0415 - as above

        sentences = spoken_parts(text)
        starts = starts_of(sentences, self.sound) if len(sentences) > 1 else (0,)
        parts = [Part(sentence, start) for sentence, start in zip(sentences, starts, strict=True)]
        end = self.span[1] + self.sound.sample_rate * TAIL_MS // 1000
        return as_speech(self.sound.samples[:end] * gain, self.sound.sample_rate, parts)


def take_of(data: bytes, form: str, content_type: str = "", sample_rate: int = 24_000) -> Take:
    """Return the sound of an answer, as `sound_of` does; NoAudio where nothing is heard in it."""
    from tts.engines.hearing import Hearing  # noqa: PLC0415 - heavy: only to speak
    from tts.engines.sound_formats import Sound, sound_of  # noqa: PLC0415 - as above

    found = sound_of(data, form, content_type, sample_rate)
    even = found.samples - found.samples.mean() if len(found.samples) else found.samples
    sound = Sound(even, found.sample_rate)
    hearing = Hearing(even, found.sample_rate)
    first, last = (hearing.sample(step) for step in hearing.heard_in(0, len(hearing.levels)))
    return Take(sound, (first, last), heard_in(sound, (first, last)))


def sentence_limits(max_chars: int) -> Limits:
    """Return the limits of one sentence at a time, short ones together, weighed as it is spoken."""
    return Limits(
        target_chars=1,
        max_chars=max_chars,
        max_cost=max_chars,
        cost=_cost,
        min_chars=min(MIN_CHARS, max_chars),
    )


def sayable(utterance: Utterance, most_chars: int) -> str:
    """Return what is to be said; raises Unsayable and TooLong where nobody need be asked."""
    text = utterance.spoken.text
    if utterance.spoken.is_silent:
        message = "The text holds no letter and no digit, so there is nothing to say."
        raise Unsayable(message)
    if len(text) > most_chars:
        message = f"The text has {len(text)} characters, and a request holds {most_chars}."
        raise TooLong(message)
    return text


def usual_s(text: str, speed: float) -> float:
    """Return the seconds that a text may well take."""
    return len(text) / CHARS_PER_S / speed


def most_bytes(text: str, speed: float, bytes_per_s: int) -> int:
    """Return the bytes that the longest speech of a text may take."""
    return round((MOST_EXTRA_S + MOST_S_PER_CHAR * len(text) / speed) * bytes_per_s)


def _cost(written: str) -> int:
    from tts.speech.normalizer import normalize  # noqa: PLC0415 - only those who cut a script need it

    return len(normalize(written).text)
