"""Breaking a sentence into lines that, joined, are the sentence."""

import unicodedata
from collections.abc import Callable
from itertools import accumulate

CLOSING = frozenset("，。、；：？！」』）》〉】〕…—,.;:?!)]}%”’")
OPENING = frozenset("「『（《〈【〔([{“‘")
CLUNG = frozenset({"Mn", "Me", "Cf", "Sk"})
"""Kinds of characters that belong to the one before: accents, joiners, selectors, skin colours."""


def wrapped(
    text: str, width: int, first_width: int | None = None, written: Callable[[str], str] = str
) -> list[str]:
    """Return lines of at most so many characters; a space at a break stays at the end of its line.

    No line begins with closing punctuation or ends with opening, and no Latin word or number is cut,
    unless it alone is longer than a line. A line is as long as it is `written`: with what escapes it.
    """
    lines = []
    room = first_width or width
    while (most := _fitting(text, room, written)) < len(text):
        breaks = (place for place in range(most, 0, -1) if may_break(text[place - 1], text[place]))
        place = next(breaks, most)
        lines.append(text[:place])
        text, room = text[place:], width
    return [*lines, text] if text else lines


def _fitting(text: str, room: int, written: Callable[[str], str]) -> int:
    """Return how many characters fit into the room, at least one."""
    ends = accumulate(len(written(character)) for character in text[: room + 1])
    return max(1, sum(end <= room for end in ends))


def may_break(before: str, after: str) -> bool:
    """Tell whether a line may end between these two characters."""
    if before.isspace():
        return True
    if after.isspace() or after in CLOSING or before in OPENING:
        return False
    if unicodedata.category(after) in CLUNG or before == "\u200d":
        return False
    return not (_is_word(before) and _is_word(after))


def _is_word(character: str) -> bool:
    """Tell whether the character makes words with its like: Latin and others, not Han or kana."""
    return character.isalnum() and unicodedata.east_asian_width(character) not in "WF"
