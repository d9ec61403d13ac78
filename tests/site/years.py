"""Shows of thousands of episodes, and what their front page is measured to be in a browser."""

import datetime as dt
import gzip
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from tests.site import invented
from tests.site.browser import PATIENCE_MS
from tts.catalog.card import Card, card_of
from tts.episode_files.shelf import names
from tts.feed.addresses import page_path
from tts.model.episode import Chapter, Cue, Episode
from tts.model.settings import Settings
from tts.site import pages

TEN_YEARS = 3_650
LAST = dt.date(2026, 1, 9)
STORIES = 6
SENTENCES = 12
SENTENCE_MS = 5_000
EVERYWHERE = "總統"
RARE = "稀土"
ABSENT = "龘龘"
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3_000) if chr(code) not in EVERYWHERE + RARE]

SMALL: ViewportSize = {"width": 320, "height": 568}
FRAME_MS = 50
"""What takes longer holds up the reader's finger (https://www.w3.org/TR/longtasks-1/)."""

NOTED = """
window.tasks = [];
new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration)))
  .observe({ type: "longtask", buffered: true });
"""
PAINTED = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime"""
ANSWERED = """(word) => new Promise((done) => {
  const [query, status] = ["#query", ".search .status"].map((place) => document.querySelector(place));
  const begun = performance.now();
  const look = () => {
    if (!/^找/.test(status.textContent)) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
  };
  const watch = new MutationObserver(look);
  watch.observe(status, { childList: true });
  query.value = word;
  query.dispatchEvent(new Event("input"));
})"""


@dataclass(frozen=True)  # without slots: a size is worked out once
class Weight:
    """Bytes as they are, and as a server sends them."""

    files: tuple[bytes, ...]

    @cached_property
    def plain(self) -> int:
        """How many bytes the files are."""
        return sum(map(len, self.files))

    @cached_property
    def gzipped(self) -> int:
        """How many bytes of them are sent."""
        return sum(len(gzip.compress(file)) for file in self.files)

    def __str__(self) -> str:
        """Say both in kB."""
        return f"{self.plain / 1000:.1f} kB, gzipped {self.gzipped / 1000:.1f} kB"


@dataclass(frozen=True, slots=True)
class Opened:
    """What the opening of a page took: in milliseconds, and elements."""

    painted_ms: float
    longest_ms: float
    elements: int


def digests(count: int = TEN_YEARS) -> Iterator[Episode]:
    """Yield a digest a day of six stories, whose headlines are its chapters."""
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    for number in range(count):
        day = LAST - dt.timedelta(number)
        yield _digest(day, [_lines(chance, number, SENTENCES) for _ in range(STORIES)])


def stories(count: int = TEN_YEARS, per_day: int = 10, sentences: int = SENTENCES) -> Iterator[Episode]:
    """Yield so many stories a day, the newest first; every second speaks of one thing, few of another."""
    chance = random.Random(2)  # noqa: S311 - repeatable, not secret
    for number in range(count):
        day = LAST - dt.timedelta(number // per_day)
        lines = _lines(chance, number, sentences)
        yield _episode(f"{day}-story-{number:08}", lines[0][:18], [lines])


def _digest(day: dt.date, told: Sequence[Sequence[str]]) -> Episode:
    return _episode(f"{day}-digest-{day:%Y%m%d}", f"聽新聞 {day.year}年{day.month}月{day.day}日", told)


def _episode(slug: str, title: str, told: Sequence[Sequence[str]]) -> Episode:
    headlines = [lines[0][:18] for lines in told]
    cues: list[Cue] = []
    chapters = []
    for headline, lines in zip(headlines, told, strict=True):
        begun_ms = len(cues) * SENTENCE_MS
        for line in lines:
            cues.append(Cue(len(cues) * SENTENCE_MS, (len(cues) + 1) * SENTENCE_MS, line, len(cues)))
        chapters.append(Chapter(begun_ms, len(cues) * SENTENCE_MS, headline))
    return Episode(
        id=slug,
        slug=slug,
        title=title,
        date=dt.date.fromisoformat(slug[:10]),
        language="zh-Hant",
        duration_ms=len(cues) * SENTENCE_MS,
        profile="podcast",
        engine="fake",
        voice="hum",
        disclosure="",
        chapters=tuple(chapters),
        cues=tuple(cues),
        articles=tuple(invented.source(line, f"{slug}-{at}") for at, line in enumerate(headlines)),
        files=names(slug),
        kind="digest" if len(told) > 1 else "article",
    )


def _lines(chance: random.Random, number: int, sentences: int) -> list[str]:
    lines = ["".join(chance.choices(HAN, k=28)) + "。" for _ in range(sentences)]
    if number % 2:
        lines[0] = EVERYWHERE + lines[0]
    if number % 500 == 499:
        lines[0] = RARE + lines[0]
    return lines


def write_lists(folder: Path, settings: Settings, cards: Sequence[Card], *, show_text: bool) -> None:
    """Write the site but for the episodes' own pages, which take the most time."""
    others = set(map(page_path, cards))
    for page in pages(settings, cards, show_text=show_text):
        if page.path not in others:
            path = folder / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(page.render())


def cards_of(episodes: Iterator[Episode]) -> list[Card]:
    """Return the cards of the episodes."""
    return list(map(card_of, episodes))


def searched_in(folder: Path) -> Weight:
    """Return what a search has to read when nothing is found."""
    return Weight(tuple(path.read_bytes() for path in sorted(folder.glob("episodes/**/*.js"))))


def watched(browser: Browser, slowness: float = 1) -> Page:
    """Open an empty page on the smallest telephone, in which all takes so many times longer."""
    page = browser.new_context(viewport=SMALL).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(NOTED)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": slowness})
    return page


def opening(page: Page, url: str) -> Opened:
    """Open the address and return what it took."""
    page.goto(url)
    page.wait_for_function(PAINTED)
    page.evaluate("() => new Promise((done) => requestIdleCallback(() => setTimeout(done, 100)))")
    elements = page.evaluate("document.getElementsByTagName('*').length")
    return Opened(float(page.evaluate(PAINTED)), longest_ms(page), int(elements))


def longest_ms(page: Page) -> float:
    """Return the longest task since this was asked last; those below 50 ms are not known, and are 0."""
    return float(page.evaluate("() => Math.max(0, ...window.tasks.splice(0))"))


def answer_ms(page: Page, words: str) -> float:
    """Type the words and return how long it is until their hits are painted."""
    return float(page.evaluate(ANSWERED, words))
