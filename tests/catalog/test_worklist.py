"""The worklist: what is open is what no story has settled, by date, and a kill leaves a list whole or out."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tts.catalog.rebuild import rebuild
from tts.catalog.store import NAME, Catalog
from tts.catalog.story import Outcome, Settled
from tts.catalog.worklist import Bounds, Part, Tries, Worklist
from tts.sources.copy import Copy
from tts.sources.entry import Entry
from tts.sources.page import Validators

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)
PART = Part(Validators('"1"', "yesterday"), NOW, NOW)


def entry(day: int | None, name: str = "") -> Entry:
    published = dt.datetime(2021, 1, day, 23, 30, tzinfo=dt.UTC) if day else None
    return Entry(f"https://a.example/{name or day}", f"題目{day}", published)


@pytest.fixture
def worklist(tmp_path: Path) -> Iterator[Worklist]:
    with Worklist.open(tmp_path) as worklist:
        yield worklist


def open_of(worklist: Worklist, bounds: Bounds | None = None, begun: dt.datetime = LATER) -> list[str]:
    found = worklist.open_work(worklist.number("a"), bounds or Bounds(), Tries(5, begun))
    return [one.url.rpartition("/")[2] for one in found]


def note(worklist: Worklist, *entries: Entry) -> None:
    worklist.note(worklist.number("a"), "list", PART, entries)


def test_open_work_is_by_date_and_what_has_none_is_last_as_it_was_listed(worklist: Worklist) -> None:
    note(worklist, entry(None, "z"), entry(3), entry(1), entry(None, "y"), entry(2))
    assert open_of(worklist) == ["1", "2", "3", "z", "y"]
    assert open_of(worklist, Bounds(newest_first=True)) == ["3", "2", "1", "z", "y"]
    assert open_of(worklist, Bounds(dt.date(2021, 1, 2), dt.date(2021, 1, 2))) == ["2", "z", "y"]


@pytest.mark.parametrize("newest_first", [False, True])
def test_many_of_one_time_are_each_yielded_once(worklist: Worklist, newest_first: bool) -> None:  # noqa: FBT001
    note(worklist, *(entry(1, f"{number:04}") for number in range(1_234)))
    found = open_of(worklist, Bounds(newest_first=newest_first))
    assert sorted(found) == [f"{number:04}" for number in range(1_234)]


@pytest.mark.parametrize(
    ("state", "failures", "is_open"),
    [
        ("told", 0, False),
        ("duplicate", 0, False),
        ("skipped", 0, False),
        ("failed", 4, True),
        ("failed", 5, False),
    ],
)
def test_what_became_of_a_story_decides_whether_it_is_open(
    worklist: Worklist,
    tmp_path: Path,
    state: Settled,
    failures: int,
    is_open: bool,  # noqa: FBT001
) -> None:
    note(worklist, entry(1))
    with Catalog.open(tmp_path) as catalog:
        for _ in range(failures or 1):
            catalog.settle("https://a.example/1?utm_source=b", Outcome(state, NOW))
    assert bool(open_of(worklist)) == is_open
    assert not open_of(worklist, begun=NOW)  # what failed since the run began has had its turn


def test_a_list_is_noted_as_a_whole_or_not_at_all(worklist: Worklist) -> None:
    def broken() -> Iterator[Entry]:
        yield from (entry(1, str(number)) for number in range(1_000))
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - it is our own
        worklist.note(worklist.number("a"), "list", PART, broken())
    assert open_of(worklist) == []
    assert worklist.part(worklist.number("a"), "list") is None


def test_what_is_known_of_a_list_and_where_it_leads_is_kept(worklist: Worklist) -> None:
    number = worklist.number("a")
    leads = [("https://b.example/", None), ("https://a.example/x", NOW)]
    worklist.note(number, "list", PART, [*leads[:1], entry(1), *leads[1:]])
    assert worklist.part(number, "list") == PART
    assert worklist.further(number, "list") == leads
    worklist.note(number, "list", PART, leads[1:])
    assert worklist.further(number, "list") == leads[1:]
    assert open_of(worklist) == ["1"]


def test_the_time_that_a_page_has_is_not_taken_from_it_by_a_list(worklist: Worklist) -> None:
    note(worklist, entry(1))
    worklist.date_anew("https://a.example/1", NOW, NOW.date())
    note(worklist, entry(1), entry(2))
    assert open_of(worklist) == ["2", "1"]
    assert worklist.years([worklist.number("a")], Bounds(), Tries(5, LATER)) == {"2021": 1, "2026": 1}


def test_what_a_file_names_no_longer_is_forgotten(worklist: Worklist) -> None:
    note(worklist, entry(1), entry(2))
    number = worklist.number("a")
    worklist.note(number, "list", Part(read=LATER), [entry(2)])
    worklist.forget_others(number, LATER)
    assert open_of(worklist) == ["2"]


def test_a_copy_of_the_text_is_kept_with_its_address(worklist: Worklist) -> None:
    copy = Copy("<p>停課\ud800</p>", kept=True, written=NOW)
    note(worklist, Entry("https://a.example/1", copy=copy))
    [found] = worklist.open_work(worklist.number("a"), Bounds(), Tries(5, NOW))
    assert found.copy == copy


def test_a_damaged_catalog_keeps_the_worklist_that_can_be_read(tmp_path: Path) -> None:
    with Worklist.open(tmp_path) as worklist:
        note(worklist, entry(1), entry(2))
        worklist.note(worklist.number("a"), "list", PART, [("https://b.example/", None)])
    with Catalog.open(tmp_path) as catalog:
        catalog._database.change("CREATE TABLE odd (a)")  # noqa: SLF001
        catalog._database.change("DROP TABLE episode")  # noqa: SLF001
    rebuild(tmp_path, lambda _: None)
    assert (tmp_path / f"{NAME}.damaged").exists()
    with Worklist.open(tmp_path) as worklist:
        assert open_of(worklist) == ["1", "2"]
        assert worklist.further(worklist.number("a"), "list") == [("https://b.example/", None)]


def test_a_story_told_at_another_address_is_found_by_its_guid_and_its_words(tmp_path: Path) -> None:
    with Catalog.open(tmp_path) as catalog:
        catalog.settle("https://a.example/1", Outcome("told", NOW, guid="g", text_print="t"))
        catalog.settle("https://a.example/2", Outcome("failed", NOW, guid="h"))
        assert catalog.told_by("g", "", "https://a.example/3") == "https://a.example/1"
        assert catalog.told_by("", "t", "https://a.example/3") == "https://a.example/1"
        assert catalog.told_by("g", "t", "https://a.example/1?fbclid=x") is None
        assert catalog.told_by("h", "u", "https://a.example/3") is None
