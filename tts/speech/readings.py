"""The project's own readings of characters with several: `readings.txt`, decided by the words around."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

from tts.speech.scripts import to_simplified

EDGE = "|"
"""In a word of the table: anything that is not a Chinese character, or the text's start or end."""
TITLE_END = "》"
"""Kept in the text: 《如懿傳》 ends otherwise than 遺傳。"""
EVERYWHERE = "*"
_GAP = "…"
_LONGEST_GAP = 8
_CHOICE = re.compile(r"\[([^\]]+)\]|(.)")


@dataclass(frozen=True, slots=True)
class Context:
    """In `word`, the character at `offset` has this reading.

    After the character the word may have a gap, of up to eight characters of the same clause.
    """

    word: str
    offset: int
    reading: str

    def fits(self, text: str, position: int) -> bool:
        """Tell whether the word stands around `text[position]`."""
        start = position - self.offset
        if start < 0:
            return False
        near, gap, far = self.word.partition(_GAP)
        if not text.startswith(near, start):
            return False
        if not gap:
            return True
        end = start + len(near)
        found = text.find(far, end, end + _LONGEST_GAP + len(far))
        return found >= 0 and EDGE not in text[end:found]


@dataclass(frozen=True, slots=True)
class Readings:
    """For every character, the words that decide its reading, longest first, and its usual reading."""

    contexts: dict[str, tuple[Context, ...]]
    usual: dict[str, str]

    def in_context(self, character: str, text: str, position: int) -> str:
        """Return the reading that the words around `text[position]` decide, or ""."""
        for context in self.contexts.get(character, ()):
            if context.fits(text, position):
                return context.reading
        return ""


@cache
def curated() -> Readings:
    """Return the readings of `readings.txt`, for Traditional and for Simplified text."""
    return _parse(files(__package__).joinpath("readings.txt").read_text("utf-8"))


def _parse(table: str) -> Readings:
    contexts: dict[str, dict[tuple[str, int], Context]] = {}
    usual: dict[str, str] = {}
    for character, reading, word in _in_both_scripts(_entries(table)):
        if word == EVERYWHERE:
            usual.setdefault(character, reading)
            continue
        for place in re.finditer(character, word):
            context = Context(word, place.start(), reading)
            contexts.setdefault(character, {}).setdefault((word, context.offset), context)
    longest_first = {
        character: tuple(sorted(found.values(), key=_weight, reverse=True))
        for character, found in contexts.items()
    }
    return Readings(longest_first, usual)


def _weight(context: Context) -> float:
    """Return the length of the word; one with a gap gives way to any longer whole word."""
    near, gap, _ = context.word.partition(_GAP)
    return len(near) + bool(gap) / 2


def _in_both_scripts(entries: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield every entry as it is, then in Simplified.

    An entry of one character alone (發 fa1: 發) tells Traditional characters apart and has no
    Simplified form.
    """
    traditional = tuple(entries)
    yield from traditional
    for entry in traditional:
        character, reading, word = entry
        if len(word) > 1 or word == EVERYWHERE:
            yield to_simplified(character), reading, to_simplified(word)


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
