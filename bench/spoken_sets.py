"""The development sets of spoken Chinese, read from their folder."""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tts.speech.pinyin import HAN
from tts.speech.scripts import to_simplified

FILES = ("news_tn.tsv", "polyphones.tsv", "sentences.txt", "gsd.txt")


@dataclass(frozen=True, slots=True)
class Expression:
    """A written text, and the ways in which a newsreader may say it."""

    written: str
    said: tuple[str, ...]

    def accepts(self, said: str) -> bool:
        """Tell whether a tool said it right, whichever script it answers in; punctuation does not count."""
        return _bare(said) in set(map(_bare, self.said))


@dataclass(frozen=True, slots=True)
class Polyphone:
    """A sentence, the place of one character among its Chinese characters, and its reading."""

    sentence: str
    han_index: int
    reading: str


@dataclass(frozen=True, slots=True)
class Sets:
    """All sets; `running_text` is one sentence a line."""

    expressions: tuple[Expression, ...]
    polyphones: tuple[Polyphone, ...]
    sentences: tuple[tuple[str, ...], ...]
    running_text: tuple[str, ...]


def load_sets(folder: Path) -> Sets:
    """Read the sets of a folder."""
    rows, polyphones, sentences, text = (_lines(folder / name) for name in FILES)
    return Sets(
        tuple(_expression(row) for row in rows[1:]),
        tuple(_polyphone(row) for row in polyphones),
        tuple(tuple(line.split("|")) for line in sentences),
        tuple(text),
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
    _, _, _, written, said = row.split("\t")
    return Expression(written, tuple(said.split("|")))


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
    return "".join(sign for sign in to_simplified(text) if unicodedata.category(sign)[0] in "LN")
