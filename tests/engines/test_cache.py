"""The cache returns exactly what was put, or nothing; whatever happens to its folder."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.engines.cache import KEY_CHARACTERS, Cache, Usage
from tts.fingerprint import fingerprint

DAY_S = 86_400


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def cache(tmp_path: Path, complaints: list[str]) -> Cache:
    return Cache(tmp_path / "cache", 1_000_000, complaints.append)


def key(name: str) -> str:
    return fingerprint(name)


def entry_of(tmp_path: Path, name: str) -> Path:
    return tmp_path / "cache" / key(name)[:2] / key(name)


@pytest.mark.parametrize("data", [b"", b"sound", bytes(range(256)) * 100])
def test_what_was_put_comes_back(cache: Cache, data: bytes) -> None:
    cache.put(key("a"), data)
    assert cache.get(key("a")) == data
    assert cache.get(key("b")) is None


def test_another_process_finds_it(cache: Cache, tmp_path: Path) -> None:
    cache.put(key("a"), b"sound")
    code = (
        "import sys; from pathlib import Path; from tts.engines.cache import Cache; "
        "print(Cache(Path(sys.argv[1]), 9, print).get(sys.argv[2]))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "cache"), key("a")]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "b'sound'\n"


def test_the_last_of_two_entries_counts(cache: Cache) -> None:
    cache.put(key("a"), b"first")
    cache.put(key("a"), b"second")
    assert cache.get(key("a")) == b"second"
    assert cache.usage().entries == 1


@given(place=st.integers(min_value=0), change=st.integers(1, 255))
def test_any_changed_byte_is_noticed_and_the_entry_is_gone(
    tmp_path_factory: pytest.TempPathFactory, place: int, change: int
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    cache = Cache(folder / "cache", 1_000_000, pytest.fail)
    cache.put(key("a"), b"sound" * 20)
    path = entry_of(folder, "a")
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= change
    path.write_bytes(data)
    assert cache.get(key("a")) is None
    assert not path.exists()


@pytest.mark.parametrize("kept", [0, 1, 10, 44, 50])
def test_an_entry_cut_short_is_noticed(cache: Cache, tmp_path: Path, kept: int) -> None:
    cache.put(key("a"), b"sound" * 20)
    path = entry_of(tmp_path, "a")
    path.write_bytes(path.read_bytes()[:kept])
    assert cache.get(key("a")) is None


def test_an_entry_under_anothers_name_is_noticed(cache: Cache, tmp_path: Path) -> None:
    cache.put(key("a"), b"sound")
    other = entry_of(tmp_path, "b")
    other.parent.mkdir(exist_ok=True)
    entry_of(tmp_path, "a").rename(other)
    assert cache.get(key("b")) is None


def test_the_least_recently_used_go_first(cache: Cache, tmp_path: Path) -> None:
    for days, name in enumerate("abcd"):
        cache.put(key(name), bytes(1000))
        os.utime(entry_of(tmp_path, name), (days * DAY_S, days * DAY_S))
    assert cache.get(key("a")) is not None  # used again, now the newest
    assert cache.prune(2500).entries == 2
    assert [name for name in "abcd" if cache.get(key(name)) is not None] == ["a", "d"]


def test_pruned_to_its_own_bound_it_keeps_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 5000, pytest.fail)
    for number in range(20):
        cache.put(key(str(number)), bytes(1000))
    cache.prune()
    assert 0 < cache.usage().size_bytes <= 5000


def test_only_entries_are_ever_removed(cache: Cache, tmp_path: Path) -> None:
    cache.put(key("a"), b"sound")
    mine = [tmp_path / "cache" / "notes.txt", entry_of(tmp_path, "a").parent / "letter.txt"]
    for path in mine:
        path.write_text("mine", encoding="utf-8")
    assert cache.prune(0).entries == 1
    assert cache.usage() == Usage(0, 0)
    assert all(path.is_file() for path in mine)


def test_what_a_killed_process_left_is_cleared_and_what_is_in_the_making_is_not(
    cache: Cache, tmp_path: Path
) -> None:
    cache.put(key("a"), b"sound")
    old, new = (entry_of(tmp_path, "a").parent / f".{name}.part" for name in ("old", "new"))
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    cache.clear_leftovers()
    assert not old.exists()
    assert new.exists()


def test_verifying_removes_the_damaged_and_no_other(cache: Cache, tmp_path: Path) -> None:
    for name in "abc":
        cache.put(key(name), b"sound")
    entry_of(tmp_path, "b").write_bytes(b"rubbish")
    assert cache.verify() == Usage(1, len(b"rubbish"))
    assert cache.get(key("a")) == cache.get(key("c")) == b"sound"
    assert cache.verify().entries == 0


def test_with_no_room_allowed_nothing_is_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 0, pytest.fail)
    cache.put(key("a"), b"sound")
    assert cache.get(key("a")) is None
    assert not (tmp_path / "cache").exists()


def test_a_folder_that_is_a_file_costs_one_sentence(tmp_path: Path, complaints: list[str]) -> None:
    (tmp_path / "cache").write_text("taken", encoding="utf-8")
    cache = Cache(tmp_path / "cache", 1000, complaints.append)
    for name in "abc":
        cache.put(key(name), b"sound")
        assert cache.get(key(name)) is None
    assert cache.usage() == Usage(0, 0)
    assert len(complaints) == 1
    assert "goes on without" in complaints[0]


def test_a_full_disk_costs_one_sentence(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys; from pathlib import Path; from tts.engines.cache import Cache\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\n"
        "cache = Cache(Path(sys.argv[1]), 10**6, print)\n"
        "for digit in 'abc': cache.put(digit * 64, bytes(1000))\n"
        "print(cache.get('a' * 64), cache.usage().entries)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "cache")]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    assert len(lines) == 2
    assert "too large" in lines[0]
    assert lines[1] == "None 0"
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


def test_many_at_once_never_see_half_an_entry(tmp_path: Path) -> None:
    caches = [Cache(tmp_path / "cache", 50_000, pytest.fail) for _ in range(4)]

    def use(turn: int) -> bool:
        cache, name = caches[turn % 4], str(turn % 7)
        cache.put(key(name), name.encode() * 10_000)
        if turn % 10 == 0:
            cache.prune(20_000)
        found = cache.get(key(name))
        return found in (None, name.encode() * 10_000)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(use, range(200)))


def test_keys_are_as_long_as_fingerprints() -> None:
    assert len(fingerprint("a")) == KEY_CHARACTERS
