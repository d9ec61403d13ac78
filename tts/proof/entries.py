"""The lexicon's entry for a word that was heard otherwise: the reading that was meant."""

from collections.abc import Iterator, Sequence

from tts.proof.comparison import Stretch
from tts.proof.syllables import Syllable
from tts.speech.scripts import to_simplified
from tts.speech.spoken import Spoken
from tts.speech.words import split_words


def entries(spoken: Spoken, syllables: Sequence[Syllable], misheard: Sequence[Stretch]) -> dict[str, str]:
    """Return the written words that hold what was misheard, each with its syllables as they were meant.

    An engine that reads characters by itself obeys them. Words in digits or Latin letters, and such as are
    said otherwise than they are written, have none.
    """
    places = {syllable.at for stretch in misheard for syllable in stretch.said if syllable.tone}
    by_place = {syllable.at: syllable for syllable in syllables if syllable.tone}
    found: dict[str, str] = {}
    for start, end in _words(spoken.text, by_place):
        written = _written(spoken, start, end)
        if written and not places.isdisjoint(range(start, end)):
            found[written] = " ".join(
                f"{by_place[at].reading}{by_place[at].tone}" for at in range(start, end)
            )
    return found


def _words(text: str, by_place: dict[int, Syllable]) -> Iterator[tuple[int, int]]:
    """Yield where each word of neighbouring Chinese characters begins and ends."""
    simplified = to_simplified(text)
    start = 0
    for at in range(len(text) + 1):
        if at in by_place:
            continue
        if start < at:
            yield from split_words(simplified, start, at)
        start = at + 1


def _written(spoken: Spoken, start: int, end: int) -> str:
    """Return the characters that are said between these places; "" if they are written otherwise."""
    for span in spoken.spans:
        if span.start <= start and end <= span.end and not span.rule:
            begin = span.written_start + start - span.start
            return spoken.written[begin : begin + end - start]
    return ""
