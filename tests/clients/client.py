"""A client: a program of others that listeners use, and what became of a show in it."""

import importlib
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import distributions
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal
from urllib.request import urlopen

from tests.clients.show import Show

INSTALLED = Path(__file__).parents[1] / "judges" / "clients"
NODE_MODULES = INSTALLED / "node_modules"
SITE_PACKAGES = INSTALLED / ".python"
"""Where tests/install-clients puts what comes from npm, and from PyPI: hidden, for it has tests of others."""

PATIENCE_S = 60
"""So long a program may take for one thing: each takes a few seconds."""

LAST_WORDS = 300
"""So many characters of what a program says are repeated."""

MOST_TOLD = 3
"""So many differences a row tells: a server may answer every file otherwise."""

VERSION = re.compile(r"\d+(\.\d+)+")

Outcome = Literal["ok", "failed", "skipped"]


class Absent(Exception):
    """The program is not here."""


@dataclass(frozen=True, slots=True)
class Client:
    """A program, what it must agree on, how its version is asked for, and what it has otherwise.

    `version` raises Absent where there is no such program. `differences` yields a sentence for each thing in
    which the client and the show disagree.
    """

    name: str
    agrees_on: str
    version: Callable[[], str]
    differences: Callable[[Show], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a show in a client."""

    program: str
    version: str
    outcome: Outcome
    why: str
    seconds: float

    def __str__(self) -> str:
        """Return the verdict as a row: program, version, time, outcome, and what was tried or why not."""
        return f"{self.program:25} {self.version:14} {self.seconds:4.1f} s  {self.outcome}: {self.why}"


def judge(client: Client, show: Show) -> Verdict:
    """Try a show in a client; whatever it does is a verdict."""
    started = time.monotonic()
    version = "-"
    try:
        version = client.version()
        found = list(client.differences(show))
    except Absent as absent:
        return Verdict(client.name, version, "skipped", f"cannot be installed here ({absent})", 0)
    except Exception as error:  # noqa: BLE001 - each library has its own, and each is this client's failure
        found = [_why(error)]
    outcome: Outcome = "failed" if found else "ok"
    seconds = time.monotonic() - started
    return Verdict(client.name, version, outcome, _told(found) or client.agrees_on, seconds)


def _told(found: list[str]) -> str:
    more = [f"and {len(found) - MOST_TOLD} more"] if len(found) > MOST_TOLD else []
    return "; ".join([*found[:MOST_TOLD], *more])


def _why(error: Exception) -> str:
    """Return in a line what went wrong; of a program that ended badly, its last words."""
    if isinstance(error, subprocess.CalledProcessError):
        said = error.stderr or b""
        words = (said if isinstance(said, str) else said.decode(errors="replace")).split()
        return f"{Path(error.cmd[0]).name} ended by {error.returncode}: {' '.join(words)[-LAST_WORDS:]}"
    return f"{type(error).__name__}: {' '.join(str(error).split())[:LAST_WORDS]}"


def unlike(what: str, found: Iterable[Any], wanted: Iterable[Any]) -> Iterator[str]:
    """Yield the first place where two lists part."""
    for place, (one, other) in enumerate(zip_longest(found, wanted), 1):
        if one != other:
            yield f"{what} {place} is {one!r}, not {other!r}"
            return


def run(*words: str | Path, environment: Mapping[str, str] | None = None, stdin: bytes = b"") -> str:
    """Return what a program prints; it must end well."""
    done = subprocess.run(
        [*map(str, words)], input=stdin, env=environment, capture_output=True, check=True, timeout=PATIENCE_S
    )
    return done.stdout.decode()


def on_path(program: str) -> str:
    """Return where a program is."""
    if found := shutil.which(program):
        return found
    message = f"no {program} on the path"
    raise Absent(message)


def version_of(program: str, asked_by: str) -> str:
    """Return the version that a program tells of itself."""
    done = subprocess.run([on_path(program), asked_by], capture_output=True, text=True, check=True)
    found = VERSION.search(done.stdout + done.stderr)
    assert found is not None
    return found[0]


def npm_version(package: str) -> str:
    """Return the version of what tests/install-clients has fetched from npm."""
    on_path("node")
    facts = NODE_MODULES / package / "package.json"
    if not facts.is_file():
        message = f"npm gave no {package}"
        raise Absent(message)
    version: str = json.loads(facts.read_bytes())["version"]
    return version


def pypi_version(package: str) -> str:
    """Return the version of what came from PyPI, for the tests or for the clients alone."""
    for found in distributions(name=package, path=[*sys.path, str(SITE_PACKAGES)]):
        return found.version
    message = f"pip gave no {package}"
    raise Absent(message)


def from_pypi(module: str) -> Any:  # noqa: ANN401 - of others
    """Import what came from PyPI, for the tests or for the clients alone."""
    if str(SITE_PACKAGES) not in sys.path:
        sys.path.append(str(SITE_PACKAGES))
    return importlib.import_module(module)


def fetched(address: str) -> bytes:
    """Return what a server of this machine gives."""
    with urlopen(address, timeout=PATIENCE_S) as answer:  # noqa: S310 - as said
        body: bytes = answer.read()
    return body
