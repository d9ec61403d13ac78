"""What a terminal sends for its keys, as names of keys."""

import codecs
import re

NAMED = {"\r": "enter", "\n": "enter", "\x7f": "backspace", "\x08": "backspace"}
FINALS = {"A": "up", "B": "down", "C": "right", "D": "left"}

_ESCAPE = "\x1b"
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*([@-~])|O(.)|([^\[O]))", re.DOTALL)
"""A key that has no character: CSI or SS3 and a final (ECMA-48, 5.4), or Alt and a character."""


class KeyReader:
    """Takes bytes as they come, in whatever pieces, and tells which keys they were.

    A character is its own key; others have names: left, right, up, down, enter, escape, backspace. What
    else a terminal sends is no key.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        self._rest = ""

    def feed(self, sent: bytes) -> list[str]:
        """Return the keys that are complete by now."""
        text = self._rest + self._decoder.decode(sent)
        keys: list[str] = []
        while text:
            if text[0] != _ESCAPE:
                keys += _key(text[0])
                text = text[1:]
            elif found := _SEQUENCE.match(text):
                keys += [FINALS[final]] if (final := found[1] or found[2]) in FINALS else []
                text = text[found.end() :]
            else:
                break
        self._rest = text
        return keys

    def flush(self) -> list[str]:
        """Return what began like a sequence and did not go on: the Escape key, when it is that alone."""
        rest, self._rest = self._rest, ""
        return ["escape"] if rest == _ESCAPE else []


def _key(character: str) -> list[str]:
    name = NAMED.get(character, character)
    return [name] if len(name) > 1 or name.isprintable() or name == "\u3000" else []
