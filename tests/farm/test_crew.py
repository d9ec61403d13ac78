"""The crew outlives its scheduler, whichever moment that chooses."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from distributed import Client
from distributed.comm.core import CommClosedError

from tts.farm.crew import Crew
from tts.farm.errand import Errand, Made, Terms
from tts.farm.roll import Member, Roll
from tts.farm.scheduler import Scheduler
from tts.model.settings import Settings

if TYPE_CHECKING:
    from tts.model.programme import Programme

MADE = Made("slug", dt.date(2026, 1, 2), "print", 1000, "brown")


@dataclass
class Answers:
    """A client whose answers are these, one an errand, and what it is asked."""

    left: Iterator[Made | Exception]

    def submit(self, *_what: object, **_how: object) -> "Answers":
        return self

    async def result(self) -> Made:
        answer = next(self.left)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def release(self) -> None:
        pass


class Away(Scheduler):
    """A scheduler that a test connects, in place of Dask."""

    def __init__(self) -> None:
        super().__init__("tcp://farm:1", "tcp://farm:1", print)
        self.answers = Answers(iter(()))

    @property
    def client(self) -> Client:
        return cast("Client", self.answers)


class Unwatched(Crew):
    """A crew that a test mans, in place of who watches the farm."""

    def __init__(self) -> None:
        self.away = Away()
        terms = Terms(Settings(), "sound", ("espeak",))
        super().__init__(self.away, Roll("tcp://farm:1", terms, 1, print), print)

    def man(self, client: Answers) -> None:
        self.away.answers = client
        self.roll.engine = "espeak"
        self.roll.members = {"tcp://worker:1": Member("brown", {"espeak": 1})}
        self._take_note("")

    async def looks(self) -> None:
        await self._look_now.wait()


def test_an_answer_that_is_lost_with_its_connection_is_asked_for_again() -> None:
    async def lost_then_found() -> Made:
        crew = Unwatched()
        crew.man(Answers(iter([CommClosedError("reset")])))
        errand = Errand(cast("Programme", None), "order", "terms", "espeak", {}, force=False)
        doing = asyncio.create_task(crew.do(errand))
        await crew.looks()
        crew.man(Answers(iter([MADE])))
        return await doing

    assert asyncio.run(asyncio.wait_for(lost_then_found(), 60)) == MADE
