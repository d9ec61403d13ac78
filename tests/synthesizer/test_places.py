"""A free place goes to the longest of those that came first, and none is ever lost."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack

from hypothesis import given
from hypothesis import strategies as st

from tts.synthesizer.places import Places

LENGTHS = st.lists(st.integers(0, 9), max_size=30)


def order(lengths: Sequence[int], count: int) -> list[int]:
    """Return in which order texts of these lengths had one of so many places, all asked for at once."""
    had: list[int] = []
    inside = 0

    async def speak(index: int, places: Places) -> None:
        nonlocal inside
        async with places.place(lengths[index]):
            inside += 1
            assert inside <= count
            had.append(index)
            await asyncio.sleep(0)
            inside -= 1

    async def speak_all() -> None:
        places = Places(count)
        await asyncio.gather(*(speak(index, places) for index in range(len(lengths))))

    asyncio.run(speak_all())
    return had


def test_the_longest_of_those_that_came_first_is_next() -> None:
    assert order([1, 1, 5, 7, 6, 9], 2) == [0, 1, 3, 4, 2, 5]


def test_what_is_of_one_length_keeps_its_order() -> None:
    assert order([3] * 20, 4) == list(range(20))


@given(LENGTHS, st.integers(1, 5))
def test_all_have_a_place_and_none_waits_for_more_than_a_few_that_came_later(
    lengths: list[int], count: int
) -> None:
    had = order(lengths, count)
    assert sorted(had) == list(range(len(lengths)))
    for index in had:
        before = had[: had.index(index)]
        assert sum(other > index for other in before) <= count


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=20), st.integers(1, 4))
def test_who_gives_up_takes_no_place_along(callers: list[tuple[int, int]], count: int) -> None:
    async def speak(length: int, places: Places) -> None:
        async with places.place(length):
            await asyncio.sleep(0)

    async def some_give_up() -> None:
        places = Places(count)
        tasks = [asyncio.create_task(speak(length, places)) for length, _patience in callers]
        for moment in range(6):
            for task, (_length, patience) in zip(tasks, callers, strict=True):
                if patience == moment:
                    task.cancel()
            await asyncio.sleep(0)
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(end is None or isinstance(end, asyncio.CancelledError) for end in ends)
        async with asyncio.timeout(1), AsyncExitStack() as held:
            for _place in range(count):
                await held.enter_async_context(places.place(1))

    asyncio.run(some_give_up())


def test_a_place_that_is_left_just_as_its_next_one_gives_up_stays_free() -> None:
    async def leave_and_give_up() -> None:
        places, leaving = Places(1), asyncio.Event()

        async def speak() -> None:
            async with places.place(1):
                await leaving.wait()

        speaking = asyncio.create_task(speak())
        await asyncio.sleep(0)
        waiting = asyncio.create_task(speak())
        await asyncio.sleep(0)
        leaving.set()
        waiting.cancel()
        await speaking
        async with asyncio.timeout(1):
            await speak()

    asyncio.run(leave_and_give_up())
