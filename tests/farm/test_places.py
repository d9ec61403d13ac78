"""As many jobs are under way as the runner can use now."""

import asyncio
from dataclasses import dataclass

from tts.farm.job import Job
from tts.farm.places import Places
from tts.model.episode import Episode
from tts.narration.studio import UNHEARD, Listener, Relay


@dataclass
class Growing:
    at_once: int = 1

    async def narrate(self, job: Job, listener: Listener, relay: Relay = UNHEARD) -> Episode:
        raise NotImplementedError


async def pass_on() -> None:
    """Let whoever can go on do so."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_more_begin_when_workers_have_come_in_the_order_they_came() -> None:
    async def run() -> None:
        runner, over = Growing(), [asyncio.Event() for _ in range(5)]
        places, begun = Places(runner), list[int]()

        async def job(number: int) -> None:
            async with places:
                begun.append(number)
                await over[number].wait()

        jobs = [asyncio.create_task(job(number)) for number in range(5)]
        await pass_on()
        assert begun == [0]
        runner.at_once = 3
        over[0].set()
        await pass_on()
        assert begun == [0, 1, 2, 3]
        runner.at_once = 1
        over[1].set()
        await pass_on()
        assert begun == [0, 1, 2, 3]
        for one in over:
            one.set()
        await asyncio.gather(*jobs)

    asyncio.run(run())


def test_one_that_is_cancelled_takes_no_place() -> None:
    async def run() -> None:
        places, over = Places(Growing()), asyncio.Event()

        async def job() -> None:
            async with places:
                await over.wait()

        first, second, third, last = (asyncio.create_task(job()) for _ in range(4))
        await pass_on()
        second.cancel()
        await pass_on()
        first.cancel()
        await asyncio.sleep(0)  # the third's turn has come, and it knows nothing of it yet
        third.cancel()
        over.set()
        await asyncio.wait_for(last, 10)
        assert second.cancelled()
        assert third.cancelled()

    asyncio.run(run())
