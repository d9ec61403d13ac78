"""`ting feed`, after a real episode."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ting
from tests.feed.documented_checks import findings
from tests.feed.readers import by_feedparser
from tests.feed.stories import NOW
from tts.episode_files import shelf
from tts.errors import ExitCode

TEXT = "油價明天起連三漲\n\n車主在加油站外大排長龍。\n\n政府說，下週還會更貴。\n\n專家建議多搭大眾運輸。"


@pytest.fixture
def output(ting: Ting, tmp_path: Path) -> Path:
    """Let espeak read a short text."""
    Path("story.txt").write_text(TEXT, encoding="utf-8")
    assert ting("read", "story.txt", "--engine", "espeak").code == ExitCode.OK
    return tmp_path / "output"


@pytest.fixture
def settings(ting: Ting) -> None:  # noqa: ARG001 - which goes to the folder first
    Path("ting.toml").write_text(
        '[show]\nurl = "https://podcast.example.org/"\nemail = "owner@example.org"\n'
        '[[source]]\nname = "世界日報"\nkind = "folder"\nlocation = "pages"\n',
        encoding="utf-8",
    )


@pytest.mark.usefixtures("settings")
def test_what_was_read_is_in_the_feed_with_its_exact_length(ting: Ting, output: Path) -> None:
    result = ting("feed")
    assert (result.code, result.err) == (ExitCode.OK, "")
    feeds = [output / "feed.xml", output / "feeds/shi-jie-ri-bao.xml"]
    assert result.out.splitlines() == [str(path) for path in feeds]
    assert not (output / "feeds/digest.xml").exists(), "there is no digest"
    found = findings(feeds[0].read_bytes(), "https://podcast.example.org/feed.xml", NOW)
    assert found == {"UnsupportedNamespace", "UnknownNamespace"}
    [entry] = by_feedparser(feeds[0].read_bytes()).entries
    [enclosure] = entry.enclosures
    mp3 = output / enclosure.href.removeprefix("https://podcast.example.org/")
    assert mp3.stat().st_size == int(enclosure.length)
    assert (output / entry.link.removeprefix("https://podcast.example.org/")).is_file(), "its page"


@pytest.mark.usefixtures("settings")
def test_json_tells_where_each_feed_is_subscribed_to(ting: Ting, output: Path) -> None:
    result = ting("feed", "--json")
    assert result.objects[0] == {
        "path": str(output / "feed.xml"),
        "url": "https://podcast.example.org/feed.xml",
    }


def test_without_an_address_it_says_so_and_goes_on(ting: Ting, output: Path) -> None:
    result = ting("feed")
    assert result.code == ExitCode.OK
    assert "ting serve" in result.err
    assert (output / "feed.xml").is_file()


def test_a_second_run_changes_nothing(ting: Ting, output: Path) -> None:
    ting("feed")
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*.xml")}
    ting("feed")
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*.xml")} == before


def test_an_mp3_that_is_gone_is_named_and_left_out(ting: Ting, output: Path) -> None:
    [manifest] = shelf.manifests(output)
    manifest.with_suffix(".mp3").unlink()
    result = ting("feed")
    assert f"Left out of the feeds, for their MP3 is gone: {manifest.stem}." in result.err
    assert by_feedparser((output / "feed.xml").read_bytes()).entries == []


def test_a_damaged_manifest_is_named_and_the_rest_is_published(ting: Ting, output: Path) -> None:
    [manifest] = shelf.manifests(output)
    broken = manifest.with_name("2026-01-09-broken-01234567.json")
    broken.write_text(json.dumps({"id": 1}))
    result = ting("feed")
    assert result.code == ExitCode.SOME_FAILED
    assert broken.name in result.err
    assert len(by_feedparser((output / "feed.xml").read_bytes()).entries) == 1


def test_no_folder_is_a_usage_error(ting: Ting) -> None:
    result = ting("feed", "--out", "nowhere")
    assert result.code == ExitCode.USAGE
    assert "nowhere" in result.err
    assert not Path("nowhere").exists()
