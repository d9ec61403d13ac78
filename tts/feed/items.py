"""An episode in feeds: its card, its size, and a taste of its sound."""

from collections.abc import Sequence
from dataclasses import dataclass

from tts.catalog.card import Card
from tts.model.episode import Cue

SHORTEST_MS, LONGEST_MS = 15_000, 60_000
"""Of a soundbite: at least as long as Podcasting 2.0 wants it, and no more than a taste."""


@dataclass(frozen=True, slots=True)
class Soundbite:
    """A stretch of the sound that gives a taste of it."""

    start_ms: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Item:
    """An episode, and how many bytes its MP3 has."""

    card: Card
    size_bytes: int


def soundbite(cues: Sequence[Cue]) -> Soundbite | None:
    """Return the first story's first sentences; None when they are no taste of it.

    It never starts at 0, which the Podcast Index's parser takes for no time at all.
    """
    start_ms = next((cue.start_ms for cue in cues if cue.kind == "title" and cue.start_ms), None)
    if start_ms is None:
        return None
    ends = (cue.end_ms - start_ms for cue in cues)
    duration_ms = max((end for end in ends if end <= LONGEST_MS), default=0)
    return Soundbite(start_ms, duration_ms) if duration_ms >= SHORTEST_MS else None
