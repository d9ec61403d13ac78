"""The project's own readings of characters with several: `readings.txt`, decided by the words around."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

from tts.speech.scripts import to_simplified

EDGE = "|"
"""In a word of the table: anything that is not a Chinese character, or the text's start or end."""
EVERYWHERE = "*"
_CHOICE = re.compile(r"\[([^\]]+)\]|(.)")


@dataclass(frozen=True, slots=True)
class Context:
    """In `word`, the character at `offset` has this reading."""

    word: str
    offset: int
    reading: str


@dataclass(frozen=True, slots=True)
class Readings:
    """For every character, the words that decide its reading, longest first, and its usual reading."""

    contexts: dict[str, tuple[Context, ...]]
    usual: dict[str, str]

    def in_context(self, character: str, text: str, position: int) -> str:
        """Return the reading that the words around `text[position]` decide, or ""."""
        for context in self.contexts.get(character, ()):
            start = position - context.offset
            if start >= 0 and text.startswith(context.word, start):
                return context.reading
        return ""


@cache
def curated() -> Readings:
    """Return the readings of `readings.txt`, for Traditional and for Simplified text."""
    return _parse(files(__package__).joinpath("readings.txt").read_text("utf-8"))


def _parse(table: str) -> Readings:
    contexts: dict[str, set[Context]] = {}
    usual: dict[str, str] = {}
    for character, reading, word in _entries(table + to_simplified(table)):
        if word == EVERYWHERE:
            usual.setdefault(character, reading)
            continue
        for place in re.finditer(character, word):
            contexts.setdefault(character, set()).add(Context(word, place.start(), reading))
    longest_first = {
        character: tuple(sorted(found, key=lambda context: (-len(context.word), context.word)))
        for character, found in contexts.items()
    }
    return Readings(longest_first, usual)


def _entries(table: str) -> Iterator[tuple[str, str, str]]:
    """Yield character, reading and word from lines of the form `曾 zeng1: 曾姓 曾[男女]`."""
    for line in table.splitlines():
        head, _, words = line.partition(":")
        if not words or line.startswith("#"):
            continue
        character, reading = head.split()
        for pattern in words.split():
            for word in _expanded(pattern):
                yield character, reading, word


def _expanded(pattern: str) -> Iterator[str]:
    """Yield every word of a pattern: 曾[男女] is 曾男 and 曾女."""
    yield from map("".join, product(*(match[1] or match[2] for match in _CHOICE.finditer(pattern))))
