"""Sources and stories that a day cannot be made of: each is named once, and the rest is told."""

import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.daily.desk import Desk, Going
from tests.newspaper.stories import LIBRARY, PORT
from tts.catalog.store import Catalog
from tts.daily.plan import MAX_ATTEMPTS
from tts.errors import ExitCode, OutputError, UsageError
from tts.farm.failures import FarmUnavailable
from tts.farm.local import Local
from tts.feed.addresses import FEED
from tts.model.settings import SourceSettings

TEXT = "第一則剪報\n\n" + "今天山上下了一場很大的雪，大家都很高興，孩子們在雪地裡玩了整個下午。" * 3


def feed(folder: Path, *items: str) -> SourceSettings:
    """Return a feed on disk with these items."""
    path = folder / "feed.xml"
    body = "".join(f"<item>{item}</item>" for item in items)
    path.write_text(f"<rss version='2.0'><channel><title>x</title>{body}</channel></rss>", "utf-8")
    return SourceSettings("報", "feed", str(path))


THAT_MORNING = "Fri, 09 Jan 2026 07:30:00 +0800"
DAYS_BEFORE = "Tue, 06 Jan 2026 07:30:00 +0800"


def item(desk: Desk, title: str = "港口", date: str = THAT_MORNING, path: str = PORT.path) -> str:
    address = desk.paper.address(path)
    return f"<link>{address}</link><title>{title}</title><pubDate>{date}</pubDate>"


class TestKeptForDays:
    def test_what_would_be_removed_at_once_is_not_told(self, desk: Desk, tmp_path: Path) -> None:
        show = replace(desk.house.settings.show, keep_days=2)
        desk.house.settings = replace(desk.house.settings, show=show)
        desk.sources = (feed(tmp_path, item(desk, date=DAYS_BEFORE)),)
        run = desk.run(1)
        assert (run.episodes, run.report.failures) == ((), [])
        desk.sources = (
            feed(tmp_path, item(desk, date=DAYS_BEFORE), item(desk, "圖書館", path=LIBRARY.path)),
        )
        run = desk.run(1)
        assert [episode.kind for episode in run.episodes] == ["article", "digest"]
        assert all(Path(episode.files.mp3).is_file() for episode in run.episodes)


def test_a_digest_of_old_stories_is_of_its_own_day(desk: Desk, tmp_path: Path) -> None:
    desk.sources = (feed(tmp_path, item(desk, date=DAYS_BEFORE)),)
    digest = desk.run(1).digest
    assert digest.issued.date() == digest.date


class TestGivenUp:
    def fail(self, desk: Desk, times: int = MAX_ATTEMPTS) -> list[str]:
        """Run so often, and return what was said of the story."""
        desk.paper.failing[PORT.path] = "html"
        return [notice for _ in range(times) for notice in desk.run(1).notices]

    def test_it_is_said_once_and_the_story_is_asked_for_no_more(self, desk: Desk, tmp_path: Path) -> None:
        desk.sources = (feed(tmp_path, item(desk)),)
        said = self.fail(desk)
        assert [f"given up after {MAX_ATTEMPTS} tries: " in notice for notice in said] == [
            *[False] * (MAX_ATTEMPTS - 1),
            True,
        ]
        asked = len(desk.paper.asked)
        run = desk.run(1)
        assert (run.notices, run.report.failures, len(desk.paper.asked)) == ((), [], asked)

    @pytest.mark.parametrize(
        "change", [{"title": "港口更正"}, {"date": "Fri, 09 Jan 2026 08:30:00 +0800"}], ids=["title", "time"]
    )
    def test_listed_with_another_title_or_time_it_is_tried_again(
        self, desk: Desk, tmp_path: Path, change: dict[str, str]
    ) -> None:
        desk.sources = (feed(tmp_path, item(desk)),)
        self.fail(desk)
        feed(tmp_path, item(desk, **change))
        again = self.fail(desk, 1)
        assert len(again) == 1
        assert "given up" not in again[0]
        desk.paper.failing.clear()
        assert desk.run(1).report.made == 2

    def test_a_server_that_is_away_costs_it_one_try_a_day(self, desk: Desk, tmp_path: Path) -> None:
        def tries() -> int:
            with Catalog.open(desk.output) as catalog:
                story = catalog.story(desk.paper.address(PORT.path))
            return story.attempts if story else 0

        desk.sources = (feed(tmp_path, item(desk)),)
        desk.paper.failing[PORT.path] = "error"
        assert [(len(desk.run(1, hour=hour).report.failures), tries()) for hour in (6, 7)] == [(1, 1)] * 2
        desk.run(2)
        assert tries() == 2
        desk.paper.failing.clear()
        assert desk.run(2).report.made == 2

    def test_forced_it_is_tried_again(self, desk: Desk, tmp_path: Path) -> None:
        desk.sources = (feed(tmp_path, item(desk)),)
        self.fail(desk)
        desk.paper.failing.clear()
        assert desk.run(1).report.made == 0
        assert desk.run(1, force=True).report.made == 2


