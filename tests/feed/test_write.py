"""Feeds and cover as they are written below the output folder."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from tests.feed.readers import by_feedparser
from tests.feed.stories import SETTINGS, SHOW, digest, item, story
from tests.pace import is_quick
from tts.catalog.card import card_of
from tts.errors import OutputError, TingError, UsageError
from tts.feed import write as feeds
from tts.feed.addresses import sound_path
from tts.feed.channels import Channel
from tts.feed.identity import podcast_guid
from tts.feed.paging import Document
from tts.feed.rss import render
from tts.model.episode import Episode
from tts.model.settings import DailySettings, Settings

HIDDEN = "k3y"
LONG_AGO_NS = 1_000_000_000 * 1_000_000_000
ALL = ["feed.xml", "feeds/digest.xml", "feeds/shi-jie-ri-bao.xml"]
Write = Callable[..., list[Path]]


@pytest.fixture(scope="module")
def cover(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the show a cover of its own, for to draw one takes most of a second."""
    path = tmp_path_factory.mktemp("cover") / "own.png"
    path.write_bytes(picture(1400))
    return path


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def write(tmp_path: Path, said: list[str], cover: Path) -> Write:
    """Write the feeds of episodes whose MP3s are there."""

    def run(
        episodes: Sequence[Episode], settings: Settings = SETTINGS, own: Path | None = cover
    ) -> list[Path]:
        settings = replace(settings, show=replace(settings.show, cover=own))
        for episode in episodes:
            path = tmp_path / sound_path(episode)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"\xff\xfb" + episode.slug.encode())
        return feeds.write_feeds(tmp_path, settings, map(card_of, episodes), said.append)

    return run


def with_show(**changes: Any) -> Settings:  # noqa: ANN401 - any of the show's settings
    return replace(SETTINGS, show=replace(SHOW, **changes))


def guid_of(path: Path) -> str | None:
    return etree.parse(path).findtext("channel/{https://podcastindex.org/namespace/1.0}guid")


def snapshot(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_feeds_are_where_they_are_said_to_be(write: Write, tmp_path: Path, said: list[str]) -> None:
    written = write([story(1), digest()])
    assert [path.relative_to(tmp_path).as_posix() for path in written] == ALL
    entries = by_feedparser(written[0].read_bytes()).entries
    assert [int(entry.enclosures[0].length) for entry in entries] == [
        (tmp_path / sound_path(episode)).stat().st_size for episode in (story(1), digest())
    ]
    assert said == []


def test_a_file_that_is_the_same_is_not_written_again(write: Write, tmp_path: Path) -> None:
    episodes = [story(number) for number in range(400)]
    write(episodes)
    for path in tmp_path.rglob("*.*"):
        os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))
    before = snapshot(tmp_path)
    write(episodes[::-1])
    after = snapshot(tmp_path)
    assert {path for path in after if not path.endswith(".mp3") and after[path] != before.get(path)} == set()


def test_what_is_kept_of_the_feeds_does_not_tell_where_they_stand(write: Write, tmp_path: Path) -> None:
    write([story(1)], own=None)
    kept = (tmp_path / "feeds.json").read_text()
    assert str(tmp_path) not in kept
    elsewhere = tmp_path.with_name("elsewhere")
    shutil.copytree(tmp_path / "episodes", elsewhere / "episodes")
    feeds.write_feeds(elsewhere, with_show(output=elsewhere), [card_of(story(1))], print)
    assert (elsewhere / "feeds.json").read_text() == kept


def test_a_settings_change_and_a_lost_file_are_noticed(write: Write) -> None:
    [feed, digests, _] = write([story(1), digest()])
    digests.unlink()
    write([story(1), digest()], with_show(title="新名字"))
    assert by_feedparser(feed.read_bytes()).feed.title == "新名字"
    assert by_feedparser(digests.read_bytes()).feed.title == "新名字：每日彙整"


