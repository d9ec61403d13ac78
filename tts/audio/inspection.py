"""What an MP3 file is made of, frame by frame, and what in that would make a player trip.

Any file: nothing is trusted, and what cannot be read is told, not raised.
"""

import mmap
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tts.audio import mp3
from tts.audio.info_header import HAS_BYTES, HAS_FRAMES
from tts.audio.meter import Measured, measure
from tts.audio.other_formats import resembles
from tts.errors import SynthesisError, TingError

APE_BYTES = 32
TOLERANCE_MS = 50
"""By how much two ways to find a duration may differ (a frame or two)."""

TOLERANCE_BYTES = 0.01
"""By what share a header may count more or fewer bytes: programs differ in what they count."""

VBRI_COUNTS_BYTES = 8
"""How many of a VBRI header tell the byte count and the frame count."""

FIELDS_BYTES = (4, 4, 100, 4)
"""Of frame count, byte count, table of contents and quality, each there when its flag is set."""

ENCODER_BYTES = 9
DELAYS_AT = 21
"""Where in LAME's extension the delay and the padding stand, twelve bits each."""

BEGINNING_BYTES = 64

FULL_SCALE_DBTP = 0.0

VERSIONS = {3: "MPEG-1", 2: "MPEG-2", 0: "MPEG-2.5"}


