"""What was sent is kept, in order, until it is ready; nothing twice, nothing lost."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.feed.stories import story
from tts.catalog.store import Catalog
from tts.inbox import queue as queues
from tts.inbox.entry import Order, Sent
from tts.inbox.queue import KEPT_FOR, MOST_BEGUN, SUSPECT, InboxFull, Queue

FERRY = Order("https://news.example/a/1?utm_source=line")
FERRY_AGAIN = Order("https://news.example/a/1#top")
POEM = Order(title="渡口", sent=Sent("text", "船在霧裡等，等一個不來的人。"))


class Clock:
    """A clock that a test moves on by hand."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        """Return the time; every look at it takes a second."""
        self.now += dt.timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def queue(tmp_path: Path, clock: Clock) -> Iterator[Queue]:
    with Queue.open(tmp_path, clock) as queue:
        yield queue


def test_an_address_that_is_sent_twice_is_one_entry_however_it_is_spelt(queue: Queue) -> None:
    first = queue.add(FERRY)
    assert queue.add(FERRY_AGAIN) == first
    assert [entry.id for entry in queue.entries()] == [first.id]


def test_lists_do_not_see_each_other(queue: Queue) -> None:
    hers, his = queue.add(FERRY, "anna"), queue.add(FERRY, "ben")
    assert hers.id != his.id
    assert queue.entries("anna") == [hers]
    assert queue.since(0, "ben") == [his]
    assert queue.entries() == []


def test_what_waited_longest_is_taken_first_and_only_once(queue: Queue) -> None:
    first, second = queue.add(FERRY), queue.add(POEM)
    taken = [queue.take(), queue.take(), queue.take()]
    assert [entry and (entry.id, entry.state) for entry in taken] == [
        (first.id, "reading"),
        (second.id, "reading"),
        None,
    ]


def test_what_a_killed_worker_had_begun_waits_again_in_its_old_place(queue: Queue, tmp_path: Path) -> None:
    first, second = queue.add(FERRY), queue.add(POEM)
    queue.take()
    queue.tell(first.id, "speaking", 40, "渡輪停駛")
    with Queue.open(tmp_path) as reopened:
        assert reopened.recall() == 1
        again = reopened.take()
    assert again
    assert (again.id, again.title, again.percent) == (first.id, "渡輪停駛", 0)
    assert queue.take() == queue.entry(second.id)


def test_what_was_sent_is_kept_until_it_is_ready(queue: Queue) -> None:
    entry = queue.add(POEM)
    queue.take()
    queue.fail(entry.id, "The page has no story.")
    assert queue.sent(entry.id) == POEM.sent
    queue.finish(entry.id, "2026-03-01-dukou-12345678", "渡口")
    ready = queue.entry(entry.id)
    assert ready
    assert (ready.state, ready.percent, ready.slug, ready.reason) == (
        "ready",
        100,
        "2026-03-01-dukou-12345678",
        "",
    )
    assert queue.sent(entry.id) is None


def test_what_failed_waits_again_when_it_is_tried_again_or_sent_again(queue: Queue) -> None:
    entry = queue.add(FERRY)
    for again in (queue.retry, lambda _entry_id: queue.add(FERRY_AGAIN)):
        queue.take()
        queue.fail(entry.id, "The server did not answer.")
        assert queue.take() is None
        waiting = again(entry.id)
        assert waiting
        assert (waiting.id, waiting.state, waiting.reason, waiting.attempts) == (entry.id, "waiting", "", 0)


def test_what_failed_is_taken_once_more_when_its_time_has_come(queue: Queue, clock: Clock) -> None:
    entry = queue.add(FERRY)
    queue.take()
    queue.fail(entry.id, "The server did not answer.", again=clock.now + dt.timedelta(minutes=1))
    assert queue.take() is None
    clock.now += dt.timedelta(minutes=1)
    taken = queue.take()
    assert taken
    assert (taken.id, taken.state, taken.reason, taken.attempts) == (entry.id, "reading", "", 2)
    queue.fail(entry.id, "The page has no story.")
    clock.now += dt.timedelta(days=1)
    assert queue.take() is None


def test_what_is_put_back_waits_as_if_it_had_not_been_begun(queue: Queue) -> None:
    entry = queue.add(FERRY)
    queue.take()
    queue.put_back(entry.id)
    waiting = queue.entry(entry.id)
    assert waiting
    assert (waiting.state, waiting.attempts) == ("waiting", 0)
    queue.finish(entry.id, "slug", "")
    queue.put_back(entry.id)
    assert queue.ready() == {"slug"}


def test_what_ends_its_worker_each_time_lets_others_pass_and_fails_in_the_end(queue: Queue) -> None:
    deadly, other = queue.add(FERRY), queue.add(POEM)
    for _death in range(SUSPECT):
        assert (queue.take() or other).id == deadly.id
        queue.recall()
    assert (queue.take() or deadly).id == other.id
    queue.finish(other.id, "slug", "")
    for _death in range(MOST_BEGUN - SUSPECT):
        assert queue.take()
        queue.recall()
    failed = queue.entry(deadly.id)
    assert failed
    assert (failed.state, failed.reason) == ("failed", "Its narration was begun 100 times, and never ended.")


@pytest.mark.parametrize("state", ["waiting", "speaking", "ready"])
def test_a_page_that_comes_whole_after_its_address_is_read_in_place_of_that(
    queue: Queue, tmp_path: Path, state: str
) -> None:
    address = "https://news.example/members"
    first, whole = queue.add(Order(address)), Order(address, sent=Sent("html", "<p>全文</p>"))
    if state != "waiting":
        queue.take()
    if state == "ready":
        with Catalog.open(tmp_path) as catalog:
            teaser = story(1)
            catalog.add(replace(teaser, imprint=replace(teaser.imprint, guid=first.guid)))
        queue.finish(first.id, teaser.slug, teaser.title)
    again = queue.add(whole)
    assert (again.id, again.state, queue.sent(first.id)) == (first.id, "waiting", whole.sent)
    assert queue.add(whole) == queue.add(Order(address)) == again


def test_progress_of_what_is_not_being_narrated_is_not_kept(queue: Queue) -> None:
    entry = queue.add(FERRY)
    queue.tell(entry.id, "speaking", 50)
    assert queue.entry(entry.id) == entry


def test_a_removed_entry_comes_back_as_it_was(queue: Queue) -> None:
    entry = queue.add(FERRY)
    queue.mark(entry.id, heard=True, position_ms=61_000)
    removed = queue.remove(entry.id)
    assert removed
    assert removed.removed
    assert queue.entries() == []
    assert queue.take() is None
    restored = queue.restore(entry.id)
    assert restored
    assert (restored.heard, restored.position_ms, restored.removed) == (True, 61_000, None)


def test_whoever_saw_the_last_change_is_told_only_of_later_ones(queue: Queue) -> None:
    ferry, poem = queue.add(FERRY), queue.add(POEM)
    seen = queue.last_change()
    queue.mark(ferry.id, archived=True)
    queue.remove(poem.id)
    told = queue.since(seen)
    assert [(entry.id, entry.archived, entry.removed is None) for entry in told] == [
        (ferry.id, True, True),
        (poem.id, False, False),
    ]
    assert queue.since(queue.last_change()) == []


def test_what_was_removed_long_ago_is_forgotten(queue: Queue, clock: Clock) -> None:
    old, new = queue.add(FERRY), queue.add(POEM)
    queue.remove(old.id)
    clock.now += KEPT_FOR
    queue.remove(new.id)
    assert queue.entry(old.id) is None
    assert queue.entry(new.id)


def test_a_full_inbox_takes_no_more_until_something_is_done(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "MOST_OPEN", 1)
    first = queue.add(FERRY)
    with pytest.raises(InboxFull):
        queue.add(POEM)
    assert queue.add(FERRY) == first
    queue.finish(first.id, "slug", "渡輪停駛")
    assert queue.add(POEM).state == "waiting"


def test_an_unknown_entry_is_none(queue: Queue) -> None:
    acts = (queue.entry, queue.retry, queue.mark, queue.remove, queue.restore)
    assert [act("unknown") for act in acts] == [None] * len(acts)
