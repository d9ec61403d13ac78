"""The sending of an errand: one try, by whichever worker, to its end or to what came in the way."""

import asyncio
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from distributed import Client, KilledWorker
from distributed.client import ClosedClientError, FutureCancelledError
from distributed.comm.core import CommClosedError

from tts.errors import TingError, unforeseen
from tts.farm.errand import Errand, Made
from tts.farm.worker import speak


class Recalled(Exception):
    """Nobody is left who could do what was sent: it is sent again when there is."""


class Lost(Exception):
    """The scheduler was lost, and with it what was sent: it is sent again when there is one."""


class Deadly(Exception):
    """Workers ended, one after the other, that had this errand, among others perhaps."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """An errand as it is sent: under a name that no other try has, for so much of a worker's resources.

    One that is `first` goes before all others.
    """

    name: str
    errand: Errand
    takes: dict[str, int]
    first: bool


async def sent(parcel: Parcel, client: Client, over: asyncio.Event) -> Made:
    """Return what a worker answers, or raise the TingError that it did.

    Raises Recalled when it is `over` before there is an answer, Lost, and Deadly.
    """
    answer, ending = asyncio.ensure_future(_answer(parcel, client)), asyncio.ensure_future(over.wait())
    try:
        await asyncio.wait({answer, ending}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise Recalled
        return answer.result()
    finally:
        for task in (answer, ending):
            task.cancel()
        await asyncio.gather(answer, ending, return_exceptions=True)


async def _answer(parcel: Parcel, client: Client) -> Made:
    with _as_ours():
        future = client.submit(
            speak,
            pickle.dumps(parcel.errand),  # a scheduler takes the rest apart, and keeps it for a while
            key=parcel.name,
            pure=False,
            resources=parcel.takes,
            priority=parcel.first,
        )
        try:
            answer: Made = await future.result()
        finally:
            future.release()  # type: ignore[no-untyped-call]
    return answer


@contextmanager
def _as_ours() -> Iterator[None]:
    """Let what Dask raises be what it means; of a defect, Unforeseen."""
    try:
        yield
    except TingError:
        raise
    except (FutureCancelledError, CommClosedError, ClosedClientError) as error:
        raise Lost from error
    except KilledWorker as error:
        raise Deadly from error
    except Exception as error:
        raise unforeseen(error, "a worker was narrating it") from error
