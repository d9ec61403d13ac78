"""The daily podcast: from what the sources list to episodes, a digest, pages and feeds, on one screen.

Each step leaves the catalog such that a run that is killed, and run again, comes to the same: stories are
noted before anything is made of them, duplicates are settled before anything is told, a story is told when
its episode is on the shelf, and a listing's validators are kept when nothing of it is left to do.
"""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from itertools import cycle

from tts.catalog.story import Story
from tts.daily import digest
from tts.daily.duplicates import Telling, duplicates
from tts.daily.newsroom import Newsroom, Report
from tts.daily.outcome import (
    borne,
    fail,
    fail_story,
    is_welcome,
    name_of,
    settle,
    settle_told,
    voice_of,
)
from tts.daily.plan import NAMED, NEW, RECENT, Plan, edition_of, plan_day, told_on
from tts.daily.press import publish
from tts.daily.reading import Reading, keep, kept, read
from tts.daily.selection import Place, in_order, no_older_than_kept
from tts.errors import (
    ArticleNotFound,
    OutputError,
    TingError,
    Unforeseen,
    UsageError,
    border,
    of_the_others,
)
from tts.extractor.doubts import FREE_PART
from tts.farm.failures import FarmUnavailable
from tts.farm.job import Job
from tts.farm.places import Places
from tts.fingerprint import fingerprint
from tts.model.article import Article
from tts.model.episode import Episode, Imprint
from tts.model.programme import Programme
from tts.model.settings import Settings
from tts.narration.blame import Blame
from tts.sources.canonical import canonical
from tts.sources.entry import BETWEEN_SECTIONS
from tts.synthesizer import in_order as in_turn


@dataclass(frozen=True, slots=True)
class Told:
    """A story of the day in its place; `reading` is set when it is yet to be told.

    `article` is None when it was told before, and cannot be had again.
    """

    place: Place
    guid: str
    series: str
    voice: str | None
    article: Article | None
    reading: Reading | None = None


async def make_day(room: Newsroom) -> Report:
    """Tell what is new: an episode a story, the digest of the day, then pages and feeds.

    A source, a story or the digest that fails is reported, and the rest is made all the same. Raises
    OutputError or UsageError where nothing can be made at all, and FarmUnavailable where nothing was, for the
    farm is gone: what waits is not counted as tried. What was told before stays told.
    """
    report = Report()
    for name in _voices(room.settings):
        room.studio.cast(name)
    keep_days = room.settings.show.keep_days if room.settings.daily.episodes else 0
    sources = [no_older_than_kept(source, keep_days) for source in room.settings.source]
    plans = await plan_day(sources, room.catalog, room.fetcher, room.day, force=room.studio.force)
    _note(room, plans, report)
    readings = _without_duplicates(room, await _read_all(room, plans, report), report)
    _note_free_parts(room, readings)
    changed = [_changed(room, *found) for found in readings if not _is_of_the_day(room, found[1])]
    of_the_day = [found for found in readings if _is_of_the_day(room, found[1])]
    stories = _with_voices(room, await _stories_of_the_day(room, plans, of_the_day))
    failed = await _tell_all(room, [*stories, *changed], report)
    await _make_digest(room, [told for told in stories if told.guid not in failed], report)
    with borne(room, report, "The edition", "writing the pages and feeds"):
        failures = publish(room.catalog, room.settings, room.day.now.date(), room.screen.notice)
        report.tried += len(failures)
        report.failures += failures
    _keep_validators(room, plans, report)
    if report.gone:
        _tell_gone(room, report, report.gone)
    return report


def _tell_gone(room: Newsroom, report: Report, error: FarmUnavailable) -> None:
    """Say once that the farm is gone; raise it where it had nothing made."""
    if not report.made:
        raise error
    room.screen.notice(str(error))


def _voices(settings: Settings) -> Iterable[str]:
    own = (source.voice for source in settings.source)
    return [name for name in (*settings.daily.voices, *own) if name]


def _note(room: Newsroom, plans: Sequence[Plan], report: Report) -> None:
    """Keep what was listed, so that it is told even if this run is not the one that does."""
    for plan in plans:
        report.tried += 1
        name, listing = plan.source.name, plan.listing
        if plan.failure:
            fail(room, report, name, plan.failure)
            continue
        for sentence in plan.notices:
            room.screen.notice(f"{name}: {sentence}")
        if not listing.not_modified:
            with borne(room, report, name, "noting what the source lists"):
                room.catalog.note_listing(
                    name, edition_of(plan.source, room.day), None, listing.entries, room.day.now
                )


