"""Written Chinese into the words a newsreader says, with the way back to the written text."""

import re
from collections.abc import Iterator

from tts.speech.lexicon import EMPTY, Lexicon, Word
from tts.speech.rules import AT_DIGIT, AT_LETTER, AT_SYMBOL, STARTS, Manner, Rule
from tts.speech.scripts import is_simplified, to_simplified
from tts.speech.spoken import Span, Spoken

Piece = tuple[int, int, str, str]
"""A changed stretch: start and end in the written text, what is said, and the rule."""

_FULL_WIDTH = 0xFEE0
"""The distance from a full-width form (U+FF01-FF5E) to its ASCII character."""
_FOLDED: dict[int, str] = {code: chr(code - _FULL_WIDTH) for code in range(0xFF01, 0xFF5F)}
for _same in "，！？；":
    del _FOLDED[ord(_same)]
_FOLDED |= {ord(character): "-" for character in "−‐‑﹣"}
_FOLDED |= {ord(character): "~" for character in "〜∼"}
_FOLDED |= {ord(character): "/" for character in "\u2044\u2215"}  # the fraction's and the operator's slash
_FOLDED |= dict(
    zip(map(ord, "\uffe0\uffe1\uffe5\uffe6﹩﹪﹤﹥﹢﹦∶⩾⩽‒―➖➕"), "¢£¥₩$%<>+=:≥≤–—-+", strict=True)
)
_FOLDED |= {ord("\u00a0"): " ", ord("\u3000"): " "}
_FOLDED |= {ord(character): "×" for character in "✕✖⨯"}
_FOLDED |= {0x2080 + digit: str(digit) for digit in range(10)}  # subscripts, as in CO₂
_LETTERS = re.compile("[A-Za-z]+")


def normalize(written: str, lexicon: Lexicon = EMPTY) -> Spoken:
    """Return what is said for a written text: every number, date, unit and sign in Chinese words.

    The words are Taiwan's, in Traditional characters (兩, 點, 公里); a text in Simplified characters
    gets the mainland's, in Simplified. Latin words stay, emoji and the like become silent, and the
    lexicon's words go before every rule. Never raises, whatever the text holds.
    """
    return _joined(written, _pieces(written, lexicon))


def _pieces(written: str, lexicon: Lexicon) -> Iterator[Piece]:
    folded = written.translate(_FOLDED)
    position = 0
    for start, end, word in lexicon.find(written):
        yield from _by_rules(written, folded, position, start)
        yield start, end, _said(word, written) if word.by_rules else word.say, word.rule
        position = end
    yield from _by_rules(written, folded, position, len(written))


def _said(word: Word, around: str) -> str:
    """Return what the rules say for a word of the lexicon by itself, in the manner of the text around it."""
    pieces = _by_rules(word.value, word.value.translate(_FOLDED), 0, len(word.value), around)
    return _joined(word.value, pieces).text


def _by_rules(written: str, folded: str, position: int, limit: int, around: str = "") -> Iterator[Piece]:
    if not STARTS.search(folded, position, limit):
        return
    manner = Manner(mainland=is_simplified(around or written))
    while start := STARTS.search(folded, position, limit):
        piece = _first_that_fits(folded, start.start(), limit, manner)
        if piece:
            position = piece[1]
            yield piece
            continue
        letters = _LETTERS.match(folded, start.start(), limit)
        position = letters.end() if letters else start.end()
        if letters and letters[0] != written[start.start() : position]:
            yield start.start(), position, letters[0], "full width"


def _first_that_fits(folded: str, position: int, limit: int, manner: Manner) -> Piece | None:
    for rule in _rules_at(folded[position]):
        match = rule.pattern.match(folded, position, limit)
        said = rule.say(match, manner) if match else None
        if match and said is not None:
            return position, match.end(), to_simplified(said) if manner.mainland else said, rule.name
    return None


def _rules_at(character: str) -> tuple[Rule, ...]:
    if not character.isascii() or not character.isalnum():
        return AT_SYMBOL
    return AT_DIGIT if character.isdigit() else AT_LETTER


def _joined(written: str, pieces: Iterator[Piece]) -> Spoken:
    spans: list[Span] = []
    texts: list[str] = []
    position = length = 0

    def add(end: int, said: str, rule: str) -> None:
        nonlocal position, length
        spans.append(Span(position, end, length, length + len(said), rule))
        texts.append(said)
        position, length = end, length + len(said)

    for start, end, said, rule in pieces:
        if start > position:
            add(start, written[position:start], "")
        add(end, said, rule)
    if position < len(written):
        add(len(written), written[position:], "")
    return Spoken(written, "".join(texts), tuple(spans))
