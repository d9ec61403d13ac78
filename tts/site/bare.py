"""Bare assets: scripts and styles as browsers need them, without what is there for their readers."""

import re

_COMMENTS = re.compile(r"^[ \t]*+//.*\n|(?:(?<!\s)\s++)?/\*[^*]*\*/| // .*$", re.MULTILINE)
_INDENTATION = re.compile(r"^\s++", re.MULTILINE)
_ENDS = re.compile(r"(?<=[;{,])\n|\n(?=})")
"""Of lines, where the next one can follow without; no text of a script goes over a line's end."""
_OPERATORS = re.compile(r" (=>|[!=]==|&&|\|\||\?\?|[-+]?=) ")
"""No text of a script holds one between spaces."""
_SPACES = re.compile(r"(?:(?<!\s)\s++)?([{};,])\s*+|(?<=:) ")
"""A style quotes no text with such spaces."""


def bare(name: str, text: str) -> str:
    """Return a script or a style without its comments and indentation, by the ending of its name."""
    text = _INDENTATION.sub("", _COMMENTS.sub("", text))
    if name.endswith(".css"):
        return _SPACES.sub(r"\1", text)
    return _OPERATORS.sub(r"\1", _ENDS.sub("", text))
