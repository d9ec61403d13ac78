"""The espeak-ng library of the `espeakng-loader` wheel: phonemes of words, and speech from text.

The library keeps one voice and one set of parameters for the whole process, so that every use of it
goes through this module, one call at a time. Its interface is espeak-ng's `speak_lib.h`.
"""

import _ctypes
import atexit
import ctypes
import os
import shutil
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

import espeakng_loader  # type: ignore[import-untyped]  # the wheel has no type hints

from tts.errors import EngineUnavailable, SynthesisError

# From speak_lib.h. Synchronous output hands every sample to the callback before `espeak_Synth` returns,
# and lets phonemes be asked for in between; plain retrieval works on a thread of its own.
_OUTPUT_SYNCHRONOUS = 2
_DONT_EXIT_ON_ERROR = 0x8000
_CHARS_UTF8 = 1
_PHONEMES_IN_BRACKETS = 0x100
_PHONEMES_IPA = 0x02
_POSITION_CHARACTER = 1
_RATE, _VOLUME, _PITCH = 1, 2, 3

# The library keeps its data path in 160 bytes and forgets a longer one (N_PATH_HOME_DEF in speech.h).
_PATH_BYTES = 160 - len("/espeak-ng-data") - 1
_BYTES_PER_SAMPLE = 2

_REINSTALL = "Run `pip install --force-reinstall espeakng-loader`."

_unload = getattr(_ctypes, "dlclose" if os.name == "posix" else "FreeLibrary")
_SynthCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Delivery:
    """Words a minute (80-450), pitch (0-100, 50 is the voice's own), volume in percent (0-200)."""

    rate: int = 175
    pitch: int = 50
    volume: int = 100


class _Library:
    """The one loaded library; its methods are called with the lock held."""

    def __init__(self) -> None:
        try:
            self._c = ctypes.CDLL(espeakng_loader.get_library_path())
            data_parent = _short_path(Path(espeakng_loader.get_data_path()).parent)
        except (OSError, RuntimeError) as error:
            message = f"The espeak-ng library cannot be loaded: {error}."
            raise EngineUnavailable(message, hint=_REINSTALL) from error
        self._c.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self.sample_rate: int = self._c.espeak_Initialize(
            _OUTPUT_SYNCHRONOUS, 0, os.fsencode(data_parent), _DONT_EXIT_ON_ERROR
        )
        if self.sample_rate <= 0:
            message = f"The espeak-ng library does not find its data in {data_parent}."
            raise EngineUnavailable(message, hint=_REINSTALL)
        self._c.espeak_ng_SetRandSeed(ctypes.c_long(1))
        self._sound = bytearray()
        self._callback = _collector(self._sound)  # kept: the library holds only its address
        self._c.espeak_SetSynthCallback(self._callback)

    def close(self) -> None:
        self._c.espeak_Terminate()
        _unload(self._c._handle)  # noqa: SLF001 - ctypes has no other way

    def use_voice(self, name: str) -> None:
        if self._c.espeak_SetVoiceByName(name.encode()) != 0:
            message = f"espeak-ng has no voice named {name}."
            raise EngineUnavailable(message, hint="`ting voices --engine espeak` lists those it has.")

    def phonemes(self, text: bytes) -> str:
        clauses = []
        rest = ctypes.c_char_p(text)
        while rest.value is not None:
            said = self._c.espeak_TextToPhonemes(ctypes.byref(rest), _CHARS_UTF8, _PHONEMES_IPA)
            clauses.append(said.decode())
        return " ".join(filter(None, clauses))

    def synthesize(self, text: bytes, delivery: Delivery) -> bytes:
        for parameter, value in (
            (_RATE, delivery.rate),
            (_PITCH, delivery.pitch),
            (_VOLUME, delivery.volume),
        ):
            self._c.espeak_SetParameter(parameter, value, 0)
        self._sound.clear()
        flags = _CHARS_UTF8 | _PHONEMES_IN_BRACKETS
        failed = self._c.espeak_Synth(text, len(text) + 1, 0, _POSITION_CHARACTER, 0, flags, None, None)
        if failed:
            message = f"espeak-ng did not speak the text (its error {failed})."
            raise SynthesisError(message)
        return bytes(self._sound)


def _collector(sound: bytearray) -> object:
    """Return a function for the library to call, which appends every sample it is given to `sound`."""

    def collect(samples: int | None, count: int, _events: int | None) -> int:
        if samples and count > 0:
            sound.extend(ctypes.string_at(samples, count * _BYTES_PER_SAMPLE))
        return 0

    return _SynthCallback(collect)


_loaded: list[_Library] = []
"""The library while it is loaded."""


def _library(*, fresh: bool = False) -> _Library:
    if fresh and _loaded:
        _loaded.pop().close()
    if not _loaded:
        _loaded.append(_Library())
    return _loaded[0]


def _short_path(folder: Path) -> Path:
    """Return the folder by a name that the library can keep: its own, or a link's to it."""
    if len(os.fsencode(folder)) <= _PATH_BYTES:
        return folder
    temporary = Path(tempfile.mkdtemp(prefix="ting-"))
    atexit.register(shutil.rmtree, temporary, ignore_errors=True)
    link = temporary / "espeak"
    link.symlink_to(folder, target_is_directory=True)
    return link


def _encoded(text: str) -> bytes:
    """Return the text without the character that would end it for a C library, nor half characters."""
    return text.replace("\0", " ").encode(errors="replace")


def phonemes(text: str, voice: str) -> str:
    """Return how the voice (such as `en-us`) says the text: IPA with stress marks, spaces between words.

    Punctuation is not kept. Safe to call from any thread. Raises EngineUnavailable.
    """
    with _lock:
        library = _library()
        library.use_voice(voice)
        return library.phonemes(_encoded(text))


def synthesize(text: str, voice: str, delivery: Delivery) -> tuple[bytes, int]:
    """Return the text as signed 16-bit native-endian mono samples, and their rate in hertz.

    Every sample the library makes is in them, and the same request gives the same samples: the
    library is loaded anew each time, for its noise and flutter go on from one text to the next. The
    text may hold espeak-ng's names of sounds between [[ and ]]. Safe to call from any thread, which
    waits its turn. Raises EngineUnavailable, and SynthesisError when the library refuses the text.
    """
    with _lock:
        library = _library(fresh=True)
        library.use_voice(voice)
        return library.synthesize(_encoded(text), delivery), library.sample_rate


def check() -> None:
    """Return when the library is loaded and has its data; raise EngineUnavailable if it cannot be."""
    with _lock:
        _library()
