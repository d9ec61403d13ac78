"""MP3 frames as data: read, checked, cut and joined at their borders, without decoding.

Rules: ISO/IEC 11172-3 (MPEG-1) and 13818-3 (MPEG-2), Layer III.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from mmap import mmap
from typing import NamedTuple

from tts.errors import SynthesisError
from tts.model.episode import Profile

HEADER_BYTES = 4
LAYER_III = 1
MPEG_1 = 3
MPEG_RESERVED = 1
MONO = 3
BITRATE_FREE = 0
BITRATE_BAD = 15
SAMPLE_RATE_BAD = 3
KILOBITS_MPEG_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KILOBITS_MPEG_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}

Data = bytes | mmap
"""A file's bytes, in memory or mapped into it."""

HEADER_KINDS = (b"Info", b"Xing")
VBRI, VBRI_AT = b"VBRI", 36
"""How a header frame is marked: after the side information, or of Fraunhofer's encoder always here."""

ID3V1_BYTES = 128
ID3V2_HEADER_BYTES = 10
ID3V2_HAS_FOOTER = 0x10


class Header(NamedTuple):
    """What the four bytes before a frame's data say."""

    version: int
    has_crc: bool
    bits_per_second: int
    sample_rate: int
    padding: int
    channels: int

    @property
    def kind(self) -> tuple[int, int, int]:
        """What must be the same in all frames of a stream: version, sample rate and channels."""
        return self.version, self.sample_rate, self.channels

    @property
    def samples(self) -> int:
        """How many samples of each channel the frame holds."""
        return 1152 if self.version == MPEG_1 else 576

    @property
    def frame_bytes(self) -> int:
        """How long the whole frame is."""
        return self.samples // 8 * self.bits_per_second // self.sample_rate + self.padding

    @property
    def side_info_end(self) -> int:
        """Where in the frame the side information ends and the main data begins."""
        mono, stereo = (17, 32) if self.version == MPEG_1 else (9, 17)
        return HEADER_BYTES + 2 * self.has_crc + (mono if self.channels == 1 else stereo)


@dataclass(frozen=True, slots=True)
class Format:
    """One constant bit rate format, mono; its frames are all of one length and need no padding.

    `delay` is what the header frame declares a player should skip, in samples, besides the
    decoder's own delay: the encoder's where that is known, nothing where it is not.
    """

    header: bytes
    delay: int

    @property
    def parsed(self) -> Header:
        """The header of every frame."""
        return parse(self.header)

    @property
    def frame_ms(self) -> int:
        """How long a frame sounds: 24 ms, exactly."""
        return self.parsed.samples * 1000 // self.parsed.sample_rate

    @property
    def silent_frame(self) -> bytes:
        """A frame that decodes to silence and draws nothing from the frames before it."""
        return self.header.ljust(self.parsed.frame_bytes, b"\0")


FORMATS: dict[Profile, Format] = {
    "podcast": Format(header=bytes.fromhex("fffb74c4"), delay=576),  # 48 kHz, 96 kbit/s
    "source": Format(header=bytes.fromhex("fff364c4"), delay=0),  # 24 kHz, 48 kbit/s, as edge delivers
}


def parse(data: Data, position: int = 0) -> Header:
    """Return the frame header at this position; raise SynthesisError where there is none."""
    header = _header(data[position : position + HEADER_BYTES])
    if header is None:
        message = f"The speech is not MP3: no frame begins at byte {position}."
        raise SynthesisError(message)
    return header


@lru_cache(maxsize=64)  # a file has few different ones, and thousands of each
def _header(data: bytes) -> Header | None:
    word = int.from_bytes(data, "big")
    version = word >> 19 & 3
    bitrate, rate = word >> 12 & 15, word >> 10 & 3
    if (
        word >> 21 != 0x7FF  # noqa: PLR2004 (eleven ones: the sync word)
        or version == MPEG_RESERVED
        or word >> 17 & 3 != LAYER_III
        or bitrate in (BITRATE_FREE, BITRATE_BAD)
        or rate == SAMPLE_RATE_BAD
    ):
        return None
    kilobits = KILOBITS_MPEG_1 if version == MPEG_1 else KILOBITS_MPEG_2
    return Header(
        version=version,
        has_crc=not word >> 16 & 1,
        bits_per_second=kilobits[bitrate] * 1000,
        sample_rate=SAMPLE_RATES[version][rate],
        padding=word >> 9 & 1,
        channels=1 if word >> 6 & 3 == MONO else 2,
    )


