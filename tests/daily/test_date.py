"""`ting daily --date`: the stories of one day, wherever their dates stand; what has none is named."""

import datetime as dt
import os
from pathlib import Path

import pytest

from tests.daily.desk import Desk
from tests.newspaper import DAYS
from tests.newspaper.stories import PORT, TAIPEI
from tts.model.settings import DailySettings, SourceSettings

DATED = '<meta property="article:published_time" content="{}T07:00:00+08:00">'


@pytest.fixture
def clippings(desk: Desk, tmp_path: Path) -> Path:
    folder = tmp_path / "clippings"
    folder.mkdir()
    desk.sources = (SourceSettings("剪報", "folder", str(folder)),)
    desk.daily = DailySettings(digest=False)
    return folder


def save(folder: Path, name: str, day: dt.date | None, saved: dt.date) -> None:
    """Save a page of a day, or of none, on another one."""
    head = DATED.format(day) if day else ""
    words = f"{name}的居民說，{name}上的燈昨天全部換新燈，晚上走路安心得多，孩子也不再害怕。"
    body = f"<article><h1>{name}換新燈</h1><p>{words}</p><p>明年換下一條街，{name}是第一條。</p></article>"
    page = f"<!doctype html><html><head>{head}</head><body>{body}"
    path = folder / f"{name}.html"
    path.write_text(page, "utf-8")
    moment = dt.datetime.combine(saved, dt.time(9), TAIPEI).timestamp()
    os.utime(path, (moment, moment))


def test_a_folders_pages_are_of_the_day_that_they_tell(desk: Desk, clippings: Path) -> None:
    save(clippings, "東街", DAYS[1], DAYS[3])
    save(clippings, "西街", DAYS[2], DAYS[1])
    save(clippings, "南街", None, DAYS[1])
    run = desk.run(1, only=True)
    assert run.report.failures == []
    assert sorted(run.titles) == ["南街換新燈", "東街換新燈"]
    assert [notice for notice in run.notices if "Left out" in notice] == []


def test_what_tells_no_day_is_left_out_and_named(desk: Desk, clippings: Path) -> None:
    save(clippings, "東街", DAYS[1], DAYS[3])
    for name in ("一街", "二街", "三街", "四街", "五街", "六街", "七街"):
        save(clippings, name, None, DAYS[3])
    (clippings / "empty.html").touch()
    desk.sources = (SourceSettings("剪報", "folder", str(clippings), exclude=("七街",)),)
    run = desk.run(1, only=True)
    assert run.titles == ["東街換新燈"]
    [notice] = [notice for notice in run.notices if "Left out" in notice]
    assert notice.startswith("剪報: Left out, for nothing says of which day they are: ")
    assert notice.endswith(" and 2 more.")
    assert "七街" not in notice


def test_a_page_is_told_of_its_day_when_it_was_listed_before_without(desk: Desk, clippings: Path) -> None:
    save(clippings, "東街", DAYS[2], DAYS[2])
    desk.daily = DailySettings(digest=False, episodes=True)
    assert desk.run(1).titles == []
    assert desk.run(2, only=True).titles == ["東街換新燈"]
    assert desk.run(2, only=True).titles == []


def test_what_a_listing_does_not_date_is_named_when_it_is_not_of_the_day(desk: Desk, tmp_path: Path) -> None:
    feed = "<rss version='2.0'><channel><item><title>{}</title><link>{}</link></item></channel></rss>"
    (tmp_path / "feed.xml").write_text(feed.format("港口", desk.paper.address(PORT.path)), "utf-8")
    desk.sources = (SourceSettings("報", "feed", str(tmp_path / "feed.xml")),)
    desk.paper.failing[PORT.path] = "error"
    desk.run(1)
    run = desk.run(2, only=True)
    assert run.notices == ("報: Left out, for nothing says of which day they are: 港口.",)
