"""Text fit for tags and subtitles: one line, and nothing in it that is not text."""

import unicodedata

INVISIBLE_KINDS = frozenset({"Cc", "Cs"})
"""Control characters, and halves of surrogate pairs: no encoding can carry them to a player."""


def one_line(text: str) -> str:
    """Return the text with its line breaks as spaces, without control characters."""
    kept = (
        " " if character in "\n\r\t\v\f\x85\u2028\u2029" else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in INVISIBLE_KINDS
    )
    return "".join(kept)
