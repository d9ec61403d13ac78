"""Cohesion: whether blocks of a page are parts of its story or of another text, by the words they share."""

from collections.abc import Iterable, Sequence

from tts.extractor.evidence import COHESION, word_pairs
from tts.extractor.reading import Reading

_LOOSE = 0.05  # of a text that stands in another kind of element: another sign has spoken already
_BY_CHANCE = 3  # word pairs that a brief may have in common with any text
_MIN_PAIRS = 40  # word pairs by which a text can be told from others


def is_other(reading: Reading, story: Sequence[int], others: Sequence[int], *, loosely: bool = False) -> bool:
    """Tell whether blocks take up the headline's words, and others neither those nor theirs."""
    text, known = (_text(reading, indices) for indices in (others, story))
    if not reading.evidence.agrees(known) or reading.evidence.agrees(text):
        return False
    return _are_of_two(word_pairs(text), word_pairs(known), loosely=loosely)


def _are_of_two(text: frozenset[str], story: frozenset[str], *, loosely: bool) -> bool:
    """Tell whether two texts share so few words that they are no parts of one."""
    shared = len(text & story)
    if len(text) < _MIN_PAIRS and not loosely:
        return False
    few = max(_BY_CHANCE, COHESION * min(len(text), len(story)))
    return shared < few or (loosely and shared < _LOOSE * len(text))


def _text(reading: Reading, indices: Iterable[int]) -> str:
    return "\n".join(reading.blocks[index].text for index in indices)
