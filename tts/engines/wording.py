"""The words of speech: that they are the text's, sound where they should, and in a time that is human.

What an engine's own times say is held against what there is to hear. A model swallows a clause or
hurries through it without an error, and the same way each time.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tts.engines.base import Mark, Pcm, Speech
from tts.engines.failures import Incomplete, Misspoken

MAX_SILENT_MS = 170
"""How long a silence may reach into words. Of Kokoro's good ones none holds more than 110 ms (TikTok)."""

MAX_GAP_MS, MAX_PAUSE_MS = 320, 700
"""The longest silence between two words without and with a sign between them: of Kokoro's, 245 and 380."""

MAX_TOLD_GAP_MS = 1_500
"""The same where there is nothing but a service's word for it."""

MAX_SILENCE_MS, MAX_UNMARKED_SILENCE_MS = 1_000, 600
"""The longest silence within a sentence whose words have no times, with a sign in it and without.
espeak-ng's longest is 275 ms."""

FASTEST_MS, SLOWEST_MS = 90, 550
"""What a syllable of a clause takes at the normal rate: of Kokoro's 135 to 370, of a fast talker's 110."""

FEWEST_SYLLABLES, ENOUGH_SYLLABLES = 3, 2
"""A clause of less syllables does not tell that it is fast, and is given the time of these to be slow."""

LETTERS_PER_SYLLABLE = 3
"""Of a word in Latin letters; spelt letter by letter it takes longer."""

LATIN_END = "\u0250"

LONGEST_NAMED = 20

Clause = Sequence[Mark]
"""Words without a sign between them."""

Silence = tuple[int, int]
"""From when to when, in milliseconds."""


def check_words(speech: Speech, speed: float) -> None:
    """Return when the words are those of the marks, and are said at a pace that belongs to this speed.

    Raises Incomplete where an engine contradicts itself, and Misspoken for a pace or a gap beyond reason.
    """
    decoded = isinstance(speech.audio, Pcm)
    for sentence in _sentences(speech):
        for clause in sentence:
            for stretch in (clause, *([word] for word in clause)):
                _check_pace(stretch, speed)
            for one, other in pairwise(clause):
                _check_gap(one, other, MAX_GAP_MS if decoded else MAX_TOLD_GAP_MS, speed)
        for clause, following in pairwise(sentence):
            _check_gap(clause[-1], following[0], MAX_PAUSE_MS if decoded else MAX_TOLD_GAP_MS, speed)


def check_sound(speech: Speech, speed: float) -> None:
    """Return when there is something to hear wherever words should sound; raise Misspoken if not.

    Sound that is still to be decoded is not judged. Without words, a silence is judged by its sentence.
    """
    if not isinstance(speech.audio, Pcm):
        return
    from tts.engines.hearing import silences  # noqa: PLC0415 - heavy: only to speak

    for silence in silences(speech.audio):
        if speech.words:
            reached = [word for word in speech.words if _shared_ms(silence, word) > 0]
            silent_ms, most_ms = sum(_shared_ms(silence, word) for word in reached), MAX_SILENT_MS
        else:
            reached = [max(speech.marks, key=lambda mark: _shared_ms(silence, mark))]
            silent_ms, most_ms = _shared_ms(silence, reached[0]), _longest_silence(reached[0].text)
        if silent_ms > most_ms * max(1.0, 1 / speed):
            message = f"{_named(reached)} is silent for {silent_ms / 1000:.1f} s where it should sound."
            raise Misspoken(message)


def syllables(text: str) -> float:
    """Return the fewest syllables that the text can have."""
    letters = [letter for letter in text if letter.isalnum()]
    latin = sum(letter.isalpha() and letter < LATIN_END for letter in letters)
    return len(letters) - latin + latin / LETTERS_PER_SYLLABLE


def _sentences(speech: Speech) -> Iterator[list[list[Mark]]]:
    """Yield the words of each mark in clauses; raise Incomplete when they are others, or out of order."""
    times = [time for word in speech.words for time in (word.start_ms, word.end_ms)]
    words = list(reversed(speech.words))
    for mark in speech.marks if words else ():
        clauses: list[list[Mark]] = [[]]
        at = 0
        while words and (start := mark.text.find(words[-1].text, at)) >= 0:
            if clauses[-1] and start > at:
                clauses.append([])
            clauses[-1].append(words.pop())
            at = start + len(clauses[-1][-1].text)
        yield clauses if clauses[0] else []
    if words or times != sorted(times):
        message = "The speech's words are not those of its marks, or not in the order of time."
        raise Incomplete(message)


def _check_pace(clause: Clause, speed: float) -> None:
    text = "".join(word.text for word in clause)
    length_ms = clause[-1].end_ms - clause[0].start_ms
    fewest, most = syllables(text), max(ENOUGH_SYLLABLES, sum(map(str.isalnum, text)))
    if fewest >= FEWEST_SYLLABLES and length_ms < FASTEST_MS * fewest / speed:
        message = f"{_named(clause)} is said in {length_ms / 1000:.1f} s, too fast to be understood."
        raise Misspoken(message)
    if length_ms > SLOWEST_MS * most / speed:
        message = f"{_named(clause)} takes {length_ms / 1000:.1f} s, too long to be understood."
        raise Misspoken(message)


def _check_gap(word: Mark, following: Mark, most_ms: int, speed: float) -> None:
    gap_ms = following.start_ms - word.end_ms
    if gap_ms > most_ms * max(1.0, 1 / speed):
        message = f"{gap_ms / 1000:.1f} s are silent after {_named([word])}, before {_named([following])}."
        raise Misspoken(message)


def _longest_silence(text: str) -> int:
    within = text.strip("".join({sign for sign in text if not sign.isalnum()}))
    return MAX_UNMARKED_SILENCE_MS if within.isalnum() else MAX_SILENCE_MS


def _shared_ms(silence: Silence, mark: Mark) -> int:
    return max(0, min(silence[1], mark.end_ms) - max(silence[0], mark.start_ms))


def _named(words: Sequence[Mark]) -> str:
    text = "".join(word.text for word in words)
    return f"「{text[:LONGEST_NAMED]}」"
