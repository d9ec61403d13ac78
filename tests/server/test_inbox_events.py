"""A reader learns of every change of its list, in order, also of those that came while it was away."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server.letterbox import FERRY, Letterbox, letterbox
from tts.inbox.entry import Order
from tts.inbox.growing import Growing
from tts.inbox.tokens import Tokens
from tts.server.desk import Desk
from tts.server.events import Changes, Reader, events
from tts.server.resource import Refusal
from tts.server.seats import MOST, Seats


class Stream:
    """The events of an answer, one after the other."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.iter_lines()

    def __next__(self) -> tuple[int, dict[str, Any]]:
        number = 0
        for line in self._lines:
            name, _colon, value = line.partition(": ")
            if name == "id":
                number = int(value)
            if name == "data":
                return number, json.loads(value)
        raise StopIteration


@contextmanager
def listening(client: httpx.Client, **asked: str | int) -> Iterator[Stream]:
    headers = {"last-event-id": str(asked.pop("last"))} if "last" in asked else {}
    with client.stream("GET", "/inbox/events", params=asked, headers=headers) as answer:
        yield Stream(answer)


def test_changes_are_told_in_order_as_they_come(owner: httpx.Client) -> None:
    since = owner.get("/inbox").json()["changed"]
    with listening(owner, since=since) as stream:
        assert stream.answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert stream.answer.headers["cache-control"] == "no-store"
        told = owner.post("/inbox", json={"url": FERRY, "title": "渡\n口"}).json()
        number, entry = next(stream)
        assert entry == owner.get(told["href"]).json()
        assert entry["changed"] == number
        owner.patch(told["href"], json={"position_ms": 5_000})
        later, entry = next(stream)
        assert (entry["position_ms"], later > number) == (5_000, True)
        owner.delete(told["href"])
        assert next(stream)[1] == {"id": told["id"], "removed": True}
        owner.patch(told["href"], json={"removed": False})
        assert next(stream)[1]["id"] == told["id"]


def test_who_was_away_goes_on_where_it_was(owner: httpx.Client) -> None:
    ids = [owner.post("/inbox", json={"url": f"{FERRY}{number}"}).json()["id"] for number in range(3)]
    with listening(owner, since=0) as stream:
        all_of_them = [next(stream) for _entry in ids]
    assert [entry["id"] for _number, entry in all_of_them] == ids
    with listening(owner, last=all_of_them[0][0]) as stream:
        assert [next(stream), next(stream)] == all_of_them[1:]


@pytest.mark.parametrize("last", ["1000000000000", "9" * 40, "-1", "x"])
def test_a_number_that_was_never_reached_has_all_told_anew(owner: httpx.Client, last: str) -> None:
    told = owner.post("/inbox", json={"url": FERRY}).json()
    with listening(owner, last=last) as stream:
        assert next(stream)[1]["id"] == told["id"]


def test_who_says_nothing_is_told_of_what_comes(owner: httpx.Client) -> None:
    owner.post("/inbox", json={"url": FERRY})
    with listening(owner) as stream:
        later = owner.post("/inbox", json={"url": f"{FERRY}2"}).json()
        assert next(stream)[1]["id"] == later["id"]


def test_a_list_does_not_tell_of_another(box: Letterbox, owner: httpx.Client) -> None:
    with box.as_(box.token("next door", "all", "next door")) as other, listening(owner) as stream:
        other.post("/inbox", json={"url": FERRY})
        own = owner.post("/inbox", json={"url": f"{FERRY}2"}).json()
        assert next(stream)[1]["id"] == own["id"]


def test_there_are_so_many_seats_and_a_free_one_is_free_again(tmp_path: Path) -> None:
    with letterbox(tmp_path) as box, box.as_(box.token("phone")) as phone:
        phone.post("/inbox", json={"url": FERRY})
        with ExitStack() as held:
            for _seat in range(MOST):
                assert held.enter_context(listening(phone, since=0)).answer.status_code == 200
            with listening(phone) as stream:
                assert stream.answer.status_code == 503
                assert stream.answer.headers["retry-after"] == "10"
            assert phone.get("/inbox").status_code == 200
        statuses = list[int]()
        while 200 not in statuses and len(statuses) < 500:  # the server learns of it when it looks
            with listening(phone, since=0) as stream:
                statuses.append(stream.answer.status_code)
        assert statuses[-1] == 200


def test_a_silent_list_says_that_it_is_there_until_its_token_is_revoked(tmp_path: Path) -> None:
    async def told() -> list[bytes]:
        with Tokens.open(tmp_path) as tokens, Desk(tmp_path) as desk:
            word = tokens.add("phone", "all")
            token = await desk.holder(word)
            assert token is not None
            stream = events(desk, Changes(desk, 0.01), Reader(token, word, "/"), None, still_s=0.02)
            pieces = [await anext(stream), await anext(stream), await anext(stream)]
            tokens.revoke("phone")
            return [*pieces, *[piece async for piece in stream]]

    start, *rest = asyncio.run(told())
    assert start.startswith(b"retry: ")
    assert 2 <= len(rest) <= 4
    assert set(rest) == {b": still here\n\n"}


def test_who_listens_is_told_the_end_when_the_server_is_stopped(tmp_path: Path) -> None:
    with ExitStack() as held:
        with letterbox(tmp_path) as box:
            phone = held.enter_context(box.as_(box.token("phone")))
            entry = box.queue.add(Order(FERRY))
            box.queue.take()
            box.queue.tell(entry.id, "speaking", 10)
            growing = held.enter_context(Growing(tmp_path, entry.id))
            growing.begin()
            growing.sound(b"frames")
            answers = [
                held.enter_context(phone.stream("GET", path)).iter_raw()
                for path in ("/inbox/events?since=0", f"/inbox/{entry.id}/sound")
            ]
            begun = [next(answer) for answer in answers]
        rest = [b"".join(answer) for answer in answers]  # httpx complains of one that is cut off
    assert begun[1] + rest[1] == b"frames"
    assert b"".join((begun[0], rest[0])).endswith(b"}\n\n")
    assert [line for line in box.server.lines if line.endswith(".")] == []


def test_where_seats_are_closed_nobody_sits_down() -> None:
    seats = Seats()
    seats.close()
    with pytest.raises(Refusal, match="being stopped"):
        seats.take()


def test_a_head_of_events_ends(owner: httpx.Client) -> None:
    assert owner.head("/inbox/events").headers["content-type"].startswith("text/event-stream")
