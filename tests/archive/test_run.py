"""A run makes what an archive lists, by date, each story once, whatever befalls others."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

import pytest

from tests.archive.desk import NOW, Desk
from tests.archive.paper import Answer, Paper, index, packed, page, sitemap
from tests.daily.desk import Going
from tests.house import Mute
from tts.catalog.store import Catalog
from tts.catalog.story import Outcome
from tts.catalog.worklist import Bounds
from tts.daily.outcome import voice_of
from tts.daily.plan import MAX_ATTEMPTS
from tts.daily.run import make_day
from tts.errors import EngineUnavailable, ExitCode, OutputError
from tts.farm.job import Job
from tts.farm.local import Local
from tts.feed.addresses import FEED
from tts.model.episode import Episode
from tts.model.settings import DailySettings, SourceSettings
from tts.narration.studio import UNHEARD, Listener, Relay, Studio
from tts.testing import FakeClock


@pytest.fixture
def urls(paper: Paper) -> list[tuple[str, str]]:
    """Let the paper have six stories of three years, in its sitemap."""
    urls = paper.years(2021, 2022, 2023, months=2)
    paper.answers["/sitemap.xml"] = sitemap(urls)
    return urls


Urls = list[tuple[str, str]]


@pytest.mark.usefixtures("urls")
class TestWhatIsMade:
    def test_all_that_an_index_leads_to_is_told_by_date_and_once(
        self, desk: Desk, paper: Paper, urls: Urls
    ) -> None:
        paper.answers["/new.xml"] = sitemap(urls[4:])
        paper.answers["/old.xml.gz"] = packed(sitemap(urls[:4]))
        paper.answers["/below.xml"] = index([(paper.at("/old.xml.gz"), ""), (paper.at("/index.xml"), "")])
        lists = ("/new.xml", "/below.xml", "/index.xml", "/new.xml#again")
        paper.answers["/index.xml"] = index([(paper.at(path), "") for path in lists])
        desk.at_once = 1
        run = desk.run(paper.at("/index.xml"))
        assert run.notices == ()
        assert run.days == [day for _, day in urls]
        assert run.report.exit_code == 0
        assert (run.report.made, run.report.before, run.report.left) == (6, 0, 0)
        again = desk.run(paper.at("/index.xml"))
        assert (again.report.made, again.report.before, again.report.left) == (0, 6, 0)
        assert set(paper.told().values()) == {1}
        assert paper.told().keys() >= {"/index.xml", "/below.xml", "/old.xml.gz", "/story/5.html"}

    def test_the_latest_comes_first_where_that_is_wanted(self, desk: Desk, paper: Paper, urls: Urls) -> None:
        paper.answers["/other.xml"] = sitemap(urls[1::2])
        paper.answers["/one.xml"] = sitemap(urls[::2])
        desk.at_once = 1
        run = desk.run(paper.at("/one.xml"), paper.at("/other.xml"), newest_first=True)
        assert run.days == [day for _, day in reversed(urls)]

    def test_days_and_a_number_bound_it_and_the_next_run_goes_on(
        self, desk: Desk, paper: Paper, urls: Urls
    ) -> None:
        desk.at_once = 1
        since, until = dt.date(2021, 2, 9), dt.date(2023, 1, 8)
        first = desk.run(paper.at("/sitemap.xml"), since=since, until=until, limit=2)
        assert first.years == {"2021": 1, "2022": 2}
        assert first.days == ["2021-02-09", "2022-01-09"]
        assert first.report.left == 1
        second = desk.run(paper.at("/sitemap.xml"), since=since, until=until)
        assert second.days == ["2022-02-09"]
        assert paper.told().keys().isdisjoint(url.removeprefix(paper.url) for url, _ in (urls[0], *urls[4:]))

    def test_a_limit_counts_what_is_made_and_not_what_is_no_article(self, desk: Desk, paper: Paper) -> None:
        for number in range(3):
            paper.answers[f"/story/{number}.html"] = Answer(b"<!doctype html><p>404</p>")
        run = desk.run(paper.at("/sitemap.xml"), limit=2)
        assert (run.report.made, run.report.no_article) == (2, 3)

    def test_a_file_of_addresses_is_told_in_its_order_and_its_other_lines_are_named(
        self, desk: Desk, urls: Urls
    ) -> None:
        lines = ["# mine", "", urls[2][0], "story/1.html", f"  {urls[0][0]}?utm_source=a ", urls[0][0]]
        (desk.output.parent / "mine.txt").write_text("\r\n".join(lines), encoding="utf-8-sig")
        desk.at_once = 1
        run = desk.run(str(desk.output.parent / "mine.txt"))
        assert run.days == [urls[2][1], urls[0][1]]
        assert [notice for notice in run.notices if notice.endswith("is no address: story/1.html.")]
        (desk.output.parent / "mine.txt").write_text(urls[3][0], encoding="utf-8")
        assert desk.run(str(desk.output.parent / "mine.txt"), only_list=True).years == {"": 1}

    def test_a_feed_is_read_to_the_end_of_its_pages(self, desk: Desk, paper: Paper, urls: Urls) -> None:
        def feed(items: Urls, further: str) -> Answer:
            rows = "".join(f"<item><title>題目</title><link>{url}</link></item>" for url, _ in items)
            link = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="next" href="{further}"/>'
            return Answer(
                f'<rss version="2.0"><channel>{link}{rows}</channel></rss>'.encode(), "application/rss+xml"
            )

        paper.answers["/feed.xml"] = feed(urls[4:], "/feed2.xml")
        paper.answers["/feed2.xml"] = feed(urls[:4], "/feed.xml")
        assert desk.run(paper.at("/feed.xml")).report.made == 6

    def test_a_source_of_the_settings_has_its_name_voice_and_words(self, desk: Desk, paper: Paper) -> None:
        source = SourceSettings(
            "海港", "sitemap", paper.at("/sitemap.xml"), voice="yunjhe", exclude=("茶園",)
        )
        desk.house.settings = replace(desk.house.settings, source=(source,))
        run = desk.run("海港")
        assert {(episode.imprint.series, episode.voice) for episode in run.episodes} == {
            ("海港", "zh-TW-YunJheNeural")
        }
        assert (run.report.made, run.report.unwelcome) == (5, 1)
        assert desk.run(paper.at("/sitemap.xml"), only_list=True).years == {}

    def test_the_voices_of_the_day_take_turns_whichever_story_is_made_first(
        self, desk: Desk, paper: Paper
    ) -> None:
        daily = DailySettings(voices=("hsiaochen", "yunjhe"))
        desk.house.settings = replace(desk.house.settings, daily=daily)
        run = desk.run(paper.at("/sitemap.xml"), newest_first=True)
        voices = {"hsiaochen": "zh-TW-HsiaoChenNeural", "yunjhe": "zh-TW-YunJheNeural"}
        expected = {
            episode.guid: voices[voice_of(episode.guid, tuple(voices)) or ""] for episode in run.episodes
        }
        assert {episode.guid: episode.voice for episode in run.episodes} == expected
        assert [voice_of(guid * 64, ("a", "b")) for guid in "01"] == ["a", "b"]
        assert {episode.imprint.series for episode in run.episodes} == {"127.0.0.1"}


class TestDates:
    def test_a_story_has_the_day_of_its_page_whatever_its_list_says(self, desk: Desk, paper: Paper) -> None:
        false = [(url, "2026-11-20") for url, _ in paper.years(2021)]
        paper.answers["/sitemap.xml"] = sitemap(false)
        assert sorted(desk.run(paper.at("/sitemap.xml")).days) == ["2021-01-09", "2021-02-09", "2021-03-09"]

    def test_a_page_of_other_days_than_its_list_says_is_read_once_and_left_out(
        self, desk: Desk, paper: Paper
    ) -> None:
        [old, *new] = paper.years(2021)
        paper.answers["/sitemap.xml"] = sitemap([(old[0], "2022-05-05"), (new[0][0], ""), new[1]])
        since = dt.date(2021, 2, 1)
        run = desk.run(paper.at("/sitemap.xml"), since=since)
        assert sorted(run.days) == ["2021-02-09", "2021-03-09"]
        assert run.report.outside == 1
        assert desk.run(paper.at("/sitemap.xml"), since=since, only_list=True).years == {}
        assert desk.run(paper.at("/sitemap.xml")).days == ["2021-01-09"]

    def test_the_day_in_an_address_stands_in_for_one_that_its_list_lacks(
        self, desk: Desk, paper: Paper
    ) -> None:
        paper.answers["/2019/05/17/a.html"] = page(1, "", dated=False)
        paper.answers["/202003040123.aspx"] = page(2, "", dated=False)
        urls = [(paper.at("/2019/05/17/a.html"), "2026-01-01"), (paper.at("/202003040123.aspx"), "")]
        paper.answers["/sitemap.xml"] = sitemap(urls)
        run = desk.run(paper.at("/sitemap.xml"))
        assert run.years == {"2019": 1, "2020": 1}
        assert sorted(run.days) == ["2019-05-17", "2020-03-04"]


@pytest.mark.usefixtures("urls")
class TestOnce:
    def test_what_was_told_by_a_day_is_not_told_again(self, desk: Desk, paper: Paper, urls: Urls) -> None:
        with Catalog.open(desk.output) as catalog:
            catalog.settle(f"{urls[4][0]}?utm_source=rss", Outcome("told", NOW, guid="g", text_print="p"))
        run = desk.run(paper.at("/sitemap.xml"))
        assert (run.report.made, run.report.before) == (5, 1)
        assert urls[4][1] not in run.days

    def test_what_it_tells_is_of_its_own_day_and_no_story_of_today(
        self, desk: Desk, paper: Paper, urls: Urls
    ) -> None:
        desk.run(paper.at("/sitemap.xml"))
        with Catalog.open(desk.output) as catalog:
            story = catalog.story(urls[0][0])
            assert story
            assert (story.state, story.settled) == ("told", story.published and story.settled)
            assert story.settled
            assert story.settled.year == 2021
            assert catalog.recent_prints(NOW - dt.timedelta(days=3)) == []

    def test_what_it_tells_is_not_told_again_by_a_day_that_lists_it(self, desk: Desk, paper: Paper) -> None:
        desk.run(paper.at("/sitemap.xml"), limit=5)
        source = SourceSettings("海港", "sitemap", paper.at("/sitemap.xml"))
        desk.house.settings = replace(desk.house.settings, source=(source,))

        async def tell_day() -> tuple[int, list[str]]:
            async with desk.opened((), Bounds(), None, FakeClock()) as (archive, made):
                report = await make_day(archive.room)
                return report.made, [episode.kind for episode in made]

        assert asyncio.run(tell_day()) == (2, ["article", "digest"])

    def test_two_pages_that_give_one_address_as_theirs_are_told_once_also_when_both_are_made_at_a_time(
        self, desk: Desk, paper: Paper
    ) -> None:
        own = paper.at("/story.html")
        paper.answers["/story.html"] = page(1, "2021-01-09", canonical=own)
        paper.answers["/amp/story.html"] = page(2, "2021-01-09", canonical=own)
        paper.answers["/sitemap.xml"] = sitemap([(own, ""), (paper.at("/amp/story.html"), "")])
        run = desk.run(paper.at("/sitemap.xml"))
        assert (run.report.made, run.report.duplicates, run.report.left) == (1, 1, 0)

    def test_a_story_at_two_addresses_is_told_once(self, desk: Desk, paper: Paper) -> None:
        own = paper.at("/story.html")
        paper.answers |= {
            "/story.html": page(1, "2021-01-09", canonical=own),
            "/amp/story.html": page(2, "2021-01-09", canonical=own),
            "/print/story.html": page(1, "2021-01-09"),
        }
        paper.answers["/sitemap.xml"] = sitemap(
            [
                (paper.at(path), "2021-01-09")
                for path in ("/story.html", "/amp/story.html", "/print/story.html")
            ]
        )
        desk.at_once = 1
        run = desk.run(paper.at("/sitemap.xml"))
        assert (run.report.made, run.report.duplicates, run.report.left) == (1, 2, 0)
        assert desk.state(paper.at("/print/story.html")) == "duplicate"

    def test_what_a_killed_run_left_unsettled_is_made_by_no_engine_again(
        self, desk: Desk, paper: Paper
    ) -> None:
        desk.run(paper.at("/sitemap.xml"))
        before = desk.published()
        for path in desk.output.glob("catalog.db*"):
            path.unlink()
        desk.house.engines["edge"].heard.clear()
        again = desk.run(paper.at("/sitemap.xml"))
        assert (again.report.before, again.report.made) == (6, 0)  # the shelf tells what was told
        assert desk.house.heard == []
        assert desk.published() == before


@pytest.mark.usefixtures("urls")
class TestFailures:
    def test_a_page_without_an_article_is_settled_so_and_not_asked_for_again(
        self, desk: Desk, paper: Paper, urls: Urls
    ) -> None:
        paper.answers["/story/4.html"] = Answer(b"<!doctype html><title>x</title><p>login</p>")
        paper.answers["/story/5.html"] = Answer(b"\xff\xd8", "image/jpeg")
        run = desk.run(paper.at("/sitemap.xml"))
        assert (run.report.exit_code, run.report.made, run.report.no_article) == (0, 4, 2)
        desk.run(paper.at("/sitemap.xml"))
        assert paper.told()["/story/4.html"] == 1
        assert desk.state(urls[4][0]) == "skipped"

    def test_what_fails_is_tried_once_a_run_and_then_given_up(
        self, desk: Desk, paper: Paper, urls: Urls
    ) -> None:
        paper.answers["/story/4.html"] = Answer(status=404)
        first = desk.run(paper.at("/sitemap.xml"))
        assert (first.report.exit_code, first.report.made, first.report.left) == (3, 5, 1)
        assert first.report.failed["Refused"].first == [urls[4][0]]
        for _ in range(MAX_ATTEMPTS - 2):
            assert desk.run(paper.at("/sitemap.xml")).report.exit_code == 4
        last = desk.run(paper.at("/sitemap.xml"))
        assert (last.report.given_up, last.report.left) == (1, 0)
        assert last.notices[0].startswith(f"Given up after 5 tries: {paper.url}")
        assert desk.run(paper.at("/sitemap.xml")).report.exit_code == 0
        assert Counter(paper.asked)["/story/4.html", 404] == MAX_ATTEMPTS

    def test_a_server_that_is_away_costs_a_story_one_try_a_day(self, desk: Desk, paper: Paper) -> None:
        pages = {path: answer for path, answer in paper.answers.items() if path.startswith("/story")}
        paper.answers.update(dict.fromkeys(pages, Answer(status=503)))
        for _ in range(MAX_ATTEMPTS):
            assert desk.run(paper.at("/sitemap.xml")).report.given_up == 0
        paper.answers.update(pages)
        assert desk.run(paper.at("/sitemap.xml")).report.made == 6

    def test_of_many_failures_of_a_kind_the_first_are_named_and_all_counted(
        self, desk: Desk, paper: Paper
    ) -> None:
        for number in range(6):
            paper.answers[f"/story/{number}.html"] = Answer(status=410)
        run = desk.run(paper.at("/sitemap.xml"))
        failed = run.report.failed["Refused"]
        assert (failed.count, len(failed.first), len(run.notices)) == (6, 5, 5)
        assert "6 failed (Refused): " in run.report.sentences[1]
        assert " and 1 more." in run.report.sentences[1]

    def test_a_host_that_is_down_is_left_alone_and_costs_no_other(
        self, desk: Desk, paper: Paper, urls: Urls
    ) -> None:
        down = [(f"http://127.0.0.2:9/{number}.html", "2020-01-01") for number in range(40)]
        paper.answers["/sitemap.xml"] = sitemap([*down, *urls])
        desk.at_once = 2
        run = desk.run(paper.at("/sitemap.xml"))
        assert run.report.made == 6
        assert 5 <= run.report.failures <= 6
        assert run.report.left == 40
        assert "127.0.0.2" in run.report.ended

    def test_a_host_that_asks_for_a_rest_has_it_and_its_stories_are_told_after_it(
        self, desk: Desk, paper: Paper
    ) -> None:
        busy, there = Answer(status=429, headers={"Retry-After": "120"}), paper.answers["/story/0.html"]
        paper.answers["/story/0.html"] = busy
        desk.at_once = 1

        def serve_again(_sentence: str) -> None:
            paper.answers["/story/0.html"] = there

        desk.notes = _Calls(serve_again)
        run = desk.run(paper.at("/sitemap.xml"))
        assert (run.report.made, run.report.failures) == (6, 0)
        assert run.waits == (120.0,)
        assert Counter(paper.asked)["/story/0.html", 429] == 1

    def test_a_host_that_wants_a_long_rest_is_left_for_another_run(self, desk: Desk, paper: Paper) -> None:
        paper.answers["/story/0.html"] = Answer(status=503, headers={"Retry-After": "7200"})
        desk.at_once = 1
        run = desk.run(paper.at("/sitemap.xml"))
        assert (run.report.made, run.report.left, run.waits) == (0, 6, ())
        assert "127.0.0.1" in run.report.ended

    def test_an_engine_that_fails_again_and_again_ends_the_run_and_no_story_is_to_blame(
        self, desk: Desk, paper: Paper
    ) -> None:
        desk.house.engines["edge"].unavailable = EngineUnavailable("No engine.", hint="Buy one.")
        desk.at_once = 1
        run = desk.run(paper.at("/sitemap.xml"))
        assert (run.report.made, run.report.left, run.report.failures) == (0, 6, 5)
        assert run.report.ended.startswith("Ended early: No engine.")
        assert run.report.exit_code == 1
        desk.house.engines["edge"].unavailable = None
        assert desk.run(paper.at("/sitemap.xml")).report.made == 6

    @pytest.mark.parametrize(("made", "code"), [(0, ExitCode.NETWORK), (2, ExitCode.SOME_FAILED)])
    def test_a_farm_that_is_gone_ends_the_run_and_no_story_is_to_blame(
        self, desk: Desk, paper: Paper, made: int, code: ExitCode
    ) -> None:
        desk.runner = partial(Going, left=made)
        run = desk.run(paper.at("/sitemap.xml"))
        assert (run.report.made, run.report.left, run.report.failures) == (made, 6 - made, 1)
        assert run.report.ended == "Ended early: The farm is away. Start it."
        assert run.report.exit_code is code
        assert len([path for path in paper.told() if "story" in path]) == made + 1
        desk.runner = None
        assert desk.run(paper.at("/sitemap.xml")).report.made == 6 - made

    def test_an_engine_that_is_silent_for_all_ends_the_run_and_no_story_is_charged(
        self, desk: Desk, paper: Paper
    ) -> None:
        paper.answers["/sitemap.xml"] = sitemap(paper.years(*range(2001, 2006), months=5))
        desk.house.settings = replace(desk.house.settings, cache_dir=desk.output.parent / "cache")
        voiced, desk.house.engines["edge"] = desk.house.engines["edge"], Mute(name="edge")
        desk.at_once = 1
        run = desk.run(paper.at("/sitemap.xml"))
        assert (run.report.made, run.report.left, run.report.failures, run.report.exit_code) == (0, 25, 0, 4)
        assert run.report.ended.startswith("Ended early: The engine left 20 stories in a row untold: Not a")
        assert len(paper.told()) == 1 + 20
        desk.house.engines["edge"] = voiced
        assert [desk.run(paper.at("/sitemap.xml")).report.made for _ in range(2)] == [25, 0]

    def test_a_story_for_which_the_engine_is_silent_beside_others_is_given_up_in_the_end(
        self, desk: Desk, paper: Paper, urls: Urls
    ) -> None:
        desk.house.settings = replace(desk.house.settings, cache_dir=desk.output.parent / "cache")
        desk.house.engines["edge"] = Mute(name="edge", only="茶")
        runs = [desk.run(paper.at("/sitemap.xml")).report for _ in range(MAX_ATTEMPTS + 1)]
        assert [run.made for run in runs] == [5, 0, 0, 0, 0, 0]
        assert [run.failures for run in runs] == [1, 1, 1, 1, 1, 0]
        assert (runs[-1].given_up, desk.state(urls[1][0])) == (1, "failed")

    def test_a_disk_that_is_full_ends_the_run(self, desk: Desk, paper: Paper) -> None:
        desk.runner = Full
        with pytest.raises(OutputError, match="full"):
            desk.run(paper.at("/sitemap.xml"))
        desk.runner = None
        assert desk.run(paper.at("/sitemap.xml")).report.made == 6

    def test_a_straggler_holds_back_no_other(self, desk: Desk, paper: Paper, urls: Urls) -> None:
        desk.runner = Straggling
        run = desk.run(paper.at("/sitemap.xml"))
        assert run.report.made == 6
        assert run.days[-1] in [day for _, day in urls[:3]]


@pytest.mark.usefixtures("urls")
class TestEdition:
    def test_the_pages_and_feeds_are_of_all_that_was_made(self, desk: Desk, paper: Paper) -> None:
        desk.run(paper.at("/sitemap.xml"))
        feed = (desk.output / FEED).read_text(encoding="utf-8")
        assert feed.count("<item>") == 6

    def test_a_list_with_nothing_new_is_only_asked_whether_it_changed(self, desk: Desk, paper: Paper) -> None:
        desk.run(paper.at("/sitemap.xml"), only_list=True)
        desk.run(paper.at("/sitemap.xml"), only_list=True)
        assert [status for path, status in paper.asked if path == "/sitemap.xml"] == [200, 304]


class _Calls(list[str]):
    """A list that calls somebody when something is added."""

    def __init__(self, call: Callable[[str], None]) -> None:
        super().__init__()
        self._call = call

    def append(self, sentence: str) -> None:
        self._call(sentence)


@dataclass
class Full:
    """A runner whose disk is full."""

    studio: Studio
    at_once: int = 8

    async def narrate(self, job: Job, listener: Listener, relay: Relay = UNHEARD) -> Episode:  # noqa: ARG002
        message = "The disk is full."
        raise OutputError(message)


@dataclass
class Straggling:
    """A runner that finishes the first job when all others are done."""

    studio: Studio
    at_once: int = 3
    others: int = 5
    first: Job | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def narrate(self, job: Job, listener: Listener, relay: Relay = UNHEARD) -> Episode:
        self.first = self.first or job
        if job is self.first:
            await self.over.wait()
        episode = await Local(self.studio).narrate(job, listener, relay)
        if job is not self.first:
            self.others -= 1
        if not self.others:
            self.over.set()
        return episode
