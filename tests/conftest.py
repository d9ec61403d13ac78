"""An emulated Edge service, and no trace of the machine's own proxies or of a clock once learned."""

from collections.abc import Iterator

import pytest
from edge_tts.drm import DRM

from tests.emulator import EdgeEmulator


@pytest.fixture
def emulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[EdgeEmulator]:
    """Run an emulator."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "WSS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with EdgeEmulator() as running:
        yield running
    DRM.clock_skew_seconds = 0.0
