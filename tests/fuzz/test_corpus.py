"""Every input of the corpus, and mutations of it, gives a result that holds or one sentence, soon."""

import random
from pathlib import Path

import pytest

from tests.fuzz.targets import CORPUS, TARGETS, outcome
from tests.pace import is_quick

MAX_SECONDS = 5
MUTANTS = 25
INPUTS = sorted(CORPUS.glob("*/*"))
FAULTY = [b"\x00", b"\xff", b"<", b"[::", "：".encode(), b"999999999999", b"\x1b]0;", b"%ff", b"-->"]


def timed(target: str, data: bytes) -> str:
    said: list[str] = []
    assert is_quick(lambda: said.append(outcome(target, data)), MAX_SECONDS)
    return said[-1]


def mutant(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few of them cut, doubled, changed, or faulty ones put among them."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(changed) + 1)
        end = min(len(changed), start + chance.choice((0, 1, 2, 8, 40)))
        put = chance.choice((b"", chance.choice(FAULTY), changed[start:end] * 2, chance.randbytes(2)))
        changed[start:end] = put
    return bytes(changed)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_input_gives_a_result_or_a_sentence(path: Path) -> None:
    timed(path.parent.name, path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_has_an_input_that_it_takes(target: str) -> None:
    assert "" in [timed(target, path.read_bytes()) for path in INPUTS if path.parent.name == target]


@pytest.mark.parametrize("target", TARGETS)
def test_mutated_inputs_give_a_result_or_a_sentence(target: str) -> None:
    chance = random.Random(target)  # noqa: S311 - repeatable, not secret
    for path in INPUTS:
        if path.parent.name == target:
            for _ in range(MUTANTS):
                timed(target, mutant(path.read_bytes(), chance))
