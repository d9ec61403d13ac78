"""The roll of a crew: which workers of a farm have agreed to a run's terms, and who is left out, and why."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from distributed import Client

from tts.farm.errand import EDGE, KIT, Standing, Terms, kit
from tts.farm.examination import asks_edge, lacking, signed, standing_of, unlike
from tts.farm.failures import FarmUnavailable

ONE_ASKS = "the service's limits hold for one. [engines.edge] workers says how many may."

LEFT_OUT = "Left out is the worker"

RUNNING = frozenset({"running", "paused"})

Workers = Mapping[str, Mapping[str, Any]]
"""What Dask knows of workers, by their addresses."""


@dataclass(frozen=True, slots=True)
class Member:
    """A worker that has agreed: its name, and of each engine how many articles at once it takes."""

    name: str
    offers: Mapping[str, int]


class Roll:
    """Who is of a crew. `tell` is told, once each, who is left out and why.

    Of the terms' engines the first that a worker offers when the run begins is the `engine` of all of it.
    """

    def __init__(self, where: str, terms: Terms, most_edge: int, tell: Callable[[str], None]) -> None:
        self.engine = ""
        self.members: dict[str, Member] = {}
        self._where = where
        self._terms = terms
        self._most_edge = most_edge
        self._tell = tell
        self._left_out: dict[str, str] = {}

    @property
    def places(self) -> int:
        """How many articles all take at once."""
        return sum(member.offers[self.engine] for member in self.members.values())

    @property
    def most_places(self) -> int:
        """How many articles the one takes that takes most."""
        return max(member.offers[self.engine] for member in self.members.values())

    def start_anew(self) -> None:
        """Strike all off, and ask everybody anew who was left out: the scheduler is another one."""
        self.members.clear()
        self._left_out.clear()

    def keep(self, workers: Workers) -> bool:
        """Strike off who is there no more; tell whether that was the last one."""
        was_manned = bool(self.members)
        self.members = {at: member for at, member in self.members.items() if at in workers}
        self._left_out = {at: why for at, why in self._left_out.items() if _is_running(workers.get(at))}
        return was_manned and not self.members

    async def admit(self, workers: Workers, client: Client) -> None:
        """Let newcomers be of the crew who agree to the terms; the others are left out, by name.

        Raises OutputError, and asks nobody, where the output folder takes no file.
        """
        running = {at: one for at, one in workers.items() if _is_running(one)}
        newcomers = {
            at: one for at, one in running.items() if at not in self.members and at not in self._left_out
        }
        ours = kit()
        differing = {at: why for at, one in newcomers.items() if (why := unlike(one.get(KIT), ours))}
        standings = await self._ask([at for at in newcomers if at not in differing], running, client)
        refusals = {at: standing.refusal for at, standing in standings.items() if standing.refusal}
        for at, why in {**differing, **refusals}.items():
            self._left_out[at] = f"{LEFT_OUT} {newcomers[at]['name']}. {why}"
        agreed = {at: standing for at, standing in standings.items() if at not in refusals}
        self._take_in(agreed, newcomers)
        for refused in self._left_out.values() if self.members else ():
            if refused.startswith(LEFT_OUT):
                self._tell(refused)

    def refuse_hopeless(self, *, is_late: bool) -> None:
        """Raise FarmUnavailable where nobody who is there can be used, or nobody is there and it is late."""
        if self._left_out:
            whys = sorted(self._left_out.values(), key=lambda why: why.startswith(LEFT_OUT))
            most = f"{whys[0]} (Of {len(whys)} workers the first.)" if len(whys) > 1 else whys[0]
            message = f"The farm {self._where} has no worker for this run."
            raise FarmUnavailable(message, hint=most)
        if is_late:
            message = f"The farm {self._where} has no worker."
            hint = f"Start one: dask worker {self._where} --preload tts.farm.worker"
            raise FarmUnavailable(message, hint=hint)

    async def _ask(self, asked: list[str], running: Workers, client: Client) -> dict[str, Standing]:
        """Return what these workers say to the terms; who does not say anything refuses."""
        if not asked:
            return {}
        with signed(self._terms.settings.show.output) as sign:
            terms = replace(self._terms, sign=sign, edge=self._edge_of(running))
            standings = await asyncio.gather(*(standing_of(client, terms, at) for at in asked))
        return dict(zip(asked, standings, strict=True))

    def _take_in(self, agreed: Mapping[str, Standing], newcomers: Workers) -> None:
        """Let those be of the crew who offer its engine, which is chosen when there is none."""
        offered = {engine for standing in agreed.values() for engine in standing.offers}
        first = self._terms.engines[0]
        if not self.engine:
            self.engine = next((engine for engine in self._terms.engines if engine in offered), "")
            if self.engine not in {"", first}:
                self._tell(f"No worker of the farm offers {first}; {self.engine} speaks.")
        for at, standing in agreed.items():
            name = str(newcomers[at]["name"])
            if self.engine in standing.offers:
                self.members[at] = Member(name, standing.offers)
            else:
                self._left_out[at] = lacking(name, standing, self.engine or first)

    def _edge_of(self, running: Workers) -> frozenset[str]:
        """Return the workers that may ask the Edge service: those that do, then others, by their names."""
        offering = [at for at, one in running.items() if one["resources"].get(EDGE)]
        order = sorted(offering, key=lambda at: (not asks_edge(running[at]), str(running[at]["name"])))
        if EDGE in self._terms.engines:
            for at in order[self._most_edge :]:
                name = running[at]["name"]
                self._tell(f"The worker {name} offers edge, too, and is not asked for it: {ONE_ASKS}")
        return frozenset(order[: self._most_edge])


def _is_running(worker: Mapping[str, Any] | None) -> bool:
    return worker is not None and worker["status"] in RUNNING
