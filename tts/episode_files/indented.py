"""JSON for people, with a cue's words in one line: there are more of them than of anything else."""

import re

_WORDS = re.compile(r'^( *)"words": \[\n(?:(?!\1\]| *"words": \[).*\n)*+\1\]', re.MULTILINE)
"""A list of words in indented JSON: a string has no line break there, so only its own end stands so."""

_NO_WORDS = re.compile(r',\n *"words": \[\](?=\n)')


def folded(indented: str) -> str:
    """Return indented JSON with each list of words in one line, and those that are empty left out."""
    return _WORDS.sub(_in_one_line, _NO_WORDS.sub("", indented))


def _in_one_line(words: re.Match[str]) -> str:
    return re.sub(r"\n *", "", re.sub(r",\n *", ", ", words[0]))
