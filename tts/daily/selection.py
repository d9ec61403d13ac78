"""Selection: which of the stories that a source lists are told today, and in which order. All pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from tts.catalog.story import Story
from tts.daily.day import Day
from tts.model.settings import SourceSettings


@dataclass(frozen=True, slots=True)
class Selection:
    """What a source's stories come to: those of today, and those dated after it, which wait."""

    stories: tuple[Story, ...]
    future: int


@dataclass(frozen=True, slots=True)
class Place:
    """By what a story has its place in the day: its source's number, its section and its time."""

    url: str
    source: int
    section: str | None
    time: datetime


def select(stories: Iterable[Story], source: SourceSettings, day: Day) -> Selection:
    """Return the newest stories up to the day that the source lets in, at most its limit.

    Those told before count as well: what the limit once left out is not told the day after, when it is
    news no longer.
    """
    wanted = [story for story in stories if is_wanted(source, story.title, story.section)]
    future = 0 if day.only else sum(day.age(when(story)) < 0 for story in wanted)
    within = [story for story in wanted if is_timely(source, when(story), day)]
    newest = sorted(within, key=when, reverse=True)  # stable: what has no time stays as it was listed
    return Selection(tuple(newest[: source.limit]), future)


def no_older_than_kept(source: SourceSettings, keep_days: int) -> SourceSettings:
    """Return the source without what would be removed as soon as it is told; 0 days: all is kept.

    A `since` that names a day holds as it stands.
    """
    if not keep_days or isinstance(source.since, date):
        return source
    oldest = keep_days - 1  # the first day is today
    return replace(source, since=oldest if source.since is None else min(oldest, source.since))


def is_timely(source: SourceSettings, moment: datetime, day: Day) -> bool:
    """Tell whether the day tells of a moment: not before `since`, and not yet to come."""
    age = day.age(moment)
    match source.since:
        case _ if day.only:
            return age == 0
        case int(days):
            return 0 <= age <= days
        case date() as first:
            return age >= 0 and day.of(moment) >= first
        case None:
            return age >= 0


def is_wanted(source: SourceSettings, title: str, section: str | None) -> bool:
    """Tell whether a story's section or title lets it in.

    Where a listing tells no section, a story that may be let in by it is: its page will tell.
    """
    said = f"{section or ''}\n{title}"
    if any(word in said for word in source.exclude):
        return False
    return not source.include or section is None or any(word in said for word in source.include)


def when(story: Story) -> datetime:
    """Return when a story was published, or else when it was first seen."""
    return story.published or story.first_seen


def in_order(places: Iterable[Place]) -> list[Place]:
    """Return the places in the order in which their stories are told: by section, in each the newest first.

    Sections follow as the sources do in the settings, of one source the one with the latest story first.
    """
    newest = sorted(places, key=lambda place: (place.source, -place.time.timestamp(), place.url))
    rank: dict[str | None, int] = {}
    for place in newest:
        rank.setdefault(place.section, len(rank))
    return sorted(newest, key=lambda place: rank[place.section])
