"""Any text, fit for a feed: no character that XML or HTML forbids, and nothing a reader takes for markup."""

import re
from html import unescape

from tts.printable import one_line

_FORBIDDEN = re.compile(
    "[^\t\n -~\u00a0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffc"
    + "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 17))
    + "]"
)
"""All but the characters of XML 1.0 (2.2), without those that it, HTML or the W3C's validator warn of: C1
controls, noncharacters, and the sign for a character that was lost; and without those that turn around
all that follows (https://www.unicode.org/reports/tr9/, 2.1 to 2.4), also past the title's end."""

_TAG = re.compile(r"<(?=[/!?a-zA-Z])")
_REFERENCE = re.compile(r"&(?=(#?\w+;?))")


def legal(text: str) -> str:
    """Return the text without the characters that no feed may hold."""
    return _FORBIDDEN.sub("", text)


def one_legal_line(text: str) -> str:
    """Return the text in one line, without control characters and what else no feed may hold."""
    return legal(text if text.isprintable() else one_line(text)).strip()


def headline(text: str) -> str:
    """Return the text as one line that reads the same where markup is shown, stripped or obeyed.

    Where a tag or a character reference would begin, the sign is a full-width one: some apps take
    titles for HTML, and some do not (https://www.rssboard.org/rss-profile#data-types-characterdata).
    """
    return _REFERENCE.sub(_full_width_where_html, untagged(text))


def untagged(text: str) -> str:
    """Return the text as one line without a tag: the sign where one would begin is a full-width one."""
    return _TAG.sub("＜", one_legal_line(text))


def _full_width_where_html(found: re.Match[str]) -> str:
    reference = f"&{found[1]}"
    return "＆" if found[1].startswith("#") or unescape(reference) != reference else "&"
