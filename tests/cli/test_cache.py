"""`ting cache` tells what is kept, and removes what it is told to."""

from pathlib import Path

import msgspec
import pytest

from tests.cli.conftest import Ting
from tts.engines.cache import Cache
from tts.fingerprint import fingerprint


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    """Keep two parts of 1 MB where the command looks."""
    cache = Cache(tmp_path / "cache" / "takes", 10**9, pytest.fail)
    for name in "ab":
        cache.put(fingerprint(name), bytes(10**6))
    return cache


@pytest.mark.usefixtures("kept")
def test_it_tells_where_the_cache_is_and_what_it_holds(ting: Ting, tmp_path: Path) -> None:
    result = ting("cache")
    assert result.code == 0
    assert str(tmp_path / "cache") in result.out
    assert "2 parts, 2.0 MB, of 2000 MB at most" in result.out
    facts = msgspec.json.decode(ting("cache", "--json").out)
    assert facts["entries"] == 2
    assert facts["folder"] == str(tmp_path / "cache")


def test_pruned_to_nothing_it_is_empty(ting: Ting, kept: Cache) -> None:
    assert ting("cache", "prune").out == "Removed 0 parts, 0.0 MB.\n"
    assert ting("cache", "prune", "--to", "0").out == "Removed 2 parts, 2.0 MB.\n"
    assert kept.usage().entries == 0


def test_verified_it_has_lost_its_damaged_parts(ting: Ting, kept: Cache, tmp_path: Path) -> None:
    next((tmp_path / "cache" / "takes").glob("??/*")).write_bytes(b"rubbish")
    assert ting("cache", "verify").out.startswith("Removed 1 parts")
    assert kept.usage().entries == 1


def test_a_folder_whose_name_looks_like_markup_is_named_as_it_is(
    ting: Ting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "[" / "kept]"
    folder.parent.mkdir()
    folder.write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("TING_CACHE_DIR", str(folder))
    (tmp_path / "brief.txt").write_text("公告\n\n今天天氣很好。", encoding="utf-8")
    result = ting("read", "brief.txt", "--engine", "espeak")
    assert result.code == 0
    assert f"The cache in {folder}/takes cannot be " in result.err


def test_an_empty_cache_is_no_failure(ting: Ting) -> None:
    assert ting("cache").code == ting("cache", "verify").code == ting("cache", "prune").code == 0


@pytest.mark.parametrize("deed", [("prune", "--to", "0"), ("verify",)])
def test_what_cannot_be_removed_is_not_said_to_be(ting: Ting, tmp_path: Path, deed: tuple[str, ...]) -> None:
    key = fingerprint("a folder where a part should be")
    (tmp_path / "cache" / "takes" / key[:2] / key).mkdir(parents=True)
    result = ting("cache", *deed)
    assert result.code == 1
    assert result.out.startswith("Removed 0 parts")
    assert "cannot be cleared (Is a directory); what it holds stays." in result.err
