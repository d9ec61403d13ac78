"""What terminals send, as keys."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.preview.keys import PASTED, KeyReader

SENT = {
    b"q": ["q"],
    b" ": [" "],
    b"\r": ["enter"],
    b"\x7f": ["backspace"],
    b"\x1b[A": ["up"],
    b"\x1b[B": ["down"],
    b"\x1b[C": ["right"],
    b"\x1bOD": ["left"],
    b"\x1b[1;5C": ["right"],
    b"\x1b[3~": [],
    b"\x1b[200~q quit\nm\x1b[201~": [PASTED + "q quitm"],
    "\x1b[200~天氣\x1b[201~".encode(): [PASTED + "天氣"],
    b"\x1b]11;rgb:0000/0000/0000\x07": [],
    b"\x1bP1+r\x1b\\": [],
    b"\x1b[<0;10;10M": [],
    b"\x1bx": [],
    b"\x01": [],
    b"\x1a": ["suspend"],
    "天".encode(): ["天"],
    "\u3000".encode(): ["\u3000"],
    b"\xff": [],
}


@pytest.mark.parametrize("sent", SENT)
def test_each_key_is_known_by_what_is_sent(sent: bytes) -> None:
    assert KeyReader().feed(sent) == SENT[sent]


@given(st.lists(st.sampled_from(list(SENT))), st.lists(st.integers(0, 60)))
def test_keys_may_come_in_any_pieces(sent: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(sent)
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    reader = KeyReader()
    in_pieces = [key for start, stop in pairwise(places) for key in reader.feed(stream[start:stop])]
    assert in_pieces == KeyReader().feed(stream)


def test_escape_alone_is_a_key_when_nothing_follows() -> None:
    reader = KeyReader()
    assert reader.feed(b"\x1b") == []
    assert reader.flush() == ["escape"]
    assert reader.feed(b"[") == ["["]
    assert reader.flush() == []


def test_a_long_text_may_be_pasted_in_pieces_with_time_between() -> None:
    reader = KeyReader()
    assert reader.feed(b"\x1b[200~q") == reader.flush() == []
    assert reader.feed(b"uit\x1b[201~n") == [PASTED + "quit", "n"]
