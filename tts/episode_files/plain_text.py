"""Addresses fit for tags and subtitles."""

from urllib.parse import quote

from tts.printable import one_line

URL_PUNCTUATION = "%:/?#[]@!$&'()*+,;=~"
"""What an address may hold as it is; a frame for one holds Latin-1 alone."""


def address(url: str) -> str:
    """Return the address in ASCII, what else it holds escaped."""
    return quote(one_line(url), safe=URL_PUNCTUATION)
