"""The runner of a newsroom: many machines, by Dask.

Pages are fetched and read here: so a host is visited as gently as by one machine, and nobody's cookies
travel. A worker is given an article with its further pages and its pictures, and speaks; the shelf is a
folder that all see.
"""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from distributed import Client
from distributed.deploy.cluster import Cluster

from tts.episode_files import manifest, shelf
from tts.errors import TingError, UsageError
from tts.farm.crew import Crew
from tts.farm.delivery import open_far_shelf, received
from tts.farm.errand import Errand, Made, Terms
from tts.farm.failures import Unmade
from tts.farm.far_shelf import FarShelf
from tts.farm.job import Job
from tts.farm.local import Local
from tts.farm.luggage import at_hand, packed
from tts.farm.silence import silence
from tts.fingerprint import fingerprint
from tts.model.address import is_this_machine, parts_of
from tts.model.episode import Episode
from tts.model.order import Order
from tts.model.programme import Programme
from tts.narration.chapter_pictures import pictures_at
from tts.narration.order import slug_of, sound_of
from tts.narration.studio import UNHEARD, Listener, Relay, Studio

OWN = "local:"
"""How the setting begins that names a number of this machine's processes."""

CONNECT_S = 10.0

ANSWERED_S = 20.0
"""Dask keeps time for each try alone, and tries without end what takes connections and is none."""

LEFT_S = 1.0

SEEN_S = 60.0
"""So long a file may take to be seen that another machine has put: NFS keeps for a minute that it was not
there (acdirmax, nfs(5))."""

LOOK_S = 0.25

AT_LEAST = 16
"""Articles that are had under way where few workers are yet; more of them may come."""


@dataclass(frozen=True, slots=True)
class Farm:
    """Makes episodes by the crew of a farm. Nobody hears one before it is finished."""

    studio: Studio
    terms: Terms
    crew: Crew
    far: FarShelf | None = None

    @property
    def at_once(self) -> int:
        """Enough that no worker waits: what each is at, and as much again."""
        return max(AT_LEAST, 2 * self.crew.places + 4)

    async def narrate(self, job: Job, listener: Listener, relay: Relay = UNHEARD) -> Episode:
        """As `Runner.narrate`; raises what `Crew.do` does besides."""
        return await Local(replace(self.studio, maker=self._make)).narrate(job, listener, relay)

    async def _make(
        self,
        programme: Programme,
        order: Order,
        studio: Studio,
        listener: Listener,
        relay: Relay,  # noqa: ARG002 - the sound stays where it is made
    ) -> Episode:
        addresses = [one.story.image_url for one in programme.segments if one.story and one.story.image_url]
        pictures = await pictures_at(addresses, studio)
        listener.begins(programme.title, self.crew.engine, 1)
        errand = Errand(programme, order.id, self.terms.name, self.crew.engine, pictures, studio.force)

        async def make(in_vain: int = 0) -> Made:
            made = await self.crew.do(replace(errand, in_vain=in_vain))
            for notice in made.notices:
                listener.notice(notice)
            listener.spoken(1, made.duration_ms)
            return made

        if self.far:
            return await received(self.far, order, slug_of(programme, order), studio, make)
        return await _seen(await make(), studio.settings.show.output)


async def _seen(made: Made, output: Path) -> Episode:
    """Return a made episode when this machine sees its manifest as its worker wrote it."""
    path = shelf.manifest_path(output, made.date, made.slug)
    until_s = time.monotonic() + SEEN_S
    while True:
        try:
            if fingerprint(path.read_bytes()) == made.manifest:
                episode = manifest.read(path)
                return replace(episode, files=shelf.absolute(episode.files, path))
        except (OSError, TingError):
            pass
        if time.monotonic() > until_s:
            message = f"The worker {made.worker} made {made.slug}, and it is not seen in {output}."
            raise Unmade(message, hint="Mount the same folder at the same path on all machines.")
        await asyncio.sleep(LOOK_S)


@asynccontextmanager
async def open_farm(studio: Studio) -> AsyncIterator[Farm]:
    """Open the farm that the studio's settings name; close it, and what was begun for it, at the end.

    Raises UsageError where settings forbid it, and FarmUnavailable where nobody is there to do the work.
    """
    silence()
    where = studio.settings.farm
    async with open_far_shelf(studio) as (far, far_sign), _scheduler(studio) as scheduler:
        terms = replace(_terms(studio, is_here=where.startswith(OWN)), far_sign=far_sign)

        async def connect() -> Client:
            client = Client(  # type: ignore[no-untyped-call]
                scheduler, asynchronous=True, timeout=CONNECT_S, set_as_default=False
            )
            try:
                async with asyncio.timeout(ANSWERED_S):
                    await client
            except BaseException:
                with suppress(TimeoutError):
                    async with asyncio.timeout(LEFT_S):
                        await client._close(fast=True)  # noqa: SLF001 - close() waits
                raise
            return client

        crew = Crew(where, connect, terms, studio.settings.engines.edge.workers, studio.tell)
        try:
            await crew.open()
            yield Farm(studio, terms, crew, far)
        finally:
            await crew.close()
            for line in crew.ledger.lines():
                studio.tell(line)


def _terms(studio: Studio, *, is_here: bool) -> Terms:
    settings = at_hand(studio.settings) if is_here else packed(studio.settings)
    run = secrets.token_hex(8) if studio.force else ""
    return Terms(settings, sound_of(studio), studio.engines, run, is_here)


@asynccontextmanager
async def _scheduler(studio: Studio) -> AsyncIterator[str | Cluster]:
    """Give the address of the scheduler, or a cluster of this machine's own for as long as the block runs."""
    where = studio.settings.farm
    if where.startswith(OWN):
        from tts.farm.own_cluster import own_cluster  # noqa: PLC0415 - only where it is wanted

        async with own_cluster(int(where.removeprefix(OWN))) as cluster:
            yield cluster
        return
    parts = parts_of(where)
    if studio.settings.offline and not (parts and is_this_machine(parts.hostname or "")):
        message = f"The farm {where} needs the network, and --offline forbids it."
        raise UsageError(message, hint="Leave one of the two out.")
    yield where
