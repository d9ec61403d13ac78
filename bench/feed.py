"""Print how long a feed of a thousand episodes takes, and all feeds of a year with a hundred a day.

    python bench/feed.py [--episodes 36500]

Episodes are those of the tests: four chapters, ten sentences. CPU time is printed, which other work on
the machine does not change.
"""

import argparse
import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.feed.stories import SETTINGS, SHOW, item, story
from tts.catalog.card import Card, card_of
from tts.feed.addresses import sound_path
from tts.feed.channels import Channel
from tts.feed.paging import Document
from tts.feed.rss import render
from tts.feed.write import write_feeds
from tts.model.episode import Episode

ONE_FEED = 1_000
A_HUNDREDTH = dt.timedelta(days=1) / 100
FIRST = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def main() -> None:
    """Render one long feed, then write all feeds twice in a temporary folder, the second time with news."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=36_500)
    count = parser.parse_args().episodes
    items = tuple(item(story(number)) for number in range(ONE_FEED))
    document = Document(Channel("feed.xml", SHOW.title, items), "feed.xml", items)
    size_mb = len(render(SHOW, document, None)) / 1e6
    one_s = min(spent_s(lambda: render(SHOW, document, None)) for _run in range(3))
    print(f"{ONE_FEED} episodes, one feed of {size_mb:.1f} MB: {one_s:.2f} s")
    cards = [card_of(daily(number)) for number in range(count + 1)]
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        for card in cards:
            lay_out(output, card)
        first_s = spent_s(lambda: write_feeds(output, SETTINGS, cards[:-1], print))
        files = len(list(output.rglob("*.xml")))
        next_s = spent_s(lambda: write_feeds(output, SETTINGS, cards, print))
    print(f"{count} episodes, {files} documents: {first_s:.1f} s; with one more episode {next_s:.1f} s")


def daily(number: int) -> Episode:
    """Return one of a hundred episodes a day."""
    return story(number, issued=FIRST + number * A_HUNDREDTH)


def lay_out(output: Path, card: Card) -> None:
    """Let there be an MP3 for the episode."""
    path = output / sound_path(card)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\xff\xfb")


def spent_s(run: Callable[[], object]) -> float:
    """Return the CPU time of a run."""
    started = time.process_time()
    run()
    return time.process_time() - started


if __name__ == "__main__":
    main()
