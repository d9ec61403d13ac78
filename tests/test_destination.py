"""A place holds files by their paths, whatever its kind."""

import datetime as dt
import os
import time
from pathlib import Path

import pytest

from tts.destination import Destination, Store, _time, is_folder, open_destination
from tts.errors import TingError


@pytest.fixture(params=["folder", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Destination:
    where = str(tmp_path / "place") if request.param == "folder" else f"memory://{tmp_path.name}"
    return open_destination(where)


def test_what_was_put_is_read_in_whole_or_in_part_and_has_its_time(place: Destination) -> None:
    place.put("a/b.txt", b"some words")
    place.put("c.txt", b"others")
    assert place.read("a/b.txt") == b"some words"
    assert place.read("a/b.txt", 4) == b"some"
    assert place.read("a/b.txt", 400) == b"some words"
    assert place.read("none.txt", 4) is None
    assert place.sizes() == {"a/b.txt": 10, "c.txt": 6}
    times = place.times("a")
    assert [*times] == ["a/b.txt"]
    assert abs(times["a/b.txt"] - time.time()) < dt.timedelta(days=1).total_seconds()
    place.remove(["a/b.txt", "none.txt"])
    assert place.times("a") == {}


@pytest.mark.parametrize(
    "facts",
    [
        {"LastModified": dt.datetime(2026, 1, 2, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))},
        {"mtime": 1767312000.0},
        {"created": dt.datetime(2026, 1, 2)},  # noqa: DTZ001 - as some packages have it, in UTC
        {"updated": "2026-01-02T00:00:00+00:00", "mtime": None},
    ],
)
def test_the_time_of_a_file_is_known_by_what_kinds_of_stores_call_it(facts: dict[str, object]) -> None:
    assert _time(facts) == 1767312000.0


@pytest.mark.parametrize("facts", [{}, {"updated": "lately"}, {"mtime": object()}])
def test_a_time_that_is_none_is_not_known(facts: dict[str, object]) -> None:
    assert _time(facts) is None


@pytest.mark.parametrize("name", ["feed.xml", "loop/feed.xml"])
def test_what_stands_in_the_way_of_a_folders_file_is_told_with_what_to_do(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "feed.xml")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(TingError) as caught:
        open_destination(str(tmp_path)).put(name, b"x")
    assert caught.value.hint.endswith("or name another folder.")


def test_a_folder_is_told_from_a_store() -> None:
    assert [is_folder(where) for where in ("/mnt/a", "file:///mnt/a", "s3://a/b", "a:b")] == [
        True,
        True,
        False,
        True,
    ]
    assert isinstance(open_destination("memory://a"), Store)