def test_a_day_that_is_made_at_another_time_is_told(write: Write) -> None:
    path = write([story(1)])[0]
    assert b"updateFrequency" not in path.read_bytes()
    write([story(1)], replace(SETTINGS, daily=DailySettings(at="06:15")))
    assert b'<podcast:updateFrequency rrule="FREQ=DAILY">' in path.read_bytes()


def test_a_show_without_an_address_has_not_moved(write: Write) -> None:
    show = replace(SETTINGS.show, url="", moved=True)
    assert b"new-feed-url" not in write([story(1)], replace(SETTINGS, show=show))[0].read_bytes()


def test_a_new_episode_changes_its_feeds_and_no_archive(write: Write, tmp_path: Path) -> None:
    episodes = [story(number) for number in range(0, 2000, 4)]
    write(episodes)
    archives = {path: path.read_bytes() for path in tmp_path.rglob("*-W*.xml")}
    assert len(archives) > 2
    before = (tmp_path / "feed.xml").read_bytes()
    write([*episodes, story(2001)])
    assert (tmp_path / "feed.xml").read_bytes() != before
    assert all(path.read_bytes() == data for path, data in archives.items())


def test_an_episode_whose_mp3_is_gone_is_left_out_and_named(
    write: Write, tmp_path: Path, said: list[str]
) -> None:
    lost = [story(number) for number in range(1, 6)]
    write([*lost, digest()])
    for episode in lost:
        (tmp_path / sound_path(episode)).unlink()
    [feed, *_] = feeds.write_feeds(tmp_path, SETTINGS, map(card_of, [*lost, digest()]), said.append)
    assert [entry.id for entry in by_feedparser(feed.read_bytes()).entries] == ["digest-20260109"]
    names = ", ".join(episode.slug for episode in lost[:3])
    assert said == [f"Left out of the feeds, for their MP3 is gone: {names} and 2 more."]


def test_there_is_no_feed_of_digests_without_one_nor_any_more(write: Write, tmp_path: Path) -> None:
    write([story(1)])
    assert not (tmp_path / "feeds/digest.xml").exists()
    write([story(1), digest()])
    assert (tmp_path / "feeds/digest.xml").exists()
    write([story(1)])
    assert not (tmp_path / "feeds/digest.xml").exists()


def test_feeds_that_are_no_longer_wanted_are_removed(write: Write, tmp_path: Path) -> None:
    write([story(1, series="聯合新聞")], with_show(feed_per_voice=True))
    assert (tmp_path / "feeds/lian-he-xin-wen.xml").exists()
    (tmp_path / "feed-2026-W01.xml").write_text("old")
    (tmp_path / "feed-mine.xml").write_text("mine")
    write([story(2), digest()])
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.xml")) == [
        "feed-mine.xml",
        *ALL,
    ]


def test_a_feed_keeps_its_guid_when_it_moves(write: Write, tmp_path: Path) -> None:
    paths = write([story(1), digest()])
    guids = [guid_of(path) for path in paths]
    assert guids == [podcast_guid(f"https://podcast.example.org/news/{path}") for path in ALL]
    write([story(1), digest()], with_show(url="https://elsewhere.example/", secret=HIDDEN))
    assert [guid_of(path) for path in paths] == guids
    (tmp_path / "feeds.json").unlink()
    write([story(1), digest()], with_show(url="https://elsewhere.example/"))
    assert guid_of(paths[0]) == podcast_guid("https://elsewhere.example/feed.xml")


def test_a_damaged_file_of_guids_is_no_reason_to_give_new_ones(write: Write, tmp_path: Path) -> None:
    [feed, *_] = write([story(1)])
    (tmp_path / "feeds.json").write_text("{")
    before = feed.read_bytes()
    with pytest.raises(TingError, match=r"feeds\.json.*cannot be read") as caught:
        write([story(1), story(2)])
    assert caught.value.hint
    assert feed.read_bytes() == before


