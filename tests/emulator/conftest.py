"""The unmodified edge-tts client, pointed at an emulator."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import edge_tts
import pytest
from edge_tts.constants import TRUSTED_CLIENT_TOKEN
from edge_tts.drm import DRM

from tests.emulator import EdgeEmulator
from tests.emulator.server import BASE_PATH


@dataclass(slots=True)
class Take:
    audio: bytes = b""
    boundaries: list[tuple[str, float, float, str]] = field(default_factory=list)


Say = Callable[..., Take]
Point = Callable[[EdgeEmulator], None]


@pytest.fixture
def point_client_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Point]:
    """Return a function that sends edge-tts to an emulator; what it learns of the clock is undone."""

    def point(emulator: EdgeEmulator) -> None:
        host = f"127.0.0.1:{emulator.port}{BASE_PATH}"
        monkeypatch.setattr(
            "edge_tts.communicate.WSS_URL", f"ws://{host}/edge/v1?TrustedClientToken={TRUSTED_CLIENT_TOKEN}"
        )
        monkeypatch.setattr(
            "edge_tts.voices.VOICE_LIST",
            f"http://{host}/voices/list?trustedclienttoken={TRUSTED_CLIENT_TOKEN}",
        )

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield point
    DRM.clock_skew_seconds = 0.0


@pytest.fixture
def emulator(point_client_at: Point) -> Iterator[EdgeEmulator]:
    """Run an emulator that the client talks to."""
    with EdgeEmulator() as running:
        point_client_at(running)
        yield running


@pytest.fixture
def say() -> Say:
    """Return a function that has edge-tts speak a text and collects what it yields."""

    async def collect(
        text: str, voice: str, rate: str, boundary: Literal["WordBoundary", "SentenceBoundary"]
    ) -> Take:
        take = Take()
        async for chunk in edge_tts.Communicate(text, voice, rate=rate, boundary=boundary).stream():
            if chunk["type"] == "audio":
                take.audio += chunk["data"]
            else:
                take.boundaries.append((chunk["type"], chunk["offset"], chunk["duration"], chunk["text"]))
        return take

    def run(
        text: str,
        voice: str = "zh-TW-HsiaoChenNeural",
        *,
        rate: str = "+0%",
        boundary: Literal["WordBoundary", "SentenceBoundary"] = "SentenceBoundary",
    ) -> Take:
        return asyncio.run(collect(text, voice, rate, boundary))

    return run
