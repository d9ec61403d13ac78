"""Name lookup that can be given up."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tts.engines.connection import Resolver
from tts.engines.edge import EdgeEngine, Timings
from tts.errors import NetworkError

HANGS_S = 60


def test_a_name_is_looked_up() -> None:
    addresses = asyncio.run(Resolver().resolve("localhost", 80, socket.AF_UNSPEC))
    assert {(address["hostname"], address["port"]) for address in addresses} == {("localhost", 80)}
    assert {address["host"] for address in addresses} <= {"127.0.0.1", "::1"}


def test_a_name_that_is_none_is_an_os_error() -> None:
    with pytest.raises(OSError, match=r"no\.\.where"):
        asyncio.run(Resolver().resolve("no..where"))


@pytest.fixture
def stuck_lookup(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every name lookup hang until the test is over."""
    over = threading.Event()

    def hang(*_: object) -> list[object]:
        over.wait(HANGS_S)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    yield
    over.set()


@pytest.mark.usefixtures("stuck_lookup")
def test_a_name_server_that_never_answers_holds_nobody_up() -> None:
    engine = EdgeEngine("http://gate.example.org", timings=Timings(check_s=0.1))
    started = time.perf_counter()
    with pytest.raises(NetworkError, match="did not answer"):
        asyncio.run(engine.check())
    assert time.perf_counter() - started < HANGS_S / 2
    looking = [thread for thread in threading.enumerate() if thread.name.startswith("look up")]
    assert [thread.daemon for thread in looking] == [True]
