"""Three days of two newspapers, and what goes wrong in them."""

import os
from dataclasses import replace
from pathlib import Path

import feedparser  # type: ignore[import-untyped]
import pytest
from mutagen.id3 import ID3

from tests.daily.desk import Desk
from tests.house import Mute
from tests.newspaper import Failure, Story
from tests.newspaper.stories import (
    BAKERY,
    FERRY,
    FERRY_RETOLD,
    LIBRARY,
    LIBRARY_CORRECTED,
    PORT,
    ROBOT,
    TRAM_RETOLD,
)
from tts.catalog.rebuild import rebuild
from tts.daily.plan import MAX_ATTEMPTS
from tts.errors import EngineUnavailable, ExitCode, UsageError
from tts.model.settings import DailySettings, SourceSettings


def save(path: Path, text: str) -> None:
    """Write a file as it would have been saved on the morning of day 1."""
    path.write_text(text, "utf-8")
    morning = PORT.published.timestamp()
    os.utime(path, (morning, morning))


def titles(*stories: Story) -> list[str]:
    return [story.title.replace("　", " ") for story in stories]


def in_feed(desk: Desk, name: str = "feed.xml") -> dict[str, str]:
    """Return the titles that a podcast app shows, by guid."""
    feed = feedparser.parse((desk.output / name).read_bytes())
    assert not feed.bozo
    return {item.id: item.title for item in feed.entries}


class TestThreeDays:
    def test_a_day_is_an_episode_a_story_and_a_digest_of_them(self, desk: Desk) -> None:
        run = desk.run(1)
        assert not run.report.failures
        assert run.report.made == len(run.episodes) == 6
        assert [story.title for story in run.digest.articles] == run.titles[:-1]
        assert set(in_feed(desk).values()) == set(run.titles)
        assert (desk.output / "index.html").is_file()

    def test_stories_follow_by_source_and_section_the_newest_first(self, desk: Desk) -> None:
        sections = [source.section for source in desk.run(1).digest.articles]
        assert sections == ["財經", "地方", "地方", "生活", "文化"]

    def test_players_file_every_episode_under_the_show(self, desk: Desk) -> None:
        run = desk.run(1)
        tags = [ID3(episode.files.mp3) for episode in run.episodes]  # type: ignore[no-untyped-call]
        show = desk.house.settings.show.title
        assert {str(tag["TALB"]) for tag in tags} == {show}
        assert {str(tag["TPE1"]) for tag in tags if "TRCK" in tag} == {show}

    def test_a_story_that_two_tell_is_told_once_and_at_length(self, desk: Desk) -> None:
        run = desk.run(1)
        assert titles(TRAM_RETOLD)[0] not in run.titles
        assert any("told already" in notice for notice in run.notices)

    def test_running_again_adds_nothing_and_asks_for_no_story(self, desk: Desk) -> None:
        desk.run(1)
        before, asked = desk.published(), len(desk.paper.asked)
        run = desk.run(1)
        assert (run.report.made, run.report.failures, run.episodes) == (0, [], ())
        assert desk.published() == before
        assert [status for path, status in desk.paper.asked[asked:] if path != "/robots.txt"] == [304, 304]

    def test_each_day_what_was_told_lately_is_looked_at_once_for_corrections(self, desk: Desk) -> None:
        desk.run(1)
        asked = len(desk.paper.asked)
        run = desk.run(2, paper_of=1)
        looked_at = [status for path, status in desk.paper.asked[asked:] if path.endswith(".html")]
        assert (run.report.made, looked_at) == (0, [304] * 5)
        asked = len(desk.paper.asked)
        desk.run(2, paper_of=1, hour=18)
        assert [status for path, status in desk.paper.asked[asked:] if path != "/robots.txt"] == [304, 304]

    def test_the_second_day_tells_what_is_new_and_what_changed_under_its_guid(self, desk: Desk) -> None:
        first = desk.run(1)
        feed = in_feed(desk)
        run = desk.run(2)
        assert not run.report.failures
        assert len(run.episodes) == 5
        [told] = [episode for episode in first.episodes if episode.title == titles(LIBRARY)[0]]
        [again] = [episode for episode in run.episodes if episode.title == titles(LIBRARY_CORRECTED)[0]]
        assert again.guid == told.guid
        assert again.slug != told.slug
        assert in_feed(desk) == {
            **feed,
            **{episode.guid: episode.title for episode in run.episodes},
        }
        assert not list(desk.output.rglob(f"{told.slug}*"))
        assert [story.title for story in run.digest.articles] == [
            title for title in run.titles[:-1] if title != again.title
        ]

    def test_a_story_that_was_told_yesterday_is_not_told_by_another_today(self, desk: Desk) -> None:
        for day in (1, 2):
            desk.run(day)
        run = desk.run(3)
        assert len(run.episodes) == 3
        assert titles(FERRY_RETOLD)[0] not in run.titles

    def test_an_episode_whose_page_was_taken_down_stays(self, desk: Desk) -> None:
        for day in (1, 2, 3):
            run = desk.run(day)
        assert not run.report.failures
        assert titles(BAKERY)[0] in in_feed(desk).values()

    def test_each_source_has_its_feed_and_the_digests_theirs(self, desk: Desk) -> None:
        run = desk.run(1)
        assert in_feed(desk, "feeds/digest.xml") == {run.digest.guid: run.digest.title}
        assert len(in_feed(desk, "feeds/hai-gang-ri-bao.xml")) == 4

    def test_what_comes_later_that_day_is_told_and_joins_the_digest(self, desk: Desk) -> None:
        paper = desk.sources[1]
        desk.sources = desk.sources[:1]
        first = desk.run(1)
        desk.sources = (*desk.sources, paper)
        run = desk.run(1, hour=18)
        assert len(run.episodes) == 2
        assert run.digest.guid == first.digest.guid
        assert len(run.digest.articles) == 5
        assert not list(desk.output.rglob(f"{first.digest.slug}*"))

    def test_after_a_rebuild_the_day_is_told_already(self, desk: Desk) -> None:
        desk.run(1)
        before = desk.published()
        for file in desk.output.glob("catalog.db*"):
            file.unlink()
        rebuild(desk.output, pytest.fail)
        run = desk.run(1, hour=18)
        assert (run.report.made, run.report.failures) == (0, [])
        assert desk.published() == before

    @pytest.mark.parametrize("left", [None, b""], ids=["removed", "emptied"])
    def test_a_lost_catalog_costs_no_story_twice(self, desk: Desk, left: bytes | None) -> None:
        desk.run(1)
        for file in desk.output.glob("catalog.db*"):
            file.unlink()
        if left is not None:
            (desk.output / "catalog.db").write_bytes(left)
        titles_told = desk.run(2, paper_of=1).titles
        assert titles_told == []

    def test_a_run_forced_tells_everything_again_under_the_same_guids(self, desk: Desk) -> None:
        first = desk.run(1)
        desk.house.heard  # noqa: B018 - forget it
        again = desk.run(1, force=True)
        assert {episode.guid for episode in again.episodes} == {episode.guid for episode in first.episodes}
        heard = desk.house.heard
        assert heard
        assert len(heard) == len(set(heard))  # also what the digest says once more


