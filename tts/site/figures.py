"""Text as markup in which no browser's line ends within a number."""

import re
from collections.abc import Iterator

from markupsafe import Markup

from tts.episode_files.figures import figures

LONGEST = 16
"""Characters that fit a line of the smallest telephone; what is longer is left to the browser."""

UNPARTED = re.compile(r"[\d.,]+%?", re.ASCII)
"""What no browser parts by itself (https://www.unicode.org/reports/tr14/, LB25)."""


def whole(text: str) -> Markup:
    """Return the text as markup: each number with its unit in a span, where the style lets no line end."""
    parts, at = [], 0
    for held in _held(text):
        parts += [text[at : held.start], Markup("<span>{}</span>").format(text[held.start : held.stop])]
        at = held.stop
    return Markup().join([*parts, text[at:]])


def _held(text: str) -> Iterator[range]:
    """Yield what needs holding together: figures, and of too long ones the numbers."""
    for figure, numbers in figures(text):
        for held in [figure] if len(figure) <= LONGEST else numbers:
            if 1 < len(held) <= LONGEST and not UNPARTED.fullmatch(text, held.start, held.stop):
                yield held
