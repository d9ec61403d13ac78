"""What bytes are, by how they begin, whatever is said of them: servers name their sounds wrongly."""

from collections.abc import Callable

_WAVS = (b"RIFF", b"RF64")
_OTHERS = {
    b"OggS": "Ogg",
    b"fLaC": "FLAC",
    b"RIFX": "big-endian WAV",
    b"\x1aE\xdf\xa3": "WebM",
    b"FORM": "AIFF",
    b".snd": "AU",
    b"caff": "CAF",
    b"#!AM": "AMR",
}

_SYNC, _MPEG_1, _RESERVED, _LAYER_3 = 0x7FF, 3, 1, 1
_HERTZ = (44_100, 48_000, 32_000)
_HALVED = {3: 1, 2: 2, 0: 4}
"""By how much the rates of a version are lower than those of MPEG-1."""

_KILOBITS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KILOBITS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Those of layer III, of MPEG-1 and of the others, from 1 on (ISO 11172-3, 13818-3)."""

_HEADER_BYTES = 6


def is_wav(data: bytes) -> bool:
    """Tell whether bytes are WAV."""
    return data.startswith(_WAVS)


def is_known(data: bytes) -> bool:
    """Tell whether bytes are WAV or MP3: no samples alone begin as they do."""
    return data.startswith((*_WAVS, b"ID3")) or _is_a_run(data, _mp3_frame_bytes)


def name_of(data: bytes) -> str | None:
    """Return what a sound is called that is neither; None for samples, or what is no sound."""
    if data[4:8] == b"ftyp" or _is_a_run(data, _aac_frame_bytes):
        return "AAC"
    return _OTHERS.get(data[:4])


def _is_a_run(data: bytes, frame_bytes: Callable[[bytes], int]) -> bool:
    """Tell whether a second frame stands where the first one ends: two samples may look like one frame."""
    size = frame_bytes(data[:_HEADER_BYTES])
    return size > 0 and frame_bytes(data[size : size + _HEADER_BYTES]) > 0


def _mp3_frame_bytes(header: bytes) -> int:
    """Return how long the MP3 frame is that begins so; 0 where none does."""
    word = int.from_bytes(header[:4], "big")
    version, layer, bits, rate = word >> 19 & 3, word >> 17 & 3, word >> 12 & 15, word >> 10 & 3
    if word >> 21 != _SYNC or version == _RESERVED or layer != _LAYER_3:
        return 0
    if not 0 < bits <= len(_KILOBITS_1) or rate >= len(_HERTZ):
        return 0
    is_first = version == _MPEG_1
    kilobits = (_KILOBITS_1 if is_first else _KILOBITS_2)[bits - 1]
    hertz = _HERTZ[rate] // _HALVED[version]
    return (144_000 if is_first else 72_000) * kilobits // hertz + (word >> 9 & 1)


def _aac_frame_bytes(header: bytes) -> int:
    """Return how long the frame of AAC in ADTS is that begins so; 0 where none does (ISO 13818-7)."""
    word = int.from_bytes(header, "big")
    is_frame = len(header) == _HEADER_BYTES and word >> 36 == 0xFFF and not word >> 33 & 3  # noqa: PLR2004
    return word >> 5 & 0x1FFF if is_frame else 0
