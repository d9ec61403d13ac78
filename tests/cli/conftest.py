"""The command line as a user has it, but with a home of its own and no service but the emulator."""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.emulator import EdgeEmulator
from tts.cli.app import run

SEED = Path(__file__).parents[2] / "seeds" / "worldjournal-2026-01-09.txt"
NOWHERE = "http://127.0.0.1:9"
"""The discard service's port: nothing answers there."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects on standard output, one a line."""
        return [msgspec.json.decode(line) for line in self.out.splitlines()]


Ting = Callable[..., Result]


@pytest.fixture
def ting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Ting:
    """Run a command in an empty folder; without the emulator no Edge service can be reached."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("TING_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("TING_EDGE_BASE_URL", NOWHERE)

    def ting(*arguments: str | Path, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = run([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Result(code, captured.out, captured.err)

    return ting


@pytest.fixture
def service(
    monkeypatch: pytest.MonkeyPatch,
    ting: Ting,  # noqa: ARG001 - which sets the address first
    emulator: EdgeEmulator,
) -> EdgeEmulator:
    """Let the commands reach an emulated Edge service."""
    monkeypatch.setenv("TING_EDGE_BASE_URL", emulator.base_url)
    return emulator
