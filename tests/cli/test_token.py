"""`ting token` gives a device a word that is shown once, lists who has one, and takes it back."""

from pathlib import Path

import pytest

from tests.cli.conftest import Ting
from tts.inbox.tokens import Tokens


def test_a_token_is_printed_alone_once_and_works(ting: Ting, tmp_path: Path) -> None:
    added = ting("token", "add", "phone", "--may", "all", "--list", "anna")
    word = added.out.removesuffix("\n")
    assert (added.code, len(word)) == (0, 32)
    assert word not in added.err
    assert "/listen" in added.err
    with Tokens.open(tmp_path / "output") as tokens:
        holder = tokens.holder(word)
    assert holder is not None
    assert (holder.name, holder.may, holder.list) == ("phone", "all", "anna")
    assert word not in ting("token", "list").out


def test_who_may_only_add_is_not_sent_to_the_page(ting: Ting) -> None:
    assert "/listen" not in ting("token", "add", "phone", "--may", "add").err


def test_tokens_are_listed_with_their_use_until_they_are_revoked(ting: Ting, tmp_path: Path) -> None:
    word = ting("token", "add", "phone", "--may", "add").out.strip()
    ting("token", "add", "desk", "--may", "read", "--list", "家")
    with Tokens.open(tmp_path / "output") as tokens:
        tokens.holder(word)
    lines = ting("token", "list").out.splitlines()
    assert lines[0] == "desk  read  家  used: never"
    assert lines[1].startswith("phone  add  -  used: 20")
    desk, phone = ting("token", "list", "--json").objects
    assert (desk["name"], desk["may"], desk["list"], desk["used"]) == ("desk", "read", "家", None)
    assert set(phone) == {"name", "may", "list", "added", "used"}
    assert ting("token", "revoke", "phone").code == 0
    assert [token["name"] for token in ting("token", "list", "--json").objects] == ["desk"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "phone", "--may", "all"), "There is a token for phone already."),
        (("add", "a/b", "--may", "all"), "cannot be the name"),
        (("add", "desk"), "--may"),
        (("add", "desk", "--may", "write"), "--may"),
        (("revoke", "desk"), "There is no token for desk."),
    ],
)
def test_a_token_that_cannot_be_is_a_slip_of_usage(ting: Ting, arguments: tuple[str, ...], said: str) -> None:
    ting("token", "add", "phone", "--may", "all")
    result = ting("token", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_looking_for_tokens_makes_nothing(ting: Ting, tmp_path: Path) -> None:
    assert ting("token", "list").code == 2
    (tmp_path / "output").mkdir()
    listed = ting("token", "list")
    assert (listed.code, listed.out) == (0, "")
    assert "ting token add" in listed.err
    assert list((tmp_path / "output").iterdir()) == []
