"""The development sets of spoken Chinese, read from their folder."""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tts.speech.pinyin import HAN
from tts.speech.scripts import to_simplified

TEXT = "gsd.txt"
NEWS, FORMS, TARGETS = "news_tn.tsv", "news_forms.tsv", "cn-news-tts/dev.jsonl"
HARD, MORE, LABELLED = "polyphones.tsv", "readings.tsv", "cpp/dev.tsv"
TAIWAN, SPLIT = "taiwan.tsv", "sentences.txt"
FILES = (NEWS, FORMS, TARGETS, HARD, MORE, LABELLED, TAIWAN, SPLIT, TEXT)
"""`TARGETS` are of CN-NewsTTS Bench, `LABELLED` of the Chinese Polyphones with Pinyin, in Traditional."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A written text, and the ways in which a newsreader may say it."""

    written: str
    said: tuple[str, ...]

    def accepts(self, said: str) -> bool:
        """Tell whether a tool said it right, whichever script it answers in; punctuation does not count."""
        return _bare(said) in set(map(_bare, self.said))


@dataclass(frozen=True, slots=True)
class Target:
    """A written text, and the ways to say a stretch of it: one of them is in what is said."""

    written: str
    ways: tuple[str, ...]

    def accepts(self, said: str) -> bool:
        """Tell whether a tool said it right; punctuation does not count."""
        return any(way in _bare(said) for way in map(_bare, self.ways))


@dataclass(frozen=True, slots=True)
class Polyphone:
    """A sentence, the place of one character among its Chinese characters, and its reading."""

    sentence: str
    han_index: int
    reading: str

    def is_read_by(self, read: Callable[[str], Sequence[str]]) -> bool:
        """Tell whether a tool reads the character so."""
        readings = read(self.sentence)
        return self.han_index < len(readings) and readings[self.han_index] == self.reading


@dataclass(frozen=True, slots=True)
class Word:
    """A word, and the ways in which Taiwan reads it, in pinyin with spaces."""

    written: str
    ways: tuple[str, ...]

    def is_read_by(self, read: Callable[[str], Sequence[str]]) -> bool:
        """Tell whether a tool reads the word in one of these ways."""
        return " ".join(read(self.written)) in self.ways


@dataclass(frozen=True, slots=True)
class Sets:
    """All sets; `running_text` is one sentence a line."""

    expressions: tuple[Expression, ...]
    forms: tuple[Expression, ...]
    targets: tuple[Target, ...]
    polyphones: tuple[Polyphone, ...]
    readings: tuple[Polyphone, ...]
    labelled: tuple[Polyphone, ...]
    taiwan: tuple[Word, ...]
    sentences: tuple[tuple[str, ...], ...]
    running_text: tuple[str, ...]


def load_sets(folder: Path) -> Sets:
    """Read the sets of a folder."""
    rows = {name: _lines(folder / name) for name in FILES}
    return Sets(
        expressions=tuple(map(_expression, rows[NEWS][1:])),
        forms=tuple(map(_expression, rows[FORMS][1:])),
        targets=tuple(target for row in rows[TARGETS] for target in _targets(row)),
        polyphones=tuple(map(_polyphone, rows[HARD])),
        readings=tuple(map(_polyphone, rows[MORE][1:])),
        labelled=tuple(map(_labelled, rows[LABELLED])),
        taiwan=tuple(map(_word, rows[TAIWAN][1:])),
        sentences=tuple(tuple(line.split("|")) for line in rows[SPLIT]),
        running_text=tuple(rows[TEXT]),
    )


def digest(folder: Path) -> str:
    """Return one short digest of all files, to tell which sets a score belongs to."""
    content = b"".join((folder / name).read_bytes() for name in FILES)
    return hashlib.sha256(content).hexdigest()[:16]


def same_pieces(pieces: Sequence[str], expected: Sequence[str]) -> bool:
    """Tell whether a text was split at the expected places; white space does not count."""
    return [piece.strip() for piece in pieces] == [piece.strip() for piece in expected]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line.strip()]


def _expression(row: str) -> Expression:
    *_, written, said = row.split("\t")
    return Expression(written, tuple(said.split("|")))


def _targets(row: str) -> Iterator[Target]:
    case = json.loads(row)
    for target in case["targets"]:
        if target["auto_evaluable"]:  # others are readings, in pinyin
            yield Target(case["text"], tuple(target["positive_readings"]))


def _labelled(row: str) -> Polyphone:
    sentence, place, reading, _ = row.split("\t")
    return Polyphone(sentence, len(HAN.findall(sentence[: int(place)])), reading.replace("u:", "v"))


def _word(row: str) -> Word:
    written, ways = row.split("\t")
    return Word(written, tuple(ways.split(",")))


def _polyphone(row: str) -> Polyphone:
    _, sentence, target, reading = row.split("\t")
    word, character = target.split("|")
    start = sentence.index(word)
    place = next(
        index
        for index in range(start, start + len(word))
        if character in (sentence[index], to_simplified(sentence)[index])
    )
    return Polyphone(sentence, len(HAN.findall(sentence[:place])), reading)


def _bare(text: str) -> str:
    letters = "".join(sign for sign in to_simplified(text) if unicodedata.category(sign)[0] in "LN")
    return letters.lower()
