"""Keys and time make one state of another, and nothing else happens."""

from dataclasses import replace
from string import printable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.preview.conftest import TITLE, chapters_of, cues_of
from tts.preview.keys import PASTED
from tts.preview.reel import Reel
from tts.preview.session import HELP, Session
from tts.preview.transport import Transport

CUES = cues_of()
REEL = Reel(TITLE, CUES, chapters_of(CUES), CUES[-1].end_ms)
KEYS = [*printable, "left", "right", "up", "down", "enter", "escape", "backspace", "天"]


def pressed(session: Session, *keys: str) -> Session:
    for key in keys:
        session = session.press(key)
    return session


@given(st.lists(st.sampled_from(KEYS)))
def test_whatever_is_pressed_the_player_stands_somewhere(keys: list[str]) -> None:
    session = pressed(Session(REEL, Transport()), *keys)
    assert 0 <= session.transport.position_ms <= REEL.duration_ms
    assert session.reel == REEL


@pytest.mark.parametrize("key", ["space", "←", "p", "n", "0", "[", "]", "m", "/", "?", "q"])
def test_every_key_that_is_told_has_a_meaning(key: str) -> None:
    assert any(key in keys.split() for keys, _ in HELP)
    sent = {"space": " ", "←": "left"}.get(key, key)
    start = Session(REEL, Transport(25_000))
    assert start.press(sent) != start


def test_while_a_search_is_typed_keys_are_letters() -> None:
    session = pressed(Session(REEL, Transport()), "/", "q", " ", "backspace", "天")
    assert (session.query, session.typing, session.left) == ("q天", True, False)
    assert pressed(session, "escape").query == ""


def test_a_search_minds_neither_case_nor_spaces() -> None:
    reel = replace(REEL, cues=cues_of((("他 用 iPhone。", 0), ("她不用。", 0))))
    session = pressed(Session(reel, Transport()), "/", *"用IPHONE")
    assert session.found == (0,)


def test_a_search_goes_round() -> None:
    session = pressed(Session(REEL, Transport(65_000)), "/", *"明天", "enter")
    assert session.transport.position_ms == 10_000


def test_it_is_over_when_all_is_heard_and_no_more_will_come() -> None:
    end = Transport(REEL.duration_ms)
    assert Session(REEL, end).over
    more = Session(replace(REEL, complete=False), end)
    assert not more.over
    assert more.waiting


def test_what_was_heard_to_the_end_begins_anew() -> None:
    assert Session(REEL, Transport(REEL.duration_ms)).resume_ms == 0
    assert Session(REEL, Transport(12_345)).resume_ms == 12_345


def test_a_reel_knows_what_is_spoken_when() -> None:
    assert [REEL.cue_at(at) for at in (-1, 0, 9_999, 10_000, 999_999)] == [None, 0, 0, 1, len(CUES) - 1]
    assert [REEL.chapter_at(at) for at in (0, 25_000)] == [0, 1]
    assert [list(passage) for passage in REEL.passages] == [[0, 1], [2, 3], [4, 5], [6]]
    assert [REEL.passage_of(cue) for cue in range(len(CUES))] == [0, 0, 1, 1, 2, 2, 3]


def test_a_text_without_paragraphs_is_shown_in_pieces() -> None:
    reel = replace(REEL, cues=cues_of(tuple((f"第{at}句。", 0) for at in range(10_000))))
    assert max(map(len, reel.passages)) < 30
    assert sum(map(len, reel.passages)) == 10_000


def test_what_is_pasted_is_searched_for_and_presses_no_key() -> None:
    start = Session(REEL, Transport(25_000))
    assert start.press(PASTED + "q") == start
    assert pressed(start, "/", PASTED + "颱風").query == "颱風"
