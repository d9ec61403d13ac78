"""An engine and a site of another distribution serve like those that are always there."""

from pathlib import Path

import msgspec
import pytest

from tests.plugins.distributions import Ting, install_tide

SETTINGS = """
engine = "hum"
profile = "source"
[engines.hum]
hertz = 330
voices = { hsiaochen = "high", yunjhe = "low" }
"""
STORY = """市政府昨天晚間宣布，明天全市停班停課。

請民眾及早準備，不要前往海邊。
"""
PAGE = """<!doctype html><html><head><title>明天停班停課｜潮報</title></head><body>
<h1 class="tide-title">明天停班停課</h1><span class="tide-time">2026-01-09 12:30</span>
<div class="tide-story">第一段寫在這裡，市政府宣布停班停課，請民眾準備。<p>第二段寫在這裡，山區須防坍方。</p>
<div class="tide-ad"><p>訂閱潮報，天天都有好禮，名額有限，請把握機會。</p></div></div>
<article><p>這是別的文章，講的是夜市換新裝，開幕當天人山人海，店家都很高興。</p>
<p>這也是別的文章，居民說，晚上比以前亮，走起來安心許多，孩子也喜歡。</p>
<p>這還是別的文章，主辦單位表示，活動到下個月底為止，歡迎大家來玩。</p></article></body></html>"""


@pytest.fixture
def ting(tmp_path: Path) -> Ting:
    install_tide(tmp_path)
    ting = Ting(tmp_path)
    ting.write("ting.toml", SETTINGS)
    ting.write("story.txt", STORY)
    ting.write(
        "page.html", PAGE.replace("<head>", '<head><link rel="canonical" href="https://m.tide.example/1">')
    )
    return ting


def test_an_episode_names_the_engine_of_another_distribution(ting: Ting) -> None:
    done = ting("read", "story.txt", "--json")
    assert done.returncode == 0
    manifest = msgspec.json.decode(done.stdout)
    assert (manifest["engine"], manifest["voice"]) == ("hum", "high")
    again = ting("read", "story.txt", "--engine", "hum", "--voice", "yunjhe", "--json")
    assert msgspec.json.decode(again.stdout)["voice"] == "low"


def test_the_best_engine_that_works_is_never_a_plug_in(ting: Ting) -> None:
    done = ting("read", "story.txt", "--engine", "auto", "--offline", "--json")
    assert msgspec.json.decode(done.stdout)["engine"] in ("kokoro", "espeak")


def test_a_page_of_a_plug_ins_site_is_read_by_its_selectors(ting: Ting) -> None:
    article = msgspec.json.decode(ting("extract", "page.html", "--json").stdout)
    assert [paragraph["text"][:7] for paragraph in article["paragraphs"]] == [
        "第一段寫在這裡",
        "第二段寫在這裡",
    ]
    assert (article["title"], article["publisher"]) == ("明天停班停課", "潮報")
    assert article["published"] == "2026-01-09T12:30:00+08:00"


def test_the_doctor_says_what_comes_from_where(ting: Ting) -> None:
    found = {finding["subject"]: finding for finding in ting.findings()}
    assert found["hum"]["detail"] == "ready; an engine of ting-tide 1.0"
    assert found["tide"]["detail"] == "tide.example; a site of ting-tide 1.0"
    assert found["hum"]["ok"] is found["tide"]["ok"] is True


def test_its_voices_are_listed_and_its_settings_shown(ting: Ting) -> None:
    assert ting("voices", "--engine", "hum").stdout.split() == ["high", "low"]
    shown = ting("config").stdout
    assert "[engines.hum]\nhertz = 330\n" in shown
    assert '[engines.hum.voices]\nhsiaochen = "high"' in shown


def test_a_setting_that_its_engine_refuses_is_a_slip_of_usage(ting: Ting) -> None:
    ting.write("ting.toml", '[engines.hum]\nhertz = "loud"\nvoices = "low"')
    done = ting("say", "你好", "--engine", "hum", "--out", "said.mp3")
    assert (done.returncode, done.stderr) == (
        2,
        "ting: hertz is to be a whole number, not 'loud'. Correct it in [engines.hum].\n",
    )


def test_a_voice_without_a_name_there_is_told_how_to_get_one(ting: Ting) -> None:
    ting.write("ting.toml", "")
    done = ting("say", "你好", "--engine", "hum", "--out", "said.mp3")
    assert done.returncode == 2
    assert "Give it one by voices in [engines.hum]." in done.stderr
