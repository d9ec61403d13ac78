"""What a terminal sends for its keys, as names of keys."""

import codecs
import re

SUSPEND = "suspend"
"""The name of Ctrl-Z: the listener wants the shell for a while."""

NAMED = {"\r": "enter", "\n": "enter", "\x7f": "backspace", "\x08": "backspace", "\x1a": SUSPEND}
FINALS = {"A": "up", "B": "down", "C": "right", "D": "left"}

_ESCAPE = "\x1b"
_PASTE = "\x1b[200~"
_SEQUENCE = re.compile(
    r"\x1b\[200~(?P<pasted>.*?)\x1b\[201~"
    r"|\x1b\[(?!200~)[0-?]*[ -/]*(?P<csi>[@-~])"
    r"|\x1bO(?P<ss3>.)"
    r"|\x1b[]PX^_].*?(?:\x07|\x1b\\)"
    r"|\x1b[^\[O\]PX^_]",
    re.DOTALL,
)
"""What has no character: pasted text between its brackets (xterm, bracketed paste), CSI or SS3 and a final,
a string that answers a question (ECMA-48, 5.4 and 5.6), or Alt and a character."""

PASTED = "pasted "
"""What the name of a text begins with that was pasted: its letters were not pressed, and do nothing."""


class KeyReader:
    """Takes bytes as they come, in whatever pieces, and tells which keys they were.

    A character is its own key; others have names: left, right, up, down, enter, escape, backspace,
    suspend, and pasted text its own. What else a terminal sends is no key.
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
                keys += _named(found)
                text = text[found.end() :]
            else:
                break
        self._rest = text
        return keys

    def flush(self) -> list[str]:
        """Return what began like a sequence and did not go on: the Escape key, when it is that alone.

        Only pasted text may still come: what is long is sent in pieces.
        """
        if self._rest.startswith(_PASTE):
            return []
        rest, self._rest = self._rest, ""
        return ["escape"] if rest == _ESCAPE else []


def _named(found: re.Match[str]) -> list[str]:
    if found["pasted"] is not None:
        return [PASTED + "".join(filter(str.isprintable, found["pasted"]))]
    final = found["csi"] or found["ss3"]
    return [FINALS[final]] if final in FINALS else []


def _key(character: str) -> list[str]:
    name = NAMED.get(character, character)
    return [name] if len(name) > 1 or name.isprintable() or name == "\u3000" else []
