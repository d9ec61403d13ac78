"""A paragraph on the screen: where its lines break, and how much of it was said."""

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter

from rich.cells import cell_len
from rich.text import Text

from tts.episode_files.wrap import Seam, best_end, seams
from tts.model.episode import Cue

SENTENCE = "bold"
SAID = "bold underline yellow"
"""Underlined, so that it can be seen without colours too."""

FOUND = "reverse"

KEPT = 512
"""Layouts that are remembered: more than a screen shows."""


@lru_cache(KEPT)
def shown(text: str) -> str:
    """Return the text without what a terminal would take for a command, or draw in no place."""
    return "".join(
        " " if character.isspace() and character != "\u3000" else character
        for character in text
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )


@lru_cache(KEPT)
def lines(text: str, width: int) -> tuple[slice, ...]:
    """Return where the text's lines begin and end, of at most so many cells; joined they are all of it."""
    found: list[slice] = []
    start, kinds = 0, seams(text)
    while start < len(text):
        stop = _line_end(text, start, max(width, 2), kinds)
        found.append(slice(start, stop))
        start = stop
    return tuple(found)


def _line_end(text: str, start: int, width: int, kinds: Sequence[Seam]) -> int:
    """Return where the line that begins here ends: at the last good break that fits, a space left aside."""
    used, stop = 0, start
    while stop < len(text) and (used := used + cell_len(text[stop])) <= width:
        stop += 1
    if stop == len(text):
        return stop
    return best_end(kinds, start, max(stop + text[stop].isspace(), start + 1))


def said_of(cue: Cue, position_ms: int) -> range:
    """Return which characters of the cue are being said: the word that began last.

    Where words have no times, nobody knows where it begins: an empty range, in proportion to the cue's time.
    """
    if cue.words:
        begun = bisect_right(cue.words, position_ms, key=attrgetter("start_ms"))
        ends = [0, 0, *accumulate(len(shown(word.text)) for word in cue.words[:begun])]
        return range(ends[-2], ends[-1])
    share = (position_ms - cue.start_ms) / max(1, cue.end_ms - cue.start_ms)
    text = shown(cue.text)
    said = round(len(text) * max(0.0, min(share, 1.0)))
    return range(said, said)


def text_of(cues: Sequence[Cue]) -> str:
    """Return the paragraph that the cues make."""
    return "".join(shown(cue.text) for cue in cues)


def place_of(cues: Sequence[Cue], current: int) -> range:
    """Return where in the paragraph the current cue stands."""
    ends = list(accumulate(len(shown(cue.text)) for cue in cues))
    return range(ends[current - 1] if current else 0, ends[current])


def styled(text: str, line: slice, sentence: range, said: int, query: str) -> Text:
    """Return a line of the paragraph, with its part of the sentence that is spoken and of what was found."""
    row = Text(text[line].rstrip())
    for style, part in ((SENTENCE, sentence), (SAID, sentence[:said])):
        row.stylize(style, max(0, part.start - line.start), max(0, part.stop - line.start))
    if query:
        row.highlight_words([query], FOUND, case_sensitive=False)
    return row
