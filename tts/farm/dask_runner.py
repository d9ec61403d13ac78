"""The runner of a newsroom: many machines, by Dask.

Pages are fetched and read here: so a host is visited as gently as by one machine, and nobody's cookies
travel. A worker is given an article with its further pages and its pictures, and speaks; the shelf is a
folder that all see. Dask itself is loaded when there is something to send.
"""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tts.episode_files import manifest, shelf
from tts.errors import TingError, UsageError
from tts.farm.delivery import open_far_shelf, received
from tts.farm.errand import Errand, Made, Terms
from tts.farm.failures import Unmade
from tts.farm.far_shelf import FarShelf
from tts.farm.job import Job
from tts.farm.knock import knock
from tts.farm.local import Local
from tts.farm.luggage import at_hand, packed
from tts.farm.muster import OWN, Muster, called, mustering
from tts.fingerprint import fingerprint
from tts.model.address import is_this_machine, parts_of
from tts.model.episode import Episode
from tts.model.order import Order
from tts.model.programme import Programme
from tts.model.settings import Settings
from tts.narration.chapter_pictures import pictures_at
from tts.narration.order import slug_of, sound_of
from tts.narration.studio import UNHEARD, Listener, Relay, Studio

SEEN_S = 60.0
"""So long a file may take to be seen that another machine has put: NFS keeps for a minute that it was not
there (acdirmax, nfs(5))."""

LOOK_S = 0.25

AT_LEAST = 16
"""Articles that are had under way where few workers are yet; more of them may come."""

AT_FIRST = 64
"""Articles that are had under way before it is known who is there: sixteen workers', each with an engine."""


@dataclass(frozen=True, slots=True)
class Farm:
    """Makes episodes by the crew of a farm. Nobody hears one before it is finished."""

    studio: Studio
    terms: Terms
    muster: Muster
    far: FarShelf | None = None

    @property
    def at_once(self) -> int:
        """Enough that no worker waits: what each is at, and as much again."""
        crew = self.muster.present
        return max(AT_LEAST, 2 * crew.roll.places + 4) if crew else AT_FIRST

    async def narrate(self, job: Job, listener: Listener, relay: Relay = UNHEARD) -> Episode:
        """As `Runner.narrate`; raises what `called` and `Crew.do` do besides."""
        return await Local(replace(self.studio, maker=self._make)).narrate(job, listener, relay)

    async def _make(
        self,
        programme: Programme,
        order: Order,
        studio: Studio,
        listener: Listener,
        relay: Relay,  # noqa: ARG002 - the sound stays where it is made
    ) -> Episode:
        crew = await self.muster.crew()  # first: where there is none no picture need be fetched
        addresses = [one.story.image_url for one in programme.segments if one.story and one.story.image_url]
        pictures = await pictures_at(addresses, studio)
        listener.begins(programme.title, crew.roll.engine, 1)
        errand = Errand(programme, order.id, self.terms.name, crew.roll.engine, pictures, studio.force)

        async def make(in_vain: int = 0) -> Made:
            made = await crew.do(replace(errand, in_vain=in_vain))
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

    Nobody is called before there is something to make: then `Farm.narrate` raises what `called` does. Raises
    UsageError where settings forbid it, and FarmUnavailable where nobody takes a connection.
    """
    settings, is_here = studio.settings, studio.settings.farm.startswith(OWN)
    if not is_here:
        _require_network(settings)
        await knock(settings.farm)
    async with open_far_shelf(studio) as (far, far_sign):
        terms = replace(_terms(studio, is_here=is_here), far_sign=far_sign)
        async with mustering(lambda: called(studio, terms)) as muster:
            yield Farm(studio, terms, muster, far)


def _terms(studio: Studio, *, is_here: bool) -> Terms:
    settings = at_hand(studio.settings) if is_here else packed(studio.settings)
    run = secrets.token_hex(8) if studio.force else ""
    return Terms(settings, sound_of(studio), studio.engines, run, is_here)


def _require_network(settings: Settings) -> None:
    """Raise UsageError for a farm elsewhere where nothing may go out."""
    parts = parts_of(settings.farm)
    if settings.offline and not (parts and is_this_machine(parts.hostname or "")):
        message = f"The farm {settings.farm} needs the network, and --offline forbids it."
        raise UsageError(message, hint="Leave one of the two out.")
