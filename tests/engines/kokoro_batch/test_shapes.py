from hypothesis import given
from hypothesis import strategies as st

from tts.engines.kokoro_batch.shapes import BUCKETS, Room, bucket, padded, split, together

LENGTHS = st.lists(st.integers(3, 512), min_size=1, max_size=200)
ROOMS = st.builds(Room, st.integers(1, 5000), st.integers(1, 5000))


@given(LENGTHS, ROOMS)
def test_the_line_that_waits_longest_is_spoken_with_as_many_of_its_bucket_as_there_is_room_for(
    lengths: list[int], room: Room
) -> None:
    now = together(lengths, room)
    size = bucket(lengths[0])
    alike = [place for place, tokens in enumerate(lengths) if bucket(tokens) == size]
    assert now[0] == 0
    assert now == alike[: len(now)]
    assert len(now) == 1 or len(now) * size <= room.tokens
    assert len(now) == len(alike) or (len(now) + 1) * size > room.tokens


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=100), ROOMS)
def test_every_row_is_made_into_sound_once_and_within_the_room(frames: list[int], room: Room) -> None:
    groups = list(split(frames, room))
    assert sorted(row for group in groups for row in group) == list(range(len(frames)))
    for group in groups:
        assert len(group) == 1 or len(group) * padded(max(frames[row] for row in group)) <= room.frames


@given(st.integers(3, 512))
def test_a_line_is_padded_to_less_than_twice_its_length_or_to_the_smallest_bucket(tokens: int) -> None:
    assert tokens <= bucket(tokens) < max(2 * tokens, BUCKETS[0] + 1)
