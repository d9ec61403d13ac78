"""Print how many mutants of the deciding modules their own tests notice, and which they do not.

    python bench/mutants.py [--sample 72] [--seed 1] [MODULE …]

A mutant is a module with one operator or number changed. mutants.toml beside this names the modules, each
with its tests, and the mutants that nobody could tell from the module, each with the reason. Fails when
a mutant is neither noticed nor named there, when one is named for nothing, or when fewer than FLOOR
of all are noticed.

Each mutant is a process of its own, forked after everything but this project is imported; one that cannot
be imported is none. Tests by hypothesis draw the same examples each time.
"""

import argparse
import contextlib
import gc
import importlib
import os
import random
import resource
import signal
import sys
import tomllib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.mutations import Mutation, mutations

ROOT = Path(__file__).resolve().parents[1]

FLOOR = 0.97
TOO_LONG_S = 30
TOO_LARGE_BYTES = 8 << 30
STILLBORN = 99
PLAINLY = ("-q", "--assert=plain", "-p", "no:cacheprovider")


@dataclass(frozen=True, slots=True)
class Module:
    """A deciding module, its tests, and its mutants that are as good as itself, each with the reason."""

    path: str
    tests: tuple[str, ...]
    equivalent: Mapping[str, str] = field(hash=False)

    @property
    def source(self) -> bytes:
        """What stands in its file."""
        return (ROOT / self.path).read_bytes()


Mutant = tuple[Module, Mutation | None]
"""A module with a mutation, or as it is."""


class Changed(InspectLoader, MetaPathFinder):
    """Imports a module as it is with a mutation."""

    def __init__(self, module: Module, mutation: Mutation) -> None:
        self.name = module.path.removesuffix(".py").replace("/", ".")
        self._source = mutation.applied(module.source).decode()

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> ModuleSpec | None:
        """Return how the module is imported; nothing for any other."""
        return ModuleSpec(fullname, self, origin=self.name) if fullname == self.name else None

    def get_source(self, fullname: str) -> str:  # noqa: ARG002 - there is but one
        """Return the changed source."""
        return self._source


def main() -> None:
    wanted = _arguments()
    os.chdir(ROOT)
    modules = named(wanted.modules, load())
    chosen: list[Mutant] = [(module, mutation) for module in modules for mutation in mutations(module.source)]
    if wanted.sample:
        chosen = random.Random(wanted.seed).sample(chosen, min(wanted.sample, len(chosen)))  # noqa: S311 - no secret
    _import_all_but_ours(modules)
    if failing := [module.path for (module, _), code in _tried((module, None) for module in modules) if code]:
        sys.exit(f"The tests fail without any change: {', '.join(failing)}")
    codes = {mutant: code for mutant, code in _tried(chosen) if code != STILLBORN}
    floor = 0.0 if wanted.sample or wanted.modules else FLOOR
    sys.exit(_report(modules, codes, floor, all_tried=not wanted.sample))


def load() -> list[Module]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["module"]
    return [Module(one["path"], tuple(one["tests"]), one.get("equivalent", {})) for one in tables]


def named(paths: Sequence[str], modules: Sequence[Module]) -> list[Module]:
    """Return the modules of these paths, all where there is none; exit where one is of no module."""
    if unknown := set(paths).difference(module.path for module in modules):
        sys.exit(f"mutants.toml names no {', '.join(sorted(unknown))}.")
    return [module for module in modules if not paths or module.path in paths]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, help="so many mutants of all, instead of every one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("modules", nargs="*", help="paths, as mutants.toml names them; all, where none is")
    return parser.parse_args()


def _import_all_but_ours(modules: Sequence[Module]) -> None:
    """Import what the tests need, once for all the processes to come, and forget what is of this project."""
    hypothesis.settings.register_profile(
        "mutants",
        derandomize=True,
        database=None,
        deadline=None,
        phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
    )
    hypothesis.settings.load_profile("mutants")
    with Path(os.devnull).open("w") as nothing, contextlib.redirect_stdout(nothing):
        pytest.main([*PLAINLY, "--collect-only", *(test for module in modules for test in module.tests)])
    for name in list(sys.modules):
        if name.partition(".")[0] in ("tts", "tests"):
            del sys.modules[name]
    gc.freeze()


def _tried(mutants: Iterable[Mutant]) -> Iterator[tuple[Mutant, int]]:
    """Yield each mutant with how its tests ended, in whatever order they do: 0 where nothing was noticed."""
    running: dict[int, Mutant] = {}
    waiting = deque(mutants)
    while waiting or running:
        if waiting and len(running) < (os.cpu_count() or 1):
            mutant = waiting.popleft()
            if not (pid := os.fork()):
                _run(*mutant)
            running[pid] = mutant
            continue
        pid, status = os.wait()
        yield running.pop(pid), os.waitstatus_to_exitcode(status)


def _run(module: Module, mutation: Mutation | None) -> NoReturn:
    """End this process with the exit code of a module's tests, or by a signal where they have no end."""
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    signal.alarm(TOO_LONG_S)
    resource.setrlimit(resource.RLIMIT_AS, (TOO_LARGE_BYTES, TOO_LARGE_BYTES))
    if mutation:
        changed = Changed(module, mutation)
        sys.meta_path.insert(0, changed)
        try:
            importlib.import_module(changed.name)
        except Exception:  # noqa: BLE001 - whatever it is, this is no module
            os._exit(STILLBORN)
    os._exit(pytest.main([*PLAINLY, "-x", *module.tests]))


def _report(modules: Sequence[Module], codes: Mapping[Mutant, int], floor: float, *, all_tried: bool) -> int:
    """Print the table, and what is not as it should be; return the exit code."""
    print(f"{'module':<34}{'mutants':>8}{'noticed':>8}{'named':>7}{'left':>6}")
    wrong: list[str] = []
    for module in modules:
        unnoticed = {one.name: code == 0 for (of, one), code in codes.items() if one and of is module}
        left = [name for name, alike in unnoticed.items() if alike and name not in module.equivalent]
        named = sum(alike and name in module.equivalent for name, alike in unnoticed.items())
        wrong += [f"{module.path}: not noticed: {name}" for name in left]
        wrong += [
            f"{module.path}: named for nothing: {name}"
            for name in module.equivalent
            if not unnoticed.get(name, not all_tried)
        ]
        noticed = len(unnoticed) - len(left) - named
        print(f"{module.path:<34}{len(unnoticed):>8}{noticed:>8}{named:>7}{len(left):>6}")
    print("\n".join(wrong), end="\n" * bool(wrong))
    share = sum(code != 0 for code in codes.values()) / len(codes)
    print(f"{share:.1%} of {len(codes)} mutants are noticed; of all the floor is {FLOOR:.0%}.")
    return int(bool(wrong) or share < floor)


if __name__ == "__main__":
    main()
