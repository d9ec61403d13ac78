"""One utterance's speech, made ready to stand in an episode: trimmed, levelled, in frames.

A take depends on nothing but its speech and the profile, so that it can be cached, and a changed
sentence costs one.
"""

from collections.abc import Iterator

from tts.audio import activity, mp3
from tts.audio.decode import decoded, played
from tts.audio.encode import GAIN, encode, encoded
from tts.audio.info_header import DECODER_DELAY, ENCODER_DELAY, lag_ms
from tts.audio.level import Level
from tts.audio.loudness import TARGET_LUFS, level_of, levelled, peak_of
from tts.audio.pcm import Blocks, Samples, in_16_bits, trimmed
from tts.audio.take import Take
from tts.engines.base import Mark, Pcm, Speech
from tts.errors import SynthesisError
from tts.model.episode import Profile

LEAD_MS = 40
TAIL_MS = 80
"""How much of an engine's own silence stays around its sound: soft beginnings and ends lie there."""

PEAK_DBTP = -1.0
"""The highest true peak of a finished file."""

FIRST_CEILING_DBTP = -1.7
"""Where peaks are held before encoding, which raises most by less than the difference."""

PEAK_MARGIN_DB = 0.1
"""Meters differ by so much."""

ENCODINGS = 5


def prepare(speech: Speech, profile: Profile, target_lufs: float | None = TARGET_LUFS) -> Take:
    """Return the speech as a take, without the silence its engine put around it.

    For the podcast profile it has the loudness of an episode, or without a target its own. For the
    source profile, frames that have its format are cut at their borders and otherwise untouched; any
    other sound is encoded to it. Raises SynthesisError when the speech is silent, cut short or not
    sound at all.
    """
    fmt = mp3.FORMATS[profile]
    if isinstance(speech.audio, Pcm):
        return _encoded(speech.audio, speech, profile, target_lufs)
    frames = mp3.split(speech.audio.frames)
    sample_rate, sound = decoded(b"".join(frames))
    if profile == "source" and mp3.is_format(frames, fmt):
        blocks = list(sound)  # to decode them twice takes longer than all the rest
        level = level_of(blocks, sample_rate)
        return _cut(frames, level, activity.find(blocks, sample_rate), speech)
    pcm = Pcm(b"".join(in_16_bits(sound)), sample_rate)
    return _encoded(pcm, speech, profile, target_lufs)


def _encoded(pcm: Pcm, speech: Speech, profile: Profile, target_lufs: float | None) -> Take:
    sound = activity.find(Blocks(pcm), pcm.sample_rate)
    start_ms = max(0, sound.start_ms - LEAD_MS)
    part = trimmed(pcm, start_ms, sound.end_ms + TAIL_MS)
    fmt = mp3.FORMATS[profile]
    if profile == "podcast":
        frames, level = levelled_frames(part, fmt, target_lufs)
    else:
        frames = encode(part, fmt)
        level = level_of(_heard(frames, fmt), fmt.parsed.sample_rate)
    return _take(frames, level, sound, speech, shift_ms=lag_ms(fmt) - start_ms)


def levelled_frames(pcm: Pcm, fmt: mp3.Format, target_lufs: float | None) -> tuple[bytes, Level]:
    """Return the sound in frames, at the target loudness and under the highest peak; and what they come to.

    Encoding leaves the loudness as it is (0.05 LU at most, half of what meters may differ by: EBU Tech 3341).
    It moves peaks, by how much only decoding tells; the few that are too high are done again.
    """
    sound = Blocks(pcm)
    ceiling = FIRST_CEILING_DBTP
    for _attempt in range(ENCODINGS):
        gain, powers = levelled(sound, pcm.sample_rate, ceiling, target_lufs)
        frames = encoded((block / GAIN for block in gain.on(sound)), pcm.sample_rate, fmt)
        level = Level(powers.blocks, peak_of(_heard(frames, fmt)))
        excess = level.peak_dbtp - (PEAK_DBTP - PEAK_MARGIN_DB)
        if excess <= 0:
            return frames, level
        ceiling -= excess + PEAK_MARGIN_DB
    message = "The speech cannot be brought under the highest peak allowed."
    raise SynthesisError(message)


def _heard(frames: bytes, fmt: mp3.Format) -> Iterator[Samples]:
    """Return the frames' sound in a track, where silence follows: the last one sounds on into it."""
    return played(frames + fmt.silent_frame)[1]


def _cut(frames: tuple[bytes, ...], level: Level, sound: activity.Activity, speech: Speech) -> Take:
    fmt = mp3.FORMATS["source"]
    lag = (ENCODER_DELAY + DECODER_DELAY) * 1000 / fmt.parsed.sample_rate
    start = max(0, int(sound.start_ms - LEAD_MS + lag) // fmt.frame_ms)
    stop = int(sound.end_ms + TAIL_MS + lag) // fmt.frame_ms + 1
    kept = mp3.cut(frames, start, stop)
    before = start - (len(kept) - len(frames[start:stop]))
    return _take(b"".join(kept), level, sound, speech, shift_ms=lag_ms(fmt) - before * fmt.frame_ms)


def _take(frames: bytes, level: Level, sound: activity.Activity, speech: Speech, shift_ms: float) -> Take:
    def moved(moment_ms: int) -> int:
        return round(moment_ms + shift_ms)

    def placed(mark: Mark) -> Mark:
        start_ms, end_ms = sound.within(mark.start_ms, mark.end_ms)
        return Mark(moved(start_ms), moved(end_ms), mark.text)

    marks, words = (tuple(map(placed, stretches)) for stretches in (speech.marks, speech.words))
    return Take(frames, moved(sound.start_ms), moved(sound.end_ms), marks, level, words)
