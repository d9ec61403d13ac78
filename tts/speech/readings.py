"""The project's own readings of characters with several: `readings*.txt`, decided by the words around."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

from tts.speech.scripts import to_simplified
from tts.speech.words import is_known

EDGE = "|"
"""In a word of the table: anything that is not a Chinese character, or the text's start or end."""
TITLE_END = "》"
"""Kept in the text: 《如懿傳》 ends otherwise than 遺傳。"""
EVERYWHERE = "*"
MayStand = Callable[[int, int], bool]
"""Tells whether a word may stand from start to end of the text, as the others around it are cut."""
_GAP = "…"
_LONGEST_GAP = 8
_SHARED = frozenset("发扎朴曲")
"""Simplified characters that stand for others too than those of which Taiwan's table has one reading."""
_CHOICE = re.compile(r"\{(.)\}|\[([^\[\]]+)\]|(.)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the table, the reading that a character has in it, and the word in Simplified."""

    character: str
    reading: str
    word: str
    simplified: str


@dataclass(frozen=True, slots=True)
class Context:
    """Around a character, `before` and `after`: near it, or `far` behind a gap of a few characters.

    What `is_word` stands only where words end so: 沒收 is not in 沒|收拾. Other contexts are pieces of a
    sentence, and stand wherever they are written.
    """

    before: str
    after: str
    far: str = ""
    is_word: bool = False

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

    def hits(self, text: str, position: int, may_stand: MayStand) -> Iterator[tuple[int, str]]:
        """Yield line number and reading of every word that stands around `text[position]`."""
        start, end = position - self.before, position + 1 + self.after
        if start < 0:
            return
        for line, context, reading in self.words.get((text[start:position], text[position + 1 : end]), ()):
            if context.far_in(text, end) if context.far else not context.is_word or may_stand(start, end):
                yield line, reading


@dataclass(frozen=True, slots=True)
class Readings:
    """For every character, the words that decide its reading, and its usual reading.

    The words are in groups of one weight, the heaviest first.
    """

    contexts: dict[str, tuple[tuple[Shape, ...], ...]]
    usual: dict[str, str]

    def in_context(
        self, character: str, text: str, position: int, may_stand: MayStand = lambda _start, _end: True
    ) -> str:
        """Return the reading that the words around `text[position]` decide, or ""."""
        for shapes in self.contexts.get(character, ()):
            hits = [hit for shape in shapes for hit in shape.hits(text, position, may_stand)]
            if hits:
                return min(hits)[1]
        return ""


@cache
def curated() -> Readings:
    """Return the readings of `readings.txt`, for Traditional and for Simplified text."""
    table = files(__package__).joinpath("readings.txt").read_text("utf-8")
    return _parse(_in_both_scripts(_entries(table)))


@cache
def taiwanese() -> Readings:
    """Return the readings of `readings_tw.txt`, which differ from the mainland's."""
    table = files(__package__).joinpath("readings_tw.txt").read_text("utf-8")
    return _parse(_in_both_scripts(_entries(table), alone=True))


def _parse(entries: Iterable[Entry]) -> Readings:
    groups: dict[str, dict[float, dict[tuple[int, int], Shape]]] = {}
    usual: dict[str, str] = {}
    for line, entry in enumerate(entries):
        if entry.word == EVERYWHERE:
            usual.setdefault(entry.character, entry.reading)
            continue
        for context in _contexts(entry):
            place = len(context.before), len(context.after)
            shapes = groups.setdefault(entry.character, {}).setdefault(context.weight, {})
            shape = shapes.setdefault(place, Shape(*place, {}))
            found = line, context, entry.reading
            shape.words.setdefault((context.before, context.after), []).append(found)
    contexts = {
        character: tuple(tuple(shapes.values()) for _, shapes in sorted(by_weight.items(), reverse=True))
        for character, by_weight in groups.items()
    }
    return Readings(contexts, usual)


def _contexts(entry: Entry) -> Iterator[Context]:
    """Yield the context of every place at which the character stands in the word."""
    near, _, far = entry.word.partition(_GAP)
    is_word = not far and is_known(entry.simplified)
    for place, one in enumerate(near):
        if one == entry.character:
            yield Context(near[:place], near[place + 1 :], far, is_word)


def _in_both_scripts(entries: Iterable[tuple[str, str, str]], *, alone: bool = False) -> Iterator[Entry]:
    """Yield every entry as it is, then in Simplified.

    An entry of one character alone (發 fa1: 發) tells Traditional characters apart and has no
    Simplified form, unless the table says how each is read `alone`.
    """
    characters, readings, words = zip(*entries, strict=True)
    simple_characters, simple_words = _simplified(characters), _simplified(words)
    yield from map(Entry, characters, readings, words, simple_words)
    pairs = zip(zip(characters, words, strict=True), simple_characters, readings, simple_words, strict=True)
    for (character, word), simple, reading, simple_word in pairs:
        if simple_word == word != EVERYWHERE:
            continue
        if len(word) > 1 or word == EVERYWHERE or (alone and simple not in _SHARED):
            own = simple if simple in simple_word or word == EVERYWHERE else character
            yield Entry(own, reading, simple_word, simple_word)


def _simplified(words: Sequence[str]) -> list[str]:
    """Return the words in Simplified, all at once: each by itself takes five times as long."""
    return to_simplified("\n".join(words)).split("\n")


def _entries(table: str) -> Iterator[tuple[str, str, str]]:
    """Yield character, reading and word from lines of the form `曾 zeng1: 曾姓 曾[男女]`.

    A line of the form `{稱}: 先生 女士` names words for the lines below it.
    """
    named: dict[str, list[str]] = {}
    for line in table.splitlines():
        head, _, words = line.partition(":")
        if not words or line.startswith("#"):
            continue
        if line.startswith("{"):
            named[head[1:-1]] = words.split()
            continue
        character, reading = head.split()
        for pattern in words.split():
            for word in _expanded(pattern, named):
                yield character, reading, word


def _expanded(pattern: str, named: dict[str, list[str]]) -> Iterator[str]:
    """Yield every word of a pattern: 曾[男女] is 曾男 and 曾女, 曾{稱} 曾 before each word so named."""
    if "[" not in pattern and "{" not in pattern:
        yield pattern
        return
    parts = (named[match[1]] if match[1] else match[2] or match[3] for match in _CHOICE.finditer(pattern))
    yield from map("".join, product(*parts))
