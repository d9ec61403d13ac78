import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalog.invented import MORNING, invented, put_on_shelf
from tts.catalog.database import DatabaseDamaged
from tts.catalog.rebuild import ASIDE, rebuild
from tts.catalog.schema import MIGRATIONS
from tts.catalog.store import NAME, Catalog
from tts.catalog.story import Outcome
from tts.errors import ExitCode, OutputError, TingError
from tts.sources.entry import Entry
from tts.sources.page import Validators

FEED = "https://news.example/feed.xml"
WJ = "世界日報"
NOBODY = 65_534
"""The user of that name on Linux: https://systemd.io/UIDS-GIDS/."""


def note(catalog: Catalog, *entries: Entry, series: str = WJ) -> None:
    catalog.note_listing(series, FEED, None, entries, MORNING)


def urls(catalog: Catalog, series: str = WJ) -> list[str]:
    return [story.url for story in catalog.pending(series)]


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.integers(0, 6)))
def test_a_rebuilt_catalog_has_the_same_episodes(
    tmp_path_factory: pytest.TempPathFactory, numbers: set[int]
) -> None:
    output = tmp_path_factory.mktemp("output")
    with Catalog.open(output) as catalog:
        for number in numbers:
            put_on_shelf(output, invented(number))
            catalog.add(invented(number))
        before = catalog.episodes(), catalog.search("稀土出口")
    assert rebuild(output, pytest.fail).added == len(numbers)
    with Catalog.open(output) as catalog:
        assert (catalog.episodes(), catalog.search("稀土出口")) == before


@pytest.mark.parametrize("rubbish", [b"no database" * 500, bytes(8192)], ids=["words", "zeros"])
def test_a_damaged_catalog_is_said_to_be_and_made_anew(tmp_path: Path, rubbish: bytes) -> None:
    put_on_shelf(tmp_path, invented(1), invented(2, series=None))
    (tmp_path / NAME).write_bytes(rubbish)
    with pytest.raises(DatabaseDamaged, match="ting catalog rebuild"), Catalog.open(tmp_path):
        pass
    said: list[str] = []
    assert rebuild(tmp_path, said.append).added == 2
    assert "damaged" in said[0]
    assert (tmp_path / ASIDE).read_bytes() == rubbish
    with Catalog.open(tmp_path) as catalog:
        assert len(catalog.episodes()) == 2
        note(catalog, *(Entry(f"https://news.example/story/{number}") for number in (1, 2)))
        assert urls(catalog) == ["https://news.example/story/2"]
        told = catalog.story("https://news.example/story/1")
    assert told
    assert (told.state, told.guid, told.text_print) == ("told", "guid-1", "print-1-0")


def test_the_stories_of_a_digest_are_known_after_a_rebuild(tmp_path: Path) -> None:
    put_on_shelf(tmp_path, replace(invented(1, series=None), kind="digest"))
    rebuild(tmp_path, pytest.fail)
    with Catalog.open(tmp_path) as catalog:
        note(catalog, Entry("https://news.example/story/1"))
        assert catalog.pending(WJ) == []


def test_a_catalog_that_knows_no_story_learns_those_that_were_told_and_no_other_does(tmp_path: Path) -> None:
    put_on_shelf(tmp_path, invented(1))
    with Catalog.open(tmp_path) as catalog:
        catalog.recover()
        note(catalog, Entry("https://news.example/story/1"), Entry("https://news.example/story/2"))
        assert urls(catalog) == ["https://news.example/story/2"]
    put_on_shelf(tmp_path, invented(2))
    with Catalog.open(tmp_path) as catalog:
        catalog.recover()
        assert urls(catalog) == ["https://news.example/story/2"]


def test_of_a_file_damaged_in_part_the_stories_survive(tmp_path: Path) -> None:
    put_on_shelf(tmp_path, invented(1))
    with Catalog.open(tmp_path) as catalog:
        catalog.refresh()
        note(catalog, *(Entry(f"https://a.example/{number}", "題") for number in range(200)))
        catalog.settle("https://a.example/7", Outcome("told", MORNING, guid="g"))
        catalog.note_listing(WJ, FEED, Validators("one"), [], MORNING)
    with closing(sqlite3.connect(tmp_path / NAME)) as file:
        (page,) = file.execute("SELECT rootpage FROM sqlite_master WHERE name = 'episode'").fetchone()
        (page_size,) = file.execute("PRAGMA page_size").fetchone()
    with (tmp_path / NAME).open("r+b") as raw:
        raw.seek((page - 1) * page_size)
        raw.write(b"\xff" * page_size)
    with Catalog.open(tmp_path) as catalog, pytest.raises(DatabaseDamaged):
        catalog.refresh()
    said: list[str] = []
    assert rebuild(tmp_path, said.append).added == 1
    assert len(said) == 2
    with Catalog.open(tmp_path) as catalog:
        assert len(catalog.pending(WJ)) == 199
        assert catalog.validators(WJ, FEED) == Validators("one")
        assert catalog.episodes() == [invented(1)]


