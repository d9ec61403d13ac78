"""Breaking a sentence into lines that, joined, are the sentence."""

import unicodedata
from collections.abc import Callable, Sequence
from enum import IntEnum
from itertools import accumulate

from tts.episode_files.figures import figures

CLOSING = frozenset("，。、；：？！」』）》〉】〕…—,.;:?!)]}%”’")
OPENING = frozenset("「『（《〈【〔([{“‘")
CLUNG = frozenset({"Mn", "Me", "Cf", "Sk"})
"""Kinds of characters that belong to the one before: accents, joiners, selectors, skin colours."""
NO_BREAK = frozenset("\u00a0\u2007\u202f")
"""Spaces that are there to hold what they part together."""


class Seam(IntEnum):
    """What a line that ended between two characters would part, from the least ill to the worst."""

    FREE = 0
    AMOUNT = 1
    """Two numbers that are one amount: 18億|5,000萬元."""
    WORD = 2
    """A word, or a sign and what it belongs to."""
    UNIT = 3
    """A number and its unit."""
    NUMBER = 4
    """A number, or a character that is written as several."""


def wrapped(
    text: str, width: int, first_width: int | None = None, written: Callable[[str], str] = str
) -> list[str]:
    """Return lines of at most so many characters; a space at a break stays at the end of its line.

    No line begins with closing punctuation or ends with opening, and no Latin word or number is cut,
    unless it alone is longer than a line. A line is as long as it is `written`: with what escapes it.
    """
    lines = []
    room, start, kinds = first_width or width, 0, seams(text)
    while (most := start + _fitting(text[start:], room, written)) < len(text):
        stop = best_end(kinds, start, most)
        lines.append(text[start:stop])
        start, room = stop, width
    return [*lines, text[start:]] if start < len(text) else lines


def _fitting(text: str, room: int, written: Callable[[str], str]) -> int:
    """Return how many characters fit into the room, at least one."""
    ends = accumulate(len(written(character)) for character in text[: room + 1])
    return max(1, sum(end <= room for end in ends))


def best_end(kinds: Sequence[Seam], start: int, most: int) -> int:
    """Return where a line from `start` had best end, at `most` at the latest: the last of the least ill."""
    return min(range(most, start, -1), key=kinds.__getitem__)


def clipped(text: str, most: int) -> str:
    """Return the text, or as much of it as ends with an ellipsis and holds no number in part."""
    if len(text) <= most:
        return text
    return f"{text[: whole_until(text, most - 1)]}…"


def whole_until(text: str, most: int) -> int:
    """Return how much of a text to keep, so that its last number has its unit if there is more than it."""
    kinds = seams(text)
    return next((at for at in range(most, 0, -1) if kinds[at] in (Seam.FREE, Seam.WORD)), most)


def seams(text: str) -> list[Seam]:
    """Return what a line that ended before each character would part; the last is for the text's end."""
    found = [Seam.FREE, *map(_seam, text, text[1:]), Seam.FREE]
    for figure, numbers in figures(text):
        found[figure.start + 1 : figure.stop] = [Seam.UNIT] * (len(figure) - 1)
        for number in numbers:
            found[number.start + 1 : number.stop] = [Seam.NUMBER] * (len(number) - 1)
        for number in numbers[1:]:
            found[number.start] = Seam.AMOUNT
        currency = numbers[0].start - figure.start
        found[figure.start + 1 : figure.start + 1 + currency] = [Seam.WORD] * currency
        if figure.start and _is_word(text[figure.start - 1]):  # COVID-19, NT$5
            found[figure.start] = Seam.WORD
    return found[: len(text) + 1]


def _seam(before: str, after: str) -> Seam:
    if unicodedata.category(after) in CLUNG or before == "\u200d":
        return Seam.NUMBER
    if NO_BREAK & {before, after}:
        return Seam.WORD
    if before.isspace():
        return Seam.FREE
    if after.isspace() or after in CLOSING or before in OPENING:
        return Seam.WORD
    return Seam.WORD if _is_word(before) and _is_word(after) else Seam.FREE


def _is_word(character: str) -> bool:
    """Tell whether the character makes words with its like: Latin and others, not Han or kana."""
    return character.isalnum() and unicodedata.east_asian_width(character) not in "WF"
