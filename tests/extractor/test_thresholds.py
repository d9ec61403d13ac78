"""Thresholds are chosen without the pages that they are then scored on, and left as they were."""

import pytest

from bench.extract_corpus import Case, Score
from bench.extract_thresholds import Threshold, Trials, Values, chosen, merit, set_to, thresholds, ties
from tts.extractor import body, passages, stories

LOW, HIGH = Threshold("m", "LOW", 1, (2, 3)), Threshold("m", "HIGH", 1, (2,))


class Noted(Trials):
    """Trials whose merits were noted beforehand: those in force, and what each value adds to each page."""

    def __init__(self, gains: dict[tuple[Threshold, float], list[float]]) -> None:
        super().__init__([Case(str(i), b"", (), ()) for i in range(3)])
        self._gains = gains

    def merits(self, values: Values) -> list[float]:
        figures = [0.5] * 3
        for item in values.items():
            figures = [a + b for a, b in zip(figures, self._gains.get(item, [0.0] * 3), strict=True)]
        return figures


def test_every_number_that_decides_a_body_is_a_threshold_with_other_values() -> None:
    found = {str(one): one for one in thresholds()}
    assert found["passages.MIN_BODY"].value == passages.MIN_BODY
    assert len(found) > 10
    assert not any(name.startswith(("decode.", "markup.", "dump.")) for name in found)
    for one in found.values():
        assert one.others
        assert one.value not in one.others
        assert all(type(other) is type(one.value) for other in one.others)


def test_a_threshold_is_set_wherever_it_is_used_and_set_back_even_after_an_error() -> None:
    threshold = next(one for one in thresholds() if str(one) == "passages.MIN_BODY")
    before = passages.MIN_BODY

    def set_and_fail() -> None:
        with set_to({threshold: before + 1}):
            assert (passages.MIN_BODY, vars(stories)["MIN_BODY"]) == (before + 1, before + 1)
            raise LookupError

    with pytest.raises(LookupError):
        set_and_fail()
    assert (passages.MIN_BODY, vars(stories)["MIN_BODY"]) == (before, before)


def test_a_private_threshold_is_set_in_its_own_module_alone() -> None:
    names = ("body._MOST", "stories._MOST")
    one, other = (next(found for found in thresholds() if str(found) == name) for name in names)
    with set_to({one: 3}):
        assert (vars(body)["_MOST"], vars(stories)["_MOST"]) == (3, other.value)


def test_what_the_hidden_page_gains_has_no_say() -> None:
    trials = Noted({(LOW, 2): [0.4, 0.0, 0.0], (LOW, 3): [-0.4, 0.1, 0.0]})
    assert chosen(trials, [LOW], hidden=[0]) == {LOW: 3}
    assert chosen(trials, [LOW], hidden=[1]) == {LOW: 2}


def test_a_value_that_is_no_better_elsewhere_is_not_chosen() -> None:
    assert chosen(Noted({(LOW, 2): [0.4, 0.0, 0.0]}), [LOW, HIGH], hidden=[0]) == {}


def test_a_value_is_taken_only_where_it_still_gains_beside_those_before_it() -> None:
    class Crowded(Noted):
        def merits(self, values: Values) -> list[float]:
            return [min(figure, 0.7) for figure in super().merits(values)]

    trials = Crowded({(LOW, 2): [0.0, 0.2, 0.2], (HIGH, 2): [0.0, 0.1, 0.1]})
    assert chosen(trials, [LOW, HIGH], hidden=[0]) == {LOW: 2}


def test_of_values_as_good_elsewhere_the_one_worst_for_the_hidden_page_is_told() -> None:
    trials = Noted({(LOW, 2): [-0.2, 0.0, 0.0], (LOW, 3): [-0.3, 0.0, 0.0], (HIGH, 2): [-0.4, -0.1, 0.0]})
    assert ties(trials, [LOW, HIGH], hidden=[0]) == {LOW: 3}


def test_a_page_that_is_exact_counts_twice() -> None:
    assert merit(Score("page", 1.0, 1.0, (), ())) == 1
    assert merit(Score("page", 0.98, 0.98, (), ())) == pytest.approx(0.49)
