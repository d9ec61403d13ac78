"""The guard before the cache and the episode: speech is accepted only when it is whole.

Engines and services stop early without an error: the Edge client returns what it has when a connection
closes, and the service itself stops a request's audio at ten minutes while its boundaries go on. So the
marks must hold all of the text, the sound must reach as far as the marks, and neither may be shorter
than a voice can speak. What lies between is judged in `wording`.
"""

import unicodedata

from tts.engines.base import Speech, Utterance
from tts.engines.failures import Incomplete
from tts.engines.wording import check_sound, check_words, syllables

MAX_CHANGED_SHARE = 0.02
"""Letters that a service may write otherwise than it was given them; none may be missing or added."""

MAX_CUT_MS = 250
"""How far the sound may end before its last mark: ten frames, for rounding and for a soft ending."""

MAX_TAIL_MS = 2_500
"""How far the sound may go on after its last mark: the Edge service adds 0.86 s of silence on average."""

MIN_SYLLABLE_MS = 25
"""A quarter of the fastest intelligible speech, at the normal rate; newsreaders take 170 to 220 ms."""

PACE_SLACK_MS = 100
"""What a short mark may lack: services round, and clip a word's soft beginning."""


def check_complete(utterance: Utterance, speech: Speech) -> None:
    """Return when the speech holds the utterance from end to end; raise Incomplete if it does not.

    It is Misspoken where the words that are told are not those that can be heard.
    """
    speed = max(0.1, 1 + utterance.prosody.rate_percent / 100)
    _check_order(speech)
    _check_text(utterance, speech)
    _check_length(speech)
    _check_pace(utterance, speech, speed)
    if speech.marks:
        check_words(speech, speed)
        check_sound(speech, speed)


def _check_order(speech: Speech) -> None:
    starts = [0, *(mark.start_ms for mark in speech.marks)]
    if starts != sorted(starts) or any(mark.end_ms < mark.start_ms for mark in speech.marks):
        message = "The speech's marks are not in the order of time."
        raise Incomplete(message)


def _check_text(utterance: Utterance, speech: Speech) -> None:
    wanted = _letters(utterance.spoken.text)
    marked = "".join(_letters(mark.text) for mark in speech.marks)
    changed = [place for place, pair in enumerate(zip(wanted, marked, strict=False)) if pair[0] != pair[1]]
    if len(marked) < len(wanted):
        place = changed[0] if changed else len(marked)
        message = (
            f"The speech leaves out {len(wanted) - len(marked)} letters from 「{wanted[place:][:20]}」 on."
        )
        raise Incomplete(message)
    if len(marked) > len(wanted) or len(changed) > MAX_CHANGED_SHARE * len(wanted):
        message = "The speech says something else than the text."
        raise Incomplete(message)


def _check_length(speech: Speech) -> None:
    sound_ms = speech.audio.duration_ms
    marked_ms = speech.marks[-1].end_ms if speech.marks else 0
    if sound_ms < marked_ms - MAX_CUT_MS:
        message = f"The sound ends {_seconds(marked_ms - sound_ms)} before the words do."
        raise Incomplete(message)
    if sound_ms > marked_ms + MAX_TAIL_MS:
        message = f"The sound goes on for {_seconds(sound_ms - marked_ms)} after the last words."
        raise Incomplete(message)


def _check_pace(utterance: Utterance, speech: Speech, speed: float) -> None:
    lengths = [(mark.text, mark.end_ms - mark.start_ms) for mark in speech.marks]
    for text, length_ms in [(utterance.spoken.text, speech.audio.duration_ms), *lengths]:
        if length_ms < MIN_SYLLABLE_MS * syllables(text) / speed - PACE_SLACK_MS:
            message = f"{_seconds(length_ms)} of sound cannot hold 「{text[:20]}」 ({len(text)} characters)."
            raise Incomplete(message)


def _letters(text: str) -> str:
    """Return the letters and digits alone, in the form in which they can be compared."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.1f} s"
