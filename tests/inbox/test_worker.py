"""What is sent is narrated in its order, heard while it is spoken, and none stands in another's way."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import miniaudio  # type: ignore[import-untyped]
import msgspec
import numpy as np
import numpy.typing as npt
import pytest

from tests.feed.readers import by_feedparser
from tests.inbox.room import Room
from tests.newspaper import Newspaper
from tests.newspaper.stories import PORT
from tts.audio.info_header import DECODER_DELAY
from tts.audio.mp3 import FORMATS
from tts.episode_files import manifest, shelf
from tts.errors import EngineUnavailable, OutputError
from tts.feed.addresses import INBOX_FEED
from tts.inbox.entry import Entry, Order, Sent
from tts.inbox.growing import cues_path, sound_path
from tts.inbox.press import Press
from tts.inbox.queue import Queue
from tts.inbox.worker import AGAIN, AGAIN_AFTER
from tts.model.episode import Episode
from tts.sources.page import Manners

FERRY = "渡輪今天停駛一整天。\n\n港口起了大霧，船長說看不見燈塔。旅客改搭火車，下午再看情形。"
POEM = "船在霧裡等，等一個不來的人。"
BRIEF = "山路明天早上開放。"
FORMAT = FORMATS["podcast"]
PAGE = """<!doctype html><html lang="zh-Hant"><head><title>港口的早市 - 海港日報</title></head><body>
<article><h1>港口的早市</h1><p>天還沒亮，漁船已經靠岸，攤販把魚一箱一箱搬到市場裡，等著第一批客人。</p>
<p>賣魚的阿嬤說，今年的風大，魚比去年少，價錢也跟著漲了一些，老客人還是天天來。</p></article></body></html>"""


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper() as paper:
        yield paper


def episode_of(room: Room, entry: Entry) -> Episode:
    found = room.catalog.episode(room.now(entry).slug or "")
    assert found
    return found


def sound_of(room: Room, episode: Episode) -> bytes:
    return (shelf.folder(room.output, episode.date) / episode.files.mp3).read_bytes()


def decoded(data: bytes) -> "npt.NDArray[np.int16]":
    return np.asarray(miniaudio.decode(data, nchannels=1, sample_rate=48_000).samples, np.int16)


def test_what_was_sent_is_spoken_in_its_order(room: Room) -> None:
    entries = [room.send(text) for text in (POEM, FERRY, BRIEF)]
    room.work()
    assert [room.now(entry).state for entry in entries] == ["ready"] * 3
    firsts = [room.engine.heard.index(text) for text in (POEM, "渡輪今天停駛一整天。", BRIEF)]
    assert firsts == sorted(firsts)
    assert room.growing == []


@pytest.fixture
def followed(room: Room) -> tuple[Room, Entry, bytes, bytes]:
    """Return what somebody read who opened both files of an entry while it was spoken."""
    entry = room.send(FERRY, "渡輪停駛")
    opened: list[BinaryIO] = []

    def follow() -> None:
        if room.growing and not opened:
            opened.extend(path(room.output, entry.id).open("rb") for path in (sound_path, cues_path))

    room.engine.watch = follow
    room.work()
    sound, cues = opened
    with sound, cues:
        return room, entry, sound.read(), cues.read()


def test_what_grew_is_to_the_byte_what_is_heard_later(followed: tuple[Room, Entry, bytes, bytes]) -> None:
    room, entry, sound, cues = followed
    episode = episode_of(room, entry)
    assert len(sound) > 50_000
    assert sound in sound_of(room, episode)
    told = [msgspec.json.decode(line) for line in cues.splitlines()]
    assert [(cue["start_ms"], cue["end_ms"], cue["text"], cue["paragraph"]) for cue in told] == [
        (cue.start_ms, cue.end_ms, cue.text, cue.paragraph) for cue in episode.cues
    ]
    assert "".join(cue["text"] for cue in told).startswith("渡輪停駛渡輪今天停駛一整天。")


def test_whatever_is_there_of_it_can_be_played_and_is_its_beginning(
    followed: tuple[Room, Entry, bytes, bytes],
) -> None:
    room, entry, sound, _cues = followed
    whole = decoded(sound_of(room, episode_of(room, entry)))
    late = FORMAT.delay + DECODER_DELAY
    frame = FORMAT.parsed.frame_bytes
    for length in range(3 * frame, len(sound), len(sound) // 23):  # most of them end within a frame
        begun = decoded(sound[:length])
        assert len(begun) >= (length // frame - 1) * FORMAT.parsed.samples
        heard = begun[late : late + len(whole)]
        assert np.array_equal(heard, whole[: len(heard)])


def test_it_is_told_how_far_it_is_and_what_it_is_called(room: Room) -> None:
    entry = room.send(FERRY)
    told: list[Entry] = []
    room.engine.watch = lambda: told.append(room.now(entry))
    room.work()
    assert told[0].state == "speaking"
    assert told[0].title == "渡輪今天停駛一整天"
    assert told[0].percent == 0
    assert room.now(entry).percent == 100


def test_what_is_removed_while_it_is_spoken_is_spoken_no_further(room: Room) -> None:
    entry, other = room.send(FERRY), room.send(POEM)

    def remove() -> None:
        room.engine.halted = True
        room.queue.remove(entry.id)

    room.engine.watch = remove
    room.work(turns=1)
    assert room.growing == []
    room.engine.halted, room.engine.watch = False, lambda: None
    room.work()
    assert (room.now(entry).state, room.now(entry).slug) == ("waiting", None)
    assert room.now(other).state == "ready"
    assert [episode.title for episode in room.catalog.episodes()] == [episode_of(room, other).title]
    room.queue.restore(entry.id)
    room.work()
    assert room.now(entry).state == "ready"


def test_one_that_fails_says_why_and_the_next_plays(room: Room) -> None:
    entries = [room.send("{}"), room.send("！！！……"), room.send(POEM)]
    blocked = room.send(BRIEF)
    sound_path(room.output, blocked.id).mkdir(parents=True)
    last = room.send(FERRY)
    room.work()
    assert [room.now(entry).state for entry in (*entries, blocked, last)] == [
        "failed",
        "failed",
        "ready",
        "failed",
        "ready",
    ]
    assert room.now(entries[0]).reason.startswith("The text is JSON")
    assert room.now(blocked).reason.startswith("The sound cannot be kept while it is made")
    assert room.queue.take() is None


def test_where_no_engine_speaks_it_is_told_and_not_tried_again(room: Room) -> None:
    for engine in room.house.engines.values():
        engine.unavailable = EngineUnavailable("It lost its voice.", hint="Give it tea.")
    entry = room.send(POEM)
    room.work()
    assert (room.now(entry).state, room.now(entry).reason) == ("failed", "It lost its voice. Give it tea.")
    room.clock.now += AGAIN_AFTER[-1]
    assert room.queue.take() is None


def test_a_page_of_a_server_that_is_down_is_tried_again_some_times(room: Room, paper: Newspaper) -> None:
    paper.failing[PORT.path] = "error"
    entry = room.queue.add(Order(paper.address(PORT.path)))
    for wait in AGAIN_AFTER:
        room.work()
        assert (room.now(entry).state, AGAIN in room.now(entry).reason) == ("failed", True)
        room.clock.now += wait
    room.work()
    assert (room.now(entry).state, AGAIN in room.now(entry).reason) == ("failed", False)
    room.clock.now += AGAIN_AFTER[-1]
    room.work()
    assert len([path for path, _status in paper.asked if path == PORT.path]) == 1 + len(AGAIN_AFTER)
    del paper.failing[PORT.path]
    room.queue.retry(entry.id)
    room.work()
    assert episode_of(room, entry).title == PORT.title.replace("\u3000", " ")


def test_one_for_which_there_is_no_room_is_tried_again_by_itself(room: Room) -> None:
    entry = room.send(POEM)
    in_the_way = sound_path(room.output, entry.id)
    in_the_way.mkdir(parents=True)
    room.work()
    assert (room.now(entry).state, AGAIN in room.now(entry).reason) == ("failed", True)
    in_the_way.rmdir()
    room.clock.now += AGAIN_AFTER[0]
    room.work()
    assert (room.now(entry).state, room.now(entry).reason) == ("ready", "")


def test_a_page_that_is_not_there_is_not_tried_again(room: Room, paper: Newspaper) -> None:
    entry = room.queue.add(Order(paper.address("/harbour/2026/none.html")))
    room.work()
    assert (room.now(entry).state, AGAIN in room.now(entry).reason) == ("failed", False)


def test_an_address_that_is_not_public_is_refused_once(room: Room) -> None:
    room.manners = Manners(delay_ms=0)
    entry = room.queue.add(Order("http://127.0.0.1:9/news"))
    room.work()
    assert room.now(entry).state == "failed"
    assert "is not on the public Internet" in room.now(entry).reason
    assert AGAIN not in room.now(entry).reason


def test_an_address_is_never_one_of_a_file(room: Room, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(FERRY, encoding="utf-8")
    entries = [room.queue.add(Order(address)) for address in (secret.as_uri(), str(secret))]
    room.work()
    assert [room.now(entry).state for entry in entries] == ["failed"] * 2


def test_a_page_that_was_sent_is_read_as_its_sender_saw_it(room: Room) -> None:
    entry = room.queue.add(Order("https://news.example/market", sent=Sent("html", PAGE)))
    room.work()
    episode = episode_of(room, entry)
    assert (episode.title, episode.articles[0].url) == ("港口的早市", "https://news.example/market")
    assert episode.guid == entry.guid


def test_a_story_that_is_there_already_is_ready_at_once(room: Room) -> None:
    first = room.send(POEM, of="anna")
    room.work()
    room.engine.heard.clear()
    second = room.send(POEM, of="ben")
    room.work()
    assert room.now(second).slug == room.now(first).slug
    assert room.engine.heard == []
    assert len(room.catalog.episodes()) == 1


MARKET = "https://news.example/market"


@pytest.mark.parametrize(
    ("sent", "sent_again"),
    [
        (Order("", "渡口", Sent("text", POEM)), Order("", "渡口", Sent("text", POEM))),
        (Order("", "", Sent("html", PAGE)), Order("", "", Sent("html", PAGE))),
        (Order("", "", Sent("html", PAGE)), Order("", "港口", Sent("html", PAGE))),
        (Order(MARKET, "", Sent("html", PAGE)), Order(MARKET, "", Sent("html", PAGE))),
        (
            Order(MARKET, "", Sent("html", PAGE)),
            Order(
                f"{MARKET}?utm_source=line",
                "港",
                Sent("html", PAGE.replace("<h1>", "<aside>廣告</aside><h1>")),
            ),
        ),
    ],
    ids=["text", "page", "page under another title", "page of an address", "page with another advertisement"],
)
def test_the_same_in_two_lists_is_spoken_once_and_ready_in_both(
    room: Room, sent: Order, sent_again: Order
) -> None:
    entries = [room.queue.add(sent, "anna"), room.queue.add(sent_again, "ben")]
    room.clock.now += dt.timedelta(days=1)
    entries.append(room.queue.add(sent_again, "carl"))
    told = list[tuple[str, ...]]()
    for _turn in entries:
        room.engine.heard.clear()
        room.work(turns=1)
        told.append(tuple(room.engine.heard))
    assert told[0]
    assert told[1:] == [(), ()]
    assert len(shelf.manifests(room.output)) == 1
    assert [room.now(entry).slug for entry in entries] == [shelf.manifests(room.output)[0].stem] * 3


def test_a_page_that_says_more_than_the_episode_there_is_is_spoken(room: Room) -> None:
    room.queue.add(Order(MARKET, "", Sent("html", PAGE)), "anna")
    longer = PAGE.replace("天天來。", "天天來，從不還價。")
    more = room.queue.add(Order(MARKET, "", Sent("html", longer)), "ben")
    room.work()
    assert "從不還價" in "".join(cue.text for cue in episode_of(room, more).cues)


def test_what_comes_whole_while_its_address_is_read_is_spoken_though_that_fails(
    room: Room, paper: Newspaper
) -> None:
    entry = room.queue.add(Order(paper.address(PORT.path)))
    in_the_way = sound_path(room.output, entry.id)
    in_the_way.mkdir(parents=True)

    def send_whole() -> None:
        room.queue.add(Order(entry.url, sent=Sent("html", PAGE)))

    room.engine.watch = send_whole
    room.work(turns=1)
    assert (room.now(entry).state, room.now(entry).reason) == ("waiting", "")
    in_the_way.rmdir()
    room.work()
    assert room.now(entry).title == "港口的早市"


def test_a_page_that_says_nothing_fails_though_there_is_an_episode(room: Room) -> None:
    room.queue.add(Order(MARKET, "", Sent("html", PAGE)), "anna")
    empty = room.queue.add(Order(MARKET, "", Sent("html", "<p></p>")), "ben")
    room.work()
    assert room.now(empty).state == "failed"


class FullQueue(Queue):
    """A queue on a disk that is full as soon as an episode is on it."""

    def finish(self, entry_id: str, slug: str, title: str) -> None:
        del entry_id, slug, title
        message = "The disk is full."
        raise OutputError(message)


def test_what_is_made_but_cannot_be_kept_is_not_made_again_on_another_day(room: Room) -> None:
    entry = room.send(FERRY)
    queue, room.queue = room.queue, FullQueue.open(room.output, room.clock)
    with pytest.raises(OutputError):
        room.work()
    room.queue = queue
    assert (room.now(entry).state, room.now(entry).attempts) == ("waiting", 0)
    [made] = shelf.manifests(room.output)
    assert made.stem.startswith(f"{room.clock.now:%Y-%m-%d}")
    room.engine.heard.clear()
    room.clock.now += dt.timedelta(days=1)
    room.work()
    assert room.now(entry).slug == made.stem
    assert room.engine.heard == []
    assert shelf.manifests(room.output) == [made]


def test_what_was_sent_has_a_feed_until_it_is_removed(room: Room) -> None:
    entries = [room.send(POEM), room.send(BRIEF)]
    room.work()
    room.publish()
    feed = by_feedparser((room.output / INBOX_FEED).read_bytes())
    assert feed.feed.title.endswith("：稍後聽")
    assert sorted(item.id for item in feed.entries) == sorted(entry.guid for entry in entries)
    room.queue.remove(entries[0].id)
    room.publish()
    assert [item.id for item in by_feedparser((room.output / INBOX_FEED).read_bytes()).entries] == [
        entries[1].guid
    ]
    assert len(by_feedparser((room.output / "feed.xml").read_bytes()).entries) == 2


def test_while_more_waits_not_each_is_published_by_itself_but_the_last_is(room: Room) -> None:
    press = Press(room.house.settings, room.said.append)

    def published(turns: int) -> int:
        room.work(turns)
        asyncio.run(press.turn(room.queue))
        return len(by_feedparser((room.output / INBOX_FEED).read_bytes()).entries)

    for text in (POEM, FERRY, BRIEF):
        room.send(text)
    assert [published(turns=1) for _entry in range(3)] == [1, 1, 3]


def test_a_newer_episode_of_the_same_story_takes_the_place_of_the_old(room: Room) -> None:
    entry = room.queue.add(Order("https://news.example/market", sent=Sent("html", PAGE)))
    room.work()
    before = room.now(entry).slug
    longer = PAGE.replace("天天來。", "天天來，從不還價。")
    room.queue.remove(entry.id)
    room.queue.add(Order("https://news.example/market", sent=Sent("html", longer)))
    room.work()
    room.publish()
    assert room.now(entry).slug != before
    [path] = shelf.manifests(room.output)
    assert manifest.read(path).slug == room.now(entry).slug
