"""An emulated Edge service, judges that are not ours, and no trace of the machine's proxies or clock.

Invented examples are the same in every run, and take the time they take, however slow the machine is: other
ones are tried with `pytest --hypothesis-profile=default`.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from edge_tts.drm import DRM
from hypothesis import HealthCheck, settings

from tests.emulator import EdgeEmulator
from tests.house import House

settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")

# What a shell starts in the background ignores an interrupt, and so would all that the tests start and end.
signal.signal(signal.SIGINT, signal.default_int_handler)


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


@pytest.fixture
def judge() -> Callable[..., str]:
    """Run a judging program and return all it says; without it the test is skipped, except in CI."""

    def run(program: str, *arguments: str | Path) -> str:
        if shutil.which(program) is None:
            message = f"{program} is not installed"
            if "CI" in os.environ:
                pytest.fail(message)
            pytest.skip(message)
        done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=True)
        return (done.stdout + done.stderr).decode()

    return run
