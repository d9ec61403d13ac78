"""Print what an archive takes: to list 100,000 addresses, and to make stories by an engine that hums.

    python bench/archive.py [--addresses 100000] [--stories 1000] [--shelf 0]

The paper is a process of its own, with an index of sitemaps of 10,000 addresses. With --shelf the stories
are made in a show that has so many episodes already, which is brought up to its shelf first. Peak memory is
what the operating system says of the process that lists, and of that which makes.
"""

import argparse
import asyncio
import datetime as dt
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.catalog import invented
from bench.year import put_on_shelf, renumbered
from tests.archive.paper import Answer, index, page, sitemap
from tts.archive.collection import collection_of
from tts.archive.run import Archive
from tts.catalog.store import Catalog
from tts.catalog.worklist import Bounds, Worklist
from tts.daily.day import Day
from tts.daily.newsroom import Newsroom
from tts.daily.schedule import now_here
from tts.farm.local import Local
from tts.model.settings import FetchSettings, Settings, ShowSettings
from tts.narration.studio import Silent
from tts.narration.wiring import open_fetcher, open_studio
from tts.synthesizer import Gate
from tts.testing import FakeEngine

A_SITEMAP = 10_000
FIRST = dt.date(2000, 1, 1)
SPAWN = multiprocessing.get_context("spawn")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--addresses", type=int, default=100_000)
    parser.add_argument("--stories", type=int, default=1_000)
    parser.add_argument("--shelf", type=int, default=0)
    given = parser.parse_args()
    own, theirs = SPAWN.Pipe()
    paper = SPAWN.Process(target=serve, args=(theirs, given.addresses), daemon=True)
    paper.start()
    address: str = own.recv()
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        fill(output, given.shelf)
        for what, stories in (("listed", 0), ("the same again", 0), ("made", given.stories)):
            print(f"{what:16}{alone(work, output, address, stories)}", flush=True)
    paper.terminate()


class Nobody(Silent):
    """A screen that nobody looks at."""

    @contextmanager
    def article(self) -> Iterator[Silent]:
        """Look at none."""
        yield self


def alone(call: Callable[..., None], *given: object) -> str:
    """Return what a call in a process of its own says."""
    own, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=call, args=(theirs, *given))
    process.start()
    said: str = own.recv()
    process.join()
    return said


def work(said: Connection, output: Path, address: str, stories: int) -> None:
    """List the archive, and make so many of its stories; say what it took."""
    begun = time.perf_counter()
    pace = Pace()
    archive = asyncio.run(_work(output, address, stories, pace))
    took, report = time.perf_counter() - begun, archive.report
    told = f"{took:6.1f} s {peak_mb():5.0f} MB  {report.left} left"
    if stories:
        told += (
            f", {report.made} made, {pace.a_second:.1f} a second; {pace.memory_mb:.0f} MB before the edition"
        )
    said.send(told)


@dataclass(slots=True)
class Pace:
    """How fast stories are made, listing and edition apart, and the memory until the last of them."""

    begun: float = 0.0
    made: int = -1
    a_second: float = 0.0
    memory_mb: float = 0.0

    def goes_on(self, _sentence: str) -> None:
        """Take note of one more; the first loads what makes it."""
        now = time.perf_counter()
        self.begun, self.made = self.begun or now, self.made + 1
        self.a_second, self.memory_mb = self.made / (now - self.begun or 1), peak_mb()


def peak_mb() -> float:
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


async def _work(output: Path, address: str, stories: int, pace: Pace) -> Archive:
    cover = output.parent / "cover.png"
    Image.new("RGB", (1400, 1400)).save(cover)
    show = ShowSettings(output, cover=cover, url="https://podcast.example.org/")
    fetch = FetchSettings(allow_private=True, delay_ms=0)
    settings = Settings(
        engine="edge", profile="source", cache_dir=output.parent / "cache", show=show, fetch=fetch
    )
    async with open_fetcher(settings) as fetcher:
        gate = Gate(FakeEngine(name="edge", concurrency=8))
        studio = replace(open_studio(settings, fetcher, complain=print), gate=lambda _name: gate, look=None)
        with Catalog.open(output) as catalog, Worklist.open(output) as worklist:
            day = Day.chosen(None, now_here())
            room = Newsroom(settings, studio, Local(studio), fetcher, catalog, Nobody(), day, lambda _: None)
            archive = Archive(room, worklist, [collection_of(address, ())], Bounds(), stories, pace.goes_on)
            await archive.list_all()
            if stories:
                await archive.make_all()
            archive.sum_up()
    return archive


def fill(output: Path, count: int) -> None:
    """Put so many episodes on the shelf, and into the catalog."""
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    some = [invented(number, chance) for number in range(min(count, 500))]
    for number in range(count):
        put_on_shelf(output, renumbered(some[number % len(some)], number))
    with Catalog.open(output) as catalog:
        catalog.refresh()


def serve(said: Connection, count: int) -> None:
    """Be the paper, for as long as somebody asks."""
    base = ""

    def answer(path: str) -> Answer:
        name, _, rest = path.removeprefix("/").partition("-")
        number = int(rest.partition(".")[0] or 0)
        some = range(number * A_SITEMAP, min(count, (number + 1) * A_SITEMAP))
        match name:
            case "index":
                return index([(f"{base}/part-{part}.xml", "") for part in range(-(-count // A_SITEMAP))])
            case "part":
                return sitemap([(f"{base}/story-{one}.html", day(one)) for one in some])
            case "story":
                return page(number, day(number))
        return Answer(status=404)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            given = answer(self.path)
            tag = f'"{len(given.body)}"'
            same = given.status == 200 and self.headers.get("If-None-Match") == tag  # noqa: PLR2004 - HTTP's
            self.send_response(304 if same else given.status)
            self.send_header("ETag", tag)
            self.send_header("Content-Type", given.content_type)
            self.send_header("Content-Length", "0" if same else str(len(given.body)))
            self.end_headers()
            self.wfile.write(b"" if same else given.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    base = f"http://127.0.0.1:{server.server_address[1]}"
    said.send(f"{base}/index-0.xml")
    server.serve_forever()


def day(number: int) -> str:
    """Return the day of a story: they are not listed in order."""
    return (FIRST + dt.timedelta(days=number * 7919 % 9_000)).isoformat()


if __name__ == "__main__":
    main()
