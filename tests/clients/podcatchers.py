"""Programs that subscribe to a feed: gPodder and newsboat."""

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.clients.client import Client, on_path, run, unlike, version_of
from tests.clients.relay import Relay, relayed
from tests.clients.show import LATER, SOUND, Show, served

HALF = 100_000
"""Bytes of a sound file before the line is cut: the shortest has three times as many."""

LISTED = re.compile(r"^ +\d+\.  .  (.+)$", re.MULTILINE)


class Gpo:
    """gPodder by its command line, on a machine of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = {**os.environ, "GPODDER_HOME": str(folder)}

    def __call__(self, *words: str) -> str:
        """Run a command, and return what it prints."""
        return run(on_path("gpo"), *words, environment=self._environment)

    def listed(self) -> list[str]:
        """Return the titles of the episodes, sorted."""
        return sorted(LISTED.findall(self("episodes")))

    def sounds(self) -> dict[str, bytes]:
        """Return the finished downloads by their names."""
        return {path.name: path.read_bytes() for path in self.folder.glob("Downloads/*/*.mp3")}


def gpodder(show: Show) -> Iterator[str]:
    """Subscribe, lose the line in the middle of a file, go on, and come again for one more episode."""
    with tempfile.TemporaryDirectory(prefix="ting-gpodder-") as folder:
        own = show.copy(Path(folder) / "show")
        gpo = Gpo(Path(folder) / "gpodder")
        with served(own) as at, relayed(at.address) as relay:
            gpo("subscribe", relay.address + "feed.xml")
            yield from unlike("episode", gpo.listed(), sorted(one.title for one in own.episodes))
            yield from _interrupted(gpo, relay)
            yield from unlike("download", sorted(gpo.sounds().items()), sorted(sounds(own).items()))
            own.tell(LATER)
            yield from _one_more(gpo, relay)


def _interrupted(gpo: Gpo, relay: Relay) -> Iterator[str]:
    relay.cut_after = HALF
    gpo("download")
    if gpo.sounds() or not relay.down:
        yield "the line was not cut in the middle of a file"
    relay.down = False
    gpo("resume")
    resumed = [
        status for path, span, status in relay.asked if span == f"bytes={HALF}-" and path.endswith(".mp3")
    ]
    if resumed != [206]:
        yield f"what was cut off was not gone on with: asked for were {relay.asked}"
    gpo("download")


def _one_more(gpo: Gpo, relay: Relay) -> Iterator[str]:
    before = gpo.listed()
    gpo("update")
    yield from unlike("after one more, episode", gpo.listed(), sorted([*before, LATER.title]))
    gpo("update")
    if relay.asked[-1][2] != 304:
        yield f"a feed that has not changed was answered by {relay.asked[-1][2]}"


def sounds(show: Show) -> dict[str, bytes]:
    """Return the show's sound files by their names."""
    return {show.sound(episode).name: show.sound(episode).read_bytes() for episode in show.episodes}


def newsboat(show: Show) -> Iterator[str]:
    """Reload a file of addresses, and look at what newsboat has kept and put into its queue."""
    with tempfile.TemporaryDirectory(prefix="ting-newsboat-") as folder:
        home = Path(folder)
        (home / ".newsboat").mkdir()
        (home / ".newsboat" / "urls").write_text(f"{show.feed}\n", encoding="utf-8")
        (home / ".newsboat" / "config").write_text("podcast-auto-enqueue yes\n", encoding="utf-8")
        own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), folder)
        environment = os.environ | own
        said = run(on_path("newsboat"), "-x", "reload", "print-unread", environment=environment)
        yield from unlike("unread", said.split()[:1], [str(len(show.episodes))])
        with sqlite3.connect(home / ".newsboat" / "cache.db") as kept:
            found = kept.execute("SELECT title, enclosure_url, enclosure_type FROM rss_item").fetchall()
        kept.close()
        yield from unlike(
            "item", sorted(found), sorted((one.title, show.url(one), SOUND) for one in show.episodes)
        )
        queue = (home / ".newsboat" / "queue").read_text(encoding="utf-8")
        queued = [line.split()[0] for line in queue.splitlines()]
        yield from unlike("in the queue", sorted(queued), sorted(show.url(one) for one in show.episodes))


CLIENTS = (
    Client(
        "gPodder",
        "subscribed; titles; cut in mid-file and resumed (206), every byte; one new episode; then 304",
        partial(version_of, "gpodder", "--version"),
        gpodder,
    ),
    Client(
        "newsboat",
        "titles, addresses, media types; all in the queue",
        partial(version_of, "newsboat", "-v"),
        newsboat,
    ),
)