async def _read_all(room: Newsroom, plans: Sequence[Plan], report: Report) -> list[tuple[Plan, Reading]]:
    """Return what was read and is welcome, of stories that are new or have changed."""

    async def one(plan: Plan, story: Story) -> Reading | TingError | None:
        try:
            with border("reading the story"):
                reading = await read(plan.errand(story), room.day, room.fetcher, room.studio)
                return reading if reading and is_welcome(room, plan.source, reading) else None
        except TingError as error:
            return error

    work = [(plan, story) for plan in plans for story in (*plan.new, *plan.told)]
    results = await asyncio.gather(*(one(plan, story) for plan, story in work))
    readings: list[tuple[Plan, Reading]] = []
    for (plan, story), result in zip(work, results, strict=True):
        report.tried += story in plan.new
        if isinstance(result, Reading):
            readings.append((plan, result))
        elif result and story in plan.new:  # one that was told, and is there no more, stays as it was told
            fail_story(room, report, story, result)
    return readings


def _without_duplicates(
    room: Newsroom, readings: Sequence[tuple[Plan, Reading]], report: Report
) -> list[tuple[Plan, Reading]]:
    """Return the readings without what is told already, and without what cannot be compared."""
    new = [reading for _, reading in readings if not reading.story.guid]
    known = room.catalog.recent_prints(room.day.midnight - RECENT)

    def told_already(some: Sequence[Reading]) -> list[tuple[Reading, str]]:
        tellings = [Telling(reading.imprint.guid, reading.article.text) for reading in some]
        found = duplicates(tellings, known, lambda guid: _text(room, guid))
        return [(some[index], guid) for index, guid in found.items()]

    left_out, odd = of_the_others(new, told_already, "comparing the story with those that are told")
    for reading, error in odd:
        fail_story(room, report, reading.story, error)
    for reading, guid in left_out:
        name = name_of(reading.story)
        room.screen.notice(f"{name}: left out, for the story is told already.")
        with borne(room, report, name, "noting the story"):
            settle(room, reading.story, "duplicate", reason=f"The same as {guid}.")
    gone = {id(reading) for reading, _ in (*left_out, *odd)}
    return [found for found in readings if id(found[1]) not in gone]


def _note_free_parts(room: Newsroom, readings: Iterable[tuple[Plan, Reading]]) -> None:
    """Say of each source which stories are not all there; a subscriber is told what to renew."""
    parts: dict[tuple[str, str], list[str]] = {}
    for plan, reading in readings:
        for warning in reading.article.warnings:
            if warning.startswith(FREE_PART):
                parts.setdefault((plan.source.name, warning), []).append(reading.article.title)
    for (source, warning), titles in parts.items():
        more = f" and {len(titles) - NAMED} more" if len(titles) > NAMED else ""
        room.screen.notice(f"{source}: {', '.join(titles[:NAMED])}{more}: {warning}")


def _text(room: Newsroom, guid: str) -> str | None:
    article = kept(guid, room.studio.cache)
    return article.text if article else None


def _is_of_the_day(room: Newsroom, reading: Reading) -> bool:
    """Tell whether a story belongs to the day: one that was told on an earlier one only changes there."""
    return not reading.story.text_print or room.day.of(reading.story.settled) == room.day.date


def _changed(room: Newsroom, plan: Plan, reading: Reading) -> Told:
    """Return a story of an earlier day as it is told again; which voice does is no matter of this day."""
    told = _told(plan, reading.story, reading.article, reading)
    return replace(told, voice=told.voice or voice_of(told.guid, room.settings.daily.voices))


async def _stories_of_the_day(
    room: Newsroom, plans: Sequence[Plan], readings: Sequence[tuple[Plan, Reading]]
) -> list[Told]:
    """Return the stories of the day in order: those to be told now, and those told earlier that day."""
    stories = [_told(plan, reading.story, reading.article, reading) for plan, reading in readings]
    seen = {story.place.url for story in stories}
    for plan in plans:
        for story in told_on(room.day, room.catalog, plan.source):
            if canonical(story.url) not in seen:
                seen.add(canonical(story.url))
                stories.append(_told(plan, story, await _recalled(room, story, plan)))
    order = {place.url: number for number, place in enumerate(in_order(told.place for told in stories))}
    return sorted(stories, key=lambda told: order[told.place.url])


async def _recalled(room: Newsroom, story: Story, plan: Plan) -> Article | None:
    """Return the article that was told, read again where it is no longer kept; None if that fails."""
    anew = replace(story, validators=NEW, text_print="")
    try:
        with border("reading the story again"):
            if article := kept(story.guid, room.studio.cache):
                return article
            reading = await read(plan.errand(anew), room.day, room.fetcher, room.studio)
            if reading:
                keep(reading, room.studio.cache)
    except TingError:
        return None
    return reading.article if reading else None


def _told(plan: Plan, story: Story, article: Article | None, reading: Reading | None = None) -> Told:
    section = article.section if article else None
    time = article.published if article else story.published
    section = section or (story.section or "").partition(BETWEEN_SECTIONS)[0] or None
    place = Place(canonical(story.url), plan.number, section, time or story.first_seen)
    guid = reading.imprint.guid if reading else story.guid
    return Told(place, guid, plan.source.name, plan.source.voice, article, reading)


