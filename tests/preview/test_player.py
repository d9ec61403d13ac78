"""Players tell how far they are: a clock, and a device that throws the sound away."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import miniaudio  # type: ignore[import-untyped]
import pytest

from tests.preview.conftest import MakeEpisode
from tts.errors import TingError
from tts.preview.player import SilentPlayer, SoundPlayer, check_sound, playing
from tts.preview.tape import Tape
from tts.preview.transport import Transport
from tts.testing import FakeClock

NOWHERE = [miniaudio.Backend.NULL]


@pytest.fixture
def tape(make_episode: MakeEpisode, tmp_path: Path) -> Iterator[Tape]:
    make_episode()
    with closing(Tape.open(next(tmp_path.rglob("*.mp3")))) as opened:
        yield opened


def until(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_a_silent_player_goes_by_the_clock_and_waits_for_what_is_not_there_yet() -> None:
    clock, available = FakeClock(), [60_000]
    player = SilentPlayer(lambda: available[0], clock)
    player.start(Transport(1000, speed=2.0))
    clock.now_s = 3
    assert player.position_ms() == 7000
    player.turn(Transport(playing=False), jump=False)
    clock.now_s = 9
    assert player.position_ms() == 7000
    player.turn(Transport(50_000), jump=True)
    clock.now_s = 29
    assert player.position_ms() == 60_000
    available[0] = 90_000
    assert player.position_ms() == 60_000
    clock.now_s = 30
    assert player.position_ms() == 61_000


def test_sound_goes_on_faster_jumps_and_stops_as_it_is_told(tape: Tape) -> None:
    player, transport = SoundPlayer(tape, NOWHERE), Transport(10_000)
    with playing(player, transport):
        until(lambda: player.position_ms() > 10_050)
        player.turn(replace(transport, speed=3.0, muted=True, position_ms=30_000), jump=True)
        started = time.monotonic()
        until(lambda: player.position_ms() > 31_500)
        assert time.monotonic() - started > 0.3
        player.turn(replace(transport, playing=False), jump=False)
        until(lambda: not player.sounds)
        at_ms = player.position_ms()
        started = time.monotonic()
        until(lambda: time.monotonic() > started + 0.1)
        assert player.position_ms() == at_ms
        player.turn(replace(transport, position_ms=tape.duration_ms - 100), jump=True)
        until(lambda: player.position_ms() == tape.duration_ms)


@pytest.mark.skipif(Path("/dev/snd").exists(), reason="there is a sound card")
def test_without_a_device_it_says_what_to_do(tape: Tape) -> None:
    with pytest.raises(TingError, match="No sound device") as failure:
        SoundPlayer(tape).start(Transport())
    assert "--no-audio" in failure.value.hint
    with pytest.raises(TingError, match="No sound device"):
        check_sound()
