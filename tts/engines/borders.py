"""Where in a sound its sentences begin, when nothing but their words is known: at the pauses between them."""

from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING

from tts.engines.hearing import STEP_MS, Hearing
from tts.engines.wording import syllables

if TYPE_CHECKING:
    from tts.engines.sound_formats import Sound

LONGEST_COUNTED_MS = 600
"""A pause that is longer than this is no more surely one between sentences."""

PAUSE_WORTH_MS = 1_000
"""So much longer a pause is worth a sentence that takes e times as long as its syllables tell: of Kokoro's
groups of two and three 13 of 14 borders are in their pause, the other 175 ms off; with 150 it is 3.8 s."""


def starts_of(sentences: Sequence[str], sound: "Sound") -> tuple[int, ...]:
    """Return the sample near which each sentence begins, with the pause before it; the first at 0.

    Of the pauses in the sound those are chosen that are long and leave each sentence about as long as its
    syllables let expect. Where there are too few, the syllables alone decide.
    """
    hearing = Hearing(sound.samples, sound.sample_rate)
    first, last = hearing.heard_in(0, len(hearing.levels))
    shares = [max(1.0, syllables(sentence)) for sentence in sentences]
    pauses = hearing.pauses(first, last)
    if len(pauses) < len(sentences) - 1:
        return tuple(hearing.sample(round(place)) for place in _by_share(first, last, shares))
    chosen = _chosen(pauses, (first, last), shares)
    return (0, *(hearing.sample((start + end) // 2) for start, end in chosen))


def _by_share(first: int, last: int, shares: Sequence[float]) -> list[float]:
    whole, before, places = sum(shares), 0.0, [0.0]
    for share in shares[:-1]:
        before += share
        places.append(first + (last - first) * before / whole)
    return places


def _chosen(
    pauses: Sequence[tuple[int, int]], span: tuple[int, int], shares: Sequence[float]
) -> list[tuple[int, int]]:
    """Return as many pauses as there are borders, by the least sum of what each sentence costs."""
    per_share = (span[1] - span[0]) / sum(shares)

    def cost(start: int, end: int, share: float) -> float:
        return log(max(1, end - start) / (per_share * share)) ** 2

    best = [(cost(span[0], start, shares[0]) - _worth(start, end), [(start, end)]) for start, end in pauses]
    for number, share in enumerate(shares[1:-1], 1):
        best = [
            min(
                (before + cost(chain[-1][1], start, share) - _worth(start, end), [*chain, (start, end)])
                for before, chain in best[number - 1 : at]
                if len(chain) == number
            )
            if at >= number
            else (float("inf"), [])
            for at, (start, end) in enumerate(pauses)
        ]
    ends = [(so_far + cost(chain[-1][1], span[1], shares[-1]), chain) for so_far, chain in best if chain]
    return min(ends)[1] if len(shares) > 1 else []


def _worth(start: int, end: int) -> float:
    return min((end - start) * STEP_MS, LONGEST_COUNTED_MS) / PAUSE_WORTH_MS
