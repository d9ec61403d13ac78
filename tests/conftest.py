"""An emulated Edge service, and no trace of the machine's own proxies or of a clock once learned."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from edge_tts.drm import DRM

from tests.emulator import EdgeEmulator
from tests.house import House


@pytest.fixture
def emulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[EdgeEmulator]:
    """Run an emulator."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "WSS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with EdgeEmulator() as running:
        yield running
    DRM.clock_skew_seconds = 0.0


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Return a user's machine."""
    return House(tmp_path)
