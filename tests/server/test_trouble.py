"""What goes wrong while a request is answered costs no other request its answer."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import anyio.to_thread
import pytest
from starlette.testclient import TestClient

from tests.feed.stories import SHOW, story
from tests.publication.shelves import fill
from tests.server.attacks import get
from tests.server.running import Running, raw, running
from tts.feed.addresses import FEED, sound_path
from tts.server import application

EPISODE = story(1)
LARGE = 50_000_000
HOST = "http://127.0.0.1/"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("house") / "output"
    fill(output, [EPISODE])
    return output


@pytest.fixture
def server(shelf: Path) -> Iterator[Running]:
    with running(shelf) as served:
        yield served


def gone(_line: str) -> NoReturn:
    """Be a log whose reader has gone."""
    raise BrokenPipeError


def test_a_log_that_nobody_reads_costs_nobody_an_answer(shelf: Path) -> None:
    app = TestClient(application(shelf, SHOW, log=gone), HOST)
    assert [app.get(path).status_code for path in (FEED, "nothing")] == [200, 404]


def test_what_nobody_foresaw_is_one_sentence_and_the_next_is_answered(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_anything: object) -> NoReturn:
        message = "odd\x1b[2J"
        raise ZeroDivisionError(message)

    lines: list[str] = []
    app = TestClient(application(shelf, SHOW, log=lines.append), HOST)
    with monkeypatch.context() as broken:
        broken.setattr(anyio.to_thread, "run_sync", fails)
        answer = app.get(FEED)
    assert (answer.status_code, answer.text) == (500, "This cannot be answered.\n")
    assert lines[0].startswith("Something unforeseen happened while answering a request: ZeroDivisionError")
    assert len(lines) == 2
    assert not any("\x1b" in line or "\n" in line for line in lines)
    assert app.get(FEED).status_code == 200


def test_even_what_nobody_foresaw_and_nobody_is_told_is_answered(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_anything: object) -> NoReturn:
        raise ZeroDivisionError

    monkeypatch.setattr(anyio.to_thread, "run_sync", fails)
    app = TestClient(application(shelf, SHOW, log=gone), HOST)
    assert app.get(FEED).status_code == 500


def test_a_file_that_is_cut_off_while_it_is_sent_ends_that_answer_alone(server: Running, shelf: Path) -> None:
    sound = shelf / sound_path(EPISODE)
    os.truncate(sound, LARGE)
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as wire:
        wire.sendall(get(f"/{sound_path(EPISODE)}"))
        received = len(wire.recv(65_536))
        os.truncate(sound, 1)
        try:
            while more := wire.recv(1_000_000):
                received += len(more)
        except ConnectionError:
            pass
    assert received < LARGE
    assert raw(server.port, get(f"/{FEED}")).startswith(b"HTTP/1.1 200 ")
    assert not any("\n" in line or "Traceback" in line for line in server.lines)
