"""`ting doctor` and `ting voices` while the Edge service has a fault that passes, and one that does not."""

import pytest

from tests.cli.conftest import NOWHERE, Ting
from tests.emulator import Abort, EdgeEmulator, Hang, Refuse, Stall
from tests.emulator.faults import VoicesFault
from tts.errors import ExitCode

PASSING: dict[str, VoicesFault] = {
    "503": Refuse(503),
    "503 for a second": Refuse(503, retry_after=1),
    "429 for a second": Refuse(429, retry_after=1),
    "reset": Abort(after=0),
    "stalled in the middle": Stall(),
    "slow at first": Hang(),
}
SOON = ("503", "503 for a second", "429 for a second", "reset")


@pytest.mark.parametrize("name", PASSING)
def test_the_doctor_declares_no_engine_dead_by_a_fault_that_passes(
    ting: Ting, service: EdgeEmulator, name: str
) -> None:
    service.queue_for_voices(PASSING[name])
    findings = {finding["subject"]: finding for finding in ting("doctor", "--json").objects}
    assert findings["edge"]["ok"]
    assert service.voice_requests == 2


@pytest.mark.parametrize("name", SOON)
def test_the_voices_are_listed_after_a_fault_that_passes(
    ting: Ting, service: EdgeEmulator, name: str
) -> None:
    service.queue_for_voices(PASSING[name])
    result = ting("voices", "--engine", "edge")
    assert result.code == ExitCode.OK
    assert "zh-TW-HsiaoChenNeural" in result.out.splitlines()
    assert service.voice_requests == 2


def test_a_service_that_nobody_reaches_is_told_in_one_sentence_as_the_networks(
    ting: Ting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TING_EDGE_BASE_URL", NOWHERE)
    result = ting("voices", "--engine", "edge")
    assert (result.code, result.out) == (ExitCode.NETWORK, "")
    assert result.err.count("cannot be reached") == 1
    assert len(result.err.splitlines()) == 1


def test_an_engine_that_is_none_is_refused_at_once(ting: Ting) -> None:
    result = ting("voices", "--engine", "nobody")
    assert result.code == ExitCode.USAGE
    assert "nobody" in result.err
