"""Pages and feeds of a show, one episode of which nobody provided for."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from tests.feed.readers import by_feedparser
from tests.feed.stories import SETTINGS, TAIPEI, story
from tests.publication.shelves import fill
from tts.catalog.card import Card, card_of
from tts.errors import OutputError, Unforeseen
from tts.feed.addresses import page_path
from tts.model.episode import Episode
from tts.publication.edition import LOCK, of_those_that_show, publishing, write_edition
from tts.publication.upload import offered

GOOD = [story(1), story(3)]
ODD = story(2)


def refusing(_card: Card) -> Episode:
    raise ZeroDivisionError


def cards() -> list[Card]:
    """Return three cards; who reads that in the middle is not given an episode."""
    odd = replace(card_of(ODD), _load=refusing)
    return [card_of(GOOD[1]), odd, card_of(GOOD[0])]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    fill(tmp_path, [*GOOD, ODD])
    for path in (*tmp_path.rglob("*.html"), *tmp_path.rglob("*.xml"), tmp_path / "feeds.json"):
        path.unlink()
    return tmp_path


def test_an_episode_that_cannot_be_shown_costs_no_other_its_page_or_item(output: Path) -> None:
    said: list[str] = []
    feeds, left_out = write_edition(output, SETTINGS, cards(), said.append)
    assert [type(error) for error in left_out] == [Unforeseen]
    assert [sentence for sentence in said if ODD.slug in sentence and "ZeroDivisionError" in sentence]
    assert len(by_feedparser(feeds[0].read_bytes()).entries) == len(GOOD)
    assert all((output / page_path(episode)).is_file() for episode in GOOD)
    assert ODD.slug not in (output / "index.html").read_text("utf-8")
    assert (output / "index.html").read_text("utf-8").count(GOOD[0].slug)


def test_what_is_published_is_what_can_be_shown(output: Path) -> None:
    write_edition(output, SETTINGS, cards(), print)

    def make(some: list[Card]) -> dict[str, object]:
        parcels = offered(output, SETTINGS, some, print)
        return {parcel.path: parcel.content() for parcel in parcels if callable(parcel.content)}

    said: list[str] = []
    pages, left_out = of_those_that_show(SETTINGS, cards(), said.append, make)  # type: ignore[arg-type]
    assert (len(left_out), len(said)) == (1, 1)
    assert {page_path(episode) for episode in GOOD} <= set(pages)
    assert page_path(ODD) not in pages


def test_what_is_no_episodes_fault_is_not_laid_on_any() -> None:
    def make(_some: object) -> None:
        raise TypeError

    said: list[str] = []
    with pytest.raises(Unforeseen, match="TypeError"):
        of_those_that_show(SETTINGS, [card_of(one) for one in GOOD], said.append, make)
    assert said == []


@pytest.mark.parametrize(
    "moment",
    [
        dt.datetime(1, 1, 1, tzinfo=TAIPEI),
        dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.timezone(dt.timedelta(hours=-10))),
    ],
)
def test_an_hour_that_utc_does_not_have_is_told_as_the_nearest(tmp_path: Path, moment: dt.datetime) -> None:
    odd = replace(story(2), imprint=replace(story(2).imprint, issued=moment))
    fill(tmp_path, [GOOD[0], odd])
    entries = by_feedparser((tmp_path / "feed.xml").read_bytes()).entries
    assert {entry.id for entry in entries} == {GOOD[0].guid, odd.guid}


def test_of_two_that_publish_one_waits_for_the_other(tmp_path: Path) -> None:
    with publishing(tmp_path), pytest.raises(Timeout):
        FileLock(tmp_path / LOCK).acquire(timeout=0)
    with publishing(tmp_path):
        pass


def test_who_cannot_write_there_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(OutputError, match="Nothing can be written"), publishing(file):
        pass
