"""A user's machine on which espeak-ng speaks, and the inbox's worker works in a process of its own."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from PIL import Image

from tests.feed.readers import by_feedparser
from tts.catalog.store import Catalog
from tts.config import as_table
from tts.episode_files import manifest, shelf
from tts.feed.addresses import INBOX_FEED
from tts.inbox.entry import Entry, Order, Sent
from tts.inbox.growing import FOLDER
from tts.inbox.queue import Queue
from tts.model.settings import Settings, ShowSettings

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60
WEATHER = ("晴天", "細雨", "大風", "濃霧", "薄雪", "悶雷")


def until(condition: Callable[[], bool]) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    """Tell whether there is such a process."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(") ")[2]
    except OSError:
        return False
    return not state.startswith("Z")


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine."""

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


@contextmanager
def machine_in(folder: Path) -> Iterator[Machine]:
    """Give a machine whose files are in the folder."""
    Image.new("RGB", (1400, 1400)).save(folder / "cover.png")  # to draw one takes most of a second
    with Queue.open(folder / "output") as queue:
        yield Machine(folder, queue)
