"""Errors that nobody provided for, at each step between a story's page and the pages of the show.

They come from the catalog's file, which refuses a change; from a library; from settings that a program made.
"""

import hashlib
import sqlite3
from dataclasses import replace
from typing import Any

import pytest

from tests.daily.desk import Desk, Run
from tests.newspaper.stories import PORT
from tts.catalog.store import NAME
from tts.errors import Unforeseen
from tts.model.settings import DailySettings

TITLE = PORT.title.replace("\u3000", " ")


@pytest.fixture
def plain(desk: Desk) -> Desk:
    desk.daily = DailySettings(digest=False)
    desk.sources = tuple(replace(source, limit=2) for source in desk.sources)
    desk.house.settings = replace(desk.house.settings, cache_dir=desk.output / "cache")
    return desk


def refuse(desk: Desk, change: str, when: str) -> None:
    """Let the catalog's file refuse a change of a kind, as one that nobody provided for."""
    with sqlite3.connect(desk.output / NAME) as catalog:
        catalog.execute(
            f"CREATE TRIGGER refusal BEFORE {change} WHEN {when} BEGIN SELECT raise(ABORT, 'no'); END"
        )
    catalog.close()


def allow(desk: Desk) -> None:
    with sqlite3.connect(desk.output / NAME) as catalog:
        catalog.execute("DROP TRIGGER refusal")
    catalog.close()


def begin(desk: Desk) -> None:
    """Let there be a catalog, and no story."""
    sources, desk.sources = desk.sources, ()
    desk.run(1)
    desk.sources = sources


def unforeseen(run: Run) -> int:
    """Return how many failures there were; all are of this kind, and each is told in one notice."""
    assert {type(failure) for failure in run.report.failures} == {Unforeseen}
    told = [notice for notice in run.notices if "Something unforeseen happened" in notice]
    assert len(told) == len(run.report.failures) < run.report.tried
    assert not any("\n" in notice for notice in told)
    return len(told)


def test_a_source_whose_list_cannot_be_noted_is_told_all_the_same(plain: Desk) -> None:
    begin(plain)
    refuse(plain, "INSERT ON listing", "NEW.series = '海港日報'")
    run = plain.run(1)
    assert (len(run.titles), unforeseen(run)) == (4, 2)


@pytest.mark.parametrize(
    ("change", "when"),
    [
        ("INSERT ON episode", f"NEW.title = '{TITLE}'"),
        ("UPDATE ON story", f"NEW.state = 'told' AND NEW.url LIKE '%{PORT.path}'"),
    ],
)
def test_a_story_that_cannot_be_kept_is_told_the_next_time(plain: Desk, change: str, when: str) -> None:
    begin(plain)
    refuse(plain, change, when)
    run = plain.run(1)
    assert unforeseen(run) >= 1
    assert len({*run.titles} - {TITLE}) == 3
    allow(plain)
    again = plain.run(1)
    assert again.report.failures == []
    assert (plain.output / "feed.xml").read_text("utf-8").count("<item>") == 4


def test_a_failure_that_cannot_be_noted_costs_no_other_story(plain: Desk) -> None:
    begin(plain)
    refuse(plain, "UPDATE ON story", "NEW.state = 'failed'")
    plain.paper.failing[PORT.path] = "error"
    run = plain.run(1)
    assert len(run.titles) == 3
    assert [type(failure) is Unforeseen for failure in run.report.failures] == [True, False]


def test_a_story_that_cannot_be_noted_as_unwelcome_costs_no_other(plain: Desk) -> None:
    begin(plain)
    first, second = plain.sources
    plain.sources = (first, replace(second, include=("北極熊",)))
    refuse(plain, "UPDATE ON story", "NEW.state = 'skipped'")
    run = plain.run(1)
    assert len(run.titles) == 2
    assert unforeseen(run) >= 1


def test_a_story_that_cannot_be_compared_is_told_the_next_time(
    plain: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, phrase = hashlib.blake2b, "裝卸貨櫃".encode()
    assert phrase.decode() in "".join(PORT.paragraphs)

    def fails(data: bytes = b"", **more: Any) -> Any:  # noqa: ANN401 - as the library has it
        if data == phrase:
            raise ZeroDivisionError
        return real(data, **more)

    with monkeypatch.context() as broken:
        broken.setattr(hashlib, "blake2b", fails)
        run = plain.run(1)
    assert (len(run.titles), unforeseen(run)) == (3, 1)
    assert plain.run(1).titles == [TITLE]
