"""Text and addresses fit for tags and subtitles: one line, and nothing in it that is not text."""

import unicodedata
from urllib.parse import quote

UNPRINTED = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, halves of surrogate pairs (no encoding carries them), and breaks of lines."""

URL_PUNCTUATION = "%:/?#[]@!$&'()*+,;=~"
"""What an address may hold as it is; a frame for one holds Latin-1 alone."""


def one_line(text: str) -> str:
    """Return the text with its line breaks and tabs as spaces, without control characters."""
    return "".join(character if _is_printed(character) else " " * character.isspace() for character in text)


def address(url: str) -> str:
    """Return the address in ASCII, what else it holds escaped."""
    return quote(one_line(url), safe=URL_PUNCTUATION)


def _is_printed(character: str) -> bool:
    return unicodedata.category(character) not in UNPRINTED
