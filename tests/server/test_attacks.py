"""Two hundred attacks and more: each is refused, none is a defect, none gets what is not for others."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.feed.stories import story
from tests.publication.shelves import fill
from tests.server.attacks import SECRET, Attack, attacks, get
from tests.server.running import Running, raw, running
from tts.feed.addresses import beside

EPISODE = story(1)
ALL = attacks()
REFUSALS = {b"400", b"404", b"405", b"413", b"414", b"421", b"431", b"501", b"505"}
CONTROL = re.compile(r"[^\x20-\x7e…]")
RANGES = (
    "bytes=0-" + "9" * 5000,
    "bytes=" + "9" * 5000 + "-",
    "bytes=" + "0" * 5000 + "-0",
    "bytes=-" + "9" * 5000,
    "bytes=" + "0-0," * 3000,
    "bytes=" + ",".join(f"{at}-{at}" for at in range(1000)),
    "bytes=0-0" + "  ," * 4000 + "x",
    "bytes=0-" + "\t," * 4000,
    "bytes=" + "-" * 9000,
    "bytes=1-0,0-1",
    "bytes=0-1;2-3",
    "bytes=٠-١",
    "x" * 9000 + "=0-1",
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of a show, with what is not for others in it, beside it and behind links."""
    output = tmp_path_factory.mktemp("house") / "output"
    fill(output, [EPISODE])
    private = (
        "catalog.db",
        "catalog.db-wal",
        "feeds.json",
        ".serve-token",
        "episodes/.draft.mp3.x.part",
        "notes.txt",
    )
    for path in (*private, "../outside.txt", ".env", "ting.toml"):
        (output / path).write_bytes(SECRET)
    links = {
        "out.txt": "../../outside.txt",
        "catalog.txt": "../catalog.db",
        "round.txt": "round.txt",
        "root": "/",
        "up": "../..",
    }
    for name, target in links.items():
        (output / "episodes" / name).symlink_to(target)
    os.mkfifo(output / "episodes/pipe.txt")
    return output


@pytest.fixture(scope="module")
def server(shelf: Path) -> Iterator[Running]:
    with running(shelf) as served:
        yield served


def statuses(answer: bytes) -> list[bytes]:
    """Return the status of each answer that came over a connection."""
    return re.findall(rb"^HTTP/1\.1 (\d{3}) ", answer, re.MULTILINE)


def test_there_are_more_than_two_hundred_and_none_twice() -> None:
    assert len({attack.request for attack in ALL}) == len(ALL) > 200
    assert len(Counter(attack.kind for attack in ALL)) >= 12


@pytest.mark.parametrize("attack", ALL, ids=lambda attack: attack.kind)
def test_an_attack_is_refused_and_gets_nothing(server: Running, attack: Attack) -> None:
    answer = raw(server.port, attack.request)
    assert set(statuses(answer)) <= REFUSALS
    assert answer == b"" or statuses(answer)
    assert SECRET not in answer
    assert b"root:" not in answer
    assert b"Traceback" not in answer
    assert not any(CONTROL.search(line) or len(line) > 500 for line in server.lines)


@pytest.mark.parametrize("asked", RANGES, ids=lambda asked: f"{asked[:20]} and {len(asked)} in all")
def test_an_absurd_range_is_ignored_or_refused_and_never_a_defect(server: Running, asked: str) -> None:
    header = f"Range: {asked}".encode().decode("latin-1")
    (feed,) = statuses(raw(server.port, get("/feed.xml", header)))
    (sound,) = statuses(raw(server.port, get(f"/{beside(EPISODE, EPISODE.files.mp3)}", header)))
    assert feed in {b"200", b"400"}  # it has no ranges
    assert sound in {b"200", b"206", b"400", b"416"}


def test_a_target_that_is_a_whole_address_is_answered_for_its_host(server: Running) -> None:
    for target in (
        "http://127.0.0.1:8000/feed.xml",
        "HTTP://localhost/feed.xml?x=http://y",
        "http://127.0.0.1/",
    ):
        answer = raw(server.port, get(target, host="evil.example"))
        assert statuses(answer) == [b"200"]
    feed = raw(server.port, get("http://127.0.0.1:8000/feed.xml", host="evil.example"))
    assert b"http://127.0.0.1:8000/episodes/" in feed
    assert b"evil.example" not in feed


def test_after_all_of_them_others_are_answered(server: Running) -> None:
    assert statuses(raw(server.port, get("/feed.xml"))) == [b"200"]


def test_a_client_that_a_proxy_tells_of_says_nothing_to_the_terminal(server: Running) -> None:
    raw(server.port, get("/feed.xml", "X-Forwarded-For: \x9b31m\x85"))
    assert not any(CONTROL.search(line) for line in server.lines)
    assert any("%C2%9B" in line for line in server.lines)
