"""A token opens what it may, and is kept nowhere."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tts.catalog.database import Database
from tts.catalog.store import NAME
from tts.errors import OutputError, UsageError
from tts.inbox.tokens import Permission, Tokens


@pytest.fixture
def tokens(tmp_path: Path) -> Iterator[Tokens]:
    with Tokens.open(tmp_path) as tokens:
        yield tokens


@pytest.mark.parametrize(
    ("may", "rights"),
    [("add", (True, False, False)), ("read", (False, True, False)), ("all", (True, True, True))],
)
def test_a_token_may_what_was_said(tokens: Tokens, may: Permission, rights: tuple[bool, bool, bool]) -> None:
    held = tokens.holder(tokens.add("電話", may, "anna"))
    assert held
    assert (held.may_add, held.may_read, held.may_change) == rights
    assert (held.name, held.list) == ("電話", "anna")


def test_the_word_itself_is_in_no_file(tokens: Tokens, tmp_path: Path) -> None:
    word = tokens.add("phone", "all")
    assert all(word.encode() not in path.read_bytes() for path in tmp_path.glob(NAME + "*"))


def test_on_a_full_disk_a_token_opens_what_it_may(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    word = tokens.add("phone", "all")

    def full(*_anything: object) -> int:
        message = "The disk is full."
        raise OutputError(message)

    monkeypatch.setattr(Database, "change", full)
    assert tokens.holder(word)


def test_a_revoked_token_opens_nothing(tokens: Tokens) -> None:
    word, other = tokens.add("phone", "all"), tokens.add("desk", "add")
    tokens.revoke("phone")
    assert tokens.holder(word) is None
    assert tokens.holder(other)
    assert [token.name for token in tokens.all()] == ["desk"]


def test_a_wrong_word_opens_nothing(tokens: Tokens) -> None:
    word = tokens.add("phone", "all")
    assert [tokens.holder(wrong) for wrong in ("", word[:-1], word + "A", "\ud800")] == [None] * 4


def test_a_name_is_given_once_and_is_one(tokens: Tokens) -> None:
    tokens.add("phone", "add")
    for name in ("phone", "", "a/b", "a" * 61, "line\nbreak"):
        with pytest.raises(UsageError):
            tokens.add(name, "add")
    with pytest.raises(UsageError):
        tokens.revoke("desk")


def test_when_a_token_was_used_is_known_to_the_minute(tmp_path: Path) -> None:
    now = dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)
    with Tokens.open(tmp_path, lambda: now) as tokens:
        word = tokens.add("phone", "all")
        assert tokens.all()[0].used is None
        for _ in range(3):
            tokens.holder(word)
            now += dt.timedelta(seconds=25)
        assert tokens.all()[0].used == dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)
        tokens.holder(word)
        assert tokens.all()[0].used == now
