"""The lock: an exact version, with its hashes, of all that is installed to run and to test this project.

`lock.py` makes requirements.txt anew, with the newest versions that pyproject.toml's ranges let in;
`lock.py --check` says whether it is still of these ranges. It is for every Python and every system
alike, and names no index. Its parts stand in the order in which they are installed: what others are
built with, what runs, what only tests need.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.txt"

PARTS = {
    "building": ("--group", "build"),
    "running": ("--extra", "offline", "pyproject.toml"),
    "testing": ("--group", "dev"),
}
"""What each part of the lock is for, and what it is resolved from."""

STALE = "requirements.txt is not the lock of this pyproject.toml: run `make lock`."

_ENTRY = re.compile(r"^([\w.-]+)==.*\n(?: +.*\n)*", re.MULTILINE)
_SEAL = re.compile(r"^# sha256 of .*: (\w+)\n", re.MULTILINE)


def made(project: Mapping[str, Any]) -> str:
    """Return the lock for a pyproject.toml, with the newest versions that there are today."""
    everything = [option for options in PARTS.values() for option in options]
    pins = _entries(_resolved(project, *everything, "--generate-hashes"))
    named: dict[str, Iterable[str]] = {}
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as same_versions:
        same_versions.write(re.sub(r" \\\n +--hash=\S+", "", "".join(pins.values())))
        same_versions.flush()
        for part, options in PARTS.items():
            named[part] = _entries(_resolved(project, *options, "--constraint", same_versions.name))
    return sealed(project, parted(pins, named))


def parted(pins: Mapping[str, str], named: Mapping[str, Iterable[str]]) -> str:
    """Return the pins in parts, each in the first that names it; exit where none does."""
    left = dict(pins)
    parts = {part: [left.pop(name) for name in names if name in left] for part, names in named.items()}
    if left:
        sys.exit(f"No part of the lock names {', '.join(left)}: PARTS in tools/lock.py lacks something.")
    return "".join(f"# for {part}\n{''.join(entries)}" for part, entries in parts.items())


def sealed(project: Mapping[str, Any], body: str) -> str:
    """Return a lock's text under a head that tells what it was made from."""
    return (
        "# Made by `make lock`, not by hand.\n"
        f"# sha256 of pyproject.toml's requirements and of what follows: {_digest(project, body)}\n{body}"
    )


def holds(lock: str, project: Mapping[str, Any]) -> bool:
    """Return whether a lock was made from these requirements, and nobody has changed it since."""
    seal = _SEAL.search(lock)
    return seal is not None and seal[1] == _digest(project, lock[seal.end() :])


def packages(lock: str, part: str) -> list[str]:
    """Return the names of the packages in a part of a lock."""
    text = lock.partition(f"# for {part}\n")[2].partition("# for ")[0]
    return list(_entries(text))


def _digest(project: Mapping[str, Any], body: str) -> str:
    """Return the sha256 of what is resolved, whatever its order, and of the result."""
    tables = project["project"]
    groups = project["dependency-groups"]
    asked = {
        "python": tables["requires-python"],
        "environments": project["tool"]["uv"],
        "build-system": sorted(project["build-system"]["requires"]),
        "running": sorted([*tables["dependencies"], *tables["optional-dependencies"]["offline"]]),
        **{name: sorted(groups[name]) for name in ("build", "dev")},
    }
    return hashlib.sha256(json.dumps([asked, body]).encode()).hexdigest()


def _resolved(project: Mapping[str, Any], *options: str) -> str:
    oldest = project["project"]["requires-python"].removeprefix(">=")
    quiet = ("--quiet", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")
    command = [sys.executable, "-m", "uv", "pip", "compile", "--universal", "--python-version", oldest]
    done = subprocess.run(  # noqa: S603 - a fixed command
        [*command, *quiet, *options], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def _entries(requirements: str) -> dict[str, str]:
    """Return the entries of a file of requirements by name; a name with several versions has them all."""
    entries: dict[str, str] = {}
    for entry in _ENTRY.finditer(requirements):
        entries[entry[1]] = entries.get(entry[1], "") + entry[0]
    return entries


def main(arguments: list[str]) -> str | int:
    """Make the lock, or check it; return what is wrong, or 0."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if arguments == ["--check"]:
        there = LOCK.read_text(encoding="utf-8") if LOCK.exists() else ""
        return 0 if holds(there, project) else STALE
    LOCK.write_text(made(project), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