def _with_voices(room: Newsroom, stories: Sequence[Told]) -> list[Told]:
    """Return the stories with the day's voices taking turns."""
    turns = cycle(room.settings.daily.voices or (None,))
    return [replace(told, voice=told.voice or turn) for told, turn in zip(stories, turns, strict=False)]


async def _tell_all(room: Newsroom, stories: Sequence[Told], report: Report) -> set[str]:
    """Tell what is new, and return the guids of what failed."""
    new = [(told, told.reading) for told in stories if told.reading]
    failed: set[str] = set()
    blame = Blame[Story](lambda story, error: fail_story(room, report, story, error))

    async def tell(told: Told, reading: Reading) -> Episode | TingError | None:
        async with places:
            if report.gone:
                return report.gone
            try:
                with border("telling the story"):
                    return await _episode(room, told, reading) if room.settings.daily.episodes else None
            except (OutputError, UsageError):
                raise  # no fault of the story's: the disk, or a setting
            except FarmUnavailable as error:
                report.gone = error
                return error
            except TingError as error:
                return error

    places = Places(room.runner)
    async with aclosing(in_turn((tell(*one) for one in new), len(new))) as results:
        following = iter(new)
        async for result in results:
            told, reading = next(following)
            failure = result if isinstance(result, TingError) else _take_in(room, result, reading, report)
            if failure is None:
                blame.tells()
                continue
            failed.add(told.guid)
            _find_blame(room, report, blame, reading.story, failure)
    untold = blame.end()
    if untold and blame.trouble:
        room.screen.notice(str(blame.trouble))
        report.failures += [blame.trouble] * len(untold)
    return failed


def _find_blame(
    room: Newsroom, report: Report, blame: Blame[Story], story: Story, failure: TingError
) -> None:
    """Report why a story was not told, now or when it is known whether that is its own fault."""
    if isinstance(failure, FarmUnavailable):
        report.failures.append(failure)  # it waits: five days without a farm are no fault of its own
    elif not blame.fails(story, failure, before=story.attempts > 0):
        fail(room, report, name_of(story), failure)


def _take_in(room: Newsroom, episode: Episode | None, reading: Reading, report: Report) -> Unforeseen | None:
    """Let a story that was made be told; return what stood against it that nobody foresaw."""
    try:
        with border("keeping the story"):
            if episode:
                _shelve(room, episode, report)
            keep(reading, room.studio.cache)
            settle_told(room, reading)
    except Unforeseen as error:
        return error
    return None


async def _episode(room: Newsroom, told: Told, reading: Reading) -> Episode:
    with room.screen.article() as listener:
        return await room.runner.narrate(Job(reading.article, reading.imprint, told.voice), listener)


async def _make_digest(room: Newsroom, stories: Sequence[Told], report: Report) -> None:
    """Make the digest of all the day's stories, unless there is the same already."""
    if not room.settings.daily.digest or not stories:
        return
    made = report.made
    try:
        with border("making the digest"), room.screen.article() as listener:
            _shelve(room, await room.runner.narrate(Job(_programme(room, stories)), listener), report)
        report.tried += report.made - made  # the same as before is nothing that was reached
    except FarmUnavailable as error:
        report.tried += 1
        report.failures.append(error)
        report.gone = error
    except TingError as error:
        report.tried += 1
        fail(room, report, "The digest", error)


def _programme(room: Newsroom, stories: Sequence[Told]) -> Programme:
    articles = [told.article for told in stories if told.article]
    if len(articles) < len(stories):
        message = "A story that was told earlier today can no longer be read."
        raise ArticleNotFound(message, hint="The digest stays as it was.")
    show, day = room.settings.show, room.day
    issued = max(day.midnight, *(article.published or day.midnight for article in articles))
    told = [digest.Story(told.article, told.voice) for told in stories if told.article]
    guid = fingerprint("digest", show.title, day.date.isoformat())
    imprint = Imprint(guid, None, issued, show.title)
    return digest.compose(day.date, told, room.settings, room.studio.cast, imprint)


def _shelve(room: Newsroom, episode: Episode, report: Report) -> None:
    """Take a finished episode into the catalog, and tell of it if it is new there."""
    if room.catalog.episode(episode.slug) is None or room.studio.force:
        report.made += 1
        room.publish(episode)
    room.catalog.add(episode)


def _keep_validators(room: Newsroom, plans: Sequence[Plan], report: Report) -> None:
    """Keep by what a listing can be known to be the same, where nothing of it is left to do."""
    for plan in plans:
        listing, name = plan.listing, plan.source.name
        is_new = not plan.failure and not listing.not_modified and not room.day.only
        if is_new and not plan.future and not any(_is_left(room, story) for story in plan.new):
            with borne(room, report, name, "noting the source"):
                room.catalog.note_listing(
                    name, edition_of(plan.source, room.day), listing.validators, (), room.day.now
                )


def _is_left(room: Newsroom, story: Story) -> bool:
    known = room.catalog.story(story.url)
    return known is None or known.state in {"pending", "failed"}
