"""The project's own readings of characters with several: `readings*.txt`, decided by the words around."""

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
_CHOICE = re.compile(r"\[([^\[\]]+)\]|(.)")


@dataclass(frozen=True, slots=True)
class Context:
    """Around a character, `before` and `after`: near it, or `after` behind a gap of a few characters."""

    before: str
    after: str
    far: str = ""

    @property
    def weight(self) -> float:
        """How much it says: the length; what has a gap gives way to any longer word without."""
        return len(self.before) + len(self.after) + bool(self.far) / 2

    def far_in(self, text: str, start: int) -> bool:
        """Tell whether the far part follows in the same clause."""
        found = text.find(self.far, start, start + _LONGEST_GAP + len(self.far))
        return found >= 0 and EDGE not in text[start:found]


@dataclass(frozen=True, slots=True)
class Shape:
    """All words in which a character stands at one place and that are of one length."""

    before: int
    after: int
    words: dict[tuple[str, str], list[tuple[int, Context, str]]]

    def hits(self, text: str, position: int) -> Iterator[tuple[int, str]]:
        """Yield line number and reading of every word that stands around `text[position]`."""
        start, end = position - self.before, position + 1 + self.after
        if start < 0:
            return
        for line, context, reading in self.words.get((text[start:position], text[position + 1 : end]), ()):
            if not context.far or context.far_in(text, end):
                yield line, reading


@dataclass(frozen=True, slots=True)
class Readings:
    """For every character, the words that decide its reading, and its usual reading.

    The words are in groups of one weight, the heaviest first.
    """

    contexts: dict[str, tuple[tuple[Shape, ...], ...]]
    usual: dict[str, str]

    def in_context(self, character: str, text: str, position: int) -> str:
        """Return the reading that the words around `text[position]` decide, or ""."""
        for shapes in self.contexts.get(character, ()):
            hits = [hit for shape in shapes for hit in shape.hits(text, position)]
            if hits:
                return min(hits)[1]
        return ""


@cache
def curated() -> Readings:
    """Return the readings of `readings.txt`, for Traditional and for Simplified text."""
    return _parse(files(__package__).joinpath("readings.txt").read_text("utf-8"))


@cache
def taiwanese() -> Readings:
    """Return the readings of `readings_tw.txt`, which differ from the mainland's."""
    return _parse(files(__package__).joinpath("readings_tw.txt").read_text("utf-8"))


def _parse(table: str) -> Readings:
    groups: dict[str, dict[float, dict[tuple[int, int], Shape]]] = {}
    usual: dict[str, str] = {}
    for line, (character, reading, word) in enumerate(_in_both_scripts(_entries(table))):
        if word == EVERYWHERE:
            usual.setdefault(character, reading)
            continue
        for context in _contexts(word, character):
            place = len(context.before), len(context.after)
            shapes = groups.setdefault(character, {}).setdefault(context.weight, {})
            shape = shapes.setdefault(place, Shape(*place, {}))
            shape.words.setdefault((context.before, context.after), []).append((line, context, reading))
    contexts = {
        character: tuple(tuple(shapes.values()) for _, shapes in sorted(by_weight.items(), reverse=True))
        for character, by_weight in groups.items()
    }
    return Readings(contexts, usual)


def _contexts(word: str, character: str) -> Iterator[Context]:
    """Yield the context of every place at which the character stands in the word."""
    near, _, far = word.partition(_GAP)
    for place in re.finditer(character, near):
        yield Context(near[: place.start()], near[place.end() :], far)


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
