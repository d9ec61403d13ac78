"""The table of failures: what each means, and that every row of it ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.engines.failures import (
    Incomplete,
    Misspoken,
    NoAudio,
    ServiceUnavailable,
    Throttled,
    TooLong,
    Unsayable,
)
from tts.errors import EngineUnavailable, NetworkError, SynthesisError, TingError
from tts.synthesizer.patience import Again, Cut, GiveUp, Patience, Rest, Step
from tts.synthesizer.pieces import pieces
from tts.testing import utterance

PATIENT = Patience(chance=lambda: 1.0)

TABLE: list[tuple[TingError, int, int, float, Step]] = [
    (NetworkError("503"), 1, 0, 0.0, Again(1.0)),
    (NetworkError("503"), 4, 0, 0.0, Again(8.0)),
    (NetworkError("503"), 5, 0, 0.0, GiveUp()),
    (NetworkError("503"), 5, 0, 0.1, Rest(60.0)),
    (NetworkError("503"), 4, 0, 45.0, Again(8.0)),
    (NetworkError("503"), 2, 0, 45.1, Rest(60.0)),
    (SynthesisError("garbage"), 4, 0, 0.0, Again(8.0)),
    (SynthesisError("garbage"), 5, 0, 0.0, GiveUp()),
    (NoAudio(""), 2, 0, 0.0, Again(2.0)),
    (NoAudio(""), 3, 0, 0.0, Cut()),
    (NoAudio(""), 3, 1, 0.0, Cut()),
    (NoAudio(""), 3, 2, 0.0, GiveUp()),
    (Incomplete(""), 1, 0, 0.0, Again(1.0)),
    (Incomplete(""), 3, 0, 0.0, Cut()),
    (Misspoken(""), 1, 0, 0.0, Cut()),
    (Misspoken(""), 1, 2, 0.0, GiveUp()),
    (TooLong(""), 1, 0, 0.0, Cut()),
    (TooLong(""), 1, 2, 0.0, GiveUp()),
    (Unsayable(""), 1, 0, 0.0, GiveUp()),
    (Throttled(""), 1, 0, 0.0, Again(10.0)),
    (Throttled(""), 2, 0, 0.0, Rest(300.0)),
    (Throttled("", retry_after_s=5.0), 1, 0, 0.0, Again(6.0)),
    (Throttled("", retry_after_s=5.0), 5, 0, 0.0, Rest(300.0)),
    (Throttled("", retry_after_s=30.0), 1, 0, 0.0, Again(31.0)),
    (Throttled("", retry_after_s=31.0), 1, 0, 0.0, Rest(300.0)),
    (Throttled("", retry_after_s=900.0), 1, 0, 0.0, Rest(900.0)),
    (ServiceUnavailable(""), 1, 0, 0.0, GiveUp()),
    (EngineUnavailable(""), 1, 0, 0.0, GiveUp()),
]


@pytest.mark.parametrize(("failure", "failures", "cuts", "silent_s", "step"), TABLE)
def test_every_failure_has_its_answer(
    failure: TingError, failures: int, cuts: int, silent_s: float, step: Step
) -> None:
    assert PATIENT.next_step(failure, failures, cuts, silent_s) == step


@given(
    kind=st.sampled_from([NetworkError, SynthesisError, NoAudio, Incomplete, TooLong, Unsayable, Throttled]),
    cuts=st.integers(0, 5),
)
def test_nothing_is_tried_for_ever(kind: type[TingError], cuts: int) -> None:
    answers = [PATIENT.next_step(kind("no"), failures, cuts, 0.0) for failures in range(1, 6)]
    assert not isinstance(answers[-1], Again)


@given(chance=st.floats(0, 1), failures=st.integers(1, 60))
def test_waits_grow_up_to_a_bound_and_are_shortened_at_random(chance: float, failures: int) -> None:
    wait_s = Patience(chance=lambda: chance).wait_s(failures)
    assert wait_s == chance * min(30, 2 ** (failures - 1))


@given(st.text(alphabet="一二三日本稀土。，！？；、「」（） ab12%…", max_size=120))
def test_pieces_say_every_letter_once_in_order(text: str) -> None:
    parts = pieces(utterance(text))
    spoken = "".join(part.spoken.text for part in parts)
    assert list(filter(str.isalnum, spoken)) == list(filter(str.isalnum, text))
    assert all(len(part.spoken.text) < len(text) or len(parts) == 1 for part in parts)
    assert not any(part.spoken.is_silent for part in parts)
