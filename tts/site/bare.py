"""Bare assets: scripts and styles as browsers need them, without what is there for their readers."""

import re

_COMMENTS = re.compile(r"^[ \t]*+//.*\n|(?:(?<!\s)\s++)?/\*[^*]*\*/| // .*$", re.MULTILINE)
_INDENTATION = re.compile(r"^\s++", re.MULTILINE)
_ENDS = re.compile(r"(?<=[;{,])\n|\n(?=})")
"""Of lines, where the next one can follow without; no text of a script goes over a line's end."""
_SPACES = re.compile(r"(?:(?<!\s)\s++)?([{};,])\s*+|(?<=:) ")
"""A style quotes no text with such spaces."""
_SIGN = r"[=<>+\-*/?:;,(){}\[\]&|!%]"
_BESIDE_SIGNS = re.compile(
    r"""(?P<literal>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'"""
    r"""|`(?:[^`\\$]|\\.|\$(?!\{)|\$\{(?:[^{}`]|`[^`]*+`|\{[^{}]*+\})*+\})*+`"""
    r"""|(?<=[(\[,=!&|?:>;{]) ?/(?![/*])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.){0,40}+\]){1,99}+/)"""
    rf"""|(?<![+\-]) (?={_SIGN})|(?<={_SIGN}) (?![+\-])"""
)
"""What a script quotes stays as it is: texts, templates with templates in them, and patterns."""


def bare(name: str, text: str) -> str:
    """Return a script or a style without its comments and spaces, by the ending of its name."""
    text = _INDENTATION.sub("", _COMMENTS.sub("", text))
    if name.endswith(".css"):
        return _SPACES.sub(r"\1", text)
    return _BESIDE_SIGNS.sub(lambda found: (found["literal"] or "").lstrip(" "), _ENDS.sub("", text))
