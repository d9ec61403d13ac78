"""A worker's own part: what makes episodes there, in a loop and a thread of their own.

Dask's loop must answer its scheduler; so the work, which holds the interpreter now and then, has another. Its
engines stay warm, and all articles of a worker run side by side in it, as those of `ting read` do.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from tts.errors import OutputError, border
from tts.farm import delivery, waybill
from tts.farm.errand import Errand, Made, Terms
from tts.farm.failures import Unmade
from tts.farm.far_shelf import FarShelf
from tts.fingerprint import fingerprint
from tts.model.episode import Episode
from tts.model.settings import Settings
from tts.narration.engine_choice import open_gate
from tts.narration.order import order_of
from tts.narration.pipeline import narrate_programme
from tts.narration.studio import Silent, Studio
from tts.narration.wiring import open_studio
from tts.synthesizer import Gate, Patience

MOST_STUDIOS = 64
"""Runs with settings of their own that a worker keeps in mind. What is large, the engines, they share."""

STORE = Patience(attempts=10, first_wait_s=0.2, longest_wait_s=5.0)
"""How often an episode is written anew where the shelf would not take it; what is spoken is kept."""

Log = Callable[[str], None]


class _Notes(Silent):
    """Keeps what the user should know."""

    def __init__(self) -> None:
        self.notices: list[str] = []

    def notice(self, sentence: str) -> None:
        """Keep it."""
        self.notices.append(sentence)


@dataclass(slots=True)
class Workshop:
    """All that a worker makes episodes with. `loop` runs in a thread of its own."""

    loop: asyncio.AbstractEventLoop
    log: Log
    _studios: dict[str, Studio] = field(default_factory=dict)
    _gates: dict[str, Gate] = field(default_factory=dict)
    _under_way: set[str] = field(default_factory=set)
    _far: dict[str, FarShelf] = field(default_factory=dict)

    def agree(self, terms: Terms, settings: Settings) -> Studio:
        """Return the studio for a run on these terms; UsageError when something of the settings is not here.

        The settings are the terms' with what this machine has of its own.
        """
        if terms.name not in self._studios:
            studio = open_studio(settings, complain=self.log)
            shared = cache(lambda name: self._gate(name, settings))
            self._studios[terms.name] = replace(studio, gate=shared)
            for forgotten in [*self._studios][:-MOST_STUDIOS]:
                del self._studios[forgotten]
        return self._studios[terms.name]

    def limit(self, terms: Terms, offers: set[str]) -> None:
        """Let a run use these engines here, and no others."""
        studio = self._studios[terms.name]
        absent = frozenset(replace(studio, absent=frozenset[str]()).engines) - offers
        self._studios[terms.name] = replace(studio, absent=absent)

    @property
    def is_busy(self) -> bool:
        """Whether an episode is being made."""
        return bool(self._under_way)

    async def make(self, errand: Errand, worker: str) -> Made:
        """Return what was made of the errand; raise a TingError, or Unmade when it is not to be had here."""
        studio = self._studios.get(errand.terms)
        if studio is None:
            message = f"The worker {worker} has forgotten the settings of the run."
            raise Unmade(message, hint="Run it again.")
        studio = replace(studio, pictures=errand.pictures, force=errand.force)
        if order_of(errand.programme, studio).id != errand.order:
            message = f"What decides the sound has changed on the worker {worker} since the run began."
            raise Unmade(message, hint="Run it again.")
        self._under_way.add(errand.order)
        try:
            notes = _Notes()
            with border("a worker was narrating it"):
                made = await (self._sent if studio.settings.shelf else self._stored)(errand, studio, notes)
            return replace(made, worker=worker, notices=tuple(notes.notices))
        finally:
            self._under_way.discard(errand.order)

    async def _sent(self, errand: Errand, studio: Studio, notes: _Notes) -> Made:
        """Return what stands on the far shelf: put there now, or before."""
        far = self.far_shelf(studio.settings.shelf)
        is_new = errand.force or errand.in_vain
        if not is_new and (found := await delivery.found(far, errand.order, studio)):
            episode, bill = found
        else:
            with delivery.own_folder() as folder:
                episode = await self._narrated(errand, _put_into(folder, studio), notes)
                bill = await far.put(errand.order, episode.files)
        return _told(episode, bill=waybill.written(bill))

    async def _stored(self, errand: Errand, studio: Studio, notes: _Notes) -> Made:
        episode = await self._narrated(errand, studio, notes)
        return _told(episode, manifest=await _written(Path(episode.files.json)))

    async def _narrated(self, errand: Errand, studio: Studio, notes: _Notes) -> Episode:
        for attempt in range(1, STORE.attempts + 1):
            try:
                return await narrate_programme(errand.programme, studio, notes)
            except OutputError as error:
                failure = error
                await asyncio.sleep(STORE.wait_s(attempt))
        raise Unmade(failure.message, hint="It is tried again at the next run.") from failure

    def far_shelf(self, where: str) -> FarShelf:
        """Return the one way from here to a far shelf; raises UsageError as that does."""
        if where not in self._far:
            self._far[where] = FarShelf(where)
        return self._far[where]

    def _gate(self, name: str, settings: Settings) -> Gate:
        """Return the one gate of an engine here: two runs share what its service allows."""
        engines = settings.engines
        kokoro = (engines.kokoro, settings.data_dir, settings.reading, settings.third_tone)
        which = {"edge": (engines.edge.base_url,), "kokoro": kokoro}.get(name)
        key = fingerprint(name, which or (engines.servers.get(name), engines.others.get(name)))
        if key not in self._gates:
            self._gates[key] = open_gate(name, settings, self.log)
        return self._gates[key]


def _put_into(output: Path, studio: Studio) -> Studio:
    """Return the studio with another output folder."""
    settings = studio.settings
    return replace(studio, settings=replace(settings, show=replace(settings.show, output=output)))


def _told(episode: Episode, *, manifest: bytes = b"", bill: bytes = b"") -> Made:
    """Return what was made; by its manifest where that stands on the shelf, else by its waybill."""
    digest = fingerprint(manifest) if manifest else ""
    return Made(episode.slug, episode.date, digest, episode.duration_ms, worker="", waybill=bill)


async def _written(path: Path) -> bytes:
    """Return a manifest that is there, but for the moment in which another worker puts the same anew."""
    for attempt in range(1, STORE.attempts):
        with suppress(FileNotFoundError):
            return await asyncio.to_thread(path.read_bytes)
        await asyncio.sleep(STORE.wait_s(attempt))
    return await asyncio.to_thread(path.read_bytes)


def open_workshop(log: Log) -> Workshop:
    """Return a workshop whose loop runs until the process ends."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="workshop", daemon=True).start()
    return Workshop(loop, log)
