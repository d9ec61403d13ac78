"""The crew outlives its scheduler, whichever moment that chooses."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from distributed import Client
from distributed.comm.core import CommClosedError

from tts.farm.crew import Crew, Member
from tts.farm.errand import Errand, Made, Terms
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


class Unwatched(Crew):
    """A crew that a test mans, in place of who watches the farm."""

    def man(self, client: Answers) -> None:
        self.engine = "espeak"
        self._client = cast("Client", client)
        self._members = {"tcp://worker:1": Member("brown", {"espeak": 1})}
        self._announce()

    async def looks(self) -> None:
        await self._look_now.wait()


async def nobody() -> Client:
    raise OSError


def test_an_answer_that_is_lost_with_its_connection_is_asked_for_again() -> None:
    async def lost_then_found() -> Made:
        crew = Unwatched("tcp://farm:1", nobody, Terms(Settings(), "sound", ("espeak",)), 1, print)
        crew.man(Answers(iter([CommClosedError("reset")])))
        errand = Errand(cast("Programme", None), "order", "terms", "espeak", {}, force=False)
        doing = asyncio.create_task(crew.do(errand))
        await crew.looks()
        crew.man(Answers(iter([MADE])))
        return await doing

    assert asyncio.run(asyncio.wait_for(lost_then_found(), 60)) == MADE
