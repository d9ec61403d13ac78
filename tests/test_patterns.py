"""No pattern of the program is held up by a text that is made to hold it up.

All are looked for: in modules, tuples, dictionaries, dataclasses and classes, and those that the code writes
where it uses them. Each is asked, by the methods that the code asks it by, for what it finds in texts made
of its own repeats, as many times over as 4,000 and 8,000 characters hold. What seems to grow too fast is
asked again with 64,000: so long a text tells a quadratic pattern from a linear one on a busy machine, too.
"""

import ast
import gc
import importlib
import inspect
import pkgutil
import re
import signal
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import inf
from time import process_time
from types import FrameType, ModuleType
from typing import Any

import pytest

import tts
from tts.extractor.noise.rule import rule
from tts.extractor.signature import MAX_SIGNATURE
from tts.extractor.surroundings import MAX_ATTRIBUTE

parser: Any = importlib.import_module("re._parser")
ops: Any = importlib.import_module("re._constants")

SIZES = (4_000, 8_000, 64_000)
SLOW_MS = 20
"""Less is noise, or not worth a test, for a text whose length is bounded."""
LONG_MS = 320
"""The same for the longest text."""
GROWS = 2.5
MOST_GROWTH = 64
"""For the longest text a linear pattern takes 16 times as long as for the shortest, a quadratic one 256."""
TRIES = 2
UNDOUBTED_MS = 0.3
"""What takes less for the shortest text is not slow for four times as much, even if it grows by the cube."""
GIVEN_UP_S = 0.5

BOUNDED = {
    "tts.extractor.class_names._HIDDEN_CLASS": MAX_ATTRIBUTE,  # of a class and an id
    "tts.extractor.signature.FORMS": MAX_SIGNATURE,
    "tts.extractor.reporters.FORMS": MAX_SIGNATURE,
    "tts.extractor.signature_forms.FORMS": MAX_SIGNATURE,
    "tts.extractor.signature._ADDRESS_BEHIND": MAX_SIGNATURE,
    "tts.extractor.signature._OTHERS_BEHIND": MAX_SIGNATURE,
    "tts.extractor.signature._TIME_BEHIND": MAX_SIGNATURE,
}
"""Patterns that are given so many characters at most, and are measured with as many."""

Seq = Sequence[tuple[Any, Any]]
CHARACTERS = ' 1字a(<"「/.,-\n，。A:[\x1b'
GENERIC = (
    *CHARACTERS,
    "「『",
    "<a ",
    "字，",
    "1,",
    "1 ",
    " \n",
    'a="b" ',
    "年1月",
    "1.",
    "1:",
    "(字)",
    "記者",
)
REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
ENDLESS = 20
"""A repeat that may come so often is tried over and over."""
METHODS = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
ANCHORED = {"match", "fullmatch"}
CLASSES = {
    ops.CATEGORY_DIGIT: r"\d",
    ops.CATEGORY_NOT_DIGIT: r"\D",
    ops.CATEGORY_SPACE: r"\s",
    ops.CATEGORY_NOT_SPACE: r"\S",
    ops.CATEGORY_WORD: r"\w",
    ops.CATEGORY_NOT_WORD: r"\W",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern of the program: where it stands, how it is asked, and what it is asked of at most."""

    name: str
    pattern: re.Pattern[Any]
    anchored: bool
    sought: bool
    most: int = SIZES[-1]


class TooLateError(Exception):
    """A pattern has not answered for so long that it need not be waited for."""


# Where patterns are


@cache
def modules() -> tuple[ModuleType, ...]:
    names = (module.name for module in pkgutil.walk_packages(tts.__path__, "tts."))
    return tuple(importlib.import_module(name) for name in names if not name.endswith("__main__"))


@cache
def trees() -> Mapping[str, ast.Module]:
    return {module.__name__: ast.parse(inspect.getsource(module)) for module in modules()}


@cache
def asked() -> Mapping[str, Mapping[str, set[str]]]:
    """Return for each module by which methods it asks what it calls by a name, or by `.name`.

    What is called by a name and handed on may be asked by any.
    """
    return {module: methods_in(tree) for module, tree in trees().items()}


def methods_in(tree: ast.Module) -> Mapping[str, set[str]]:
    methods: dict[str, set[str]] = defaultdict(set)
    owners = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        method = owners.get(id(node))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and method in {None, *METHODS}:
            methods[node.id].add(method or "search")
        if isinstance(node, ast.Attribute) and method in METHODS:
            methods[f".{node.attr}"].add(str(method))
    return methods


def methods_of(field: str, pattern: re.Pattern[Any]) -> set[str]:
    """Return how a pattern is asked: a module's own by those that have it, a field's by all."""
    knowing = (m for m in modules() if field.startswith(".") or vars(m).get(field) is pattern)
    return set[str]().union(*(asked()[module.__name__].get(field, ()) for module in knowing)) or {"search"}


def every_pattern() -> list[Found]:
    """Return all patterns of the program, each once for every length of text that it is measured with."""
    found: dict[tuple[re.Pattern[Any], int], Found] = {}
    for module in modules():
        seen: set[int] = set()
        for name, value in [*vars(module).items()]:
            if not name.startswith("__"):
                for one in within(value, f"{module.__name__}.{name}", name, seen):
                    found.setdefault((one.pattern, one.most), one)
        for one in written_in(module):
            found.setdefault((one.pattern, one.most), one)
    return list(found.values())


def within(value: object, path: str, field: str, seen: set[int], most: int = SIZES[-1]) -> Iterator[Found]:
    """Yield the patterns of a value, of what it holds, and of the project's objects and classes in it."""
    if isinstance(value, re.Pattern):
        methods = methods_of(field, value)
        yield Found(path, value, bool(methods & ANCHORED), not methods <= ANCHORED, BOUNDED.get(path, most))
        return
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, Mapping):
        value = (*value.keys(), *value.values())
    if isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from within(one, path, field, seen, most)
        return
    kind = value if isinstance(value, type) else type(value)
    if kind.__module__.split(".")[0] == "tts":
        most = most if isinstance(value, type) else min(most, getattr(value, "max_chars", most))
        for name in fields_of(value):
            yield from within(getattr(value, name, None), path, f".{name}", seen, most)


