"""Print how long a catalog takes that holds a year of a hundred articles a day.

    python bench/catalog.py [--episodes 36500]

Episodes are invented, of the length that a newspaper's stories have. CPU time is printed, which other
work on the machine does not change.
"""

import argparse
import datetime as dt
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tts.catalog.store import NAME, Catalog
from tts.catalog.story import Outcome
from tts.episode_files.shelf import names
from tts.model.episode import Chapter, Cue, Episode, Imprint, Source
from tts.sources.entry import Entry

A_DAY = 100
SERIES = ("世界日報", "聯合報", "中央社", "經濟日報", "自由時報")
SENTENCES = 40
SENTENCE_MS = 6_000
COMMON = "美國總統川普"
RARE = "稀土"
FIRST = dt.datetime(2025, 1, 1, 8, tzinfo=dt.UTC)
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3_000)]


def main() -> None:
    """Fill a catalog in a temporary folder and ask it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--episodes", type=int, default=36_500)
    count = parser.parse_args().episodes
    with tempfile.TemporaryDirectory() as folder, Catalog.open(Path(folder)) as catalog:
        chance = random.Random(1)  # noqa: S311 - repeatable, not secret
        episodes = [invented(number, chance) for number in range(min(count, 2_000))]
        spent = fill(catalog, count, episodes)
        size_mb = (Path(folder) / NAME).stat().st_size / 1e6
        print(f"{count} episodes and stories, {size_mb:.0f} MB; {1000 * spent / count:.2f} ms each to add")
        ask(catalog, count)


def invented(number: int, chance: random.Random, sentences: int = SENTENCES) -> Episode:
    """Return an episode of forty sentences; one in two speaks of the common, one in 500 of the rare."""
    lines = ["".join(chance.choices(HAN, k=35)) + "。" for _ in range(sentences)]
    if number % 2:
        lines[sentences // 2] = COMMON + lines[sentences // 2]
    if not number % 500:
        lines[-1] = RARE + lines[-1]
    cues = tuple(Cue(n * SENTENCE_MS, (n + 1) * SENTENCE_MS, line, n, "body") for n, line in enumerate(lines))
    issued = FIRST + dt.timedelta(days=1) * (number / A_DAY)
    slug = f"{issued:%Y-%m-%d}-{number}"
    series = SERIES[number % len(SERIES)]
    title, url = lines[0][:20], f"https://news.example/story/{number}"
    return Episode(
        id=f"id{number}",
        slug=slug,
        title=title,
        date=issued.date(),
        language="zh-Hant",
        duration_ms=sentences * SENTENCE_MS,
        profile="podcast",
        engine="kokoro",
        voice="zf_xiaoni",
        disclosure="",
        chapters=(Chapter(0, sentences * SENTENCE_MS, title, url),),
        cues=cues,
        articles=(Source(title, "記者", series, url, issued, f"print{number}"),),
        files=names(slug),
        imprint=Imprint(f"guid{number}", series, issued),
    )


def fill(catalog: Catalog, count: int, some: list[Episode]) -> float:
    """Add the episodes, each by itself as a run does, and its story; return the CPU seconds."""
    chance = random.Random(2)  # noqa: S311 - repeatable, not secret
    spent = 0.0
    for number in range(count):
        episode = some[number] if number < len(some) else invented(number, chance)
        issued, series = episode.issued, str(episode.imprint.series)
        entry = Entry(str(episode.chapters[0].url), episode.title, issued, "要聞")
        outcome = Outcome("told", issued, episode.guid, "print", chance.getrandbits(64), 1_400)
        started = time.process_time()
        catalog.note_listing(series, series, None, [entry], issued)
        catalog.add(episode)
        catalog.settle(entry.url, outcome)
        spent += time.process_time() - started
    return spent


def ask(catalog: Catalog, count: int) -> None:
    """Print what each question costs."""
    last = FIRST + dt.timedelta(days=count / A_DAY)
    fresh = [Entry(f"https://news.example/new/{n}", "新聞", last) for n in range(A_DAY)]

    def plan() -> int:
        found = 0
        for series in SERIES:
            catalog.validators(series, series)
            catalog.note_listing(series, series, None, fresh, last)
            found += len(catalog.pending(series))
        return found + len(catalog.recent_prints(last - dt.timedelta(days=7)))

    timed("planning: five listings of 100, what is pending, prints of a week", plan)
    timed("the 300 latest episodes", lambda: len(catalog.episodes(limit=300)))
    timed("all episodes", lambda: len(catalog.episodes()))
    timed(f"search, in half of them: {COMMON}", lambda: len(catalog.search(COMMON)))
    timed(f"search, two characters, in one of 500: {RARE}", lambda: len(catalog.search(RARE)))
    timed("search, two characters, in none: 龘龘", lambda: len(catalog.search("龘龘")))
    timed("search, ten characters, in none", lambda: len(catalog.search("龘龘沒有這樣的一句話")))


def timed(name: str, question: Callable[[], int]) -> None:
    """Print how long the answer took, and how much it was."""
    started, clock = time.process_time(), time.perf_counter()
    found = question()
    spent, took = time.process_time() - started, time.perf_counter() - clock
    print(f"{1000 * spent:8.1f} ms CPU {1000 * took:8.1f} ms  {found:6d} found  {name}")


if __name__ == "__main__":
    main()
