"""The lines that the line model learns from: invented ones by kind, and what real pages have for prose.

bench/line_texts holds `furniture.txt` and `prose.txt`, a kind behind `==` above its lines. Where a line has
{p} or another slot, slots.toml says what may stand in it.
"""

import re
import tomllib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from opencc import OpenCC

from bench.extract_corpus import Case
from tts.extractor.blocks import read_blocks
from tts.extractor.decode import decode
from tts.extractor.markup import parse
from tts.extractor.noise import is_noise

TEXTS = Path(__file__).with_name("line_texts")
_KIND = "== "
_FILLINGS = 5  # ways in which a line's slots are filled
_SLOT = re.compile(r"\{(\w+)\}")
_CLAUSE = re.compile(r"[^，、：；。！？「」『』“”（）《》]{4,20}(?=[，、：；。！？])")
_SENTENCE = re.compile(r"[^。！？]{3,70}[。！？]")
_HEADLINE = range(12, 35)  # characters: fewer are a menu's
_HAN = re.compile(r"[\u4e00-\u9fff]{6}")
_MIN_GOLD, _MAX_GOLD = 4, 160


@dataclass(frozen=True, slots=True)
class Line:
    """A line, what it was made from, and how much it weighs beside the others."""

    text: str
    kind: str
    weight: float = 1.0


def invented(name: str) -> list[Line]:
    """Return the lines of a file of bench/line_texts, each in both scripts and its slots filled."""
    return [line for kind, text in _by_kind(TEXTS / name) for line in _variants(text, kind)]


def real_prose(cases: Sequence[Case]) -> list[Line]:
    """Return paragraphs, sentences, clauses and headlines of real pages; the kind is the page's name."""
    return [Line(text, case.name, 0.5) for case in cases for text in _prose_of(case)]


def _by_kind(path: Path) -> Iterator[tuple[str, str]]:
    kind = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(_KIND):
            kind = line.removeprefix(_KIND)
        elif line:
            yield kind, line


def _variants(text: str, kind: str) -> list[Line]:
    filled = [_filled(text, time) for time in range(_FILLINGS)] if _SLOT.search(text) else [text]
    written = [one for line in filled for one in _in_both_scripts(line)]
    return [Line(one, kind, 2 / len(written)) for one in written]


def _filled(text: str, time: int) -> str:
    slots = _slots()

    def choose(slot: re.Match[str]) -> str:
        values = slots[slot[1]]
        return values[zlib.crc32(f"{text}{time}{slot.start()}".encode()) % len(values)]

    return _SLOT.sub(choose, text)


@cache
def _slots() -> dict[str, list[str]]:
    return tomllib.loads((TEXTS / "slots.toml").read_text(encoding="utf-8"))


def _in_both_scripts(text: str) -> list[str]:
    return list(dict.fromkeys((text, *(one.convert(text) for one in _converters()))))


@cache
def _converters() -> tuple[OpenCC, OpenCC]:
    return OpenCC("t2s"), OpenCC("s2t")


def _prose_of(case: Case) -> Iterator[str]:
    for paragraph in case.gold:
        if _MIN_GOLD <= len(paragraph) < _MAX_GOLD:
            yield paragraph
        yield from _SENTENCE.findall(paragraph)
        yield from _CLAUSE.findall(paragraph)  # as bare as a sub-heading or an item
    linked = (block.text for block in read_blocks(parse(decode(case.html)).root) if block.linked)
    for text in dict.fromkeys(linked):
        if len(text) in _HEADLINE and _HAN.search(text) and not is_noise(text):
            yield text
