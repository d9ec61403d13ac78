"""A show's own sounds: an intro, an outro, and a bed that lies soft under its headlines.

pydub cuts, loops, fades and mixes them as raw sound; each result is a take like those of speech.
"""

import math
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import miniaudio  # type: ignore[import-untyped]

from tts.audio import mp3
from tts.audio.assemble import TAIL_MS, levelled_frames, prepare
from tts.audio.decode import decoded
from tts.audio.loudness import loudness
from tts.audio.pcm import BLOCK_SAMPLES, AudioSegment, Blocks, in_16_bits, segment
from tts.audio.take import Take
from tts.audio.track import Placement
from tts.engines.base import BYTES_PER_SAMPLE, Pcm, Speech
from tts.errors import SynthesisError, UsageError
from tts.model.episode import Profile

PROFILE: Profile = "podcast"
"""Only what is encoded anew can have a sound mixed in."""

SAMPLE_RATE = mp3.FORMATS[PROFILE].parsed.sample_rate

LONGEST_MS = 15_000
"""Of an intro or outro: a listener came for the news."""

ENDING_MS = 2_000
"""How long the end of one that is longer takes."""

LONGEST_BED_MS = 60_000
"""Of a bed; under longer words it begins again."""

BELOW_VOICE_DB = 18
SWELL_DB = 6
"""How much softer than the voice a bed is, and how much less so before the voice begins."""

LEAD_MS = 700
DUCK_MS = 300
FADE_IN_MS = 200
"""How long a bed sounds before the voice, and of that makes room for it, and comes up at first."""

FADE_OUT_MS = 1_500
"""How long a bed takes to be gone, if the voice goes on; else it is gone with the pause."""

SEAM_MS = 500
"""How long the end of a bed and its beginning sound together where it begins again."""


def read(path: Path, longest_ms: int) -> Pcm:
    """Return the beginning of a sound file, in mono, at the rate of an episode; faded out where it is longer.

    Raises UsageError for a file that is missing, silent, or no sound that can be decoded.
    """
    try:
        form = miniaudio.SampleFormat.SIGNED16, 1, SAMPLE_RATE
        stream = miniaudio.stream_file(str(path), *form, frames_to_read=BLOCK_SAMPLES)
        enough = (longest_ms + 1) * SAMPLE_RATE // 1000 // BLOCK_SAMPLES + 1
        samples = b"".join(map(bytes, islice(stream, enough)))
    except miniaudio.MiniaudioError:
        samples = b""
    if not samples:
        message = f"{path} is no sound that can be decoded."
        raise UsageError(message, hint="Give a WAV, FLAC, MP3 or Ogg Vorbis file.")
    sound = segment(samples, SAMPLE_RATE)
    if _lufs(sound) == -math.inf:
        message = f"{path} cannot be heard."
        raise UsageError(message, hint="Give a louder one.")
    if len(sound) > longest_ms:
        sound = sound[:longest_ms].fade_out(ENDING_MS)
    return Pcm(sound.raw_data, SAMPLE_RATE)


def jingle(path: Path, target_lufs: float | None) -> Take:
    """Return an intro or outro as a take of the episode's loudness; UsageError like `read`."""
    try:
        return prepare(Speech(read(path, LONGEST_MS), ()), PROFILE, target_lufs)
    except SynthesisError as error:
        message = f"{path} cannot be brought to the loudness of an episode."
        raise UsageError(message, hint="Give another sound.") from error


def begins(takes: Sequence[Take], pauses_ms: Sequence[int]) -> tuple[int, ...]:
    """Return when each take begins, one after the other with these pauses, after the lead of a bed."""
    found: list[int] = []
    moment_ms = LEAD_MS
    for take, pause_ms in zip(takes, pauses_ms, strict=True):
        found.append(moment_ms - take.start_ms)
        moment_ms = found[-1] + take.end_ms + pause_ms
    return tuple(found)


def bedded(
    bed: Pcm, takes: Sequence[Take], pauses_ms: Sequence[int], words_ms: int, target_lufs: float | None
) -> Take:
    """Return the takes as one, each where `begins` says, with the bed under the words up to `words_ms`.

    The bed comes before the voice, makes room for it, and fades when the words are over. To a listener
    the take still begins and ends with the voice. Its frames are decoded and encoded once more.
    """
    starts = begins(takes, pauses_ms)
    last = starts[-1] + takes[-1].end_ms
    fade_ms = FADE_OUT_MS if last > words_ms else min(FADE_OUT_MS, max(FADE_IN_MS, pauses_ms[-1]))
    voices = [_decoded(take) for take in takes]
    total_ms = max(words_ms + fade_ms, last + TAIL_MS)
    mixed = segment(bytes(total_ms * SAMPLE_RATE // 1000 * BYTES_PER_SAMPLE), SAMPLE_RATE)
    for start_ms, voice in zip(starts, voices, strict=True):
        mixed = mixed.overlay(voice, max(0, start_ms))
    gain_db = _lufs(mixed) - BELOW_VOICE_DB - _lufs(segment(bed.samples, SAMPLE_RATE))
    mixed = mixed.overlay(_under(bed, words_ms + fade_ms, fade_ms).apply_gain(gain_db))
    frames, level = levelled_frames(Pcm(mixed.raw_data, SAMPLE_RATE), mp3.FORMATS[PROFILE], target_lufs)
    placed = list(map(Placement.of, takes, starts))
    marks = tuple(mark for one in placed for mark in one.marks)
    words = tuple(word for one in placed for word in one.words)
    return Take(frames, LEAD_MS, last, marks, level, words)


def _under(bed: Pcm, length_ms: int, fade_ms: int) -> AudioSegment:
    """Return so much of the bed, again and again if it is short, louder before the voice begins."""
    once = segment(bed.samples, SAMPLE_RATE)
    seam_ms = min(SEAM_MS, len(once) // 3)
    whole = once
    while len(whole) < length_ms:
        whole = whole.append(once, crossfade=seam_ms)
    ducked = whole[:length_ms].fade(from_gain=SWELL_DB, start=LEAD_MS - DUCK_MS, duration=DUCK_MS)
    return ducked.fade_in(FADE_IN_MS).fade_out(fade_ms)


def _decoded(take: Take) -> AudioSegment:
    _rate, sound = decoded(take.frames)
    return segment(b"".join(in_16_bits(sound)), SAMPLE_RATE)


def _lufs(sound: AudioSegment) -> float:
    return loudness(Blocks(Pcm(sound.raw_data, SAMPLE_RATE)), SAMPLE_RATE)
