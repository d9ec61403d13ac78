"""The inbox: its addresses, all at the server's root, wherever the show stands."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.routing import Route

from tts.daily.process import Runs
from tts.server.desk import Desk
from tts.server.lists import Lists
from tts.server.posted import Bodies
from tts.server.rate import Rate
from tts.server.resource import Answer, Log, Resource
from tts.server.seats import Seats
from tts.server.sending import Sending
from tts.server.session import Session
from tts.server.shell import Shell
from tts.server.vitals import Vitals


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may be sent, and how often."""

    rate: Rate = field(default_factory=Rate)
    bodies: Bodies = field(default_factory=Bodies)


class Inbox:
    """The inbox of an output folder; `is_alive` tells whether somebody narrates what is in it.

    `runs` tells of the days, where they are made beside it.
    """

    def __init__(
        self,
        desk: Desk,
        bounds: Bounds | None = None,
        *,
        allow_private: bool = False,
        is_alive: Callable[[], bool] | None = None,
        runs: Runs | None = None,
    ) -> None:
        self.answered: Counter[int] = Counter()
        self._desk = desk
        self._allow_private = allow_private
        self._is_alive = is_alive
        self._runs = runs
        self._bounds = bounds or Bounds()
        self._seats = Seats()

    def close(self) -> None:
        """End the answers that would go on, as the server is being stopped."""
        self._seats.close()

    def routes(self, token: str, log: Log | None) -> list[Route]:
        """Return the addresses; `token` is what the show's own begin with."""
        desk, bodies = self._desk, self._bounds.bodies
        sending = Sending(desk, bodies, self._bounds.rate, allow_private=self._allow_private)
        lists = Lists(desk, bodies, self._seats, f"/{token}/" if token else "/")
        session = Session(desk, bodies)

        def route(path: str, **methods: Answer) -> Route:
            return Route(path, Resource(log, **methods))

        return [
            route("/inbox", get=lists.entries, post=sending.post, options=sending.options),
            route("/inbox/events", get=lists.events),
            route("/inbox/{id}", get=lists.entry, patch=lists.change, delete=lists.remove),
            route("/inbox/{id}/sound", get=lists.sound),
            route("/inbox/{id}/cues", get=lists.cues),
            route("/inbox/{id}/retry", post=lists.retry),
            route("/listen/session", get=session.get, post=session.post, delete=session.delete),
            *Shell(log).routes(),
            *Vitals(desk, self.answered, self._is_alive, self._runs, log).routes(),
        ]
