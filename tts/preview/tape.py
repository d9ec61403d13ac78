"""An MP3's sound, decoded where it is listened to: memory does not grow with its length."""

import mmap
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import miniaudio  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt

from tts.audio import mp3
from tts.audio.info_header import DECODER_DELAY, PADDING, frame_length
from tts.audio.inspection import HeaderFrame, read_header
from tts.errors import SynthesisError, TingError
from tts.model.episode import Profile

Samples = npt.NDArray[np.int16]

BLOCK_FRAMES = 40
"""About a second is decoded at once."""

RUN_UP = 10
"""Frames decoded before those that are wanted: what they say may begin so far back (the bit reservoir)."""

BLOCKS_KEPT = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the frames with sound lie, what each is, and how many samples a player skips at the ends."""

    offsets: Sequence[int]
    end: int
    header: mp3.Header
    delay: int
    padding: int


class Tape:
    """Mono sound of an MP3 file at any place; one that is still written grows under its reader's hands.

    One thread reads; any may ask how long it is.
    """

    def __init__(self, path: Path, layout: Layout | None = None, profile: Profile = "podcast") -> None:
        """Take a file as it lies there, or without a layout one that a track of this profile writes."""
        self._file = path.open("rb", buffering=0)
        self._layout = layout
        self._format = mp3.FORMATS[profile]
        self._decoded = lru_cache(BLOCKS_KEPT)(self._decode)
        self.sample_rate = self._laid.header.sample_rate

    @classmethod
    def open(cls, path: Path) -> "Tape":
        """Return the sound of a finished file; TingError when it is missing or has none."""
        try:
            with path.open("rb") as file:
                size = file.seek(0, 2)
                data: mp3.Data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        except OSError as error:
            message = f"The sound {path} cannot be read: {error.strerror or error}."
            raise TingError(message, hint="Narrate its article again.") from error
        return cls(path, _layout(data, path))

    @property
    def length(self) -> int:
        """How many samples there are by now."""
        laid = self._laid
        return max(0, len(laid.offsets) * laid.header.samples - laid.delay - laid.padding)

    @property
    def duration_ms(self) -> int:
        """How long it is by now."""
        return self.length * 1000 // self.sample_rate

    def read(self, start: int, count: int) -> Samples:
        """Return the samples from this place on; fewer where it ends."""
        laid = self._laid
        stop = min(start + count, self.length) + laid.delay + DECODER_DELAY
        at = max(0, start) + laid.delay + DECODER_DELAY
        size = BLOCK_FRAMES * laid.header.samples
        parts = []
        while at < stop:
            number, inside = divmod(at, size)
            part = self._block(number)[inside : inside + stop - at]
            if not len(part):
                break
            parts.append(part)
            at += len(part)
        return np.concatenate(parts) if parts else np.zeros(0, np.int16)

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    @property
    def _laid(self) -> Layout:
        if self._layout:
            return self._layout
        fmt, first = self._format, frame_length(self._format)
        frames = max(0, self._size - first) // fmt.parsed.frame_bytes
        end = first + frames * fmt.parsed.frame_bytes
        return Layout(range(first, end, fmt.parsed.frame_bytes), end, fmt.parsed, fmt.delay, PADDING)

    @property
    def _size(self) -> int:
        """How long the file is by now; asked so that it moves nothing under a reading thread."""
        return os.fstat(self._file.fileno()).st_size

    def _block(self, number: int) -> Samples:
        """Return a block's samples; the last one of a growing file is decoded anew each time."""
        whole = (number + 1) * BLOCK_FRAMES <= len(self._laid.offsets)
        return self._decoded(number) if whole else self._decode(number)

    def _decode(self, number: int) -> Samples:
        laid = self._laid
        first, stop = number * BLOCK_FRAMES, min((number + 1) * BLOCK_FRAMES, len(laid.offsets))
        begin = laid.offsets[max(0, first - RUN_UP)]
        end = laid.offsets[stop] if stop < len(laid.offsets) else laid.end
        self._file.seek(begin)
        wanted = (stop - first) * laid.header.samples
        sound = _mono(self._file.read(end - begin))[-wanted:]
        return np.concatenate((np.zeros(wanted - len(sound), np.int16), sound))


def _mono(frames: bytes) -> Samples:
    """Return what the frames sound like; what cannot be decoded is silent."""
    try:
        sound = miniaudio.mp3_read_s16(frames)
    except miniaudio.DecodeError:
        return np.zeros(0, np.int16)
    samples = np.frombuffer(sound.samples, np.int16).reshape(-1, sound.nchannels)
    return samples[:, 0] if sound.nchannels == 1 else samples.mean(axis=1).astype(np.int16)


def _layout(data: mp3.Data, path: Path) -> Layout:
    frames = _frames(data)
    first = next(frames, None)
    if first is None:
        message = f"{path} has no sound that can be decoded."
        raise TingError(message, hint="Give an MP3.")
    at, header = first
    after = at + header.frame_bytes
    info = read_header(data[at:after], header) or HeaderFrame("")
    start = after if info.kind else at
    offsets = _even(data, start) or [at for at, _ in _frames(data, start)]
    return Layout(offsets, len(data), header, info.delay, info.padding)


def _even(data: mp3.Data, start: int) -> range | None:
    """Return where the frames are when all have one header and one length, to the file's end."""
    try:
        size = mp3.parse(data, start).frame_bytes
    except SynthesisError:
        return None
    if (len(data) - start) % size:
        return None
    heads = np.frombuffer(data, np.uint8)[start:].reshape(-1, size)[:, : mp3.HEADER_BYTES]
    return range(start, len(data), size) if bool((heads == heads[0]).all()) else None


def _frames(data: mp3.Data, position: int = 0) -> Iterator[tuple[int, mp3.Header]]:
    """Yield where each frame is, whatever lies between them."""
    while 0 <= position < len(data):
        if tag := mp3.tag_length(data, position):
            position += tag
            continue
        try:
            header = mp3.parse(data, position)
        except SynthesisError:
            position = data.find(b"\xff", position + 1)
            continue
        yield position, header
        position += header.frame_bytes