def test_a_truncated_file_is_made_anew(tmp_path: Path) -> None:
    put_on_shelf(tmp_path, *(invented(number) for number in range(5)))
    with Catalog.open(tmp_path) as catalog:
        catalog.refresh()
    with (tmp_path / NAME).open("r+b") as raw:
        raw.truncate(20_000)
    assert rebuild(tmp_path, lambda _: None).added == 5
    with Catalog.open(tmp_path) as catalog:
        assert len(catalog.search("稀土出口")) == 5


PAGE = 4096
"""The size of a page of SQLite."""


@st.composite
def damages(draw: st.DrawFn) -> Callable[[bytearray], None]:
    """Draw what a bad disk does to a file: a page of rubbish, some bytes, the end cut off."""
    rubbish = draw(st.binary(min_size=1, max_size=PAGE))
    at = draw(st.floats(0, 1, exclude_max=True))
    whole_page, cut_off = draw(st.booleans()), draw(st.integers(0, 4)) == 0

    def damage(data: bytearray) -> None:
        start = int(at * len(data))
        if whole_page:
            start -= start % PAGE
        data[start : start + len(rubbish)] = rubbish[: len(data) - start]
        if cut_off:
            del data[start:]

    return damage


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a shelf of ten episodes, and a catalog of them and of stories."""
    output = tmp_path_factory.mktemp("output")
    put_on_shelf(output, *(invented(number) for number in range(10)))
    with Catalog.open(output) as catalog:
        catalog.refresh()
        note(catalog, *(Entry(f"https://a.example/{number}", "題目") for number in range(100)))
    return output


def use(output: Path) -> None:
    """Do with a catalog all that a day does."""
    with Catalog.open(output) as catalog:
        note(catalog, Entry("https://a.example/new"))
        catalog.settle("https://a.example/5", Outcome("told", MORNING, simhash=5))
        catalog.add(invented(99))
        catalog.remove(invented(99).slug)
        catalog.remove(invented(3).slug)
        catalog.pending(WJ)
        catalog.told(WJ, MORNING)
        catalog.recent_prints(MORNING)
        catalog.days()
        catalog.episodes()
        catalog.search("稀土")
        catalog.search("稀土出口")


@settings(deadline=None, max_examples=40)
@given(damages())
def test_however_it_is_damaged_it_is_said_and_made_anew(
    whole: Path, damage: Callable[[bytearray], None]
) -> None:
    file = whole / NAME
    data = bytearray(before := file.read_bytes())
    damage(data)
    try:
        file.write_bytes(data)
        with suppress(DatabaseDamaged):
            use(whole)
        rebuild(whole, lambda _: None)
        use(whole)
        with Catalog.open(whole) as catalog:
            catalog.refresh()
            assert len(catalog.search("北京外交部", 100)) == len(catalog.episodes()) == 10
    finally:
        for leftover in whole.glob("catalog.db*"):
            leftover.unlink()
        file.write_bytes(before)


def test_a_newer_catalog_is_left_alone(tmp_path: Path) -> None:
    Catalog.open(tmp_path).__exit__(None, None, None)
    with closing(sqlite3.connect(tmp_path / NAME)) as file:
        file.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(TingError, match="newer version of ting") as caught, Catalog.open(tmp_path):
        pass
    assert caught.value.exit_code is ExitCode.FAILED
    assert not isinstance(caught.value, DatabaseDamaged)
    with pytest.raises(TingError, match="newer version"):
        rebuild(tmp_path, pytest.fail)


def test_another_file_called_catalog_is_not_written_into(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / NAME)) as file:
        file.execute("CREATE TABLE episode (mine)")
        file.execute("PRAGMA user_version = 1")
    with pytest.raises(DatabaseDamaged), Catalog.open(tmp_path) as catalog:
        catalog.episodes()


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up root's powers for a while, for whom no folder is locked; another user has none to give up."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_folder_that_cannot_be_written_is_said_to_be() -> None:
    with tempfile.TemporaryDirectory() as name:  # not below tmp_path, which is its owner's alone
        folder = Path(name)
        folder.chmod(0o555)
        with as_nobody():
            assert list(folder.iterdir()) == []  # it can be read, so that what fails is writing
            with pytest.raises(OutputError, match="cannot be used"), Catalog.open(folder):
                pass


def test_a_folder_in_the_place_of_the_file_is_said_to_be_there(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(OutputError, match="cannot be used"), Catalog.open(tmp_path):
        pass


def test_a_file_where_the_folder_should_be_is_said_to_be_there(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("")
    with pytest.raises(OutputError, match="cannot be made"), Catalog.open(tmp_path / "output"):
        pass
