"""The wheels turn by themselves: no clock, no sound."""

from hypothesis import given
from hypothesis import strategies as st

from tests.preview.conftest import chapters_of, cues_of
from tts.preview.transport import FASTEST, SLOWEST, Transport

CHAPTERS = chapters_of(cues_of())
STARTS = [chapter.start_ms for chapter in CHAPTERS]
END_MS = CHAPTERS[-1].end_ms


@given(st.integers(-10_000, 100_000))
def test_a_place_is_always_one_that_there_is(position_ms: int) -> None:
    assert 0 <= Transport().to(position_ms, END_MS).position_ms <= END_MS


@given(st.integers(0, END_MS))
def test_the_next_chapter_is_the_first_that_begins_later(position_ms: int) -> None:
    there = Transport(position_ms).to_next(CHAPTERS).position_ms
    later = [start for start in STARTS if start > position_ms]
    assert there == (later[0] if later else position_ms)


def test_back_is_to_the_chapters_beginning_and_from_there_to_the_one_before() -> None:
    second = STARTS[1]
    assert Transport(second + 9000).to_previous(CHAPTERS).position_ms == second
    assert Transport(second + 500).to_previous(CHAPTERS).position_ms == 0
    assert Transport(100).to_previous(CHAPTERS).position_ms == 0
    assert Transport(5000).to_previous(()).position_ms == 0


def test_the_speed_goes_by_quarters_between_half_and_threefold() -> None:
    assert Transport(speed=1.1).quickened(1).speed == 1.25
    speeds = [Transport().quickened(steps).speed for steps in range(-20, 20)]
    assert (min(speeds), max(speeds)) == (SLOWEST, FASTEST)
    assert 1.0 in speeds


def test_pausing_and_muting_twice_changes_nothing() -> None:
    assert Transport().paused().paused() == Transport().hushed().hushed() == Transport()
