"""The plan of a day: what each source lists, and which of it is to be told. Nothing is kept or made."""

import asyncio
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tts.catalog.store import Catalog
from tts.catalog.story import Story
from tts.daily.day import Day
from tts.daily.reading import Errand, dated_by_pages
from tts.daily.selection import Selection, is_timely, is_wanted, select, when
from tts.errors import TingError, border
from tts.fingerprint import fingerprint, short
from tts.model.settings import SourceSettings
from tts.narration.wiring import subscription_of
from tts.sources.canonical import canonical
from tts.sources.entry import Entry
from tts.sources.fetch import Fetcher
from tts.sources.listing import Listing, read_listing
from tts.sources.page import Validators

RECENT = dt.timedelta(days=3)
"""For so long a story that fell off its source's list is still told, or tried again, or looked for."""

MAX_ATTEMPTS = 5
"""So often a story may fail; then it is given up, until it is listed with another title or time."""

NAMED = 5
"""So many of the stories that are left out a notice names."""

NEW = Validators()
NOTHING = Listing(())


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to do for one source, which is number `number` of the settings.

    `new` are to be told, `told` are those told before that may have changed since; `future` are dated after
    the day. Where a day's own stories are asked for, `dateless` are the addresses of what tells no day, and
    `undated` the stories that are left out for it.
    """

    number: int
    source: SourceSettings
    listing: Listing = NOTHING
    new: tuple[Story, ...] = ()
    told: tuple[Story, ...] = ()
    future: int = 0
    dateless: frozenset[str] = frozenset()
    undated: tuple[Story, ...] = ()
    failure: TingError | None = None

    @property
    def notices(self) -> Iterator[str]:
        """What the user should know of the source, in a sentence each."""
        yield from subscription_of(self.source).notices
        yield from self.listing.notices
        if self.future:
            yield f"{self.future} of its stories are dated after the day, and wait."
        if names := [story.title or story.url for story in self.undated]:
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            yield f"Left out, for nothing says of which day they are: {', '.join(names[:NAMED])}{more}."

    def errand(self, story: Story) -> Errand:
        """Return a story of the source as it is to be read, with its text where the listing has that."""
        known = canonical(story.url)
        copies = (one.copy for one in self.listing.entries if one.copy and canonical(one.url) == known)
        return Errand(story, self.source.name, next(copies, None))


async def plan_day(
    sources: Sequence[SourceSettings], catalog: Catalog, fetcher: Fetcher, day: Day, *, force: bool = False
) -> list[Plan]:
    """Return a plan for each source, all asked at the same time; one that fails says so in its plan.

    A story that several sources list is in the plan of the first. With `force` all that was told counts
    as new. A catalog that knows no story learns first which the shelf's episodes tell.
    """
    catalog.recover()

    async def plan(number: int, source: SourceSettings) -> Plan:
        try:
            with border("reading the source"):
                anew = force or day.only
                fetcher.ring.require(source.location)
                known = None if anew else catalog.validators(source.name, edition_of(source, day))
                listing = await read_listing(
                    source.kind, source.location, fetcher, selector=source.selector, validators=known
                )
                return _planned(await _dated(Plan(number, source, listing), day), catalog, day, force=force)
        except TingError as error:
            return Plan(number, source, failure=error)

    plans = await asyncio.gather(*(plan(number, source) for number, source in enumerate(sources)))
    return list(_each_once(plans))


def edition_of(source: SourceSettings, day: Day) -> str:
    """Return the name under which a listing's validators are kept: a new one each day, and for new settings.

    For what was left out by other settings may be wanted now, although the listing is the same; and the
    stories told lately are looked at once a day, for a page may be corrected where its listing is not.
    """
    shown = source.shown
    return f"{shown.location} {short(fingerprint(shown))} {day.date}"


def told_on(day: Day, catalog: Catalog, source: SourceSettings) -> list[Story]:
    """Return the stories of a source that were told on the day."""
    stories = catalog.told(source.name, day.midnight)
    return [story for story in stories if day.of(story.settled) == day.date]


def _planned(plan: Plan, catalog: Catalog, day: Day, *, force: bool) -> Plan:
    if plan.listing.not_modified:  # validators are kept only when nothing of the listing was left to do
        return plan
    stories = _stories(plan, catalog, day)
    selection = select(stories, plan.source, day)
    room = plan.source.limit if force else plan.source.limit - len(told_on(day, catalog, plan.source))
    again = {"told", "failed"} if force else set[str]()
    new = [story for story in selection.stories if _is_open(story) or story.state in again]
    told = () if force else _to_look_at(stories, selection, day)
    undated = tuple(_undated(plan, stories, day))
    return replace(plan, new=tuple(new[: max(0, room)]), told=told, future=selection.future, undated=undated)


async def _dated(plan: Plan, day: Day) -> Plan:
    """Return the plan with what says nothing of its day, where a day's own stories are asked for.

    A folder's pages are asked; one that tells no time still has the one at which it was saved.
    """
    listed = plan.listing.entries
    if not day.only:
        return plan
    told = await dated_by_pages(listed) if plan.source.kind == "folder" else listed
    dated = tuple(one if one.published else saved for one, saved in zip(told, listed, strict=True))
    dateless = frozenset(entry.url for entry in told if not entry.published)
    return replace(plan, listing=replace(plan.listing, entries=dated), dateless=dateless)


def _undated(plan: Plan, stories: Iterable[Story], day: Day) -> Iterator[Story]:
    """Yield what would be wanted and is left out, for nothing says that it is of the day."""
    for story in stories:
        is_left_out = story.url in plan.dateless and not is_timely(plan.source, when(story), day)
        if is_left_out and _is_open(story) and is_wanted(plan.source, story.title, story.section):
            yield story


def _to_look_at(stories: Iterable[Story], selection: Selection, day: Day) -> tuple[Story, ...]:
    """Return the stories that were told and may have changed: today's, and those told lately.

    The limit is on what is told; a correction of yesterday's story is not one story more.
    """
    chosen, since = {story.url for story in selection.stories}, day.midnight - RECENT
    told = (story for story in stories if story.state == "told")
    return tuple(
        story
        for story in told
        if story.url in chosen or (not day.only and story.settled and story.settled >= since)
    )


def _stories(plan: Plan, catalog: Catalog, day: Day) -> list[Story]:
    """Return what is listed now, and what was listed lately."""
    listed = [listed_story(entry, plan.source.name, catalog, day) for entry in plan.listing.entries]
    since, name = day.midnight - RECENT, plan.source.name
    lately = [*catalog.pending(name, since), *catalog.told(name, since)] if not day.only else []
    known = {canonical(story.url) for story in listed}
    return [*listed, *(story for story in lately if canonical(story.url) not in known)]


def listed_story(entry: Entry, series: str, catalog: Catalog, day: Day) -> Story:
    """Return what is known of an entry, with what its listing says now."""
    known = catalog.story(entry.url)
    if known is None:
        return Story(
            url=entry.url,
            title=entry.title,
            published=entry.published,
            section=entry.section,
            series=series,
            state="pending",
            attempts=0,
            first_seen=day.now,
            guid="",
            text_print="",
            reason="",
            validators=NEW,
        )
    now = replace(
        known,
        title=entry.title or known.title,
        published=entry.published or known.published,
        section=entry.section or known.section,
        series=series,
    )
    has_changed = (now.title, now.published) != (known.title, known.published)
    return replace(now, attempts=0) if has_changed else now


def _is_open(story: Story) -> bool:
    return story.state == "pending" or (story.state == "failed" and story.attempts < MAX_ATTEMPTS)


def _each_once(plans: Iterable[Plan]) -> Iterator[Plan]:
    seen: set[str] = set()
    for plan in plans:
        new = tuple(story for story in plan.new if canonical(story.url) not in seen)
        told = tuple(story for story in plan.told if canonical(story.url) not in seen)
        seen.update(canonical(story.url) for story in (*new, *told))
        yield replace(plan, new=new, told=told)
