"""`ting daily` and `ting init` as a user has them."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from tests.cli.conftest import Ting
from tests.newspaper import Newspaper
from tts.config import load_settings
from tts.daily.lock import alone
from tts.daily.schedule import Schedule
from tts.model.settings import DailySettings

SOURCES = """
engine = "espeak"
profile = "source"
[fetch]
allow_private = true
delay_ms = 0
[show]
url = "https://podcast.example.org/"
cover = "cover.png"
[daily]
digest = false
[[source]]
name = "海港日報"
kind = "feed"
location = "{url}/harbour/rss.xml"
limit = 1
"""
TWIN = '[[source]]\nname = "海港日報"\nkind = "url"\nlocation = "https://a.example/"'
MORNING = dt.datetime(2026, 1, 9, 6, 0, tzinfo=dt.UTC)


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper() as paper:
        yield paper


def subscribe(folder: Path, paper: Newspaper, more: str = "") -> None:
    """Write settings that name the newspaper, and more; and a cover: to draw one takes most of a second."""
    Image.new("RGB", (1400, 1400)).save(folder / "cover.png")
    (folder / "ting.toml").write_text(SOURCES.format(url=paper.url) + more, encoding="utf-8")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Let this machine's clock stand anywhere."""

    def stand_in(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield stand_in
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def news(ting: Ting, tmp_path: Path, paper: Newspaper) -> Ting:
    """Run commands in a folder whose settings name a newspaper."""
    subscribe(tmp_path, paper)
    return ting


class TestDaily:
    def test_it_prints_the_path_of_each_new_episode_and_then_nothing(self, news: Ting) -> None:
        first = news("daily")
        [path] = first.out.split()
        assert (first.code, Path(path).suffix, Path(path).is_file()) == (0, ".mp3", True)
        again = news("daily")
        assert (again.code, again.out, again.err) == (0, "", "Nothing new.\n")

    def test_with_json_it_prints_manifests(self, news: Ting) -> None:
        [manifest] = news("daily", "--json").objects
        assert manifest["imprint"]["series"] == "海港日報"
        assert Path(manifest["files"]["mp3"]).is_file()

    def test_a_dry_run_says_what_would_be_told_and_writes_nothing(self, news: Ting, tmp_path: Path) -> None:
        before = sorted(tmp_path.rglob("*"))
        plan = news("daily", "--dry-run")
        assert plan.out.startswith("海港日報: 東灣港貨櫃量連三年成長")
        assert sorted(tmp_path.rglob("*")) == before
        [story] = news("daily", "--dry-run", "--json").objects
        assert story["series"] == "海港日報"
        assert news("daily").code == 0
        assert news("daily", "--dry-run").out == ""

    def test_a_day_without_news_has_none(self, news: Ting) -> None:
        result = news("daily", "--date", "2020-02-02")
        assert (result.code, result.out) == (0, "")

    @pytest.mark.parametrize("zone", ["UTC", "Asia/Taipei", "America/New_York"])
    def test_a_story_is_of_the_day_its_paper_dates_it_wherever_the_clock_stands(
        self, news: Ting, clock: Callable[[str], None], zone: str
    ) -> None:
        clock(zone)
        plans = {
            day: news("daily", "--dry-run", "--json", "--date", f"2026-01-{day}").objects for day in (8, 9)
        }
        assert [len(stories) for stories in plans.values()] == [0, 1]
        [story] = plans[9]
        assert story["published"] == "2026-01-09T07:30:00+08:00"  # half past eleven, the day before, in UTC
        if zone == "UTC":
            [episode] = news("daily", "--json", "--date", "2026-01-09").objects
            assert (episode["date"], episode["imprint"]["issued"]) == ("2026-01-09", story["published"])

    def test_a_source_that_is_down_is_the_networks_failure(self, news: Ting, paper: Newspaper) -> None:
        paper.failing["/harbour/rss.xml"] = "down"
        result = news("daily")
        assert (result.code, result.out) == (4, "")
        assert result.err.startswith("海港日報: 127.0.0.1 cannot be reached")

    def test_one_source_of_two_that_is_down_is_some_failed(
        self, news: Ting, paper: Newspaper, tmp_path: Path
    ) -> None:
        more = f'[[source]]\nname = "山城"\nkind = "feed"\nlocation = "{paper.url}/nowhere.xml"\n'
        subscribe(tmp_path, paper, more)
        result = news("daily")
        assert (result.code, len(result.out.split())) == (3, 1)
        assert "山城: " in result.err

    def test_another_run_at_work_is_named(self, news: Ting, tmp_path: Path) -> None:
        with alone(tmp_path / "output", MORNING):
            result = news("daily")
        assert result.code == 1
        assert f"process {os.getpid()}, since 2026-01-09 06:00:00" in result.err
        assert news("daily").code == 0

    @pytest.mark.parametrize("options", [[], ["--dry-run"]])
    @pytest.mark.parametrize(
        ("more", "said"),
        [
            (TWIN, "Two sources are named 海港日報"),
            ('voice = "nobody"', "no voice named nobody"),
        ],
    )
    def test_a_source_that_cannot_be_meant_is_said_before_any_is_asked(  # noqa: PLR0913, PLR0917 - fixtures
        self, news: Ting, paper: Newspaper, tmp_path: Path, options: list[str], more: str, said: str
    ) -> None:
        subscribe(tmp_path, paper, more)
        result = news("daily", *options)
        assert (result.code, paper.asked) == (2, [])
        assert said in result.err

    def test_without_sources_it_says_how_to_name_one(self, ting: Ting) -> None:
        result = ting("daily")
        assert result.code == 2
        assert "ting init" in result.err

    @pytest.mark.parametrize(
        "options",
        [["--watch", "--dry-run"], ["--watch", "--date", "2026-01-09"], ["--at", "05:00"], ["--date", "x"]],
    )
    def test_options_that_do_not_go_together_are_a_usage_error(self, news: Ting, options: list[str]) -> None:
        assert news("daily", *options).code == 2


class TestWatch:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_it_makes_the_day_waits_for_the_next_and_ends_on_a_signal(
        self, tmp_path: Path, paper: Newspaper, number: signal.Signals
    ) -> None:
        subscribe(tmp_path, paper)
        own = {"XDG_CONFIG_HOME": str(tmp_path), "TING_CACHE_DIR": str(tmp_path / "cache")}
        process = subprocess.Popen(
            [sys.executable, "-m", "tts.cli", "daily", "--watch", "--at", "05:30"],
            cwd=tmp_path,
            env={**os.environ, **own, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        guard = threading.Timer(60, process.kill)
        guard.start()
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if line.startswith("The next run is at "):
                process.send_signal(number)
        out, _ = process.communicate()
        guard.cancel()
        assert process.returncode == 0
        assert "1 new episode.\n" in said
        assert said[-1] == "Ended; finished episodes are kept.\n"
        assert out.endswith(".mp3\n")
        feed = (tmp_path / "output" / "feed.xml").read_bytes()
        assert b'<podcast:updateFrequency rrule="FREQ=DAILY">' in feed

    def test_it_is_due_when_the_settings_say_so(self) -> None:
        assert Schedule.of(DailySettings()) == Schedule(dt.time(5, 30))
        assert Schedule.of(DailySettings(at="06:15")) == Schedule(dt.time(6, 15))
        assert Schedule.of(DailySettings(at="06:15", every=90)).every_minutes == 90

    @pytest.mark.parametrize("set_to", ['at = "24:00"', 'at = "6:15"', 'at = "06:15:00"', "every = -1"])
    def test_a_time_that_is_none_is_named(self, ting: Ting, tmp_path: Path, set_to: str) -> None:
        (tmp_path / "ting.toml").write_text(f"[daily]\n{set_to}\n", encoding="utf-8")
        result = ting("daily")
        assert result.code == 2
        assert set_to.partition(" ")[0] in result.err

    def test_the_next_run_is_at_the_next_such_time_of_day(self) -> None:
        assert Schedule(dt.time(6, 1)).next_run(MORNING) == MORNING + dt.timedelta(minutes=1)
        assert Schedule(dt.time(6, 0)).next_run(MORNING) == MORNING + dt.timedelta(days=1)
        assert Schedule(dt.time(6, 0), 90).next_run(MORNING) == MORNING + dt.timedelta(minutes=90)


class TestInit:
    def test_it_writes_settings_that_can_be_read(self, ting: Ting, tmp_path: Path) -> None:
        result = ting("init")
        assert (result.code, result.out) == (0, "ting.toml\n")
        assert load_settings({}, {}, tmp_path, tmp_path / "none").show.title == "我的聽新聞"
        for options in ([], ["--dry-run"]):
            untold = ting("daily", *options)
            assert untold.code == 2
            assert "[[source]] in ting.toml" in untold.err

    def test_each_of_its_examples_can_be_read(self, ting: Ting, tmp_path: Path) -> None:
        ting("init")
        lines = (tmp_path / "ting.toml").read_text(encoding="utf-8").splitlines()
        first = next(number for number, line in enumerate(lines) if line == "# [[source]]")
        settings = [
            line.removeprefix("# ") for line in lines[:first] if "=" in line or line.startswith(("[", "# ["))
        ]
        sources = [line.removeprefix("#").strip() for line in lines[first:]]
        (tmp_path / "ting.toml").write_text("\n".join([*settings, *sources]), encoding="utf-8")
        read = load_settings({}, {}, tmp_path, tmp_path / "none")
        assert [source.kind for source in read.source] == [
            "feed",
            "page",
            "sitemap",
            "folder",
            "url",
            "miniflux",
        ]
        assert msgspec.json.encode(read.daily.voices) == b'["hsiaochen","yunjhe"]'

    def test_what_is_there_is_never_touched(self, ting: Ting, tmp_path: Path) -> None:
        (tmp_path / "ting.toml").write_text("mine", encoding="utf-8")
        result = ting("init")
        assert (result.code, (tmp_path / "ting.toml").read_text()) == (2, "mine")
        assert ting("init", "elsewhere").code == 0
        assert (tmp_path / "elsewhere" / "ting.toml").is_file()
