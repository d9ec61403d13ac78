"""A server is asked as much at once as it answers soon."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from tts.engines.turns import FIRST, Turns
from tts.errors import NetworkError
from tts.testing import FakeClock


async def ask(turns: Turns, clock: FakeClock, took_s: float) -> None:
    async with turns.turn():
        clock.now_s += took_s


def allowed_after(most: int, *took_s: float) -> int:
    clock = FakeClock()
    turns = Turns(most, clock)

    async def ask_all() -> None:
        for seconds in took_s:
            await ask(turns, clock, seconds)

    asyncio.run(ask_all())
    return turns.allowed


@pytest.mark.parametrize(
    ("most", "took_s", "allowed"),
    [
        (8, (), FIRST),
        (1, (), 1),
        (8, (0.3, 0.3, 0.3), 5),
        (4, (0.3,) * 9, 4),
        (8, (8.0,) * 5, FIRST),
        (8, (20.0,) * 5, 1),
        (8, (0.3, 0.3, 0.3, 20.0), 4),
    ],
)
def test_who_answers_soon_is_asked_more_at_once(most: int, took_s: tuple[float, ...], allowed: int) -> None:
    assert allowed_after(most, *took_s) == allowed


def test_who_fails_is_asked_half_as_much() -> None:
    clock = FakeClock()
    turns = Turns(8, clock)

    async def ask_and_fail() -> None:
        for _ in range(6):
            await ask(turns, clock, 0.1)
        with pytest.raises(NetworkError):
            async with turns.turn():
                raise NetworkError("Gone.")  # noqa: EM101

    asyncio.run(ask_and_fail())
    assert turns.allowed == 4


def test_no_more_are_at_work_than_are_allowed_and_all_get_their_turn() -> None:
    busy = most_busy = done = 0
    turns = Turns(3)

    async def work() -> None:
        nonlocal busy, most_busy, done
        async with turns.turn():
            busy += 1
            most_busy = max(most_busy, busy)
            await asyncio.sleep(0)
            busy, done = busy - 1, done + 1

    async def work_all() -> None:
        await asyncio.gather(*(work() for _ in range(20)))

    asyncio.run(work_all())
    assert (done, most_busy) == (20, 3)


def in_the_midst(then: Callable[[Turns, list[asyncio.Task[None]]], Coroutine[Any, Any, None]]) -> Turns:
    """Let two hold all turns and others wait, and then this happen."""
    turns = Turns(2)

    async def hold(end: asyncio.Event) -> None:
        async with turns.turn():
            await end.wait()

    async def run() -> None:
        end = asyncio.Event()
        tasks = [asyncio.create_task(hold(end)) for _ in range(5)]
        await asyncio.sleep(0)
        await then(turns, tasks)
        end.set()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(run())
    return turns


def test_who_waits_and_is_cancelled_keeps_nobody_from_a_turn() -> None:
    async def cancel_some(_turns: Turns, tasks: list[asyncio.Task[None]]) -> None:
        tasks[2].cancel()  # waits
        tasks[0].cancel()  # has a turn, which is then given to one that waits
        await asyncio.sleep(0)
        tasks[3].cancel()  # was given that turn, and has not yet begun

    turns = in_the_midst(cancel_some)
    turns.allowed = 2
    asyncio.run(asyncio.wait_for(ask(turns, FakeClock(), 0), 1))
