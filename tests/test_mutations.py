"""Mutants are one change away from a module, and those named as equivalent are among them."""

import pytest

from bench.mutants import Module, load, named
from bench.mutations import mutations

SOURCE = """
@cached(maxsize=8)
def bounded(text: str | None, most: int = 2_500) -> bool:
    while len(text) < most and not text[1:]:  # or so
        break
    return max(0.15, -most) in (True, "1")
"""
CHANGES = [
    "bounded: def bounded(text: str | None, most: int = ⟦2_500 → 2501⟧) -> bool:",
    "bounded: def bounded(text: str | None, most: int = ⟦2_500 → 2499⟧) -> bool:",
    "bounded: while len(text) ⟦< → <=⟧ most and not text[1:]:",
    "bounded: while len(text) < most ⟦and → or⟧ not text[1:]:",
    "bounded: while len(text) < most and ⟦not → ⟧ text[1:]:",
    "bounded: while len(text) < most and not text[⟦1 → ⟧:]:",
    "bounded: while len(text) < most and not text[⟦1 → 2⟧:]:",
    "bounded: while len(text) < most and not text[⟦1 → 0⟧:]:",
    "bounded: ⟦break → continue⟧",
    'bounded: return ⟦max → min⟧(0.15, -most) in (True, "1")',
    'bounded: return max(⟦0.15 → 0.16⟧, -most) in (True, "1")',
    'bounded: return max(⟦0.15 → 0.14⟧, -most) in (True, "1")',
    'bounded: return max(0.15, ⟦- → ⟧most) in (True, "1")',
    'bounded: return max(0.15, -most) ⟦in → not in⟧ (True, "1")',
    'bounded: return max(0.15, -most) in (⟦True → False⟧, "1")',
]
MODULES = load()


def test_each_operator_and_number_that_decides_is_changed_by_itself() -> None:
    assert [mutation.name for mutation in mutations(SOURCE.encode())] == CHANGES


@pytest.mark.parametrize("module", MODULES, ids=[module.path for module in MODULES])
def test_a_mutant_is_a_program_with_the_same_lines(module: Module) -> None:
    for mutation in mutations(module.source):
        mutant = mutation.applied(module.source)
        assert mutant != module.source
        assert mutant.count(b"\n") == module.source.count(b"\n")
        compile(mutant, module.path, "exec")


@pytest.mark.parametrize("module", MODULES, ids=[module.path for module in MODULES])
def test_what_is_named_as_equivalent_is_a_mutant(module: Module) -> None:
    assert set(module.equivalent) <= {mutation.name for mutation in mutations(module.source)}


def test_modules_are_chosen_by_their_paths_and_all_without_one() -> None:
    assert named([], MODULES) == MODULES
    assert named([MODULES[1].path], MODULES) == MODULES[1:2]


def test_a_path_of_no_module_is_refused() -> None:
    with pytest.raises(SystemExit, match=r"^mutants\.toml names no tts/chunkr\.py\.$"):
        named([MODULES[0].path, "tts/chunkr.py"], MODULES)
