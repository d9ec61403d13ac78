"""What makes a Dask worker one of this program: `dask worker tcp://… --preload tts.farm.worker`.

It opens nothing before a run asks: it says what it is made of, and agrees to a run's terms, or says why not.
With `--preload-nanny tts.farm.worker`, too, it finishes at SIGTERM what it has begun.
"""

import asyncio
import os
import pickle
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar

from tts import unfinished
from tts.config import load_settings
from tts.errors import TingError, border
from tts.farm.delivery import own_folder
from tts.farm.errand import AT_ONCE, AT_ONCE_HERE, EDGE, KIT, Errand, Made, Standing, Terms, kit, resource
from tts.farm.far_shelf import FarShelf
from tts.farm.luggage import unpacked
from tts.farm.workshop import Workshop, open_workshop
from tts.model.settings import ENGINES, Settings
from tts.narration.order import sound_of
from tts.narration.studio import Studio

if TYPE_CHECKING:
    from distributed import Nanny, Worker

CORES = "TINGXINWEN_CORES"
"""Names the cores of a worker that shares a machine with others of its farm."""

TOPIC = "ting"
"""Under which the scheduler passes on what users should know."""

DRAIN_S = 600.0
"""How long a worker that is asked to end may take for what it has begun; who asks may be less patient."""

LOOK_S = 0.2

Done = TypeVar("Done")

_workshops: dict[str, Workshop] = {}


async def dask_setup(server: "Worker | Nanny") -> None:
    """Let a worker, before it is known to its scheduler, say what it is made of."""
    if not is_worker(server):
        return
    if cores := os.environ.get(CORES):
        with suppress(AttributeError, OSError, ValueError):
            os.sched_setaffinity(0, {int(core) for core in cores.split(",")})
    made_of = await asyncio.to_thread(kit)
    server.startup_information[KIT] = lambda _worker: dict(made_of)
    most = max(AT_ONCE, int(server.state.total_resources.get(EDGE, 0)))
    server.state.nthreads = max(server.state.nthreads, most)  # an article takes no thread, it waits in a loop


def is_worker(server: "Worker | Nanny") -> "TypeGuard[Worker]":
    """Tell a worker from its nanny."""
    return hasattr(server, "state")


async def dask_teardown(server: "Worker | Nanny") -> None:
    """Let a nanny's worker finish what it has begun, before it is ended."""
    if is_worker(server) or not server.worker_address:
        return
    with suppress(OSError, TimeoutError):
        from distributed.protocol.pickle import dumps  # noqa: PLC0415 - not without a farm

        async with asyncio.timeout(DRAIN_S), server.rpc(server.worker_address) as worker:
            await worker.run(function=dumps(drain), wait=True)  # type: ignore[no-untyped-call]


async def drain(dask_worker: "Worker") -> None:
    """Take nothing new, and return when all that was begun is made."""
    from distributed.core import Status  # noqa: PLC0415 - not without a farm

    dask_worker.status = Status.closing_gracefully
    while any(workshop.is_busy for workshop in _workshops.values()):  # noqa: ASYNC110 - in another thread
        await asyncio.sleep(LOOK_S)
    await asyncio.sleep(LOOK_S)  # what was made last is told


async def take_on(terms: Terms, dask_worker: "Worker") -> Standing:
    """Return what this worker offers a run on these terms; from then on it is given that run's errands."""
    workshop = _workshop(dask_worker)
    try:
        with border("it was asked what it offers"):
            if terms.settings.shelf:
                await _on_its_loop(workshop, _see_far_shelf(terms))
            studio = await asyncio.to_thread(_agreed, terms, workshop)
            offers, lacks = await _offers(terms.engines, terms, studio, workshop, dask_worker)
            others = [] if offers else (await _offers(ENGINES, terms, studio, workshop, dask_worker))[0]
            workshop.limit(terms, set(offers))
    except TingError as error:
        return Standing(refusal=str(error))
    resources = {resource(engine, terms.name): count for engine, count in offers.items()}
    await dask_worker.set_resources(**resources)
    return Standing(offers, lacks, tuple(others))


