"""What a farm's client and its workers say to each other: all of it values that can be sent."""

import datetime as dt
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tts.fingerprint import fingerprint, short
from tts.model.programme import Programme
from tts.model.settings import Settings
from tts.narration.studio import code_fingerprint
from tts.version import VERSION

KIT = "ting"
"""Under this name a worker tells the scheduler what it is made of."""

EDGE = "edge"
"""The one engine that a worker offers only where whoever starts it says so."""

PROGRAM = Path(__file__).parents[1]

AT_ONCE = 8
"""Articles that a worker has at once with an engine elsewhere, as `ting read` has."""

AT_ONCE_HERE = 4
"""With an engine of its own: one or two are spoken, the others are encoded or begin; more of them would only
wait here for what another worker could do."""


@cache
def kit() -> Mapping[str, str]:
    """Return what must be the same on two machines that make the same of the same: program and Python."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"version": VERSION, "code": short(code_fingerprint(str(PROGRAM))), "python": python}


@dataclass(frozen=True, slots=True)
class Terms:
    """What workers are asked to agree to: the settings of a run, and the sound that they come to.

    `engines` are those that may speak; the address of who may ask Edge stands in `edge`. In the output folder
    lies a file of the name `sign` that holds that name; on the far shelf, where there is one, `far_sign` does
    in its place. What workers keep for a run they keep under `name`.
    With `is_here` the worker is of this machine and user, and uses the settings as they are.
    """

    settings: Settings
    sound: str
    engines: tuple[str, ...]
    run: str = ""
    is_here: bool = False
    sign: str = ""
    edge: frozenset[str] = frozenset()
    far_sign: str = ""

    @property
    def name(self) -> str:
        """Return what tells these settings from others."""
        return short(fingerprint(self.settings, self.run))


@dataclass(frozen=True, slots=True)
class Standing:
    """What a worker answers: of each engine it offers how many articles at once, and why not the others.

    Where that is none, `others` are what another run could use it for. With a `refusal` it cannot be used.
    """

    offers: Mapping[str, int] = field(default_factory=dict)
    lacks: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Errand:
    """One programme to make: its order's name, who may speak it, and under which terms.

    What stood on the far shelf was no good so often; with 0 it will do.
    """

    programme: Programme
    order: str
    terms: str
    engine: str
    pictures: Mapping[str, bytes]
    force: bool
    in_vain: int = 0

    @property
    def name(self) -> str:
        """Return what tells it from others of its order: two clients that want the same have it done once."""
        return short(fingerprint(self.order, self.terms, self.engine, self.force, self.in_vain))


@dataclass(frozen=True, slots=True)
class Made:
    """An episode that stands on the shelf: where, by whom, and what its manifest comes to.

    One on the far shelf has its waybill with it.
    """

    slug: str
    date: dt.date
    manifest: str
    duration_ms: int
    worker: str
    notices: tuple[str, ...] = ()
    waybill: bytes = b""


def resource(engine: str, terms: str) -> str:
    """Return what the scheduler calls an engine of workers that have agreed to these terms."""
    return f"{engine}@{terms}"
