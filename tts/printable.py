"""Text from outside, as it may stand in a line: it moves no cursor and turns nothing around."""

import re

_BREAKS = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]")
_ACTING = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters (ECMA-48), and what turns around all that follows (https://www.unicode.org/reports/tr9/,
2.1 to 2.4), also past the text's own end."""

_HALVES = re.compile(r"[\ud800-\udfff]")


def shown(text: str) -> str:
    """Return the text as one line for a terminal or a log: breaks as spaces, nothing that acts.

    The bytes of a file's name that are no text stay as Python spells them (PEP 383).
    """
    return _ACTING.sub("", _BREAKS.sub(" ", text))


def one_line(text: str) -> str:
    """Return the text as one line for a file, which holds no halves of surrogate pairs either."""
    return _HALVES.sub("", shown(text))
