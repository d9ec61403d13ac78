"""The network reads near words alone, knows its characters, and refuses what is no array."""

import io
import pickle

import pytest

from tts.speech.arbiter import _Arrays, network


def likeliest(text: str, character: str, usual: str = "") -> str:
    place = text.index(character)
    return network().likeliest(text, {place: usual})[place]


@pytest.mark.parametrize(
    ("text", "character", "reading"),
    [
        ("他把手术刀擦干净", "把", "ba3"),
        ("三鲜馅的锅贴，铣床和车床", "铣", "xi3"),
        ("帖木儿帝国的都城", "帖", "tie3"),
        ("阿剌伯商人来到泉州", "剌", "la4"),
    ],
)
def test_a_character_is_read_by_what_stands_near(text: str, character: str, reading: str) -> None:
    assert likeliest(text, character) == reading


def test_what_stands_far_away_changes_nothing() -> None:
    near = "他们都说阿剌伯的商人来到了泉州做买卖"
    assert likeliest(f"{'很久以前' * 5000}{near}{'后来如何' * 5000}", "剌") == likeliest(near, "剌")


def test_places_of_a_text_are_read_together_as_they_are_alone() -> None:
    text = "帖木儿帝国与阿剌伯商人，铣床也坏了"
    places = [place for place, character in enumerate(text) if character in network().choices]
    together = network().likeliest(text, dict.fromkeys(places, ""))
    assert len(places) > 3
    assert together == {place: network().likeliest(text, {place: ""})[place] for place in places}


def test_the_usual_reading_stays_unless_another_is_far_likelier() -> None:
    text = "有群者累生"
    assert likeliest(text, "累") == "lei3"
    assert likeliest(text, "累", usual="lei4") == "lei4"
    assert likeliest("帖木儿帝国的都城", "帖", usual="tie1") == "tie3"


def test_every_choice_was_learnt() -> None:
    knows = network()
    assert len(knows.choices) > 600
    assert all(reading in knows.readings for readings in knows.choices.values() for reading in readings)


def test_a_file_that_holds_anything_but_arrays_is_refused() -> None:
    with pytest.raises(pickle.UnpicklingError):
        _Arrays(io.BytesIO(pickle.dumps(print))).load()
