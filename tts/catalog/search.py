"""Finding words in what was told: Traditional or Simplified, wide or narrow, large or small."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice

from tts.model.episode import Cue, Episode
from tts.speech.scripts import to_simplified

TRIGRAM = 3
MOST_TRIGRAMS = 30
"""So many narrow a search down as far as more would."""

SNIPPET_CHARACTERS = 60
BEFORE_CHARACTERS = 20
"""How much of a long sentence a hit shows, and how much of that before the word."""

_WIDE = range(0xFF01, 0xFF5F)
_WIDE_TO_NARROW = 0xFEE0


@dataclass(frozen=True, slots=True)
class Hit:
    """An episode in which all words were found, and the sentence that has most of them.

    `start_ms` is when that sentence is spoken; 0 where only title, publisher or byline has the words.
    """

    slug: str
    title: str
    date: date
    start_ms: int
    text: str


class _Folding(dict[int, str]):
    """From a character to how it is compared, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(code)
        return folded


def _folded(code: int) -> str:
    narrow = chr(code - _WIDE_TO_NARROW) if code in _WIDE else chr(code)
    if narrow.isspace() or not narrow.isprintable():
        return " "
    lower = narrow.lower()
    return to_simplified(lower if len(lower) == 1 else narrow)


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return the text as it is compared, a character for each of its characters."""
    return text.translate(_FOLDING)


def wording(episode: Episode) -> str:
    """Return all words an episode can be found by, folded: titles, publishers, bylines, sentences."""
    credit = (part for source in episode.articles for part in (source.title, source.publisher, source.byline))
    lines = (episode.title, *credit, *(cue.text for cue in episode.cues))
    return "\n".join(fold(line) for line in lines if line)


def words(query: str) -> list[str]:
    """Return the folded words of a query, each once; an episode must have them all."""
    return list(dict.fromkeys(fold(query).split()))


def trigrams(query: list[str]) -> str:
    """Return an FTS5 expression that holds wherever the words do, and seldom elsewhere; "" for short words.

    Trigrams side by side are enough: whether they stand together, the text is asked.
    """
    found = (
        word[start : start + TRIGRAM]
        for word in query
        for start in [*range(0, len(word) - TRIGRAM, TRIGRAM), len(word) - TRIGRAM]
        if len(word) >= TRIGRAM
    )
    some = islice(dict.fromkeys(found), MOST_TRIGRAMS)
    return " AND ".join('"{}"'.format(part.replace('"', '""')) for part in some)


def hit(episode: Episode, query: list[str]) -> Hit:
    """Return where in the episode the words of the query stand."""
    title = Cue(0, 0, episode.title)
    best = max((*episode.cues, title), key=lambda cue: _count(cue.text, query))
    best = best if _count(best.text, query) else title
    return Hit(episode.slug, episode.title, episode.date, best.start_ms, _snippet(best.text, query))


def _count(text: str, query: list[str]) -> int:
    folded = fold(text)
    return sum(word in folded for word in query)


def _snippet(text: str, query: list[str]) -> str:
    """Return the sentence, or of a long one the part about the first of the words that it has."""
    line = re.sub(r"\s", " ", text)
    if len(line) <= SNIPPET_CHARACTERS:
        return line.strip()
    folded = fold(line)
    first = min((at for word in query if (at := folded.find(word)) >= 0), default=0)
    start = max(0, first - BEFORE_CHARACTERS)
    end = start + SNIPPET_CHARACTERS
    return f"{'…' if start else ''}{line[start:end].strip()}{'…' if end < len(line) else ''}"