def test_a_show_without_an_address_is_this_machines(write: Write, said: list[str]) -> None:
    [feed, *_] = write([story(1)], with_show(url="", secret=HIDDEN))
    entry = by_feedparser(feed.read_bytes()).entries[0]
    assert entry.enclosures[0].href.startswith("http://127.0.0.1:8080/episodes/2026/01/09/")
    assert guid_of(feed) is None, "it is given with the first address that lasts"
    assert said == [
        "The show has no address yet: ting serve reads these feeds; set [show] url to publish them."
    ]


@pytest.mark.parametrize(
    ("category", "unknown"),
    [
        (("News", "Daily News"), ""),
        (("True Crime",), ""),
        ((), ""),
        (("新聞",), "新聞"),
        (("News", "Politics", "Sports"), "Sports"),
        (("Daily News",), "Daily News"),
    ],
)
def test_a_category_that_directories_do_not_know_is_named(
    write: Write, said: list[str], category: tuple[str, ...], unknown: str
) -> None:
    write([], with_show(category=category))
    assert [sentence for sentence in said if f'"{unknown}" there' in sentence] == said
    assert bool(said) == bool(unknown)


def test_a_public_show_without_an_email_address_is_told_of_it(write: Write, said: list[str]) -> None:
    write([], with_show(private=False, email=""))
    assert said == ["Directories prove by an e-mail address whose a show is: set [show] email."]


@pytest.mark.parametrize("url", ["podcast.example.org", "ftp://podcast.example.org/", "https://"])
def test_an_address_that_no_app_could_ask_for_is_a_usage_error(
    write: Write, tmp_path: Path, url: str
) -> None:
    with pytest.raises(UsageError, match="address"):
        write([story(1)], with_show(url=url))
    assert not (tmp_path / "feed.xml").exists()


def test_what_cannot_be_written_is_said_and_leaves_the_feed_that_was_there(
    write: Write, tmp_path: Path
) -> None:
    write([story(1), digest()])
    before = (tmp_path / "feed.xml").read_bytes()
    digests = tmp_path / "feeds" / "digest.xml"
    digests.unlink()
    digests.mkdir()
    with pytest.raises(OutputError, match="feeds"):
        write([story(1), digest()])
    assert (tmp_path / "feed.xml").read_bytes() == before
    assert not list(tmp_path.rglob("*.part"))


def picture(side: int, kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.radial_gradient("L").resize((side, side)).convert("RGBA").save(file, kind)
    return file.getvalue()


def test_a_cover_is_drawn_as_directories_want_it(write: Write, tmp_path: Path) -> None:
    write([], own=None)
    with Image.open(tmp_path / "cover.jpg") as cover:
        assert (cover.format, cover.mode) == ("JPEG", "RGB")
        assert cover.width == cover.height
        assert 1400 <= cover.width <= 3000
    assert (tmp_path / "cover.jpg").stat().st_size < 512_000


def test_the_owners_cover_is_made_fit_and_follows_its_file(
    write: Write, tmp_path: Path, said: list[str]
) -> None:
    own = tmp_path / "own.png"
    own.write_bytes(picture(1500))
    write([], own=own)
    with Image.open(tmp_path / "cover.jpg") as cover:
        assert (cover.format, cover.mode, cover.size) == ("JPEG", "RGB", (1500, 1500))
    assert (tmp_path / "cover.jpg").stat().st_size < 512_000
    assert said == []
    own.write_bytes(picture(600))
    write([], own=own)
    assert said == ["The cover is 600 pixels wide; directories want 1400 to 3000."]
    own.write_bytes(b"no picture")
    with pytest.raises(UsageError):
        write([], own=own)


def test_a_cover_that_was_removed_is_drawn_again(write: Write, tmp_path: Path) -> None:
    write([])
    drawn = (tmp_path / "cover.jpg").read_bytes()
    (tmp_path / "cover.jpg").unlink()
    write([])
    assert (tmp_path / "cover.jpg").read_bytes() == drawn


def test_a_thousand_episodes_are_a_second_at_most() -> None:
    items = tuple(item(story(number)) for number in range(1000))
    document = Document(Channel("feed.xml", "x", items), "feed.xml", items)
    assert is_quick(lambda: render(SHOW, document, None), 1)
