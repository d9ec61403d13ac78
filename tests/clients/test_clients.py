"""What the check of clients says of clients that are invented: the real ones are left to `make clients`."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.clients.__main__ import CLIENTS, summary, verdicts
from tests.clients.client import Absent, Client, unlike
from tests.clients.parsers import READ_BY, differences, in_the_show
from tests.clients.show import Show
from tests.feed.stories import story
from tests.publication.shelves import fill
from tts.model.settings import Settings

HERE = Path()
ALL = tuple(sorted({name for fields in READ_BY.values() for name in fields}))


def client(*found: str, version: Callable[[], str] = lambda: "1.0") -> Client:
    return Client("Listener", "titles", version, lambda _show: iter(found))


def absent() -> str:
    message = "no listener on the path"
    raise Absent(message)


def breaking(_show: Show) -> Iterator[str]:
    yield from ()
    raise subprocess.CalledProcessError(2, ["listener"], stderr=b"no such feed\n")


def test_a_client_that_agrees_is_ok_and_the_exit_code_is_0() -> None:
    found = verdicts([client()], Show(HERE))
    assert (found[0].outcome, found[0].version, found[0].why) == ("ok", "1.0", "titles")
    assert summary(found) == ("1 ok, 0 failed, 0 skipped", 0)


def test_a_client_that_disagrees_fails_with_what_it_has_otherwise_and_the_exit_code_is_1() -> None:
    found = verdicts([client(), client("title 2 is 'B', not 'A'")], Show(HERE))
    assert (found[1].outcome, found[1].why) == ("failed", "title 2 is 'B', not 'A'")
    assert summary(found) == ("1 ok, 1 failed, 0 skipped", 1)


def test_of_many_differences_the_first_are_told_and_the_others_counted() -> None:
    (found,) = verdicts([client(*"abcde")], Show(HERE))
    assert found.why == "a; b; c; and 2 more"


def test_a_program_that_breaks_off_fails_with_what_it_said() -> None:
    found = verdicts([Client("Listener", "titles", lambda: "1.0", breaking)], Show(HERE))
    assert found[0].outcome == "failed"
    assert "no such feed" in found[0].why


def test_a_client_that_is_not_here_is_skipped_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    found = verdicts([client("never tried", version=absent)], Show(HERE))
    assert summary(found) == ("0 ok, 0 failed, 1 skipped", 0)
    said = capsys.readouterr().out
    assert said.startswith("Listener ")
    assert said.endswith("skipped: cannot be installed here (no listener on the path)\n")


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ("ab", []),
        ("ax", ["cue 2 is 'x', not 'b'"]),
        ("a", ["cue 2 is None, not 'b'"]),
        ("abc", ["cue 3 is 'c', not None"]),
    ],
)
def test_lists_part_where_one_has_something_else_too_little_or_too_much(found: str, says: list[str]) -> None:
    assert list(unlike("cue", found, "ab")) == says


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Show:
    folder = tmp_path_factory.mktemp("show")
    fill(folder / "output", [story(1), story(2)], Settings())
    return Show(folder, "http://127.0.0.1:1/")


@pytest.mark.parametrize("field", ALL)
def test_a_parser_that_reads_one_field_otherwise_disagrees(field: str, show: Show) -> None:
    right = [in_the_show(show, episode) for episode in show.episodes]
    assert list(differences(lambda _show: right[::-1], ALL, show)) == []
    wrong = [right[0], right[1] | {field: "otherwise"}]
    (said,) = differences(lambda _show: wrong, ALL, show)
    assert "'otherwise'" in said
    assert list(differences(lambda _show: right[1:], ALL, show)) != []


def test_every_client_has_a_name_of_its_own() -> None:
    names = [one.name for one in CLIENTS]
    assert len(names) == len(set(names)) > 20
