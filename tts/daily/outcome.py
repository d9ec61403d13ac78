"""The outcome: what became of a story, kept in the catalog, counted in the day's report, and said."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tts.catalog.simhash import simhash
from tts.catalog.story import Outcome, Settled, Story
from tts.daily.day import Day
from tts.daily.newsroom import Newsroom, Report
from tts.daily.plan import MAX_ATTEMPTS
from tts.daily.reading import Reading
from tts.daily.selection import is_wanted
from tts.errors import NetworkError, TingError, Unforeseen, about, border
from tts.fingerprint import SHORT
from tts.model.address import bare
from tts.model.settings import SourceSettings
from tts.sources.page import Refused


def told(reading: Reading, when: dt.datetime) -> Outcome:
    """Return what became of a story that is told as it was read."""
    text = reading.article.text
    return Outcome(
        "told",
        when,
        guid=reading.imprint.guid,
        text_print=reading.text_print,
        simhash=simhash(text),
        length=len(text),
        validators=reading.validators,
    )


def settle_told(room: Newsroom, reading: Reading) -> None:
    """Let a story be told: on this day, or where it had been told before still on that one."""
    story = reading.story
    when = story.settled if story.text_print and story.settled else room.day.moment
    room.catalog.settle(story.url, told(reading, when))


def settle(room: Newsroom, story: Story, state: Settled, *, reason: str) -> None:
    """Let a story be in a state from this moment of the day on, for this reason."""
    room.catalog.settle(story.url, Outcome(state, room.day.moment, reason=reason))


def is_welcome(room: Newsroom, source: SourceSettings, reading: Reading) -> bool:
    """Tell whether the words of the source let the story in, now that its page has told its section.

    One that they do not is settled so.
    """
    article = reading.article
    sections = filter(None, (article.section, reading.story.section))
    if is_wanted(source, article.title, "\n".join(sections)):
        return True
    settle(room, reading.story, "skipped", reason="Left out by the source's words.")
    return False


def fail_story(room: Newsroom, report: Report, story: Story, error: TingError) -> None:
    """Let a story have failed: it is tried again, or given up after MAX_ATTEMPTS."""
    name = name_of(story)
    if not is_a_try(story, error, room.day):
        fail(room, report, name, error)
        return
    with borne(room, report, name, "noting that the story failed"):
        settle(room, story, "failed", reason=error.message)
    remark = given_up(story)
    report.given_up += bool(remark)
    fail(room, report, name, error, remark)


def is_a_try(story: Story, error: TingError, day: Day) -> bool:
    """Tell whether a failure counts: that of a server that is away does so once a day.

    Else one that is away for an hour costs a story all its tries, where runs follow each other.
    """
    may_pass = isinstance(error, NetworkError) and not isinstance(error, Refused)
    return not (may_pass and story.attempts and story.settled and day.of(story.settled) == day.date)


def given_up(story: Story) -> str:
    """Return what is said of a story that fails once more and is given up for it; "" where it is not."""
    tries = story.attempts + 1
    return f"given up after {tries} tries" if tries >= MAX_ATTEMPTS else ""


def name_of(story: Story) -> str:
    """Return what a story is called in what is said of it."""
    return story.title or bare(story.url)


def fail(room: Newsroom, report: Report, name: str, error: TingError, remark: str = "") -> None:
    """Say and count what failed; a `remark` tells what follows from that."""
    room.screen.notice(about(name, error, remark))
    report.failures.append(error)


@contextmanager
def borne(room: Newsroom, report: Report, name: str, doing: str) -> Iterator[None]:
    """Let the block end as nobody foresaw: that is told and counted, and the rest goes on."""
    try:
        with border(doing):
            yield
    except Unforeseen as error:
        report.tried += 1
        fail(room, report, name, error)


def voice_of(guid: str, voices: Sequence[str]) -> str | None:
    """Return which of the day's voices tells a story that is told apart from its day, always the same one."""
    return voices[int(guid[:SHORT], 16) % len(voices)] if voices else None