@dataclass(frozen=True, slots=True)
class HeaderFrame:
    """What the first frame says of the file when it is a header; None for what it leaves out."""

    kind: str
    frames: int | None = None
    encoder: str | None = None
    delay: int = 0
    padding: int = 0
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """A file's frames. `junk` counts bytes that belong to nothing; `cut` says that the last frame ends early.

    Bit rates are the lowest and the highest; `formats` counts kinds of frames that cannot be mixed, and
    `extra_tags` the ID3v2 tags after the first. `resembles` says what a file without frames is.
    """

    bytes: int
    frames: int
    formats: int
    version: str
    sample_rate: int
    channels: int
    lowest_bit_rate: int
    highest_bit_rate: int
    samples: int
    header: HeaderFrame | None
    junk: int
    cut: bool
    sound: Measured | None
    frame_bytes: int
    extra_tags: int
    resembles: str | None

    @property
    def is_constant(self) -> bool:
        """Whether all frames have one bit rate."""
        return self.lowest_bit_rate == self.highest_bit_rate

    @property
    def counted_ms(self) -> int:
        """How long it plays, by counting frames."""
        return self._ms(self.samples)

    @property
    def declared_ms(self) -> int | None:
        """How long it plays, as its header frame says; None when that says nothing."""
        if self.header is None or self.header.frames is None:
            return None
        return self._ms(self.header.frames * (self.samples // max(1, self.frames)))

    def _ms(self, samples: int) -> int:
        skipped = self.header.delay + self.header.padding if self.header else 0
        return round(max(0, samples - skipped) * 1000 / self.sample_rate) if self.sample_rate else 0


def survey(path: Path) -> Survey:
    """Return what the file is made of; raise TingError when it cannot be opened."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            data: mp3.Data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
    except (OSError, ValueError) as error:
        message = f"{path} cannot be read: {error}."
        raise TingError(message, hint="Give an MP3.") from error
    scan = _Scan(data)
    headers = list(scan)
    formats = Counter(header.kind for header in headers)
    version, sample_rate, channels = formats.most_common(1)[0][0] if formats else (None, 0, 0)
    rates = [header.bits_per_second for header in headers] or [0]
    return Survey(
        bytes=size,
        frames=len(headers),
        formats=len(formats),
        version=VERSIONS[version] if version is not None else "",
        sample_rate=sample_rate,
        channels=channels,
        lowest_bit_rate=min(rates),
        highest_bit_rate=max(rates),
        samples=sum(header.samples for header in headers),
        header=scan.header,
        junk=scan.junk,
        cut=scan.cut,
        sound=_sound(path),
        frame_bytes=scan.frame_bytes,
        extra_tags=max(0, scan.tags - 1),
        resembles=None if headers else resembles(data[:BEGINNING_BYTES]),
    )


def _sound(path: Path) -> Measured | None:
    try:
        return measure(path)
    except TingError:
        return None


class _Scan:
    """Goes through a file's frames, and notes what else it meets."""

    def __init__(self, data: mp3.Data) -> None:
        self._data = data
        self.header: HeaderFrame | None = None
        self.junk = 0
        self.cut = False
        self.tags = 0
        self.frame_bytes = 0

    def __iter__(self) -> Iterator[mp3.Header]:
        position, first = 0, True
        while position < len(self._data):
            if tag := mp3.tag_length(self._data, position) or _ape_length(self._data, position):
                self.tags += self._data[position : position + 3] == b"ID3"
                position += tag
            elif (header := self._frame_at(position)) is None:
                onwards = self._next_sync(position + 1)
                self.junk += onwards - position
                position = onwards
            else:
                frame = self._data[position : position + header.frame_bytes]
                self.cut = len(frame) < header.frame_bytes
                self.frame_bytes += len(frame)
                self.header = self.header or (read_header(frame, header) if first else None)
                if not (first and self.header) and not self.cut:
                    yield header
                position, first = position + header.frame_bytes, False

    def _frame_at(self, position: int) -> mp3.Header | None:
        try:
            return mp3.parse(self._data, position)
        except SynthesisError:
            return None

    def _next_sync(self, position: int) -> int:
        """Return where a frame begins that is followed by another, or by the end."""
        while (position := self._data.find(b"\xff", position)) >= 0:
            header = self._frame_at(position)
            if header is not None:
                after = position + header.frame_bytes
                if after == len(self._data) or self._frame_at(after) is not None:
                    return position
            position += 1
        return len(self._data)


def _ape_length(data: mp3.Data, position: int) -> int:
    """Return the length of the APE tag at this position; 0 where there is none."""
    mark = data[position : position + APE_BYTES]
    if not mark.startswith(b"APETAGEX") or len(mark) < APE_BYTES:
        return 0
    return APE_BYTES + int.from_bytes(mark[12:16], "little")


def read_header(frame: bytes, header: mp3.Header) -> HeaderFrame | None:
    """Return what a header frame says; None when the frame is none."""
    start = mp3.header_mark(frame, header)
    if not start:
        return None
    kind = frame[start : start + 4]
    if kind == mp3.VBRI:
        counts = frame[start + 10 : start + 18]
        size, frames = struct.unpack(">II", counts) if len(counts) == VBRI_COUNTS_BYTES else (None, None)
        return HeaderFrame("VBRI", frames, bytes=size)
    flags = int.from_bytes(frame[start + 4 : start + 8], "big")
    counted = (int.from_bytes(frame[at : at + 4], "big") for at in range(start + 8, start + 16, 4))
    frames, size = (next(counted) if flags & bit else None for bit in (HAS_FRAMES, HAS_BYTES))
    at = start + 8 + sum(length for bit, length in enumerate(FIELDS_BYTES) if flags >> bit & 1)
    encoder = frame[at : at + ENCODER_BYTES].rstrip(b"\0 ")
    if len(frame) < at + DELAYS_AT + 3 or not encoder.isascii() or not encoder[:4].isalnum():
        return HeaderFrame(kind.decode(), frames, bytes=size)
    delays = int.from_bytes(frame[at + DELAYS_AT : at + DELAYS_AT + 3], "big")
    return HeaderFrame(kind.decode(), frames, encoder.decode(), delays >> 12, delays & 0xFFF, size)


def faults(found: Survey) -> Iterator[str]:
    """Yield, in a sentence each, what of a file's frames a player would trip over."""
    if not found.frames:
        yield f"There is no MP3 frame in it{f': it is {found.resembles}' if found.resembles else ''}."
        return
    if found.formats > 1:
        yield f"Frames of {found.formats} formats are mixed: sample rate, version or channels change."
    if found.junk:
        yield f"{found.junk} bytes among the frames are none."
    if found.extra_tags:
        yield f"ID3 tags beside the first: {found.extra_tags}. Files were joined as they were, tags and all."
    if found.cut:
        yield "The last frame is cut short."
    yield from _header_faults(found)
    if found.sound is None:
        yield "The sound cannot be decoded."
    elif found.sound.clipped:
        yield f"The sound is clipped: {found.sound.clipped} samples stand at full scale."
    elif found.sound.peak_dbtp > FULL_SCALE_DBTP:
        yield f"The sound clips when it is played: its true peak is {found.sound.peak_dbtp:+.1f} dBTP."


def _header_faults(found: Survey) -> Iterator[str]:
    if found.header is None and found.is_constant:
        yield "There is no Info header: players guess the duration, and play the encoder's delay."
    elif found.header is None:
        yield "The bit rate varies and there is no Xing header: durations and jumps will be wrong."
    elif found.declared_ms is None:
        yield "The header frame does not say how many frames there are."
    elif abs(found.declared_ms - found.counted_ms) > TOLERANCE_MS:
        declared, counted = found.declared_ms / 1000, found.counted_ms / 1000
        yield f"The header says {declared:.2f} s, but the frames are {counted:.2f} s."
    elif found.header.bytes and abs(1 - found.frame_bytes / found.header.bytes) > TOLERANCE_BYTES:
        yield f"The header counts {found.header.bytes} bytes of {found.frame_bytes}: jumps will miss."
