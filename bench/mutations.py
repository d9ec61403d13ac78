"""The mutations of a module: its source with one operator or number changed, each named by its line."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

_OPERATORS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
    ast.BitXor: ("^", "&"),
}
_NAMES = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "bisect_left": "bisect_right",
    "bisect_right": "bisect_left",
}
_UNDECIDING = ("decorator_list", "annotation", "returns")
"""What of a definition decides nothing while the program runs."""
_Change = tuple[int, int, str]
_COMMENT = re.compile(rb"#[^\n]*")


@dataclass(frozen=True, slots=True)
class Mutation:
    """The bytes from `start` to `end` of a source become `text`; `name` shows it in its line."""

    start: int
    end: int
    text: str
    name: str

    def applied(self, source: bytes) -> bytes:
        """Return the source with the mutation; every line keeps its number."""
        return source[: self.start] + self.text.encode() + source[self.end :]


def mutations(source: bytes) -> list[Mutation]:
    """Return every mutation of a module in the order of its text, no two of one name."""
    module = _Module(source, (0, *accumulate(len(line) for line in source.splitlines(keepends=True))))
    found: dict[str, Mutation] = {}
    for scope, node in _deciding(ast.parse(source), ""):
        for start, end, text in (*module.operators(node), *module.words(node), *module.constants(node)):
            mutation = Mutation(start, end, text, module.name(scope, start, end, text))
            found.setdefault(mutation.name, mutation)
    return sorted(found.values(), key=lambda one: one.start)


def _deciding(node: ast.AST, scope: str) -> Iterator[tuple[str, ast.AST]]:
    """Yield all nodes that decide something, each with the name of its function."""
    yield scope, node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        scope = f"{scope}.{node.name}".lstrip(".")
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            is_strict = isinstance(child, ast.keyword) and child.arg == "strict"
            if isinstance(child, ast.AST) and field not in _UNDECIDING and not is_strict:
                yield from _deciding(child, scope)


@dataclass(frozen=True, slots=True)
class _Module:
    """A module's text, and at which byte each line begins; a change is from where to where, and into what."""

    source: bytes
    lines: Sequence[int]

    def operators(self, node: ast.AST) -> Iterator[_Change]:
        match node:
            case ast.Compare(left, operators, others):
                for (one, other), operator in zip(pairwise([left, *others]), operators, strict=True):
                    yield from self._between(one, other, operator)
            case ast.BoolOp(operator, values):
                for one, other in pairwise(values):
                    yield from self._between(one, other, operator)
            case ast.BinOp(one, operator, other) | ast.AugAssign(one, operator, other):
                yield from self._between(one, other, operator)
            case ast.UnaryOp(ast.Not() | ast.USub() as operator):
                start, _ = self._span(node)
                yield start, start + (3 if isinstance(operator, ast.Not) else 1), ""

    def words(self, node: ast.AST) -> Iterator[_Change]:
        match node:
            case ast.Slice(lower, upper):
                yield from ((*self._span(bound), "") for bound in (lower, upper) if bound)
            case ast.Call(ast.Name(name) | ast.Attribute(attr=name) as called) if name in _NAMES:
                _, end = self._span(called)
                yield end - len(name), end, _NAMES[name]
            case ast.Break() | ast.Continue():
                yield *self._span(node), "continue" if isinstance(node, ast.Break) else "break"

    def constants(self, node: ast.AST) -> Iterator[_Change]:
        if isinstance(node, ast.Constant):
            start, end = self._span(node)
            yield from ((start, end, other) for other in _others(node.value, self.source[start:end].decode()))

    def name(self, scope: str, start: int, end: int, text: str) -> str:
        """Return the line with the change in it, after the name of its function."""
        before = self.source[:start].rpartition(b"\n")[2].decode().lstrip()
        after = self.source[end:].partition(b"\n")[0].decode().partition("  #")[0]
        line = f"{before}⟦{self.source[start:end].decode()} → {text}⟧{after}"
        return f"{scope}: {line}" if scope else line

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        start, end = self.lines[node.lineno - 1], self.lines[(node.end_lineno or node.lineno) - 1]
        return start + node.col_offset, end + (node.end_col_offset or 0)

    def _between(self, left: ast.expr, right: ast.expr, operator: ast.AST) -> Iterator[_Change]:
        old, new = _OPERATORS.get(type(operator), ("", ""))
        (_, start), (end, _) = self._span(left), self._span(right)
        gap = _COMMENT.sub(lambda comment: b" " * len(comment[0]), self.source[start:end])
        sign = rf"\b{old}\b" if old.isalpha() else re.escape(old)
        if old and (found := re.search(sign.encode(), gap)):
            yield start + found.start(), start + found.end(), new


def _others(value: object, written: str) -> Iterator[str]:
    """Yield what a constant becomes: the other truth, or one more and one less in its last place."""
    if isinstance(value, bool):
        yield str(not value)
    elif isinstance(value, int):
        yield from (str(value + 1), str(value - 1))
    elif isinstance(value, float):
        exact = Decimal(written)
        last = Decimal(1).scaleb(int(exact.as_tuple().exponent))
        yield from (str(exact + last), str(exact - last))
