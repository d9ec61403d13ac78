"""Signs without a sound, by the reason for which they are dropped."""

import re
import unicodedata

from tts.speech.rules.base import Manner, Rule, rule

_DROPPED: dict[str, str] = {
    "mark of a list": "\u25a0-\u25ff\u2605\u2606\u2610-\u2613"
    "\u2713-\u2718\u2726-\u2734\u2756\u2022\u2023\u2043\u203b\u3012\u3013",
    "arrow": "\u2190-\u21ff\u2794\u2798-\u27af\u27b1-\u27be\u27f0-\u27ff"
    "\u2900-\u297f\u2b00-\u2b11\u2b30-\u2b4f",
    "emoji": "\u2600-\u27bf\u231a-\u231b\u23e9-\u23fa\u2b12-\u2bff\U0001f000-\U0001fbff"
    "\u200d\u20d0-\u20ff\ufe00-\ufe0f\U000e0000-\U000e0fff",
    "drawing": "\u2500-\u259f\u2800-\u28ff",
    "mark of formatting": "#*_^`|\\\\\xa6\xa8\xaf\xb4\xb8",
    "mark of direction": "\xad\u0600-\u0605\u061c\u06dd\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff",
    "mark of rights": "\xa9\xae\u2117\u2120-\u2122",
    "footnote": "\u2020\u2021\xb6\u2070\u2074-\u207e\xb2\xb3\xb9",
    "control character": "\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f",
    "broken character": "\ud800-\udfff\ufff0-\uffff\ufdd0-\ufdef",
    "private use": "\ue000-\uf8ff\U000f0000-\U0010ffff",
    "handle": "@",
    "sign alone": "<>=\xd7\xf7\xac\xa7\xa2-\xa5\xb0\xb1\u20a0-\u20cf\u2200-\u22ff$%\u2030\u2031\u2103\u2109",
}
"""Characters by the reason for which they have no sound, as insides of character classes; the first holds."""


def silence(_match: re.Match[str], _manner: Manner) -> str:
    """Say nothing."""
    return ""


def _rare(match: re.Match[str], _manner: Manner) -> str | None:
    """Return silence for a symbol of a kind not listed; marks and points of other scripts stay."""
    return "" if unicodedata.category(match[0])[0] in "SC" else None


SILENCE: tuple[Rule, ...] = (
    *(rule(reason, f"[{characters}]+", silence) for reason, characters in _DROPPED.items()),
    rule("rare symbol", r"[^\w\s]", _rare),
)