class TestSettings:
    def test_voices_take_turns_but_for_a_source_with_its_own(self, desk: Desk) -> None:
        desk.daily = DailySettings(voices=("hsiaochen", "yunjhe"))
        first, second = desk.sources
        desk.sources = (first, SourceSettings(second.name, second.kind, second.location, voice="hsiaochen"))
        voices = [episode.voice for episode in desk.run(1).episodes[:-1]]
        assert voices[0] == voices[2] == voices[4] != voices[1] == voices[3]

    def test_a_voice_that_is_not_there_is_said_before_anything_is_asked(self, desk: Desk) -> None:
        desk.daily = DailySettings(voices=("nobody",))
        with pytest.raises(UsageError, match="no voice named nobody"):
            desk.run(1)
        assert not desk.paper.asked

    def test_without_episodes_there_is_the_digest_alone(self, desk: Desk) -> None:
        desk.daily = DailySettings(episodes=False)
        run = desk.run(1)
        assert [episode.kind for episode in run.episodes] == ["digest"]
        assert desk.run(1).report.made == 0

    def test_without_digest_there_are_the_episodes_alone(self, desk: Desk) -> None:
        desk.daily = DailySettings(digest=False)
        assert {episode.kind for episode in desk.run(1).episodes} == {"article"}

    def test_a_limit_holds_for_what_is_new_that_day_and_never_for_corrections(self, desk: Desk) -> None:
        first = desk.sources[0]
        desk.sources = (SourceSettings(first.name, first.kind, first.location, limit=2),)
        assert desk.run(1).titles[:-1] == titles(PORT, LIBRARY)
        assert desk.run(1).report.made == 0
        assert desk.run(2).titles[:-1] == titles(ROBOT, FERRY, LIBRARY_CORRECTED)

    def test_words_let_stories_in_and_keep_them_out_though_only_their_pages_tell_the_section(
        self, desk: Desk
    ) -> None:
        hill = desk.sources[1]
        desk.sources = (SourceSettings(hill.name, hill.kind, hill.location, include=("文化",)),)
        assert desk.run(1).titles[:-1] == ["山城博物館尋回失散八十年的茶行帳冊"]

    def test_words_of_the_listing_let_a_story_in_whatever_its_page_calls_the_section(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        feed = tmp_path / "feed.xml"
        feed.write_text(
            "<rss version='2.0'><channel><title>x</title><item>"
            "<category>頭條</category><category>航運</category>"
            f"<link>{desk.paper.address(PORT.path)}</link><title>t</title></item></channel></rss>",
            "utf-8",
        )
        desk.sources = (SourceSettings("報", "feed", str(feed), include=("航運",)),)
        assert desk.run(1).titles[:-1] == titles(PORT)

    def test_a_day_named_is_told_by_what_was_published_on_it(self, desk: Desk) -> None:
        desk.paper.day = 2
        run = desk.run(2, only=True)
        assert len(run.episodes) == 4
        assert {episode.date.day for episode in run.episodes} == {10}

    def test_a_folder_of_saved_pages_and_texts_is_a_source(self, desk: Desk, tmp_path: Path) -> None:
        folder = tmp_path / "saved"
        folder.mkdir()
        content = desk.paper.content(PORT.path)
        assert content is not None
        save(folder / "story.html", content.data.decode())
        save(folder / "note.txt", "第一則剪報\n\n" + "今天山上下了一場很大的雪，大家都很高興。" * 3)
        desk.sources = (SourceSettings("剪報", "folder", str(folder)),)
        run = desk.run(1)
        assert set(run.titles[:-1]) == {"第一則剪報", *titles(PORT)}
        assert not desk.paper.asked
        assert desk.run(1).report.made == 0
        save(folder / "note.txt", "第一則剪報\n\n" + "後來雪停了，太陽出來，路上的雪都融化了。" * 3)
        [again] = [episode for episode in desk.run(1).episodes if episode.title == "第一則剪報"]
        assert again.guid in {episode.guid for episode in run.episodes}

    def test_a_story_told_whole_stays_so_while_its_page_shows_the_free_part_alone(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        words = "新航線下個月開通，第一班船早上八點出發，中午以前就能抵達對岸，船票今天起在港口發售。"
        rest = "<p>船公司說，冬天風浪大的日子停航，買了票的人可以改搭隔天的班次，也可以退票。</p>"
        page = f"<html><head><title>新航線</title></head><body><article><h1>新航線</h1><p>{words}</p>"
        wall = "<div class='paywall'><p>訂閱會員，繼續閱讀全文</p></div>"
        desk.sources = (SourceSettings("剪報", "folder", str(tmp_path)),)
        save(tmp_path / "a.html", page + rest * 2)
        assert desk.run(1).titles[:-1] == ["新航線"]
        save(tmp_path / "a.html", page + wall)
        assert desk.run(1).report.made == 0
        save(tmp_path / "a.html", page + rest)
        assert desk.run(1).titles[:-1] == ["新航線"]

    def test_one_address_is_a_source(self, desk: Desk) -> None:
        desk.sources = (SourceSettings("專題", "url", desk.paper.address(PORT.path)),)
        assert desk.run(1).titles[:-1] == titles(PORT)
        assert desk.run(1).report.made == 0

    def test_two_sources_that_list_the_same_stories_tell_them_once(self, desk: Desk) -> None:
        section = SourceSettings("首頁", "page", desk.paper.address("/harbour/"))
        desk.sources = (desk.sources[0], section)
        assert len(desk.run(1).episodes) == 5
        assert desk.run(1).report.made == 0


class TestFailures:
    @pytest.mark.parametrize("failure", ["down", "slow", "html", "error"])
    def test_a_source_that_fails_is_named_and_the_others_are_told(self, desk: Desk, failure: Failure) -> None:
        desk.paper.failing["/hill/sitemap.xml"] = failure
        desk.manners = replace(desk.manners, timeout_ms=1_000 if failure == "slow" else 30_000)
        run = desk.run(1)
        assert (len(run.episodes), len(run.report.failures)) == (5, 1)
        assert run.notices[0].startswith("山城晚報: ")
        desk.paper.failing.clear()
        mended = desk.run(1)
        assert not mended.report.failures
        assert len(mended.digest.articles) == 5

    def test_a_later_run_that_reaches_no_source_says_so_by_its_exit_code(self, desk: Desk) -> None:
        desk.run(1)
        desk.paper.failing = dict.fromkeys(["/harbour/rss.xml", "/hill/sitemap.xml"], "error")
        assert desk.run(1).report.exit_code == ExitCode.NETWORK

    def test_of_a_broken_feed_the_stories_before_the_break_are_told(self, desk: Desk) -> None:
        desk.paper.failing["/harbour/rss.xml"] = "broken"
        assert 1 <= len(desk.run(1).episodes[:-1]) <= 4

    def test_a_story_that_fails_is_left_out_named_and_told_when_it_is_mended(
        self, desk: Desk, tmp_path: Path, home: Path
    ) -> None:
        desk.paper.failing[PORT.path] = "error"
        run = desk.run(1)
        assert titles(PORT)[0] not in run.titles
        assert len(run.digest.articles) == 4
        assert run.notices[0].startswith(titles(PORT)[0])
        desk.paper.failing.clear()
        mended = desk.run(1)
        assert mended.titles == [*titles(PORT), mended.digest.title]
        assert len(mended.digest.articles) == 5
        clean = Desk(tmp_path / "clean", desk.paper, home)
        clean.run(1)
        assert clean.published() == desk.published()

    def test_a_story_that_never_comes_is_given_up_in_the_end(self, desk: Desk) -> None:
        desk.paper.failing[PORT.path] = "html"
        for _ in range(MAX_ATTEMPTS):
            assert desk.run(1).report.failures
        assert not desk.run(1).report.failures

    def test_without_an_engine_nothing_is_told_and_nothing_is_lost(self, desk: Desk) -> None:
        gone = EngineUnavailable("There is none.", hint="Get one.")
        for engine in desk.house.engines.values():
            engine.unavailable = gone
        run = desk.run(1)
        assert (run.report.made, len(run.report.failures)) == (0, 5)
        for engine in desk.house.engines.values():
            engine.unavailable = None
        assert desk.run(1).report.made == 6

    def test_an_engine_that_is_silent_for_a_day_costs_no_story_its_tries(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        desk.house.settings = replace(desk.house.settings, cache_dir=tmp_path / "cache")
        voiced = dict(desk.house.engines)
        for name in voiced:
            desk.house.engines[name] = Mute(name=name)
        for _ in range(MAX_ATTEMPTS + 1):
            run = desk.run(1)
            assert (run.report.made, len(run.report.failures), run.report.given_up) == (0, 5, 0)
            assert [one for one in run.notices if "The engine left 5 stories in a row untold" in one]
        desk.house.engines.update(voiced)
        assert desk.run(1).report.made == 6

    def test_an_engine_that_is_away_for_long_costs_no_story_its_tries(self, desk: Desk) -> None:
        for engine in desk.house.engines.values():
            engine.unavailable = EngineUnavailable("There is none.", hint="Get one.")
        for _ in range(MAX_ATTEMPTS + 1):
            assert desk.run(1).report.given_up == 0
        for engine in desk.house.engines.values():
            engine.unavailable = None
        assert desk.run(1).report.made == 6

    def test_a_story_dated_tomorrow_waits_and_is_told_then(self, desk: Desk, tmp_path: Path) -> None:
        feed = tmp_path / "feed.xml"
        feed.write_text(
            "<rss version='2.0'><channel><title>x</title><item>"
            f"<link>{desk.paper.address(PORT.path)}</link><title>t</title>"
            "<pubDate>Sat, 10 Jan 2026 07:00:00 +0800</pubDate></item></channel></rss>",
            "utf-8",
        )
        desk.sources = (SourceSettings("報", "feed", str(feed)),)
        run = desk.run(1)
        assert (run.report.made, run.report.failures) == (0, [])
        assert "dated after the day" in run.notices[0]
        assert desk.run(2).titles[:-1] == titles(PORT)