def fields_of(value: object) -> Iterator[str]:
    """Yield the names of an object's own attributes, or of a class's."""
    yield from getattr(value, "__dict__", {})
    if not isinstance(value, type):
        for kind in type(value).__mro__:
            yield from getattr(kind, "__slots__", ())


def written_in(module: ModuleType) -> Iterator[Found]:
    """Yield the patterns that stand where they are used, as far as they are known without running it."""
    for node in ast.walk(trees()[module.__name__]):
        if not isinstance(node, ast.Call) or ast.unparse(node.func) not in {f"re.{name}" for name in METHODS}:
            continue
        names = {one.id for one in ast.walk(node.args[0]) if isinstance(one, ast.Name)}
        if names <= vars(module).keys():
            expression = compile(ast.Expression(node.args[0]), f"<{module.__name__}>", "eval")
            pattern = re.compile(eval(expression, vars(module)))  # noqa: S307 - the program's own text
            method = ast.unparse(node.func).removeprefix("re.")
            name = f"{module.__name__}:{node.lineno}"
            yield Found(name, pattern, method in ANCHORED, method not in ANCHORED)


# What holds a pattern up


def texts_for(pattern: re.Pattern[Any], *, anchored: bool) -> Iterator[tuple[str, str]]:
    """Yield texts as a beginning and what comes over and over behind it."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    whole = sample(tree)
    pairs = dict.fromkeys(("", one) for one in (*GENERIC, whole, whole[:-1]))
    for before, pump in repeats_in(tree):
        pairs |= dict.fromkeys([(before, pump), ("", pump), ("", before + pump), ("", before)])
    yield from (pair for pair in pairs if pair[1] and (pair[0] or not anchored or whole[:1] in pair[1]))


def repeats_in(sequence: Seq, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield what a part of a pattern repeats without end, with what it takes to come there."""
    for op, value in sequence:
        if op in REPEATS:
            if value[1] >= ENDLESS:
                yield from ((before, one) for one in islice(forms(value[2]), ENDLESS))
            yield from repeats_in(value[2], before)
        for part in parts(op, value):
            yield from repeats_in(part, before)
        before += sample([(op, value)])


def parts(op: Any, value: Any) -> Iterable[Seq]:  # noqa: ANN401 - as the parser gives them
    if op is ops.SUBPATTERN:
        return [value[3]]
    if op is ops.BRANCH:
        return list(value[1])
    if op is ops.ATOMIC_GROUP:
        return [value]
    return [value[1]] if op in (ops.ASSERT, ops.ASSERT_NOT) else []


def forms(sequence: Seq) -> Iterator[str]:
    """Yield what a repeated part may be: a text, each of its branches, some of its characters."""
    yield sample(sequence)
    if len(sequence) == 1:
        op, value = sequence[0]
        if op in (ops.IN, ops.ANY):
            yield from (one for one in CHARACTERS if op is ops.ANY or is_in(value, one))
        for part in parts(op, value):
            yield from forms(part)


def sample(sequence: Seq) -> str:
    """Return a text that a part of a pattern takes."""
    return "".join(sample_of(op, value) for op, value in sequence)


def sample_of(op: Any, value: Any) -> str:  # noqa: ANN401 - as the parser gives them
    if op is ops.LITERAL:
        return chr(value)
    if op in (ops.ANY, ops.NOT_LITERAL):
        return "a" if value == ord("字") else "字"
    if op is ops.IN:
        return next((one for one in (*CHARACTERS, *named(value)) if is_in(value, one)), "")
    if op in REPEATS:
        return sample(value[2]) * sorted((1, int(value[0]), 3))[1]
    return "".join(map(sample, [] if op in (ops.ASSERT, ops.ASSERT_NOT) else list(parts(op, value))[:1]))


