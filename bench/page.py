"""Print what the read-along page is measured to be in the system's Chromium, or take its picture.

    python bench/page.py [--sentences 1000] [--minutes 60] [--seconds 20]
    python bench/page.py --screenshot docs/page.png

The measured episodes are invented ones whose sound is silence, and whose words have times; the picture
shows the page of seeds/ as espeak reads it, by day on a desk and by night on a telephone.
"""

import argparse
import datetime as dt
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.site import invented
from tests.site.browser import chromium, open_browser, serving
from tts.catalog.card import card_of
from tts.feed.addresses import page_path
from tts.model.episode import Episode
from tts.model.settings import Settings, ShowSettings
from tts.site import write_site

SHELF = 1000
PER_DAY = 10
LOADS = 7
SHOWN_S = 20

OBSERVED = """() => {
  const audio = document.querySelector('audio');
  window.tasks = [];
  window.lags = [];
  window.wordLags = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((entry) => entry.duration)))
    .observe({ type: 'longtask' });
  new MutationObserver(() => {
    for (const { dataset } of document.querySelectorAll('[aria-current="true"]')) {
      window.lags.push(audio.currentTime * 1000 - dataset.start);
    }
  }).observe(document.body, { subtree: true, attributeFilter: ['aria-current'] });
  const add = Highlight.prototype.add;
  Highlight.prototype.add = function (range) {
    const sentence = range.startContainer.parentElement.closest('[data-times] > *');
    const block = sentence.parentElement;
    const nth = [...block.children].indexOf(sentence);
    const words = block.dataset.times.split(',')[nth].split(':')[1];
    let [start, end] = [Number(sentence.dataset.start), 0];
    for (const [, length, wait] of words.matchAll(/(\\d*)(z*[A-Za-y])/g)) {
      if (end > range.startOffset) break;
      end += Number(length || 2);
      for (const letter of wait) {
        start += 10 * 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'.indexOf(letter);
      }
    }
    window.wordLags.push(audio.currentTime * 1000 - start);
    return add.call(this, range);
  };
}"""
PAINTED = """() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"""
WEIGHT = """() => performance.getEntries()
  .filter((entry) => entry.decodedBodySize && !entry.name.endsWith('.mp3'))
  .reduce((sum, entry) => sum + entry.decodedBodySize, 0)"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=20, help="how long to listen for lag and long tasks")
    parser.add_argument("--screenshot", type=Path, help="take the page's picture instead")
    arguments = parser.parse_args()
    if chromium() is None:
        sys.exit("Chromium is not installed; see tests/install-judges.")
    if arguments.screenshot:
        take_picture(arguments.screenshot)
    else:
        measure(arguments.sentences, arguments.minutes, arguments.seconds)


def measure(sentences: int, minutes: int, seconds: float) -> None:
    shelf_row()
    hour = invented.episode("2026-01-09-hour-00000001", "一小時", sentences, minutes * 60_000 // sentences)
    episode = invented.worded(hour)
    brisk = invented.worded(invented.episode("2026-01-09-brisk-00000002", "短句", sentences, 400))
    story = invented.worded(invented.episode("2026-01-09-story-00000003", sentences=40))
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        address = stack.enter_context(site(Path(folder), episode, brisk, story))
        browser = stack.enter_context(open_browser())
        print(f"{sentences} sentences, {minutes} minutes")
        loading_rows(browser, f"{address}/{page_path(episode)}")
        playing_rows(browser, f"{address}/{page_path(brisk)}", seconds)
        weight = opened(browser, f"{address}/{page_path(story)}").evaluate(WEIGHT)
        row("script, style and a page of 40 sentences", f"{weight / 1000:.1f} kB")


def shelf_row() -> None:
    days = [dt.date(2026, 1, 1) - dt.timedelta(at // PER_DAY) for at in range(SHELF)]
    episodes = [invented.episode(f"{day}-story-{at:08}", sentences=40) for at, day in enumerate(days)]
    cards = list(map(card_of, episodes))
    settings = Settings()
    with tempfile.TemporaryDirectory() as folder:
        for what in ("written", "found unchanged"):
            begun = time.process_time()
            write_site(Path(folder), settings, cards, show_text=True)
            row(f"{SHELF} episodes' pages {what}", f"{time.process_time() - begun:.2f} s of CPU time")


def loading_rows(browser: Browser, url: str) -> None:
    paints = []
    for _ in range(LOADS):
        page = opened(browser, url)
        page.wait_for_function(PAINTED)
        paints.append(page.evaluate(PAINTED))
        page.context.close()
    row("first paint, median and worst", f"{statistics.median(paints):.0f} ms, {max(paints):.0f} ms")


def playing_rows(browser: Browser, url: str, seconds: float) -> None:
    page = opened(browser, url)
    page.evaluate("() => new Promise((done) => requestIdleCallback(() => done()))")
    page.evaluate(OBSERVED)
    page.evaluate("() => document.querySelector('audio').play()")
    page.wait_for_function("(s) => document.querySelector('audio').currentTime > s", arg=seconds, timeout=0)
    lags, word_lags, tasks = page.evaluate("() => [window.lags, window.wordLags, window.tasks]")
    for what, late in (("sentences", lags), ("words", word_lags)):
        middle, worst = statistics.median(late), max(late)
        row(
            f"highlight behind the sound's clock, {len(late)} {what}",
            f"{middle:.0f} ms, worst {worst:.0f} ms",
        )
    row("tasks over 50 ms while playing", f"{len(tasks)}" + (f", worst {max(tasks):.0f} ms" if tasks else ""))


def row(what: str, value: str) -> None:
    print(f"  {what:<52} {value}")


def opened(browser: Browser, url: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(url)
    return page


@contextmanager
def site(folder: Path, *episodes: Episode) -> Iterator[str]:
    for episode in episodes:
        invented.record_silence(folder, episode)
    write_site(folder, Settings(), list(map(card_of, episodes)), show_text=True)
    with serving(folder, "/podcast") as address:
        yield address


def take_picture(path: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        episode = invented.speak_seed(folder)
        write_site(folder, Settings(show=ShowSettings(output=folder)), [card_of(episode)], show_text=True)
        with serving(folder, "/podcast") as address, open_browser() as browser:
            url = f"{address}/{page_path(episode)}#t={SHOWN_S}"
            desk = shot(browser, url, 1000, 844, dark=False)
            phone = shot(browser, url, 390, 844, dark=True)
    both = Image.new("RGB", (desk.width + phone.width, desk.height))
    both.paste(desk, (0, 0))
    both.paste(phone, (desk.width, 0))
    both.quantize(128).save(path, optimize=True)


def shot(browser: Browser, url: str, width: int, height: int, *, dark: bool) -> Image.Image:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url)
    page.evaluate("() => scrollTo(0, 0)")
    page.wait_for_function("() => document.querySelector('[aria-current]')")
    return Image.open(io.BytesIO(page.screenshot()))


if __name__ == "__main__":
    main()
