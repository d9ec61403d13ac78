"""Print what the front page of ten years is measured to be, and what it takes to write the site.

    python bench/site.py [--episodes 3650] [--sentences 40]

Two invented shows: a digest a day, and ten stories a day, whose texts are searched. Chromium is made four
times slower than this machine, as a telephone is. Of several openings the middle is printed, of several
searches the slowest; the first search has to load what it searches.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.site import years
from tests.site.browser import chromium, open_browser, serving
from tts.catalog.card import Card
from tts.model.episode import Episode
from tts.model.settings import Settings
from tts.site import write_site
from tts.site.lists import month_path

LOADS = 5
SEARCHES = 5
SLOWNESS = 4
"""How many times slower the browser computes than this machine: about as a telephone does."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--episodes", type=int, default=years.TEN_YEARS)
    parser.add_argument("--sentences", type=int, default=40, help="of each of the ten stories a day")
    given = parser.parse_args()
    if chromium() is None:
        sys.exit("Chromium is not installed; see tests/install-judges.")
    count: int = given.episodes
    ten_a_day = years.stories(count + 1, sentences=given.sentences)
    with open_browser() as browser:
        show(browser, "a digest a day, titles searched", years.digests(count + 1), show_text=False)
        show(browser, "ten stories a day, texts searched", ten_a_day, show_text=True)


def show(browser: Browser, what: str, episodes: Iterator[Episode], *, show_text: bool) -> None:
    newest, *cards = years.cards_of(episodes)
    print(f"{len(cards)} episodes: {what}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(folder, "all pages", cards, show_text=show_text)
        written(folder, "nothing new", cards, show_text=show_text)
        written(folder, "one more episode", [newest, *cards], show_text=show_text)
        with serving(folder, "/podcast") as address:
            month = month_path(cards[len(cards) // 2].date)
            for page, path in (("front page", "index.html"), ("a month", month)):
                opened(browser, page, f"{address}/{path}", (folder / path).read_bytes())
            row("what a search reads at most", str(years.searched_in(folder)))
            for words in (years.EVERYWHERE, years.RARE, years.ABSENT):
                searched(browser, f"{address}/index.html", words)


def written(folder: Path, what: str, cards: list[Card], *, show_text: bool) -> None:
    before = {path: path.stat().st_ino for path in folder.rglob("*.*")}
    begun = time.process_time()
    paths = write_site(folder, Settings(), cards, show_text=show_text)
    spent_s = time.process_time() - begun
    new = sum(before.get(path) != path.stat().st_ino for path in paths)
    row(f"{what} written", f"{spent_s:.2f} s of CPU time, {new} of {len(paths)} files")


def opened(browser: Browser, what: str, url: str, file: bytes) -> None:
    found = []
    for _ in range(LOADS):
        page = years.watched(browser, SLOWNESS)
        found.append(years.opening(page, url))
        page.context.close()
    painted = statistics.median(one.painted_ms for one in found)
    longest = statistics.median(one.longest_ms for one in found)
    row(f"{what}: first paint", f"{painted:.0f} ms")
    row(f"{what}: longest task", f"{longest:.0f} ms" if longest else "under 50 ms")
    row(f"{what}: elements", str(found[0].elements))
    row(f"{what}: size", str(years.Weight((file,))))


def searched(browser: Browser, url: str, words: str) -> None:
    page = years.watched(browser, SLOWNESS)
    page.goto(url)
    page.focus("#query")
    first = answered(page, words)
    later = [answered(page, words) for _ in range(SEARCHES)]
    count = page.locator(".search .status").inner_text()
    row(f"search for {words}: {count}", f"first {said(*first)}, then {said(*max(later))}")
    page.context.close()


def answered(page: Page, words: str) -> tuple[float, float]:
    return years.answer_ms(page, words), years.longest_ms(page)


def said(took_ms: float, longest_ms: float) -> str:
    task = f"longest task {longest_ms:.0f} ms" if longest_ms else "no task over 50 ms"
    return f"{took_ms:.0f} ms ({task})"


def row(what: str, value: str) -> None:
    print(f"  {what:<44} {value}", flush=True)


if __name__ == "__main__":
    main()