class TestNoFaultOfTheStories:
    def test_an_output_that_cannot_be_written_ends_the_day_and_counts_against_no_story(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        desk.sources = (feed(tmp_path, item(desk)),)
        desk.output.mkdir()
        (desk.output / "episodes").touch()
        for _ in range(MAX_ATTEMPTS):
            with pytest.raises(OutputError, match="episodes"):
                desk.run(1)
        (desk.output / "episodes").unlink()
        run = desk.run(1)
        assert (run.report.made, run.report.failures) == (2, [])

    def test_a_cover_that_is_no_picture_ends_the_day_before_anything_is_spoken(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        desk.sources = (feed(tmp_path, item(desk)),)
        show = desk.house.settings.show
        desk.house.settings = replace(desk.house.settings, show=replace(show, cover=tmp_path / "feed.xml"))
        with pytest.raises(UsageError, match=r"feed\.xml is not a picture"):
            desk.run(1)
        assert desk.house.heard == []
        desk.house.settings = replace(desk.house.settings, show=show)
        assert desk.run(1).report.made == 2


class TestAFarmThatIsGone:
    def test_it_ends_a_day_of_which_it_made_nothing_and_counts_against_no_story(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        desk.sources = (feed(tmp_path, item(desk), item(desk, "圖書館", path=LIBRARY.path)),)
        desk.runner = partial(Going, left=0)
        for _ in range(MAX_ATTEMPTS):
            with pytest.raises(FarmUnavailable, match="away"):
                desk.run(1)
        desk.runner = Local
        assert desk.run(1).report.made == 3

    def test_what_it_made_is_told_and_the_rest_waits_for_another_run(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        desk.sources = (feed(tmp_path, item(desk), item(desk, "圖書館", path=LIBRARY.path)),)
        desk.runner = partial(Going, left=1)
        run = desk.run(1)
        assert [notice for notice in run.notices if "away" in notice] == ["The farm is away. Start it."]
        assert (run.report.made, run.report.exit_code) == (1, ExitCode.SOME_FAILED)
        assert run.report.sentence == "1 new episode; 2 failed, and will be tried again."
        assert (desk.output / FEED).read_text(encoding="utf-8").count("<item>") == 1
        desk.runner = Local
        assert [one.kind for one in desk.run(1).episodes] == ["article", "digest"]


class TestWhatTheOwnerMightSet:
    def test_it_is_told_with_the_first_feed_and_not_every_day(self, desk: Desk, tmp_path: Path) -> None:
        desk.sources = (feed(tmp_path, item(desk)),)
        assert any("[show] url" in notice for notice in desk.run(1).notices)
        desk.sources = (*desk.sources, SourceSettings("另一則", "url", desk.paper.address(LIBRARY.path)))
        run = desk.run(1)
        assert (run.report.made, run.notices) == (2, ())


class TestSources:
    def test_a_story_that_is_gone_after_it_was_listed_is_left_out_and_named(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        gone = f"<link>{desk.paper.address('/harbour/2026/gone.html')}</link><title>不見了</title>"
        desk.sources = (feed(tmp_path, gone, item(desk)),)
        run = desk.run(1)
        assert (run.report.made, len(run.report.failures)) == (2, 1)
        assert run.notices[0].startswith("不見了: ")

    def test_a_source_whose_robots_txt_forbids_it_is_not_read(self, desk: Desk) -> None:
        forbidden = SourceSettings("私報", "feed", desk.paper.address("/private/rss.xml"))
        desk.sources = (desk.sources[1], forbidden)
        run = desk.run(1)
        assert (run.report.made, len(run.report.failures)) == (3, 1)
        assert run.notices[0].startswith("私報: ")
        assert "robots.txt" in run.notices[0]
        assert "/private/rss.xml" not in dict(desk.paper.asked)

    def test_dates_missing_or_of_any_form_do_no_harm(self, desk: Desk, tmp_path: Path) -> None:
        stories = [story for story in desk.paper.stories if story.paper == "harbour"]
        dates = ["", "<pubDate/>", "<pubDate>昨天</pubDate>", "<pubDate>0001-01-01T00:00:00Z</pubDate>"]
        items = [
            f"<link>{desk.paper.address(story.path)}</link><title>t</title>{date}"
            for story, date in zip(stories, dates, strict=True)
        ]
        desk.sources = (feed(tmp_path, *items),)
        run = desk.run(1)
        assert (len(run.digest.articles), run.report.failures) == (4, [])

    def test_ten_thousand_entries_are_noted_and_the_limit_told(self, desk: Desk, tmp_path: Path) -> None:
        many = (f"<link>{desk.paper.address(f'/old/{number}')}</link>" for number in range(10_000))
        old = "<title>舊</title><pubDate>Thu, 01 Jan 2026 00:00:00 +0800</pubDate>"
        desk.sources = (feed(tmp_path, item(desk), *(link + old for link in many)),)
        desk.sources = (SourceSettings("報", "feed", desk.sources[0].location, limit=1),)
        run = desk.run(1)
        assert (run.report.made, run.report.failures) == (2, [])


class TestFolders:
    def test_files_that_are_no_stories_are_named_and_the_rest_is_told(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        folder = tmp_path / "saved"
        (folder / "sub.html").mkdir(parents=True)
        (folder / "note.txt").write_text(TEXT, "utf-8")
        (folder / "empty.txt").touch()
        (folder / "big5.txt").write_bytes(TEXT.replace("第一", "第二").replace("雪", "雨").encode("big5"))
        (folder / "noise.txt").write_bytes(bytes(range(256)))
        (folder / "nowhere.txt").symlink_to(folder / "none")
        desk.sources = (SourceSettings("剪報", "folder", str(folder)),)
        morning = PORT.published.timestamp()
        for path in filter(Path.exists, folder.iterdir()):
            os.utime(path, (morning, morning))
        run = desk.run(1)
        assert {"第一則剪報", "第二則剪報"} <= set(run.titles)
        assert {notice.partition(":")[0] for notice in run.notices} >= {"empty"}
        assert len(run.report.failures) <= 2