def split(stream: bytes) -> tuple[bytes, ...]:
    """Return the stream's frames, without ID3 tags and without a header frame.

    Joined again they are the stream, byte for byte, when it held nothing else. Raises SynthesisError when
    a frame is cut short, is of another sample rate or other channels, or something else lies between them.
    """
    if size := _constant_bytes(stream):
        return tuple(stream[position : position + size] for position in range(0, len(stream), size))
    return tuple(_frames(stream))


def _constant_bytes(stream: bytes) -> int:
    """Return how long each frame is where all begin alike, as services send them; 0 where they do not."""
    header = _header(stream[:HEADER_BYTES])
    if header is None or len(stream) % header.frame_bytes or header_mark(stream, header):
        return 0
    alike = all(len(set(stream[at :: header.frame_bytes])) == 1 for at in range(HEADER_BYTES))
    return header.frame_bytes if alike else 0


def _frames(stream: bytes) -> Iterator[bytes]:
    position, first = 0, True
    kind = None
    while position < len(stream):
        if tag := tag_length(stream, position):
            position += tag
            continue
        header = parse(stream, position)
        kind = kind or header.kind
        if header.kind != kind:
            message = f"The speech changes its sample rate or channels, at byte {position}."
            raise SynthesisError(message)
        frame = stream[position : position + header.frame_bytes]
        if len(frame) < header.frame_bytes:
            message = f"The speech ends inside an MP3 frame, at byte {len(stream)}."
            raise SynthesisError(message)
        if not (first and header_mark(frame, header)):
            yield frame
        position, first = position + header.frame_bytes, False


def tag_length(stream: Data, position: int) -> int:
    """Return the length of the ID3 tag at this position; 0 where there is none."""
    mark = stream[position : position + ID3V2_HEADER_BYTES]
    if mark.startswith(b"ID3") and len(mark) == ID3V2_HEADER_BYTES:
        first, second, third, fourth = mark[6:]  # seven bits each
        ends = 1 + bool(mark[5] & ID3V2_HAS_FOOTER)
        return ends * ID3V2_HEADER_BYTES + (first << 21 | second << 14 | third << 7 | fourth)
    return ID3V1_BYTES if mark.startswith(b"TAG") else 0


def header_mark(frame: bytes, header: Header) -> int:
    """Return where in the frame stands what marks it as a header frame; 0 when it is none.

    LAME leaves a frame's CRC out of the count, and so do most who read; others count it.
    """
    for place in (header.side_info_end - 2 * header.has_crc, header.side_info_end):
        if frame[place : place + 4] in HEADER_KINDS:
            return place
    return VBRI_AT if frame[VBRI_AT : VBRI_AT + 4] == VBRI else 0


def is_format(frames: tuple[bytes, ...], fmt: Format) -> bool:
    """Tell whether every frame has this format, so that it can stand among others of it."""
    return {parse(header) for header in {frame[:HEADER_BYTES] for frame in frames}} <= {fmt.parsed}


def cut(frames: tuple[bytes, ...], start: int, stop: int) -> tuple[bytes, ...]:
    """Return the frames from start to stop, each untouched, so that they play on their own.

    A frame's sound may begin in the bytes of frames before it (the bit reservoir). Where the first
    frame's does, those frames come too, hushed: they carry the bytes and sound of nothing.
    """
    first = frames[start]
    wanted = _reservoir_bytes(first)
    carriers: list[bytes] = []
    for frame in reversed(frames[:start]):
        if wanted <= 0:
            break
        carriers.insert(0, _hushed(frame))
        wanted -= len(frame) - parse(frame).side_info_end
    return (*carriers, *frames[start:stop])


def _reservoir_bytes(frame: bytes) -> int:
    """Return main_data_begin: how far back, in main data bytes, the frame's sound begins."""
    header = parse(frame)
    position = HEADER_BYTES + 2 * header.has_crc
    if header.version == MPEG_1:
        return int.from_bytes(frame[position : position + 2], "big") >> 7
    return frame[position]


def _hushed(frame: bytes) -> bytes:
    """Return the frame with empty side information: silent, its main data in place."""
    header = parse(frame)
    unprotected = frame[:1] + bytes((frame[1] | header.has_crc,)) + frame[2:HEADER_BYTES]
    return unprotected.ljust(header.side_info_end, b"\0") + frame[header.side_info_end :]
