"""The worker's real process: killed, left by its server, or begun twice, it loses and doubles nothing.

`DRILLS=50 pytest tests/inbox/test_process.py` kills it fifty times.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from tests.feed.readers import by_feedparser
from tts.catalog.store import Catalog
from tts.config import as_table
from tts.episode_files import manifest, shelf
from tts.feed.addresses import INBOX_FEED
from tts.inbox.entry import Entry, Order, Sent
from tts.inbox.growing import FOLDER
from tts.inbox.process import worker_process
from tts.inbox.queue import Queue
from tts.model.settings import Settings, ShowSettings

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("DRILLS", "4"))
ROOT = Path(__file__).parents[2]
PATIENCE_S = 60
WEATHER = ("晴天", "細雨", "大風", "濃霧", "薄雪", "悶雷")

SERVER = """
import sys, time
import msgspec
from tts.config import from_table
from tts.inbox.process import worker_process

with worker_process(from_table(msgspec.json.decode(sys.stdin.buffer.readline())), print) as worker:
    while not worker.pid:
        time.sleep(0.01)
    print(worker.pid, flush=True)
    time.sleep(600)
"""
"""A server that tells its worker's number, and serves nothing."""


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(") ")[2]
    except OSError:
        return False
    return not state.startswith("Z")


@dataclass(frozen=True, slots=True)
class Machine:
    """A user's machine on which espeak-ng speaks."""

    folder: Path
    queue: Queue

    @property
    def settings(self) -> Settings:
        show = ShowSettings(self.output, cover=self.folder / "cover.png")
        cache = self.folder / "cache"
        return Settings(engine="espeak", profile="source", cache_dir=cache, show=show, disclosure="")

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def send(self, number: int) -> Entry:
        """Send a text or a page of its own for each number."""
        day, night = WEATHER[number % 6], WEATHER[number // 6 % 6]
        lines = [
            f"第{number}號觀測站白天是{day}，夜裡轉成{night}，明天再看情形。",
            "看守燈塔的人記下了風向。",
        ]
        if number % 3:
            return self.queue.add(Order("", f"第{number}號觀測站", Sent("text", "\n\n".join(lines * 2))))
        body = "".join(f"<p>{line}</p>" for line in lines * 2)
        page = (
            f"<!doctype html><html><body><article><h1>觀測站{number}號記事</h1>{body}</article></body></html>"
        )
        return self.queue.add(Order(f"https://news.example/{number}", sent=Sent("html", page)))

    @contextmanager
    def working(self) -> Iterator["subprocess.Popen[str]"]:
        """Let a worker work, told and hung up on as by its server."""
        with self.begun(["-m", "tts.inbox"]) as worker:
            yield worker

    @contextmanager
    def begun(self, command: list[str]) -> Iterator["subprocess.Popen[str]"]:
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            [sys.executable, *command],
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        try:
            assert process.stdin
            process.stdin.write(msgspec.json.encode(as_table(self.settings)).decode() + "\n")
            process.stdin.flush()
            yield process
            _, said = process.communicate(timeout=PATIENCE_S)
            assert "Traceback" not in said, said
        finally:
            process.kill()
            process.communicate()

    def is_done(self) -> bool:
        """Tell whether all that was sent is in the feed."""
        feed = self.output / INBOX_FEED
        entries = self.queue.entries()
        if any(entry.state != "ready" for entry in entries) or not feed.exists():
            return False
        told = feed.read_text(encoding="utf-8")
        return all(entry.guid in told for entry in entries)

    def assert_whole(self) -> None:
        """Everything that was sent has one episode: on the shelf, in the catalog, in the feed."""
        wanted = Counter(entry.guid for entry in self.queue.entries())
        on_shelf = [manifest.read(path) for path in shelf.manifests(self.output)]
        with Catalog.open(self.output) as catalog:
            in_catalog = catalog.episodes()
        feed = by_feedparser((self.output / INBOX_FEED).read_bytes())
        assert Counter(episode.guid for episode in on_shelf) == wanted
        assert Counter(episode.guid for episode in in_catalog) == wanted
        assert Counter(item.id for item in feed.entries) == wanted
        assert {entry.slug for entry in self.queue.entries()} == {episode.slug for episode in on_shelf}
        assert list((self.output / FOLDER).iterdir()) == []
        assert list(self.output.rglob("*.part")) == []


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    Image.new("RGB", (1400, 1400)).save(tmp_path / "cover.png")  # to draw one takes most of a second
    with Queue.open(tmp_path / "output") as queue:
        yield Machine(tmp_path, queue)


def test_killed_at_random_moments_it_loses_nothing_and_doubles_nothing(machine: Machine) -> None:
    chance = random.Random(os.environ.get("SEED", "1"))  # noqa: S311 - repeatable, not secret
    numbers, states = count(), Counter[str]()
    for _kill in range(KILLS):
        while machine.queue.waiting() < 2:
            machine.send(next(numbers))
        before = machine.queue.last_change()
        with machine.working() as worker:
            until(lambda: machine.queue.last_change() > before)  # noqa: B023 - called here
            try:
                worker.wait(chance.uniform(0, 1))
            except subprocess.TimeoutExpired:
                worker.kill()
            states.update(entry.state for entry in machine.queue.entries())
    with machine.working() as worker:
        until(machine.is_done)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE_S) == 0
    machine.assert_whole()
    assert states["reading"] + states["speaking"]


def test_it_ends_when_its_server_is_killed_and_puts_away_what_it_had_begun(machine: Machine) -> None:
    entry = machine.send(1)
    with machine.begun(["-c", SERVER]) as server:
        assert server.stdout
        worker = int(server.stdout.readline())
        until((machine.output / FOLDER).exists)
        server.kill()
        until(lambda: not is_alive(worker))
    left = machine.queue.entry(entry.id)
    assert left
    assert left.state in {"waiting", "ready"}
    assert list((machine.output / FOLDER).iterdir()) == []


def test_a_second_worker_waits_until_the_first_has_ended(machine: Machine) -> None:
    machine.send(1)
    with machine.working() as first:
        until(lambda: machine.queue.entries()[0].state != "waiting")
        with machine.working() as second:
            machine.send(2)
            until(machine.is_done)
            first.kill()
            first.wait()  # until then its number is one of a process that there is
            machine.send(4)
            until(machine.is_done)
            assert second.poll() is None
    machine.assert_whole()


def test_a_worker_that_dies_is_begun_anew(machine: Machine) -> None:
    said: list[str] = []
    with worker_process(machine.settings, said.append) as process:
        until(lambda: process.pid is not None)
        os.kill(process.pid or 0, signal.SIGKILL)
        machine.send(1)
        until(machine.is_done)
        worker = process.pid or 0
    assert not is_alive(worker)
    assert "The inbox's worker ended (-9). The next one begins in 1 s." in said
    machine.assert_whole()
