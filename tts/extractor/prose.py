"""Prose: what a line of text looks like, and how it is cleaned, whatever page it came from."""

import re

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af\u3005\u3007○"
CJK_MARKS = r"，。、；：？！「」『』（）《》〈〉【】〔〕…—～·‧％／"

TELLING = 16
"""Characters: two different sentences do not begin alike for so long."""

_CONTROL = (
    r"\x00-\x08\x0b\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff"
    r"\ud800-\udfff"
)
_CONTROLS = re.compile(rf"[{_CONTROL}]+")
# A joiner makes one picture of several emoji; anywhere else it is a space that went astray.
_ASTRAY = re.compile(r"\u00ad|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])")
_UNPRINTED = re.compile(rf"[{_CONTROL}\u00ad\u200d]")
# A tag link leaves a space where Chinese has none; the voice would pause there.
_STRAY_SPACE = re.compile(rf"(?<=[{HAN}{CJK_MARKS}“”‘’]) (?=[{HAN}{CJK_MARKS}])|(?<=[{CJK_MARKS}]) (?=[“‘])")
_BEFORE_MARK = re.compile(r"(?<=[\w%)\]]) (?=[，。、；：？！」』）》〉】〕])")
_AFTER_OPENING = re.compile(r"(?<=[「『（《〈【〔]) ")
_SENTENCE_END = re.compile(r"[。！？!?…；;]|\.(?=\s|$|[\"'”’)\]])")
_FINAL = re.compile(r"[。！？!?.…；;：:，,、][\"'”’」』）)】\]》]*$")
_STATEMENT = re.compile(r"(?:。|(?<!\.)\.)[\"'”’」』）)]*$")
_CLAUSE = re.compile(r"[。，、；：？！,;:?!]|\.(?=\s|$)")
_SENTENCE_MARK = re.compile(r"[。，；！？…]|[,;!?.](?=\s|$|[\"'”’])")
_HAN_RUN = re.compile(rf"[{HAN}]+")


def tidy(text: str) -> str:
    """Return the text on one line: no control characters, runs of spaces made one, none at the ends."""
    text = text.strip()
    if not text.isprintable() and _UNPRINTED.search(text):
        text = _ASTRAY.sub(" ", _CONTROLS.sub("", text))
    return " ".join(text.split())


def tidy_paragraph(text: str) -> str:
    """Return `tidy` text without the spaces that tag links leave between Han characters or before a mark.

    A headline must not pass here: its spaces are its clause pauses.
    """
    text = _STRAY_SPACE.sub("", tidy(text))
    return _AFTER_OPENING.sub("", _BEFORE_MARK.sub("", text))


def ends_sentence(text: str) -> bool:
    """Tell whether the text closes with a punctuation mark, inside closing quotes or not."""
    return bool(_FINAL.search(text))


def ends_statement(text: str) -> bool:
    """Tell whether the text closes with a full stop, as headlines and what was cut off do not."""
    return bool(_STATEMENT.search(text))


def has_sentence(text: str) -> bool:
    """Tell whether a sentence ends anywhere in the text."""
    return bool(_SENTENCE_END.search(text))


def has_clause(text: str) -> bool:
    """Tell whether the text holds any mark that divides clauses: prose does, labels and links do not."""
    return bool(_CLAUSE.search(text))


def is_punctuated(text: str) -> bool:
    """Tell whether the text has a mark that sentences have; titles make do with less."""
    return bool(_SENTENCE_MARK.search(text))


def beginning(text: str) -> str:
    """Return by what a text can be known again: how it begins, its spaces left out."""
    return "".join(text.split(maxsplit=TELLING)[:TELLING])[:TELLING]


def squeeze(text: str) -> str:
    """Return the text without its spaces, to be compared."""
    return "".join(text.split())


def opens_with(text: str, start: str) -> bool:
    """Tell whether a tidy text begins with one that is squeezed, whatever spaces are in it."""
    return text[:1] == start[:1] and squeeze(text).startswith(start)


def is_same(text: str, squeezed: str) -> bool:
    """Tell whether a tidy text is one that is squeezed, but for its spaces."""
    return text[:1] == squeezed[:1] and squeeze(text) == squeezed


def is_chinese(text: str) -> bool:
    """Tell whether the text is written in Han characters, at least a fifth of it."""
    return _count_han(text) * 5 >= len(text)


def size(text: str) -> int:
    """Return how much the text says, in Han characters: a Latin word counts as about two."""
    han = _count_han(text)
    return han + (len(text) - han) // 3


def _count_han(text: str) -> int:
    return len(text) - len(_HAN_RUN.sub("", text))


def first_clause(text: str, limit: int = 40) -> str:
    """Return the text up to its first clause mark, at most `limit` characters: a title for want of one."""
    end = _CLAUSE.search(text, 4)
    return text[: min(end.start() if end else limit, limit)].strip()
