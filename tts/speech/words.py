"""Words in Simplified Chinese: where they begin, and which phrases of the dictionary they hold.

The voices of Kokoro were trained with a space between words, and a reading depends on its word.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tts.speech.dictionary import phrases

Stretch = tuple[int, int]
"""Start and end in a text."""

_LONGEST = 8
_MUCH_LESS_LIKELY = math.log(12)
"""Beyond the likeliest words 生還 in 人生|還 costs log 8, 單于 in 名單|于 log 21, 沒收 in 沒|收拾 log 104."""
_FIRST_RANK = 10
_COMMON = math.log(_FIRST_RANK + 2000)


def split_words(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield the words of a stretch of Chinese characters: together the likeliest of all ways to cut it.

    A word costs the logarithm of its rank, after Zipf's law; `words.txt` has the ranks, and its
    licence in NOTICE.
    """
    _, ends = _likeliest(text, start, end)
    while start < end:
        stop = ends[start - end]
        yield start, stop
        start = stop


def _likeliest(text: str, start: int, end: int) -> tuple[float, list[int]]:
    """Return what the likeliest words of a stretch cost, and where a word from each place ends."""
    costs, known = _costs(), phrases()
    rare = math.log(len(costs))
    unknown = rare + math.log(10)
    cheapest = [0.0] * (end - start + 1)
    ends = list(range(start + 1, end + 1))
    for at in range(end - 1, start - 1, -1):
        lowest = costs.get(text[at], unknown) + cheapest[at + 1 - start]
        for stop in range(at + 2, min(at + _LONGEST, end) + 1):
            word = text[at:stop]
            cost = costs.get(word) or (rare if word in known else 0)
            if cost and cost + cheapest[stop - start] < lowest:
                lowest = cost + cheapest[stop - start]
                ends[at - start] = stop
        cheapest[at - start] = lowest
    return cheapest[0], ends


@dataclass(frozen=True, slots=True)
class Words:
    """A Simplified text, and where its likeliest words begin; signs between them are words too."""

    text: str
    starts: frozenset[int]

    def admit(self, start: int, end: int) -> bool:
        """Tell whether a known word may stand here: inside a word, at words' ends, or not much less likely.

        沒收 may not stand in 沒|收拾: with 拾 alone the three are a hundred times less likely.
        """
        if not any(place in self.starts for place in range(start + 1, end)):
            return True
        first = next(place for place in range(start, -1, -1) if place in self.starts)
        last = next(place for place in range(end, len(self.text) + 1) if place in self.starts)
        if (first, last) == (start, end):
            return True
        parts = (first, start), (start, end), (end, last)
        as_it_is, _ = _likeliest(self.text, first, last)
        cut_so = sum(_likeliest(self.text, *part)[0] for part in parts)
        return cut_so - as_it_is < _MUCH_LESS_LIKELY


def split_phrases(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield the phrases that the dictionary has readings for, longest first, and single characters."""
    known = phrases()
    while start < end:
        length = min(_LONGEST, end - start)
        while length > 1 and text[start : start + length] not in known:
            length -= 1
        yield start, start + length
        start += length


def is_known(word: str) -> bool:
    """Tell whether a text of several Simplified characters is a word."""
    return len(word) > 1 and (word in _costs() or word in phrases())


def is_common(word: str) -> bool:
    """Tell whether a word is one of the thousand that are met most."""
    return _costs().get(word, math.inf) < _COMMON


@cache
def _costs() -> dict[str, float]:
    commonest_first = files(__package__).joinpath("words.txt").read_text("utf-8").split()
    return {word: math.log(rank) for rank, word in enumerate(commonest_first, start=_FIRST_RANK)}
