"""Text from outside, as it may stand in a line: no cursor moves by it, and nothing turns around."""

import re

_BREAKS = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
"""ECMA-48's, in both sets."""

_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""What turns around all that follows (https://www.unicode.org/reports/tr9/, 2.1 to 2.4)."""

_HALVES = re.compile(r"[\ud800-\udfff]")


def shown(text: str) -> str:
    """Return the text as one line for a terminal or a log: breaks as spaces, nothing that acts.

    The bytes of a file's name that are no text stay as Python spells them (PEP 383).
    """
    return _TURNING.sub("", _without_controls(text))


def one_line(text: str) -> str:
    """Return the text as one line for a file, which holds no halves of surrogate pairs either."""
    return _HALVES.sub("", _without_controls(text))


def _without_controls(text: str) -> str:
    return _CONTROLS.sub("", _BREAKS.sub(" ", text))
