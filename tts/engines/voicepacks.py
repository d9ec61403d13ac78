"""Kokoro's Mandarin voices on this machine: eight style packs, never used unless they are upstream's.

A pack is 510 styles of 256 numbers (32-bit floats, little-endian), one for each length in phonemes
that a text may have. They are published with the model (https://huggingface.co/hexgrad/Kokoro-82M,
Apache-2.0). `voicepack_install` fetches them. A blend of voices is named like `zf_xiaoyi(2)+zf_xiaobei`:
the mean of their styles, weighted; one without a weight has 1. So others write them, too
(https://github.com/remsky/Kokoro-FastAPI).
"""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tts.errors import EngineUnavailable, OutputError

SHA256: Mapping[str, str] = {
    "zf_xiaobei": "5dde6e1c9c4f12c8b327bc29c0cee361a23b52b952c04636858ba637ec66e640",
    "zf_xiaoni": "08892b62a39af0a615cd0581238db7e19e44c578e8fa0bfd0e586e93327d9cba",
    "zf_xiaoxiao": "03adb5d5e3ddd88b047954e974e651cb0a4b524c985057e5d872e962c7be1169",
    "zf_xiaoyi": "bc1555c5c486099196ac254bae5e0bb543c121952a3092f50b7d8724f1bc36b3",
    "zm_yunjian": "de48a00bdbf3649f07162269a2b6e0513604389bfac8a2e6c75cb34b323ad6fa",
    "zm_yunxi": "7243892fb4e560d47014090ddf010f8b8b790f3c6b029ff82b2ac06aa4e27c8b",
    "zm_yunxia": "6b2b8fc15b3df19a368daebe5c581c7fabf433ee5b8a17ffd6b3d723cff8936d",
    "zm_yunyang": "261e2c89470534dbbcb8fd98b8fdc495ec94063d9bb6c8277f7be43cccba3f42",
}
"""The voices, by the name upstream gave them, sorted; and what their packs must be."""

STYLES, STYLE_SIZE = 510, 256
PACK_BYTES = STYLES * STYLE_SIZE * 4

_MEND = "Run `ting voices install`."
_PART = re.compile(r"(?P<name>[^()+]+)(?:\((?P<weight>\d{1,3}(?:\.\d{1,3})?)\))?")


def check(data_dir: Path) -> None:
    """Return when all voices are installed and are upstream's; else raise EngineUnavailable."""
    for name in SHA256:
        _installed(data_dir, name)


def load(data_dir: Path, name: str) -> bytes:
    """Return an installed voice's pack, or a blend of several; raise EngineUnavailable if it cannot be used.

    Each voice's own pack is checked.
    """
    parts = tuple(_parts(name))
    if len(parts) == 1:
        return _installed(data_dir, parts[0][0])
    import numpy as np  # noqa: PLC0415 - heavy: only to speak

    weights = [weight for _, weight in parts]
    packs = [np.frombuffer(_installed(data_dir, voice), "<f4") for voice, _ in parts]
    return np.average(packs, axis=0, weights=weights).astype("<f4").tobytes()


def _parts(name: str) -> Iterator[tuple[str, float]]:
    """Yield the voices of a blend, each with its weight; raise EngineUnavailable when it is none."""
    for part in name.split("+"):
        match = _PART.fullmatch(part.strip())
        weight = float(match["weight"] or 1) if match else 0
        if not match or not weight:
            message = f"Kokoro cannot blend {name}."
            raise EngineUnavailable(message, hint="Write zf_xiaoyi(2)+zf_xiaobei, with weights above 0.")
        yield match["name"], weight


def _installed(data_dir: Path, name: str) -> bytes:
    if name not in SHA256:
        message = f"Kokoro has no Mandarin voice named {name}."
        raise EngineUnavailable(message, hint=f"Choose one of {', '.join(SHA256)}.")
    try:
        pack = _path(data_dir, name).read_bytes()
    except FileNotFoundError as error:
        message = f"Kokoro's voice {name} is not installed."
        raise EngineUnavailable(message, hint=_MEND) from error
    except OSError as error:
        message = f"Kokoro's voice {name} cannot be read: {error}."
        raise EngineUnavailable(message, hint=_MEND) from error
    if name_of(pack) != name:
        message = f"Kokoro's voice {name} is damaged."
        raise EngineUnavailable(message, hint=_MEND)
    return pack


def missing(data_dir: Path) -> tuple[str, ...]:
    """Return the voices that are not installed, or are damaged."""
    return tuple(name for name in SHA256 if not _is_good(data_dir, name))


def name_of(pack: bytes) -> str | None:
    """Return the voice whose pack this is, whatever its file was called; None when it is none."""
    digest = hashlib.sha256(pack).hexdigest()
    return next((name for name, expected in SHA256.items() if digest == expected), None)


def save(data_dir: Path, name: str, pack: bytes) -> None:
    """Put a pack in its place, whole or not at all; raise OutputError when it cannot be written."""
    path = _path(data_dir, name)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(temporary, pack)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        message = f"The voice {name} cannot be written to {path.parent}: {error.strerror}."
        raise OutputError(message, hint="Make room, or set TING_DATA_DIR to another folder.") from error


def _path(data_dir: Path, name: str) -> Path:
    return data_dir / "kokoro" / f"{name}.bin"


def _is_good(data_dir: Path, name: str) -> bool:
    try:
        _installed(data_dir, name)
    except EngineUnavailable:
        return False
    return True


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
