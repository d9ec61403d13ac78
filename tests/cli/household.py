"""A machine that is always on: `ting up` with a newspaper to tell, devices that send, and a log to read."""

import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from tests.feed.readers import by_feedparser
from tests.inbox.machine import PATIENCE_S, ROOT, WEATHER
from tests.newspaper import DAYS, Newspaper, on_day
from tts.catalog.store import Catalog
from tts.episode_files import manifest, shelf
from tts.feed.addresses import FEED, INBOX_FEED
from tts.inbox.growing import FOLDER
from tts.inbox.queue import Queue
from tts.inbox.tokens import Tokens

DAY_IS_MADE = "daily: The next run is at "

SETTINGS = """
engine = "espeak"
profile = "source"
disclosure = ""
[fetch]
allow_private = true
delay_ms = 0
[show]
url = "https://podcast.example.org/"
cover = "cover.png"
[daily]
digest = false
"""

SOURCE = """
[[source]]
name = "海港日報"
kind = "feed"
location = "{url}/harbour/rss.xml"
"""


@dataclass(slots=True)
class Up:
    """One `ting up`; `said` is its log until now."""

    process: "subprocess.Popen[str]"
    base: str
    token: str
    lines: "queue.SimpleQueue[str | None]" = field(default_factory=queue.SimpleQueue)
    said: list[str] = field(default_factory=list)

    def until_said(self, words: str) -> str:
        """Return the first line from now on in which these words stand."""
        deadline = time.monotonic() + PATIENCE_S
        while words not in (line := self.lines.get(timeout=deadline - time.monotonic()) or ""):
            assert line, "".join(self.said)
        return line

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        """Ask as a device that has a token."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return httpx.request(method, self.base + path, headers=headers, trust_env=False, timeout=60, **more)

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End it by a signal, and wait until it has ended well."""
        self.process.send_signal(number)
        assert self.process.wait(PATIENCE_S) == 0

    def children(self) -> set[int]:
        """Return the numbers of the processes that it has begun, and that are there."""
        task = Path(f"/proc/{self.process.pid}/task")
        numbers = (children.read_text(encoding="ascii").split() for children in task.glob("*/children"))
        return {int(number) for some in numbers for number in some}


@dataclass(frozen=True, slots=True)
class Household:
    """The machine's folder and its newspaper."""

    folder: Path
    paper: Newspaper

    def __post_init__(self) -> None:
        Image.new("RGB", (1400, 1400)).save(self.folder / "cover.png")  # to draw one takes most of a second
        self.subscribe()

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def subscribe(self, *, sources: bool = True) -> None:
        """Write the settings, with a source to make a day of or with none."""
        told = SETTINGS + SOURCE.format(url=self.paper.url) * sources
        (self.folder / "ting.toml").write_text(told, encoding="utf-8")

    def token(self, name: str) -> str:
        """Return the token of a new device."""
        with Tokens.open(self.output) as tokens:
            return tokens.add(name, "all")

    def environment(self, **more: str) -> dict[str, str]:
        own = {"XDG_CONFIG_HOME": str(self.folder), "TING_CACHE_DIR": str(self.folder / "cache")}
        return {**os.environ, **own, "PYTHONPATH": str(ROOT), **more}

    @contextmanager
    def up(self, *options: str, token: str = "", **environment: str) -> Iterator[Up]:
        """Run the command on a free port for as long as the block does."""
        with subprocess.Popen(
            [sys.executable, "-m", "tts.cli", "up", "--port", "0", *options],
            cwd=self.folder,
            env=self.environment(**environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            up = Up(process, "", token)
            reader = threading.Thread(target=_read, args=(up,))
            reader.start()
            try:
                line = up.until_said("serve: Listening at ")
                port = re.findall(r":(\d+)/", line)[0]
                up.base = f"http://127.0.0.1:{port}"
                yield up
            finally:
                process.kill()
                reader.join()
        assert "Traceback" not in "".join(up.said)

    @contextmanager
    def running(self, command: str) -> Iterator["subprocess.Popen[str]"]:
        """Run another command, in the same folder, for as long as the block does."""
        with subprocess.Popen(
            [sys.executable, "-m", "tts.cli", command],
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def is_done(self) -> bool:
        """Tell whether all that was sent is in the inbox's feed."""
        feed = self.output / INBOX_FEED
        with Queue.open(self.output) as kept:
            entries = kept.entries()
        told = feed.read_text(encoding="utf-8") if feed.exists() else ""
        return all(entry.state == "ready" and entry.guid in told for entry in entries)

    def assert_whole(self, sent: set[str]) -> None:
        """What was sent and what the paper tells has one episode each: on the shelf, listed, in the feeds."""
        with Queue.open(self.output) as kept:
            entries = kept.entries()
        assert {entry.id for entry in entries} >= sent
        of_inbox = Counter(entry.guid for entry in entries)
        on_shelf = Counter(manifest.read(path).guid for path in shelf.manifests(self.output))
        with Catalog.open(self.output) as catalog:
            in_catalog = Counter(episode.guid for episode in catalog.episodes())
            ever = {story.path for day in DAYS for story in on_day(day) if story.paper == "harbour"}
            stories = {path: catalog.story(self.paper.address(path)) for path in ever}
        today = {story.path for story in self.paper.stories if story.paper == "harbour"}
        told = {path: story.guid for path, story in stories.items() if story and story.state == "told"}
        assert told.keys() >= today
        assert on_shelf.keys() == of_inbox.keys() | set(told.values())
        assert on_shelf == in_catalog == self._in_feed(FEED)
        assert of_inbox == self._in_feed(INBOX_FEED)
        assert {*on_shelf.values(), *of_inbox.values()} == {1}
        assert list((self.output / FOLDER).iterdir()) == []
        assert list(self.output.rglob("*.part")) == []

    def _in_feed(self, name: str) -> Counter[str]:
        return Counter(item.id for item in by_feedparser((self.output / name).read_bytes()).entries)


def text_of(number: int) -> dict[str, str]:
    """Return a text of its own for each number, as it is sent."""
    day, night = WEATHER[number % 6], WEATHER[number // 6 % 6]
    line = f"第{number}號觀測站白天是{day}，夜裡轉成{night}，明天再看情形。"
    return {"title": f"第{number}號觀測站", "text": "\n\n".join([line, "看守燈塔的人記下了風向。"] * 2)}


@contextmanager
def manager(folder: Path) -> Iterator[socket.socket]:
    """Listen as a service manager does, at `folder / "notify"`."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
        wire.bind(str(folder / "notify"))
        wire.settimeout(PATIENCE_S)
        yield wire


def _read(up: Up) -> None:
    if up.process.stderr:
        for line in up.process.stderr:
            up.said.append(line)
            up.lines.put(line)
    up.lines.put(None)
