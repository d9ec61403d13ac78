"""Text fit for tags and subtitles: one line, and nothing in it that is not text."""

import unicodedata

UNPRINTED = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, halves of surrogate pairs (no encoding carries them), and breaks of lines."""


def one_line(text: str) -> str:
    """Return the text with its line breaks and tabs as spaces, without control characters."""
    return "".join(character if _is_printed(character) else " " * character.isspace() for character in text)


def _is_printed(character: str) -> bool:
    return unicodedata.category(character) not in UNPRINTED
