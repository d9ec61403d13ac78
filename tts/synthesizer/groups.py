"""Several short utterances in one request, and their speech taken apart again.

A request to a service costs its way there, and services count requests; a news paragraph is short. What
is cut out for an utterance does not depend on where in its group it stood.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from tts.engines.base import BYTES_PER_SAMPLE, Mark, Mp3, Pcm, Speech, Utterance
from tts.script import Limits
from tts.speech.sentences import CLOSERS, TERMINATORS
from tts.speech.spoken import Span, Spoken

FULL_STOP = "。"
LINE_BREAK = "\n"
"""What keeps two utterances apart: a service may read a line break alone as a space."""

FRAME_MS = 24
"""Of MP3 at 24 and at 48 kHz; sound is cut apart between frames."""

MARGIN_FRAMES = 4
"""Kept around the words where there is so much. A frame's data begins at most 255 bytes, under two
frames, before it (ISO/IEC 13818-3, main_data_begin), so that none of what sounds is cut off."""


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


def together(utterances: Sequence[Utterance]) -> Utterance:
    """Return one utterance that says all of them, a line each; a single one stays as it is."""
    if len(utterances) == 1:
        return utterances[0]
    written = LINE_BREAK.join(one.spoken.written for one in utterances)
    text = "".join(_closed(one.spoken.text) for one in utterances)
    whole = Spoken(written, text, (Span(0, len(written), 0, len(text), "together"),))
    return replace(utterances[0], spoken=whole)


def apart(speech: Speech, utterances: Sequence[Utterance]) -> tuple[Speech, ...] | None:
    """Return each utterance's own part of complete speech; None where a mark spans two of them."""
    marks = _marks_apart(speech.marks, utterances)
    if marks is None:
        return None
    starts = [_frame_of(own[0].start_ms) - MARGIN_FRAMES for own in marks]
    ends = [-_frame_of(-own[-1].end_ms) + MARGIN_FRAMES for own in marks]
    for before, after in pairwise(range(len(marks))):
        if ends[before] > starts[after]:  # a short pause is shared
            ends[before] = starts[after] = (ends[before] + starts[after]) // 2
    starts = [max(0, start) for start in starts]
    return tuple(
        Speech(_cut(speech.audio, start, end), tuple(_moved(mark, start * FRAME_MS) for mark in own))
        for own, start, end in zip(marks, starts, ends, strict=True)
    )


def _closed(text: str) -> str:
    """Return the text as a line that ends a sentence."""
    last = text.rstrip(f"{CLOSERS} \u3000\n")[-1:]
    return f"{text}{'' if last and last in TERMINATORS else FULL_STOP}{LINE_BREAK}"


def _marks_apart(marks: Sequence[Mark], utterances: Sequence[Utterance]) -> list[list[Mark]] | None:
    """Return each utterance's own marks, by counting letters; complete speech has as many as its text."""
    waiting = iter(marks)
    found: list[list[Mark]] = []
    for utterance in utterances:
        own: list[Mark] = []
        missing = _letters(utterance.spoken.text)
        while missing > 0:
            mark = next(waiting, None)
            if mark is None:
                return None
            own.append(mark)
            missing -= _letters(mark.text)
        if missing < 0 or not own:
            return None
        found.append(own)
    return found


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _frame_of(moment_ms: int) -> int:
    return moment_ms // FRAME_MS


def _moved(mark: Mark, by_ms: int) -> Mark:
    return Mark(mark.start_ms - by_ms, mark.end_ms - by_ms, mark.text)


def _cut(audio: Pcm | Mp3, start: int, end: int) -> Pcm | Mp3:
    if isinstance(audio, Pcm):
        step = audio.sample_rate * FRAME_MS // 1000 * BYTES_PER_SAMPLE
        return replace(audio, samples=audio.samples[start * step : end * step])
    step = audio.bits_per_second * FRAME_MS // 8000
    return replace(audio, frames=audio.frames[start * step : end * step])
