"""Names of persons are told from desks, places and other words by their surname and length."""

import pytest

from tts.extractor.person_names import are_names, has_surname, opens_with_name


@pytest.mark.parametrize("name", ["林小舟", "陳小舟", "馮小舟", "歐陽小舟", "Amy Chan", "阿布·小舟"])
def test_surname_opens_a_name_in_either_script(name: str) -> None:
    assert has_surname(name)
    assert are_names(name, sure=False)


@pytest.mark.parametrize(
    "word", ["高雄", "金門", "周五", "華盛頓", "林業部", "馬來西亞", "主播專區", "Facebook", "路透"]
)
def test_place_desk_or_day_is_none(word: str) -> None:
    assert not are_names(word, sure=False)


def test_pen_name_needs_a_form_that_vouches_for_it() -> None:
    assert are_names("春江", sure=True)
    assert not are_names("春江", sure=False)


@pytest.mark.parametrize("text", ["林小舟、王大同", "林小舟 王大同", "林小舟和王大同"])
def test_several_names_are_names(text: str) -> None:
    assert are_names(text, sure=False)


def test_too_many_names_are_a_list_of_something_else() -> None:
    assert not are_names("、".join(["林小舟"] * 9), sure=True)


def test_name_with_a_place_behind_it_opens_with_a_name() -> None:
    assert opens_with_name("林小舟基隆")
    assert not opens_with_name("高雄")