async def speak(packed: bytes) -> Made:
    """Return what was made of a pickled errand; as `Workshop.make`. Errors tell which worker they come from.

    They come without what they were raised of: a library's errors are not all such that they can be sent.
    """
    from distributed import get_worker  # noqa: PLC0415 - not without a farm

    errand: Errand = pickle.loads(packed)  # noqa: S301 - whoever reaches a worker runs code on it as it is
    worker = get_worker()
    workshop, name = _workshop(worker), str(worker.name)
    try:
        return await _on_its_loop(workshop, workshop.make(errand, name))
    except TingError as error:
        failure = copy(error)
    failure.add_note(name)
    raise failure


async def _on_its_loop(workshop: Workshop, doing: Coroutine[Any, Any, Done]) -> Done:
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(doing, workshop.loop))


def _workshop(worker: "Worker") -> Workshop:
    """Return the worker's workshop, opened when it is first needed."""

    def tell(sentence: str) -> None:
        said = {"worker": str(worker.name), "sentence": sentence}
        worker.loop.add_callback(worker.log_event, TOPIC, said)

    if worker.address not in _workshops:
        _workshops[worker.address] = open_workshop(tell)
    return _workshops[worker.address]


def _agreed(terms: Terms, workshop: Workshop) -> Studio:
    """Return the studio for these terms; raise a TingError where it would make something else."""
    settings = terms.settings if terms.is_here else unpacked(terms.settings, load_settings())
    if not settings.shelf:
        _see_shelf(settings.show.output, terms.sign)
    studio = workshop.agree(terms, settings)
    if sound_of(studio) != terms.sound:
        message = "It has other voices, words or sounds than those of this run."
        raise TingError(message, hint="Give it the same profiles of voices and the same files.")
    return studio


def _see_shelf(output: Path, sign: str) -> None:
    """Return when this is the client's own folder and can be written; raise a TingError if not."""
    try:
        seen = (output / sign).read_text(encoding="utf-8")
    except OSError:
        seen = ""
    if seen != sign:
        message = f"It does not see the output folder {output} of this run."
        raise TingError(message, hint="Mount the same folder at the same path on all machines.")
    own = output / f".worker.{unfinished.writer()}.part"
    try:
        own.write_text(sign, encoding="utf-8")
        own.unlink()
    except OSError as error:
        message = f"It cannot write to {output}: {error.strerror or error}."
        raise TingError(message, hint="Let it, or start it as another user.") from error


async def _see_far_shelf(terms: Terms) -> None:
    """Return when episodes can be made in a folder of this machine's own, and put where they are fetched.

    Raises a TingError if not. The way there is a new one: others may be busy.
    """
    with own_folder():
        await FarShelf(terms.settings.shelf).see(terms.far_sign)


async def _offers(
    engines: Iterable[str], terms: Terms, studio: Studio, workshop: Workshop, worker: "Worker"
) -> tuple[dict[str, int], dict[str, str]]:
    """Return how many articles at once each engine takes here, and why the others take none."""
    offers: dict[str, int] = {}
    lacks: dict[str, str] = {}
    for engine in engines:
        try:
            offers[engine] = await _places(engine, terms, studio, workshop, worker)
        except TingError as error:
            lacks[engine] = str(error)
    return offers, lacks


async def _places(engine: str, terms: Terms, studio: Studio, workshop: Workshop, worker: "Worker") -> int:
    """Return how many articles at once an engine takes; raise a TingError where it cannot be used."""
    if engine == EDGE:
        count = int(worker.state.total_resources.get(EDGE, 0))
        if not count or worker.address not in terms.edge:
            message = "It is not the one that may ask the Edge service."
            raise TingError(message, hint="Start one worker with --resources edge=8.")
        return count
    with border(f"it was asked for {engine}"):
        await _on_its_loop(workshop, studio.gate(engine).check())
    return AT_ONCE_HERE if _is_on_cores(engine, terms.settings) else AT_ONCE


def _is_on_cores(engine: str, settings: Settings) -> bool:
    """Tell whether an engine takes this machine's own cores."""
    return engine == "espeak" or (engine == "kokoro" and settings.engines.kokoro.batches != "cuda")
