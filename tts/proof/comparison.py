"""What was said against what was heard: how many characters, syllables and tones went wrong, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from tts.proof.syllables import Syllable


@dataclass(frozen=True, slots=True)
class Errors:
    """How many of how many were heard otherwise; of two texts together the sum.

    Characters that sound alike are told apart, syllables are without their tone, and the tone is asked only
    of syllables that are right. Left out, put in and exchanged count alike.
    """

    characters: int = 0
    wrong_characters: int = 0
    syllables: int = 0
    wrong_syllables: int = 0
    tones: int = 0
    wrong_tones: int = 0

    def __add__(self, other: "Errors") -> "Errors":
        """Return the errors of both texts."""
        return Errors(
            self.characters + other.characters,
            self.wrong_characters + other.wrong_characters,
            self.syllables + other.syllables,
            self.wrong_syllables + other.wrong_syllables,
            self.tones + other.tones,
            self.wrong_tones + other.wrong_tones,
        )

    @property
    def character_rate(self) -> float:
        """The share of characters, above 1 where much was put in; 0 for an empty text."""
        return self.wrong_characters / max(1, self.characters)

    @property
    def syllable_rate(self) -> float:
        """The share of syllables, likewise."""
        return self.wrong_syllables / max(1, self.syllables)

    @property
    def tone_rate(self) -> float:
        """The share of tones, of 0 to 1."""
        return self.wrong_tones / max(1, self.tones)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring syllables that were heard as others; either may be empty."""

    said: tuple[Syllable, ...]
    heard: tuple[Syllable, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A text and what was heard of it; `misheard` are the places whose syllables differ, in order."""

    errors: Errors
    misheard: tuple[Stretch, ...] = ()


def compare(said: Sequence[Syllable], heard: Sequence[Syllable]) -> Comparison:
    """Return how what was heard differs from what was said, by the fewest changes (Levenshtein)."""
    alike: list[tuple[Syllable, Syllable]] = []
    misheard: list[Stretch] = []
    for same, ours, theirs in _aligned(said, heard):
        if same:
            alike += zip(ours, theirs, strict=True)
        else:
            misheard.append(Stretch(tuple(ours), tuple(theirs)))
    errors = Errors(
        characters=len(said),
        wrong_characters=Levenshtein.distance(_characters(said), _characters(heard)),
        syllables=len(said),
        wrong_syllables=sum(max(len(one.said), len(one.heard)) for one in misheard),
        tones=len(alike),
        wrong_tones=sum(ours.tone != theirs.tone for ours, theirs in alike),
    )
    return Comparison(errors, tuple(misheard))


def _aligned(
    said: Sequence[Syllable], heard: Sequence[Syllable]
) -> Iterator[tuple[bool, Sequence[Syllable], Sequence[Syllable]]]:
    """Yield stretches in order: whether their syllables are the same, those said, those heard."""
    steps = Levenshtein.opcodes(_readings(said), _readings(heard))
    for step in steps:
        ours = said[step.src_start : step.src_end]
        theirs = heard[step.dest_start : step.dest_end]
        yield step.tag == "equal", ours, theirs


def _readings(syllables: Sequence[Syllable]) -> list[str]:
    return [syllable.reading for syllable in syllables]


def _characters(syllables: Sequence[Syllable]) -> list[str]:
    return [syllable.character for syllable in syllables]
