"""The wheels of the player: where it stands, whether and how fast it goes. No sound, no clock, no keys."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from tts.model.episode import Chapter

SLOWEST, FASTEST, STEP = 0.5, 3.0, 0.25
SKIP_MS = 15_000

RESTART_MS = 3_000
"""Whoever is further into a chapter goes back to its beginning first, as players do."""


@dataclass(frozen=True, slots=True)
class Transport:
    """How the sound is played, and from where."""

    position_ms: int = 0
    playing: bool = True
    speed: float = 1.0
    muted: bool = False

    def to(self, position_ms: int, end_ms: int) -> Self:
        """Go to a moment, within what there is."""
        return replace(self, position_ms=max(0, min(position_ms, end_ms)))

    def paused(self) -> Self:
        """Stop, or go on."""
        return replace(self, playing=not self.playing)

    def hushed(self) -> Self:
        """Fall silent while time goes on, or sound again."""
        return replace(self, muted=not self.muted)

    def quickened(self, steps: int) -> Self:
        """Go so many steps faster, at most to the fastest."""
        speed = (round(self.speed / STEP) + steps) * STEP
        return replace(self, speed=max(SLOWEST, min(speed, FASTEST)))

    def to_next(self, chapters: Sequence[Chapter]) -> Self:
        """Go to the next chapter; from the last one nowhere."""
        later = (chapter.start_ms for chapter in chapters if chapter.start_ms > self.position_ms)
        return replace(self, position_ms=next(later, self.position_ms))

    def to_previous(self, chapters: Sequence[Chapter]) -> Self:
        """Go to the beginning of the chapter; from there to the one before."""
        begun = [chapter.start_ms for chapter in chapters if chapter.start_ms <= self.position_ms]
        if len(begun) > 1 and self.position_ms - begun[-1] < RESTART_MS:
            begun.pop()
        return replace(self, position_ms=begun[-1] if begun else 0)
