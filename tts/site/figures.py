"""Text as markup in which no browser's line ends within a number, or behind what leads on to a word."""

import re
from collections.abc import Iterator

from markupsafe import Markup

from tts.episode_files.figures import figures

LONGEST = 16
"""Characters that fit a line of the smallest telephone; what is longer is left to the browser."""

UNPARTED = re.compile(r"[\d.,]+%?", re.ASCII)
"""What no browser parts by itself (https://www.unicode.org/reports/tr14/, LB25)."""


_MARKS = "\u0300-\u036f\u200d\u20e3\ufe00-\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff"
LEADING = re.compile(rf"[&＆<](?:\s*+[&＆<])*+\s*+(\S(?:[{_MARKS}]|(?<=\u200d)\S)*+)")
"""An ampersand, or what opens a bracket at half width, and with it the first letter of the next word."""


def whole(text: str) -> Markup:
    """Return the text as markup: in a span, where the style lets no line end, each number with its unit.

    So stands an ampersand, and what opens a bracket, with the first letter or the number that follows.
    """
    parts, at = [], 0
    for start, stop in sorted(_held(text).items()):
        parts += [text[at:start], Markup("<span>{}</span>").format(text[start:stop])]
        at = stop
    return Markup().join([*parts, text[at:]])


def _held(text: str) -> dict[int, int]:
    """Return where what needs holding together begins and ends."""
    held = {number.start: number.stop for number in _numbers(text)}
    for sign in LEADING.finditer(text):
        held[sign.start()] = held.pop(sign.start(1), sign.end())
    return held


def _numbers(text: str) -> Iterator[range]:
    """Yield the figures, and of too long ones the numbers, that a browser would part."""
    for figure, numbers in figures(text):
        for held in [figure] if len(figure) <= LONGEST else numbers:
            if 1 < len(held) <= LONGEST and not UNPARTED.fullmatch(text, held.start, held.stop):
                yield held
