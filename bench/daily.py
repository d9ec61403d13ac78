"""Print how long `ting daily` plans a day when its catalog holds a year of a hundred stories a day.

    python bench/daily.py [--stories 36500]

Ten sources list a thousand stories, half of them told before; the feeds are files, for no network is
measured. CPU time is printed, which other work on the machine does not change.
"""

import argparse
import asyncio
import datetime as dt
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tts.catalog.store import Catalog
from tts.catalog.story import Outcome
from tts.daily.day import Day
from tts.daily.plan import RECENT, Plan, plan_day
from tts.model.settings import SourceSettings
from tts.sources.entry import Entry
from tts.sources.fetch import Fetcher

A_DAY = 100
SOURCES = 10
LISTED = 100
NOW = dt.datetime(2026, 1, 1, 6, tzinfo=dt.UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=36_500)
    count = parser.parse_args().stories
    with tempfile.TemporaryDirectory() as folder, Catalog.open(Path(folder)) as catalog:
        sources = [write_feed(Path(folder), number) for number in range(SOURCES)]
        fill(catalog, count)
        started = time.process_time()
        plans = asyncio.run(plan(sources, catalog))
        prints = catalog.recent_prints(NOW - RECENT)
        took = time.process_time() - started
        new = sum(len(one.new) for one in plans)
        print(
            f"{count} stories told, {SOURCES} feeds of {LISTED}: {new} to tell, {len(prints)} to compare with"
        )
        print(f"planned in {took:.2f} s of CPU time")


async def plan(sources: list[SourceSettings], catalog: Catalog) -> list[Plan]:
    async with Fetcher() as fetcher:
        return await plan_day(sources, catalog, fetcher, Day(NOW.date(), NOW))


def write_feed(folder: Path, number: int) -> SourceSettings:
    items = "".join(
        f"<item><title>第{at}則新聞的標題</title><link>{address(number, at)}</link>"
        f"<pubDate>{NOW - dt.timedelta(minutes=at * 10):%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
        for at in range(LISTED)
    )
    path = folder / f"{number}.xml"
    path.write_text(f"<rss version='2.0'><channel><title>報</title>{items}</channel></rss>", encoding="utf-8")
    return SourceSettings(f"報{number}", "feed", str(path), limit=LISTED)


def address(source: int, number: int) -> str:
    return f"https://news.example/{source}/{number}"


def fill(catalog: Catalog, count: int) -> None:
    """Let the catalog hold the older half of what is listed, and everything before."""
    for source in range(SOURCES):
        entries = [
            Entry(address(source, at), f"第{at}則", NOW - dt.timedelta(minutes=at * 10))
            for at in range(LISTED // 2, LISTED // 2 + count // SOURCES)
        ]
        catalog.note_listing(f"報{source}", "", None, entries, NOW)
        for at, entry in enumerate(entries):
            told = NOW - dt.timedelta(days=1 + at * SOURCES // A_DAY)
            catalog.settle(
                entry.url, Outcome("told", told, guid=entry.url, text_print="x", simhash=at, length=500)
            )


if __name__ == "__main__":
    main()
