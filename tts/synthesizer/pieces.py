"""A text that an engine refuses, in pieces that it may take; and their speech, as that of the whole."""

from collections.abc import Sequence
from dataclasses import replace

from tts.chunker import cut
from tts.engines.base import Mark, Mp3, Pcm, Speech, Utterance
from tts.model.script import Limits
from tts.speech.spoken import Span, Spoken

LARGEST_SHARE = 2 / 3
"""Of the text in one of its pieces: the best place for a cut may be off its middle."""


def pieces(utterance: Utterance) -> tuple[Utterance, ...]:
    """Return the utterance in two pieces or a few, cut at punctuation; alone when it cannot be cut.

    Together they say every letter once, in order.
    """
    text = utterance.spoken.text
    half, most = max(1, len(text) // 2), max(1, int(len(text) * LARGEST_SHARE))
    parts = cut(text, Limits(half, most, most, len))
    said = [_as_written(part) for part in parts]
    return tuple(replace(utterance, spoken=spoken) for spoken in said if not spoken.is_silent)


def joined(speeches: Sequence[Speech]) -> Speech:
    """Return the speech of the pieces, one after the other, as one; an engine's are all of one kind."""
    marks: list[Mark] = []
    words: list[Mark] = []
    start_ms = 0
    for speech in speeches:
        marks += (_later(mark, start_ms) for mark in speech.marks)
        words += (_later(word, start_ms) for word in speech.words)
        start_ms += speech.audio.duration_ms
    return Speech(_joined_audio([speech.audio for speech in speeches]), tuple(marks), tuple(words))


def _later(mark: Mark, by_ms: int) -> Mark:
    return Mark(mark.start_ms + by_ms, mark.end_ms + by_ms, mark.text)


def _joined_audio(audios: Sequence[Pcm | Mp3]) -> Pcm | Mp3:
    first = audios[0]
    if isinstance(first, Pcm):
        return replace(first, samples=b"".join(audio.samples for audio in audios if isinstance(audio, Pcm)))
    return replace(first, frames=b"".join(audio.frames for audio in audios if isinstance(audio, Mp3)))


def _as_written(text: str) -> Spoken:
    return Spoken(text, text, (Span(0, len(text), 0, len(text)),))
