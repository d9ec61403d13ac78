"""Bounded patterns: regular expressions that no text can hold up, for users to write.

A pattern of Python's `re` may take for ever where it can match in very many ways. So it is looked at before
it is used: each repeat has a bound, and the ways in which all of it can match are counted, and few.
"""

import importlib
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tts.errors import UsageError

MOST_CHARACTERS = 60
"""What a pattern finds is a name or a number, and no paragraph."""

MOST_WAYS = 250
"""In so many ways a pattern can match at one place; [A-Z]{1,10}-[0-9]{1,6}[A-Z]{0,2} has 180."""

LONGEST = 300
"""Characters of a pattern."""

_tree: Any = importlib.import_module("re._parser")
_op: Any = importlib.import_module("re._constants")

_REPEATS = (_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT)
_ONE = (_op.LITERAL, _op.NOT_LITERAL, _op.ANY, _op.IN)
_BORDERS = (_op.AT_BOUNDARY, _op.AT_NON_BOUNDARY)


@dataclass(frozen=True, slots=True)
class BoundedPattern:
    """A pattern that is safe to use; what it finds has `least` to `most` characters."""

    compiled: re.Pattern[str]
    least: int
    most: int

    @property
    def groups(self) -> int:
        """How many groups it has."""
        return self.compiled.groups


@dataclass(frozen=True, slots=True)
class _Shape:
    """In how many ways something can match, and how many characters it takes."""

    ways: int
    least: int
    most: int

    def then(self, other: "_Shape") -> "_Shape":
        return _Shape(self.ways * other.ways, self.least + other.least, self.most + other.most)


_NOTHING = _Shape(1, 0, 0)


def bounded_pattern(source: str) -> BoundedPattern:
    """Return a pattern that no text can hold up; UsageError says why another is none."""
    if len(source) > LONGEST:
        start = f"{source[:20]}…"
        raise _refused(start, f"has more than {LONGEST} characters", "Make several of it.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a later Python may read otherwise
            shape = _shape(_tree.parse(source), source)
            compiled = re.compile(source)
    except (re.error, OverflowError, RecursionError) as error:
        raise _refused(source, f"is no regular expression: {error}", "Mend it.") from error
    if shape.least == 0:
        raise _refused(source, "would match where nothing stands", "Let it match one character at least.")
    if shape.most > MOST_CHARACTERS:
        raise _refused(
            source, f"may match {shape.most} characters, more than {MOST_CHARACTERS}", "Set lower bounds."
        )
    if shape.ways > MOST_WAYS:
        raise _refused(
            source, f"can match in {shape.ways} ways, more than {MOST_WAYS}", "Make it simpler, or several."
        )
    return BoundedPattern(compiled, shape.least, shape.most)


def _shape(items: Sequence[tuple[Any, Any]], source: str) -> _Shape:
    shape = _NOTHING
    for op, value in items:
        shape = shape.then(_shape_of(op, value, source))
    return shape


def _shape_of(op: Any, value: Any, source: str) -> _Shape:  # noqa: ANN401 - the parser has no types
    match op:
        case _ if op in _ONE:
            shape = _Shape(1, 1, 1)
        case _op.BRANCH:
            shape = _either([_shape(branch, source) for branch in value[1]])
        case _op.SUBPATTERN:
            shape = _shape(value[-1], source)
        case _op.ATOMIC_GROUP:
            shape = _shape(value, source)
        case _ if op in _REPEATS:
            shape = _repeated(value, source)
        case _op.ASSERT | _op.ASSERT_NOT:
            shape = _Shape(_shape(value[1], source).ways, 0, 0)
        case _op.AT if value in _BORDERS:
            shape = _NOTHING
        case _op.AT:
            raise _refused(source, "asks where the text begins or ends", "Texts are cut: leave ^ and $ out.")
        case _:
            raise _refused(source, "asks for a group again, or for what is not known here", "Leave it out.")
    return shape


def _either(shapes: Sequence[_Shape]) -> _Shape:
    ways = sum(shape.ways for shape in shapes)
    return _Shape(ways, min(shape.least for shape in shapes), max(shape.most for shape in shapes))


def _repeated(repeat: tuple[int, int, Sequence[tuple[Any, Any]]], source: str) -> _Shape:
    least, most, items = repeat
    if most is _op.MAXREPEAT or most > MOST_CHARACTERS:
        hint = f"Write {{1,20}} instead of +, and {{0,20}} instead of *; {MOST_CHARACTERS} is the most."
        raise _refused(source, "repeats without a bound", hint)
    one = _shape(items, source)
    ways = sum(min(one.ways, MOST_WAYS + 1) ** times for times in range(least, most + 1))
    return _Shape(ways, one.least * least, one.most * most)


def _refused(source: str, what: str, hint: str) -> UsageError:
    return UsageError(f"The lexicon's pattern /{source}/ {what}.", hint=hint)
