"""Whether there is a graphics card that Kokoro can be spoken on."""

import ctypes
import sys
from importlib.metadata import PackageNotFoundError, version

from tts.errors import EngineUnavailable

DRIVER = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"

INSTALL = "In the folder of the program: `pip uninstall onnxruntime`, then `pip install '.[gpu]'`."


def check() -> None:
    """Return when there are a card of NVIDIA's, its driver, and the runtime for it.

    Raises EngineUnavailable if not. Imports nothing heavy.
    """
    try:
        version("onnxruntime-gpu")
    except PackageNotFoundError:
        message = "Kokoro cannot use a graphics card: the package onnxruntime-gpu is missing."
        raise EngineUnavailable(message, hint=INSTALL) from None
    if not _cards():
        message = "Kokoro cannot use a graphics card: this machine has none, or no driver of NVIDIA's."
        hint = 'Install the driver, or leave batches = "cuda" out of [engines.kokoro].'
        raise EngineUnavailable(message, hint=hint)


def _cards() -> int:
    """Return how many cards the driver knows (CUDA's driver interface: cuInit, cuDeviceGetCount)."""
    count = ctypes.c_int(0)
    try:
        driver = ctypes.CDLL(DRIVER)
        is_there = driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0
    except (AttributeError, OSError):
        return 0
    return count.value if is_there else 0
