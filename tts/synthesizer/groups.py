"""Several short utterances in one request, and whose is which of its marks.

A request to a service costs its way there, and services count requests; a news paragraph is short. The
sound stays as the service sent it, its pauses too: nothing is cut but what stands around it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tts.engines.base import Mark, Utterance
from tts.fingerprint import fingerprint, short
from tts.model.script import Limits
from tts.speech.sentences import CLOSERS, TERMINATORS
from tts.speech.spoken import Span, Spoken

FULL_STOP = "。"
LINE_BREAK = "\n"
"""What keeps two utterances apart: a service may read a line break alone as a space."""


Layout = tuple[tuple[str, ...], ...]
"""Which texts stood together in a request, in order, by their fingerprints."""


def gathered(utterances: Iterable[Utterance], limits: Limits) -> Iterator[tuple[Utterance, ...]]:
    """Yield neighbours together that fit one request."""
    group: list[Utterance] = []
    length = 0
    for utterance in utterances:
        own = len(_closed(utterance.spoken.text))
        if group and length + own > limits.max_chars:
            yield tuple(group)
            group, length = [], 0
        group.append(utterance)
        length += own
    if group:
        yield tuple(group)


def laid_out(
    utterances: Sequence[Utterance], limits: Limits, before: Layout
) -> Iterator[tuple[Utterance, ...]]:
    """Yield neighbours together that fit one request: as before where the same words follow, else anew.

    Laid out once more after what came of it, it comes out the same.
    """
    prints = layout_of([utterances])[0]
    known = list(before)
    fresh: list[Utterance] = []
    at = 0
    while at < len(prints):
        follows = (group and group == prints[at : at + len(group)] for group in known)
        again = next((place for place, does in enumerate(follows) if does), None)
        if again is None:
            fresh.append(utterances[at])
            at += 1
            continue
        yield from gathered(fresh, limits)
        fresh.clear()
        size = len(known[again])
        yield tuple(utterances[at : at + size])
        at += size
        del known[: again + 1]
    yield from gathered(fresh, limits)


def layout_of(groups: Sequence[Sequence[Utterance]]) -> Layout:
    """Return which texts stand together, to be kept."""
    return tuple(tuple(short(fingerprint(one.spoken.text)) for one in group) for group in groups)


def together(utterances: Sequence[Utterance]) -> Utterance:
    """Return one utterance that says all of them, a line each; a single one stays as it is."""
    if len(utterances) == 1:
        return utterances[0]
    written = LINE_BREAK.join(one.spoken.written for one in utterances)
    text = "".join(_closed(one.spoken.text) for one in utterances)
    whole = Spoken(written, text, (Span(0, len(written), 0, len(text), "together"),))
    return replace(utterances[0], spoken=whole)


def _closed(text: str) -> str:
    """Return the text as a line that ends a sentence."""
    last = text.rstrip(f"{CLOSERS} \u3000\n")[-1:]
    return f"{text}{'' if last and last in TERMINATORS else FULL_STOP}{LINE_BREAK}"


def marks_apart(marks: Sequence[Mark], texts: Iterable[str]) -> list[tuple[Mark, ...]] | None:
    """Return each text's own marks, or words, by counting letters; None where one spans two of them."""
    waiting = iter(marks)
    found: list[tuple[Mark, ...]] = []
    for text in texts:
        own: list[Mark] = []
        missing = _letters(text)
        while missing > 0:
            mark = next(waiting, None)
            if mark is None:
                return None
            own.append(mark)
            missing -= _letters(mark.text)
        if missing < 0 or not own:
            return None
        found.append(tuple(own))
    return found


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
