"""The bytes of a sound, in one of the forms that speech servers send → mono samples, full scale at 1.0.

Bytes are taken for what they begin with, whatever was asked for: servers send WAV for PCM, and the other way
round. WAV by https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tts.engines.failures import Incomplete
from tts.engines.sound_kinds import is_known, is_wav, name_of
from tts.errors import SynthesisError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SAMPLE_RATES = range(8_000, 192_001)
"""As a plug-in's engine may give them."""

PLACEHOLDER = 0x1000_0000
"""Who streams WAV does not know its length, and writes 0 or as much as fits: no text takes 268 MB."""

PCM, FLOAT, EXTENSIBLE = 0x0001, 0x0003, 0xFFFE
HEADER_BYTES = 8
FLOAT_BYTES = 4
AUDIBLE, LOUDEST_FLOAT = 1e-3, 16.0
"""Between these is the loudest sample of speech in floats; some models go far beyond full scale."""

_REMEDY = 'Set response_format to one that it has: "wav", "pcm" or "mp3".'
_RATE = re.compile(r"rate=\"?(\d{1,6})")
_CHANNELS = re.compile(r"channels=\"?(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono samples, full scale at 1.0."""

    samples: "npt.NDArray[np.float32]"
    sample_rate: int


@dataclass(frozen=True, slots=True)
class _Form:
    """How samples lie in bytes."""

    code: int
    channels: int
    sample_rate: int
    bits: int

    @property
    def frame_bytes(self) -> int:
        return self.channels * self.bits // 8


def sound_of(data: bytes, asked: str, content_type: str = "", sample_rate: int = 24_000) -> Sound:
    """Return the sound of WAV, MP3 or PCM; PCM is mono, of this rate and little-endian unless it says else.

    `asked` is "wav", "mp3" or "pcm", `content_type` in small letters. Raises Incomplete for what breaks off,
    SynthesisError for what is no such sound.
    """
    if is_wav(data):
        return _wav(data)
    if named := name_of(data):
        message = f"The server sent {named} where {asked.upper()} was asked for."
        raise SynthesisError(message, hint=_REMEDY)
    is_raw = any(name in content_type for name in ("pcm", "l16", "raw")) or (
        asked == "pcm" and _says_nothing(content_type)
    )
    if is_known(data) or (not is_raw and data[:1] == b"\xff"):
        return _mp3(data)
    if is_raw:
        return _raw(data, content_type, sample_rate)
    message = f"The server sent something else where {asked.upper()} was asked for."
    raise SynthesisError(message, hint=_REMEDY)


def _says_nothing(content_type: str) -> bool:
    """Tell whether a type may be said of samples alone as well as of anything."""
    media_type = content_type.partition(";")[0].strip()
    return media_type in {
        "",
        "audio/basic",
        "application/octet-stream",
        "binary/octet-stream",
        "audio/x-wav",
        "audio/wav",
    }


def _mp3(data: bytes) -> Sound:
    import miniaudio  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy: only to speak
    import numpy as np  # noqa: PLC0415 - as above

    try:
        found = miniaudio.mp3_read_f32(data)
    except miniaudio.DecodeError as error:
        message = "The server sent sound that is no MP3 that can be decoded."
        raise SynthesisError(message) from error
    samples = np.frombuffer(found.samples, np.float32).reshape(-1, found.nchannels)
    return _sound(samples, found.sample_rate)


def _raw(data: bytes, content_type: str, sample_rate: int) -> Sound:
    """Return the sound of samples alone: 16-bit PCM at 24 kHz by the public documentation, or as it says.

    `audio/L16` would be big-endian (RFC 2586), and some servers say so of what is not: it is heard which.
    """
    import numpy as np  # noqa: PLC0415 - heavy: only to speak

    rate, channels = _RATE.search(content_type), _CHANNELS.search(content_type)
    form = _Form(PCM, max(1, int(channels[1])) if channels else 1, int(rate[1]) if rate else sample_rate, 16)
    if _is_float(data):
        return _sound(_samples(data, replace(form, code=FLOAT, bits=32)), form.sample_rate)
    if len(data) % 2:
        message = "The sound breaks off within a sample."
        raise Incomplete(message)
    samples = _samples(data, form)
    if "l16" in content_type:
        swapped = _samples(np.frombuffer(data, ">i2").astype("<i2").tobytes(), form)
        samples = min(samples, swapped, key=_roughness)
    return _sound(samples, form.sample_rate)


def _is_float(data: bytes) -> bool:
    """Tell whether samples alone are floats of 32 bits, as some models give them.

    16-bit speech is none as such: a small negative sample ends in a float beyond all bounds.
    """
    import numpy as np  # noqa: PLC0415 - heavy: only to speak

    if len(data) % FLOAT_BYTES:
        return False
    levels = np.abs(np.frombuffer(data, "<f4"))
    return bool(np.isfinite(levels).all() and AUDIBLE < levels.max(initial=0.0) < LOUDEST_FLOAT)


def _roughness(samples: "npt.NDArray[np.float32]") -> float:
    import numpy as np  # noqa: PLC0415 - heavy: only to speak

    return float(np.abs(np.diff(samples, axis=0)).sum())


def _wav(data: bytes) -> Sound:
    """Return the sound of a WAV, or of several that were put together as they are."""
    import numpy as np  # noqa: PLC0415 - heavy: only to speak

    sounds = list(_wavs(data))
    rates = {sound.sample_rate for sound in sounds}
    if len(rates) != 1:
        message = "The sound breaks off within the header of its WAV."
        raise Incomplete(message)
    return Sound(np.concatenate([sound.samples for sound in sounds]), rates.pop())


def _wavs(data: bytes) -> Iterator[Sound]:
    form: _Form | None = None
    at = HEADER_BYTES + 4
    while at + HEADER_BYTES <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        at += HEADER_BYTES
        if name == b"fmt ":
            form = _form(data[at : at + size])
        elif name == b"data":
            if form is None:
                return
            end = at + size if 0 < size < PLACEHOLDER else _next_wav(data, at)
            size = end - at if end < len(data) else size
            if not _goes_on(data[end + size % 2 :]):
                size, end = PLACEHOLDER, len(data)
            if end > len(data):
                message = f"The sound breaks off: its WAV says {size} bytes and has {len(data) - at}."
                raise Incomplete(message)
            yield _sound(_samples(data[at:end], form), form.sample_rate)
        elif name in {b"RIFF", b"RF64"}:
            size = 4
        elif size >= PLACEHOLDER:
            return
        at += size + size % 2 if size < PLACEHOLDER else len(data)


def _next_wav(data: bytes, at: int) -> int:
    """Return where another WAV begins after samples of untold length; the end of all where none does."""
    found = data.find(b"WAVEfmt ", at) - HEADER_BYTES
    return found if found >= at and is_wav(data[found:]) else len(data)


def _goes_on(rest: bytes) -> bool:
    """Tell whether a chunk may follow: where samples do, the size was of the first that were ready."""
    return len(rest) < HEADER_BYTES or (rest[:4].isascii() and rest[:4].decode().isprintable())


def _form(chunk: bytes) -> _Form:
    if len(chunk) < 16:  # noqa: PLR2004 - the shortest there is
        message = "The sound breaks off within the header of its WAV."
        raise Incomplete(message)
    code, channels, sample_rate, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
    if code == EXTENSIBLE and len(chunk) >= 26:  # noqa: PLR2004 - where the true code stands
        (code,) = struct.unpack_from("<H", chunk, 24)
    if (code, bits) not in {
        (PCM, 8),
        (PCM, 16),
        (PCM, 24),
        (PCM, 32),
        (FLOAT, 32),
        (FLOAT, 64),
    } or not channels:
        message = f"The server sent WAV of a kind that cannot be read (code {code}, {bits} bits)."
        raise SynthesisError(message, hint=_REMEDY)
    return _Form(code, channels, sample_rate, bits)


def _samples(data: bytes, form: _Form) -> "npt.NDArray[np.float32]":
    """Return the samples, a row a moment and a column a channel; a part of a row at the end is left."""
    import numpy as np  # noqa: PLC0415 - heavy: only to speak

    whole = data[: len(data) // form.frame_bytes * form.frame_bytes]
    match form.code, form.bits:
        case 0x0003, bits:
            found = np.frombuffer(whole, f"<f{bits // 8}").astype(np.float32)
        case _, 8:
            found = ((np.frombuffer(whole, np.uint8) - 128.0) / 128).astype(np.float32)
        case _, 24:
            high = np.frombuffer(whole, np.uint8).reshape(-1, 3).astype(np.int32)
            wide = high[:, 0] << 8 | high[:, 1] << 16 | high[:, 2] << 24
            found = (wide / 2.0**31).astype(np.float32)
        case _, bits:
            found = (np.frombuffer(whole, f"<i{bits // 8}") / 2.0 ** (bits - 1)).astype(np.float32)
    return found.reshape(-1, form.channels)


def _sound(samples: "npt.NDArray[np.float32]", sample_rate: int) -> Sound:
    import numpy as np  # noqa: PLC0415 - heavy: only to speak

    if sample_rate not in SAMPLE_RATES:
        message = f"The server sent sound of {sample_rate} samples a second, which is no rate of speech."
        raise SynthesisError(message, hint="Set response_format or sample_rate.")
    mono = samples.mean(axis=1) if len(samples) else samples[:, 0]
    if not np.isfinite(mono).all():
        message = "The server sent broken sound."
        raise SynthesisError(message)
    return Sound(mono, sample_rate)
