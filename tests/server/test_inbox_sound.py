"""An entry is heard while it is spoken, and with ranges when it is ready."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.feed.stories import story
from tests.publication.shelves import fill
from tests.server.letterbox import FERRY, ROOT, Letterbox, letterbox
from tests.server.narrator import FORM
from tts.catalog.store import Catalog
from tts.inbox.entry import Order
from tts.inbox.growing import FOLDER
from tts.inbox.queue import guid_of
from tts.server.growing import followed

EPISODE = story(1)
FRAME = b"\xff\xfb\x90\x00" + bytes(413)
LINE = '{"start_ms":0,"end_ms":900,"text":"船在霧裡等。","paragraph":0}\n'


@pytest.fixture
def growing(box: Letterbox, owner: httpx.Client) -> Iterator[tuple[str, Path]]:
    """Return the address of an entry that is being spoken, and where its sound grows, without an ending."""
    told = owner.post("/inbox", json={"url": FERRY}).json()
    while (taken := box.queue.take()) and taken.id != told["id"]:
        pass
    box.queue.tell(told["id"], "speaking", 10, "渡口")
    path = box.output / FOLDER / told["id"]
    path.parent.mkdir(exist_ok=True)
    yield told["href"], path
    for ending in (".mp3", ".cues"):
        path.with_suffix(ending).unlink(missing_ok=True)


def test_what_is_spoken_is_heard_as_it_grows_to_its_end(
    box: Letterbox, owner: httpx.Client, growing: tuple[str, Path]
) -> None:
    href, path = growing
    sound = path.with_suffix(".mp3")
    sound.write_bytes(FRAME * 3)
    assert owner.get(href).json()["sound"] == f"{href}/sound"
    with owner.stream("GET", f"{href}/sound", headers={"range": "bytes=100-"}) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "audio/mpeg"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["accept-ranges"] == "none"
        assert answer.headers["x-accel-buffering"] == "no"
        pieces = answer.iter_raw()
        assert next(pieces) == FRAME * 3
        with sound.open("ab") as more:
            more.write(FRAME)
        assert next(pieces) == FRAME
        with sound.open("ab") as more:
            more.write(FRAME * 200)
        box.queue.finish(href.rpartition("/")[2], "2026-01-09-du-kou-1", "渡口")
        sound.unlink()
        assert b"".join(pieces) == FRAME * 200
    head = owner.head(f"{href}/sound")
    assert head.status_code == 404  # this episode is nowhere


def test_a_head_of_what_grows_ends(owner: httpx.Client, growing: tuple[str, Path]) -> None:
    href, path = growing
    path.with_suffix(".mp3").write_bytes(FRAME)
    assert owner.head(f"{href}/sound").headers["content-type"] == "audio/mpeg"


def test_its_cues_are_those_of_whole_lines(owner: httpx.Client, growing: tuple[str, Path]) -> None:
    href, path = growing
    assert owner.get(f"{href}/cues").json() == {"complete": False, "cues": []}
    path.with_suffix(".cues").write_text(LINE * 2 + LINE[:40], encoding="utf-8")
    told = owner.get(f"{href}/cues").json()
    assert told["complete"] is False
    assert told["cues"] == [{"start_ms": 0, "end_ms": 900, "text": "船在霧裡等。", "paragraph": 0}] * 2


def test_who_has_some_cues_asks_for_the_rest(owner: httpx.Client, growing: tuple[str, Path]) -> None:
    href, path = growing
    lines = [LINE.replace("船", str(number)) for number in range(3)]
    path.with_suffix(".cues").write_text("".join(lines) + LINE[:40], encoding="utf-8")

    def firsts(asked: str) -> list[str]:
        return [cue["text"][0] for cue in owner.get(f"{href}/cues?from={asked}").json()["cues"]]

    assert [firsts(asked) for asked in ("0", "1", "3", "4", "9" * 18)] == [
        ["0", "1", "2"],
        ["1", "2"],
        [],
        [],
        [],
    ]


@pytest.mark.parametrize("asked", ["", "-1", "x", "1.5", "٣", "1e2", "+1", " 1", "9" * 19, "0x1", "%00"])
def test_a_first_cue_that_is_no_number_is_refused(owner: httpx.Client, asked: str) -> None:
    href = owner.post("/inbox", json={"url": FERRY}).json()["href"]
    refused = owner.get(f"{href}/cues?from={asked}")
    assert (refused.status_code, refused.json()["error"].startswith("from is the number")) == (400, True)


def test_before_there_is_any_sound_it_is_asked_for_again_soon(owner: httpx.Client, box: Letterbox) -> None:
    href = owner.post("/inbox", json={"url": FERRY}).json()["href"]
    early = owner.get(f"{href}/sound")
    assert (early.status_code, early.headers["retry-after"]) == (409, "1")
    assert owner.get(f"{href}/cues").json() == {"complete": False, "cues": []}
    box.queue.fail(href.rpartition("/")[2], "There is no article.")
    failed = owner.get(f"{href}/sound")
    assert (failed.status_code, failed.headers.get("retry-after")) == (409, None)
    assert owner.get(f"{href}/cues").status_code == 409


def test_what_is_ready_is_its_episode_with_ranges_and_cues(tmp_path: Path) -> None:
    ((_path, sound),) = fill(tmp_path, [EPISODE]).items()
    with letterbox(tmp_path) as box, Catalog.open(tmp_path) as catalog:
        catalog.add(replace(EPISODE, imprint=replace(EPISODE.imprint, guid=guid_of(Order(FERRY)))))
        with box.as_(box.token("phone")) as phone:
            href = phone.post("/inbox", json={"url": FERRY}).json()["href"]
            entry = phone.get(href).json()
            assert phone.get(entry["page"]).status_code == 200
            whole = phone.get(entry["sound"])
            assert (whole.content, whole.headers["content-type"]) == (sound, "audio/mpeg")
            assert whole.headers["cache-control"] == "no-store"
            part = phone.get(entry["sound"], headers={"range": "bytes=10-19"})
            assert (part.status_code, part.content) == (206, sound[10:20])
            cues = phone.get(f"{href}/cues").json()
            assert cues["complete"] is True
            assert [cue["text"] for cue in cues["cues"]] == [cue.text for cue in EPISODE.cues]
            rest = phone.get(f"{href}/cues?from=1").json()
            assert rest == {"complete": True, "cues": cues["cues"][1:]}
            for path in tmp_path.rglob(f"{EPISODE.slug}*"):
                path.unlink()
            assert phone.get(entry["sound"]).status_code == 404
            assert phone.get(f"{href}/cues").status_code == 404
        with box.as_() as nobody:
            assert nobody.get(entry["sound"]).status_code == 401


def test_what_grows_is_no_public_file(owner: httpx.Client, growing: tuple[str, Path]) -> None:
    _href, path = growing
    path.with_suffix(".mp3").write_bytes(FRAME)
    for address in (f"/{FOLDER}/{path.name}.mp3", f"/{ROOT}/{FOLDER}/{path.name}.mp3"):
        assert owner.get(address).status_code == 404


async def _read(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


def test_a_file_that_another_has_taken_the_place_of_is_read_to_its_own_end(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(FRAME)
    file = path.open("rb")
    path.unlink()
    path.write_bytes(b"another")
    assert asyncio.run(_read(followed(file, path))) == FRAME
    assert file.closed


def test_a_file_that_never_grows_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(FRAME)
    assert asyncio.run(_read(followed(path.open("rb"), path, tick_s=0.01, quiet_s=0.05))) == FRAME


def test_what_grows_is_heard_from_any_time_as_soon_as_it_is_there(
    box: Letterbox, owner: httpx.Client, growing: tuple[str, Path]
) -> None:
    href, path = growing
    sound = path.with_suffix(".mp3")
    frames = [FORM.silent_frame[:-1] + bytes([number]) for number in range(9)]
    assert owner.get(f"{href}/sound?from_ms=48").status_code == 409
    sound.write_bytes(b"".join(frames[:4]))
    for from_ms, first in ((71, 2), (72, 3), (5 * 24, 5)):
        with owner.stream("GET", f"{href}/sound?from_ms={from_ms}") as answer:
            pieces = answer.iter_raw()
            if first >= 4:
                with sound.open("ab") as more:
                    more.write(b"".join(frames[4:]))
            assert next(pieces).startswith(frames[first])
    for wrong in ("-1", "x", "1.5", "9" * 30, "٣"):
        assert owner.get(f"{href}/sound?from_ms={wrong}").status_code == 400
    box.queue.finish(href.rpartition("/")[2], "2026-01-09-du-kou-1", "渡口")
    assert owner.get(f"{href}/sound?from_ms=48").status_code == 409
