"""Editions are written beside the work, and one that cannot be costs it nothing."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.archive.desk import Desk
from tests.archive.paper import Paper, sitemap
from tts.archive.printing import Printing
from tts.archive.run import Archive, Under
from tts.archive.telling import Teller
from tts.catalog.worklist import Bounds
from tts.errors import OutputError
from tts.feed.addresses import FEED
from tts.publication.edition import LOCK
from tts.testing import FakeClock


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an edition be due at once."""
    monkeypatch.setattr("tts.archive.printing.EVERY_S", 0.0)


async def _printed(desk: Desk) -> None:
    async with desk.opened((), Bounds(), None, FakeClock()) as (archive, _made):
        printing = Printing(archive.room)
        printing.now_and_then()
        await printing.finish()


@pytest.mark.usefixtures("often")
def test_all_is_made_and_shown_while_editions_are_written(desk: Desk, paper: Paper) -> None:
    paper.answers["/a.xml"] = sitemap(paper.years(2021, 2022))
    run = desk.run(paper.at("/a.xml"))
    assert (run.report.made, run.report.failures) == (6, 0)
    assert (desk.output / FEED).read_text(encoding="utf-8").count("<item>") == 6


def test_one_that_is_under_way_when_all_is_made_is_waited_for(
    desk: Desk, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Archive._work  # noqa: SLF001 - nothing else tells when all is made

    async def begun_last(self: Archive, teller: Teller, printing: Printing, under_way: Under) -> None:
        await work(self, teller, printing, under_way)
        monkeypatch.setattr(printing, "_due_s", 0.0)
        printing.now_and_then()

    monkeypatch.setattr(Archive, "_work", begun_last)
    paper.answers["/a.xml"] = sitemap(paper.years(2021))
    run = desk.run(paper.at("/a.xml"))
    assert (run.report.made, run.report.failures) == (3, 0)


@pytest.mark.usefixtures("often")
def test_one_that_cannot_be_written_is_said_and_the_last_raises_why(desk: Desk) -> None:
    (desk.output / LOCK).mkdir(parents=True)
    with pytest.raises(OutputError):
        asyncio.run(_printed(desk))
    [said] = desk.said
    assert said.startswith("The pages and feeds are not written for now: ")


def test_the_cache_is_brought_to_its_bound(desk: Desk, tmp_path: Path) -> None:
    desk.house.settings = replace(desk.house.settings, cache_dir=tmp_path / "cache", cache_megabytes=1)
    cache = desk.house.studio().cache
    assert cache.put("a" * 64, bytes(1_000_001))
    asyncio.run(_printed(desk))
    assert cache.usage().entries == 0
