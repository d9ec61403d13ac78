"""Run the quick part of the tests on every Python of this machine that the project is for.

Pythons are looked for on PATH and among pyenv's; of each minor version the newest is taken. Each gets an
environment of its own, .venv-3.12 for one, from the lock, and a line here. The quick part leaves out
what waits for killed processes, faults, a browser or the offline model.

There is no newest one: on a Python for which a package has no wheel, pip builds it where it can, with a
compiler; where it cannot, that Python fails, and its log, .venv-3.12.log for one, names the package.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
QUICK = "not (slow or kokoro or drill)"
LATEST_MINOR = 30
"""No Python 3 after this one is looked for by its name."""

Version = tuple[int, int, int]


def oldest() -> tuple[int, ...]:
    """Return the oldest version that pyproject.toml lets in."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return tuple(map(int, project["requires-python"].removeprefix(">=").split(".")))


def version_of(python: str) -> Version | None:
    """Return an interpreter's version; None when it does not run, as one of pyenv's that is not chosen."""
    ask = "import sys; print(*sys.version_info[:3])"
    done = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        return None
    major, minor, micro = map(int, done.stdout.split())
    return major, minor, micro


def found() -> Iterator[str]:
    """Yield the interpreters that may be on this machine."""
    for minor in range(LATEST_MINOR):
        if python := shutil.which(f"python3.{minor}"):
            yield python
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from map(str, pyenv.glob("versions/3.*/bin/python"))


def newest_of_each(pythons: dict[Version, str]) -> dict[Version, str]:
    """Return one interpreter for each minor version that the project is for: the newest."""
    newest = {version[:2]: version for version in sorted(pythons) if version >= oldest()}
    return {version: pythons[version] for version in newest.values()}


def tested(version: Version, python: str) -> bool:
    """Run the quick part on one interpreter, and say in a line how it went."""
    name = ".".join(map(str, version))
    venv = f".venv-{version[0]}.{version[1]}"
    print(f"Python {name}: ", end="", flush=True)
    log = ROOT / f"{venv}.log"
    with log.open("w", encoding="utf-8") as told:
        for command in (
            ["make", f"VENV={venv}", f"PYTHON={python}", f"{venv}/dev"],
            [f"{venv}/bin/python", "-m", "pytest", "-q", "-m", QUICK, "-p", "no:cacheprovider"],
        ):
            done = subprocess.run(command, cwd=ROOT, stdout=told, stderr=told, check=False)  # noqa: S603
            if done.returncode:
                print(f"failed: {log}")
                return False
    print(log.read_text(encoding="utf-8").rstrip().rpartition("\n")[2])
    return True


def main() -> int:
    """Test on each interpreter; return 1 when one fails, or when there is none."""
    pythons = {version: python for python in found() if (version := version_of(python))}
    results = [tested(version, python) for version, python in newest_of_each(pythons).items()]
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
