"""Words in Simplified Chinese: where they begin, and which phrases of the dictionary they hold.

The voices of Kokoro were trained with a space between words, and a reading depends on its word.
"""

import math
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from tts.speech.dictionary import phrases

Stretch = tuple[int, int]
"""Start and end in a text."""

_LONGEST = 8


def split_words(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield the words of a stretch of Chinese characters: together the likeliest of all ways to cut it.

    A word costs the logarithm of its rank, after Zipf's law; `words.txt` has the ranks, and its
    licence in NOTICE.
    """
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
    while start < end:
        stop = ends[start - end]
        yield start, stop
        start = stop


def split_phrases(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield the phrases that the dictionary has readings for, longest first, and single characters."""
    known = phrases()
    while start < end:
        length = min(_LONGEST, end - start)
        while length > 1 and text[start : start + length] not in known:
            length -= 1
        yield start, start + length
        start += length


@cache
def _costs() -> dict[str, float]:
    commonest_first = files(__package__).joinpath("words.txt").read_text("utf-8").split()
    return {word: math.log(rank) for rank, word in enumerate(commonest_first, start=10)}
