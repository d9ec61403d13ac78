"""Work done several at a time comes in order, as much at once as is wished for."""

import asyncio

import pytest

from tts.synthesizer import in_order


@pytest.mark.parametrize(("first_alone", "beside_first"), [(False, {0, 1, 2}), (True, {0})])
def test_the_first_is_done_beside_others_or_alone(*, first_alone: bool, beside_first: set[int]) -> None:
    under_way: set[int] = set()
    beside: dict[int, set[int]] = {}

    async def work(number: int) -> int:
        under_way.add(number)
        for _turn in range(5):
            await asyncio.sleep(0)
        beside[number] = set(under_way)
        under_way.remove(number)
        return number

    async def done() -> list[int]:
        return [result async for result in in_order(map(work, range(6)), 3, first_alone=first_alone)]

    assert asyncio.run(done()) == [0, 1, 2, 3, 4, 5]
    assert beside[0] == beside_first
    assert max(map(len, beside.values())) == 3
