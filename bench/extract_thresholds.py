"""The extractor's thresholds, each chosen without the site that it is scored on.

A threshold is a number that a module of tts/extractor names at its top; those that only bound a page's
size decide nothing and are left out. Its candidates are its own value and that value scaled. For each site
left out, the pages of all others choose: values that do better there are taken over one by one, the best
first, each only if it still does better beside those taken before. The site is then read twice: with these
values, and with `ties`, where a threshold moves to whichever value is as good elsewhere and worst here. The
first gap to the figures in force is what choosing by these pages gains on others, the second what the
thresholds in force owe to single sites. Words and expressions are chosen by hand; nothing here measures those
but pages that nobody has seen.
"""

import ast
import importlib
import pkgutil
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from types import ModuleType

import tts.extractor
from bench.extract_corpus import Case, Score, score
from bench.extract_own import outcome
from bench.extract_sites import by_site

FACTORS = (0.6, 0.8, 1.25, 1.6)
LARGEST_SHARE = 0.98
NOT_OF_BODIES = frozenset(
    {
        "decode",
        "doubts",
        "dump",
        "extract",
        "facts",
        "json_ld",
        "language",
        "markup",
        "metadata",
        "plain",
        "plugin_sites",
    }
)
"""Modules that have no say in a page's body, or bound its size."""
BOUNDS = frozenset({"MAX_DEPTH", "MAX_ATTRIBUTE", "_MAX_NAMES", "_MAX_NAME", "_BEGINNING"})
"""What bounds the work on a hostile page."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number in a module of the extractor, and the values to try instead of it."""

    module: str
    name: str
    value: float
    others: tuple[float, ...]

    def __str__(self) -> str:
        """Return module and name as a reader would look for them."""
        return f"{self.module}.{self.name}"


Values = Mapping[Threshold, float]
"""Thresholds that are set to another value than the one in force."""


def thresholds() -> list[Threshold]:
    """Return the thresholds of the extractor, by module and place."""
    names = sorted(module.name for module in pkgutil.iter_modules(tts.extractor.__path__))
    return [one for name in names if name not in NOT_OF_BODIES for one in _thresholds_of(name)]


def _thresholds_of(name: str) -> Iterator[Threshold]:
    module = importlib.import_module(f"tts.extractor.{name}")
    for statement in ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8")).body:
        match statement:
            case ast.Assign(
                targets=[ast.Name(id=constant)], value=ast.Constant(value=int() | float() as value)
            ):
                if constant not in BOUNDS and not isinstance(value, bool):
                    yield Threshold(name, constant, value, _candidates(value))


def _candidates(value: float) -> tuple[float, ...]:
    """Return the value scaled: a count stays one, and a share a share."""
    scaled = [value * factor for factor in FACTORS]
    if isinstance(value, int):
        return tuple(sorted({max(1, round(one)) for one in scaled} - {value}))
    most = LARGEST_SHARE if value < 1 else value * max(FACTORS)
    return tuple(sorted({round(min(one, most), 3) for one in scaled} - {value}))


@contextmanager
def set_to(values: Values) -> Iterator[None]:
    """Set thresholds for a while, in their own modules and in those that took a public one over by name."""
    undone = []
    for threshold, value in values.items():
        for module in _users_of(threshold):
            undone.append((module, threshold))
            setattr(module, threshold.name, value)
    try:
        yield
    finally:
        for module, threshold in undone:
            setattr(module, threshold.name, threshold.value)


def _users_of(threshold: Threshold) -> list[ModuleType]:
    own = f"tts.extractor.{threshold.module}"
    if threshold.name.startswith("_"):
        return [sys.modules[own]]
    modules = [module for name, module in sys.modules.items() if name.startswith("tts.extractor.")]
    return [module for module in modules if vars(module).get(threshold.name) == threshold.value]


def merit(one: Score) -> float:
    """Return what a threshold is chosen by: F1, and as much again for a page that is exact."""
    return (one.f1 + one.is_exact) / 2


def read(cases: Sequence[Case], values: Values) -> list[Score]:
    """Return the scores of pages read with these thresholds."""
    with set_to(values):
        return [score(case, outcome(case.name, case.html).paragraphs) for case in cases]


class Trials:
    """Pages, and the merit of each with thresholds set in some way; what was tried once is kept."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self.cases = cases
        self._kept: dict[frozenset[tuple[Threshold, float]], list[float]] = {}

    def merits(self, values: Values) -> list[float]:
        """Return each page's merit with these values, and all other thresholds as they stand."""
        key = frozenset(values.items())
        if key not in self._kept:
            self._kept[key] = [merit(one) for one in read(self.cases, values)]
        return self._kept[key]

    def elsewhere(self, values: Values, hidden: Sequence[int]) -> float:
        """Return the mean merit of all pages but those hidden; equal where nothing but rounding differs."""
        out = set(hidden)
        return round(fmean(one for i, one in enumerate(self.merits(values)) if i not in out), 9)


def chosen(trials: Trials, tried: Sequence[Threshold], hidden: Sequence[int]) -> dict[Threshold, float]:
    """Return the values that the pages not hidden choose, of the thresholds that they would change."""
    in_force = trials.elsewhere({}, hidden)
    single = [(trials.elsewhere({one: value}, hidden), one, value) for one in tried for value in one.others]
    values: dict[Threshold, float] = {}
    for figure, one, value in sorted(single, key=lambda item: -item[0]):
        if figure <= in_force:
            break
        if trials.elsewhere({**values, one: value}, hidden) > trials.elsewhere(values, hidden):
            values[one] = value
    return values


def ties(trials: Trials, tried: Sequence[Threshold], hidden: Sequence[int]) -> dict[Threshold, float]:
    """Return the values as good as those in force on the pages not hidden, and worst for the hidden."""
    in_force = trials.elsewhere({}, hidden)
    values = {}
    for one in tried:
        equal = [value for value in one.others if trials.elsewhere({one: value}, hidden) == in_force]
        here = {value: sum(trials.merits({one: value})[i] for i in hidden) for value in equal}
        worst = min(here, key=lambda value: here[value], default=one.value)
        if here and here[worst] < sum(trials.merits({})[i] for i in hidden):
            values[one] = worst
    return values


def show_left_out(cases: Sequence[Case], *, most_s: float, verbose: bool) -> None:
    """Print the figures in force beside those with each site left out of the choice."""
    trials, tried = Trials(cases), []
    deadline = time.monotonic() + most_s
    for threshold in thresholds():
        if time.monotonic() < deadline:
            tried.append(threshold)
            for value in threshold.others:
                trials.merits({threshold: value})
    print(f"{len(tried)} of {len(thresholds())} thresholds tried, {len(by_site(cases))} sites")
    print(f"{'':18}{'F1':>7}{'exact':>7}")
    _show("in force", read(cases, {}))
    for name, choose in (("site left out", chosen), ("left out, ties", ties)):
        values = {site: choose(trials, tried, places) for site, places in by_site(cases).items()}
        _show(
            name,
            [one for site, places in by_site(cases).items() for one in _read(cases, places, values[site])],
        )
        for site, changed in values.items() if verbose else ():
            print(
                f"  {site}: {', '.join(f'{one} {value}' for one, value in changed.items()) or 'as in force'}"
            )


def _read(cases: Sequence[Case], places: Sequence[int], values: Values) -> list[Score]:
    return read([cases[i] for i in places], values)


def _show(name: str, scores: Sequence[Score]) -> None:
    print(f"{name:18}{fmean(one.f1 for one in scores):7.3f}{fmean(one.is_exact for one in scores):7.0%}")
