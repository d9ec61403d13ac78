"""`ting publish` puts the show where others find it, and says what it did."""

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Ting
from tests.feed.stories import story
from tests.publication.shelves import fill

EPISODES = [story(1), story(2)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("made") / "output"
    fill(output, EPISODES)
    return output


@pytest.fixture
def shelf(made: Path, ting: Ting) -> Path:  # noqa: ARG001 - which goes to a folder of its own
    Path("ting.toml").write_text('[show]\nurl = "https://podcast.example.org/"\n', encoding="utf-8")
    return Path(shutil.copytree(made, "output"))


@pytest.mark.usefixtures("shelf")
def test_the_address_of_the_feed_is_printed_and_what_was_sent_said(ting: Ting) -> None:
    first = ting("publish", "web")
    assert (first.code, first.out) == (0, "https://podcast.example.org/feed.xml\n")
    assert "0 unchanged" in first.err
    assert "<link>https://podcast.example.org/" in Path("web/feed.xml").read_text(encoding="utf-8")
    assert "0 files sent" in ting("publish", "web").err


@pytest.mark.usefixtures("shelf")
def test_a_dry_run_lists_what_would_be_done(ting: Ting) -> None:
    would = ting("publish", "web", "--dry-run")
    assert not Path("web").exists()
    lines = would.out.splitlines()
    assert lines[-1] == "send feed.xml"
    (done,) = ting("publish", "web", "--json").objects
    assert [f"send {path}" for path in done["sent"]] == lines
    assert (done["dry_run"], done["feed"]) == (False, "https://podcast.example.org/feed.xml")


def test_what_is_left_over_is_told_and_goes_with_delete(ting: Ting, shelf: Path) -> None:
    ting("publish", "web")
    ting("catalog", "remove", EPISODES[0].slug)
    for file in shelf.rglob(f"{EPISODES[0].slug}.*"):
        file.unlink()
    assert "--delete removes them" in ting("publish", "web").err
    assert "files removed" in ting("publish", "web", "--delete").err
    assert not list(Path("web").rglob(f"{EPISODES[0].slug}.*"))


@pytest.mark.usefixtures("shelf")
def test_what_cannot_be_is_one_sentence(ting: Ting) -> None:
    for arguments, code, said in (
        (["output/web"], 2, "outside"),
        (["nosuch://bucket"], 2, "s3://bucket/path"),
        (["ting.toml"], 1, "another folder"),
        (["web", "--out", "none"], 2, "no folder none"),
        (["web", "--config", "none.toml"], 2, "no settings file"),
    ):
        result = ting("publish", *arguments)
        assert (result.code, result.out) == (code, "")
        assert said in result.err
        assert "Traceback" not in result.err
    Path("ting.toml").write_text("", encoding="utf-8")
    assert "[show] url" in ting("publish", "web").err
