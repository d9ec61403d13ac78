"""What can be made to go wrong at a server with OpenAI's speech interface, one request each.

`Refuse`, `Hang`, `Stall` and `Abort` are those of `faults`. What a real server does in each case is a guess,
but for the bodies of refusals, which are as the public documentation and FastAPI have them.
"""

from dataclasses import dataclass
from typing import Literal

from tests.emulator.faults import Abort, Hang, Refuse, Stall


@dataclass(frozen=True, slots=True)
class Page:
    """Answer with a page of HTML, as a gateway does; `says` is what it says that it sent."""

    says: str = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Told:
    """Answer with a status and a body in JSON."""

    status: int
    body: object


@dataclass(frozen=True, slots=True)
class Sent:
    """Answer with these bytes, and say this of them."""

    body: bytes
    says: str = "application/octet-stream"
    coding: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Lead to another address."""

    location: str
    status: int = 307


@dataclass(frozen=True, slots=True)
class Silence:
    """Answer with as much sound as the text takes, and nothing to hear in it; without `any`, with none."""

    any: bool = True


@dataclass(frozen=True, slots=True)
class Cut:
    """Leave the sound off after this share of it, and say that it is whole."""

    after: float = 1 / 3


@dataclass(frozen=True, slots=True)
class Torn:
    """Send so many bytes of the right answer, and say that these are all."""

    size: int = 30


@dataclass(frozen=True, slots=True)
class Endless:
    """Send sound and never end, as fast as may be or, `slowly`, a little every few milliseconds."""

    slowly: bool = False


@dataclass(frozen=True, slots=True)
class OtherRate:
    """Say another sample rate than the sound has: so many times as high."""

    factor: float = 2.0


@dataclass(frozen=True, slots=True)
class Again:
    """Say the text twice, or `half` of it not at all."""

    kind: Literal["twice", "half", "hole"] = "twice"


Passing = Refuse | Hang | Stall | Abort | Page | Told | Redirect
OpenaiFault = Passing | Sent | Silence | Cut | Torn | Endless | OtherRate | Again