def named(items: Seq) -> Iterator[str]:
    yield from (
        chr(value if op is ops.LITERAL else value[0]) for op, value in items if op in (ops.LITERAL, ops.RANGE)
    )


def is_in(items: Seq, character: str) -> bool:
    """Tell whether a class of characters holds one."""
    return any(holds(op, value, character) for op, value in items) != (items[0][0] is ops.NEGATE)


def holds(op: Any, value: Any, character: str) -> bool:  # noqa: ANN401 - as the parser gives them
    if op is ops.CATEGORY:
        return re.match(CLASSES[value], character) is not None
    if op is ops.RANGE:
        return ord(character) in range(value[0], value[1] + 1)
    return bool(op is ops.LITERAL and chr(value) == character)


# What it costs


def slowness(found: Found) -> str:
    """Return which text takes a pattern too long, "" where none does."""
    ways = [way for way, is_used in (("match", found.anchored), ("finditer", found.sought)) if is_used]
    for way in ways:
        for before, pump in texts_for(found.pattern, anchored=way == "match"):
            if said := grown(found, way, before, pump):
                return f"{found.name} by {way}: {said} for {before[-20:]!r} and {pump[:20]!r} over and over"
    return ""


def grown(found: Found, way: str, before: str, pump: str) -> str:
    if found.most < SIZES[0]:
        whole = text_of(before, pump, found.most)
        took = least_ms(found, way, whole)
        return f"{took:.0f} ms for all of {found.most} characters" if took > SLOW_MS else ""
    least, middle = (text_of(before, pump, size) for size in SIZES[:2])
    first = took_ms(found, way, least)
    if first == inf:
        return "no answer"
    if first < UNDOUBTED_MS or took_ms(found, way, middle) < GROWS * first:
        return ""
    return still_grown(found, way, before, pump)


def still_grown(found: Found, way: str, before: str, pump: str) -> str:
    """Return how a pattern grows by the best of several tries, "" where one of them acquits it.

    What is slow for the shortest text already is told with a quarter of each.
    """
    part = 4 if took_ms(found, way, text_of(before, pump, SIZES[0])) > SLOW_MS else 1
    least, long = (text_of(before, pump, size // part) for size in (SIZES[0], SIZES[-1]))
    first = min(took_ms(found, way, least) for _ in range(TRIES))
    bound = max(LONG_MS / part**2, MOST_GROWTH * first)
    if least_ms(found, way, long, bound) <= bound:
        return ""
    return f"{first:.1f} ms become more than {bound:.0f}"


def least_ms(found: Found, way: str, text: str, enough_ms: float = SLOW_MS) -> float:
    """Return the least time of several tries, of which the first that is short enough is the last."""
    least = inf
    for _try in range(TRIES):
        least = min(least, took_ms(found, way, text, max(GIVEN_UP_S, enough_ms / 1000)))
        if least <= enough_ms:
            break
    return least


def text_of(before: str, pump: str, size: int) -> str:
    return (before + pump * (size // len(pump) + 1))[: size - 1] + "\x01"


def took_ms(found: Found, way: str, text: str, given_up_s: float = GIVEN_UP_S) -> float:
    """Return the time that a pattern takes, without end where it was given up."""
    data: Any = text.encode()[: len(text)] if isinstance(found.pattern.pattern, bytes) else text
    started = process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, given_up_s)
    try:
        try:
            if way == "match":
                found.pattern.match(data)
                found.pattern.fullmatch(data)
            else:
                list(found.pattern.finditer(data))
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except TooLateError:
        return inf
    return (process_time() - started) * 1000


@pytest.fixture
def _given_up() -> Iterator[None]:
    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TooLateError

    before = signal.signal(signal.SIGVTALRM, give_up)
    gc.disable()  # it would take a pattern's time, and nothing may be raised in it
    yield
    gc.enable()
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.usefixtures("_given_up")
def test_no_pattern_grows_slow_with_its_text() -> None:
    found = every_pattern()
    assert len(found) > 400
    assert list(filter(None, map(slowness, found))) == []


@pytest.mark.usefixtures("_given_up")
@pytest.mark.parametrize("pattern", [r"\d+x", r"\s+$", "^(字+)+$", '<a[^>]*"[^>]*>'])
def test_a_pattern_that_grows_slow_is_known(pattern: str) -> None:
    assert slowness(Found("bad", re.compile(pattern), anchored=True, sought=True))


@pytest.mark.usefixtures("_given_up")
@pytest.mark.parametrize("pattern", [r"(?<!\d)\d++x", r"\S", "^.{0,20}a", "[^<>]*+$|字"])
def test_a_pattern_that_does_not_is_not_blamed(pattern: str) -> None:
    assert not slowness(Found("good", re.compile(pattern), anchored=True, sought=True))


def test_patterns_are_found_in_whatever_holds_them() -> None:
    held = {"a": [re.compile("1")], "b": (re.compile("2"), rule("caption", ("3",), 9))}
    found = {one.pattern.pattern: one.most for one in within(held, "held", "held", set())}
    assert found == {"1": SIZES[-1], "2": SIZES[-1], "3": 9}
