"""Telling: one story of an archive, from its address to an episode, or to why there is none."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tts.archive.collection import Collection, Papers
from tts.archive.hosts import Hosts
from tts.archive.report import Report
from tts.catalog.story import Outcome, Settled, Story
from tts.catalog.worklist import Bounds, Worklist
from tts.daily.newsroom import Newsroom
from tts.daily.outcome import given_up, is_a_try, is_welcome, name_of, told, voice_of
from tts.daily.plan import listed_story
from tts.daily.reading import Errand, Reading, read
from tts.errors import ArticleNotFound, NetworkError, OutputError, TingError, UsageError, border
from tts.farm.failures import FarmUnavailable
from tts.farm.job import Job
from tts.model.address import bare, host_of
from tts.model.episode import Episode
from tts.model.settings import SourceSettings
from tts.narration.blame import Blame
from tts.sources.entry import Entry

OPEN = frozenset({"pending", "failed"})


@dataclass(frozen=True, slots=True)
class Turn:
    """A story whose turn it is, and the collection that lists it."""

    collection: Collection
    entry: Entry


@dataclass(slots=True)
class Teller:
    """Tells stories, any number at once; `fails` is told of each failure: whose, why, and what follows.

    When an engine fails again and again, or the farm is gone, `blame` has that as its trouble: nothing more
    can be told.
    """

    room: Newsroom
    worklist: Worklist
    hosts: Hosts
    bounds: Bounds
    report: Report
    fails: Callable[[str, TingError, str], None]
    blame: Blame[Story] = field(init=False)

    def __post_init__(self) -> None:
        """Charge stories that are to blame."""
        self.blame = Blame(self._fail)

    async def tell(self, turn: Turn) -> None:
        """Let a story be told, or be settled or counted as what came in the way.

        Raises what no story is to blame for: OutputError, UsageError, and what the catalog raises.
        """
        room, entry = self.room, turn.entry
        paper = Papers(room.settings.source).paper_of(turn.collection, entry.url)
        story = listed_story(entry, paper.name, room.catalog, room.day)
        if story.state not in OPEN or story.text_print:  # told by another run meanwhile
            return
        reading = await self._read(Errand(story, paper.name, entry.copy), entry)
        if reading is None or not self._is_wanted(reading, paper):
            return
        alone_with = room.studio.alone_with  # by one address, or in the same words, one after the other
        async with alone_with(f"told {reading.imprint.guid}"), alone_with(f"told {reading.text_print}"):
            if self._is_told(reading):
                return
            episode = await self._narrate(reading, paper)
        if episode:
            self._take_in(reading, episode)

    async def _read(self, errand: Errand, entry: Entry) -> Reading | None:
        host, story = host_of(entry.url), errand.story
        try:
            with border("reading the story"):
                reading = await read(errand, self.room.day, self.room.fetcher, self.room.studio)
        except ArticleNotFound as error:
            self.hosts.answers(host)
            self._settle(story, "skipped", f"No article: {error.message}")
            self.report.no_article += 1
        except NetworkError as error:
            if self.hosts.fails(host, error):
                self._fail(story, error)
        except TingError as error:
            self._fail(story, error)
        else:
            self.hosts.answers(host)
            return reading
        return None

    def _is_wanted(self, reading: Reading, paper: SourceSettings) -> bool:
        """Tell whether the story is of the days that are wanted, by its page, and by the source's words."""
        published, day = reading.article.published, self.room.day
        if published and published != reading.story.published:
            self.worklist.date_anew(reading.story.url, published, day.of(published))
        if published and not self.bounds.hold(day.of(published)):
            self.report.outside += 1
            return False
        if not is_welcome(self.room, paper, reading):
            self.report.unwelcome += 1
            return False
        return True

    def _is_told(self, reading: Reading) -> bool:
        """Tell whether the story is told at another address, and settle it so."""
        story = reading.story
        other = self.room.catalog.told_by(reading.imprint.guid, reading.text_print, story.url)
        if other is None:
            return False
        self._settle(story, "duplicate", f"The same as {bare(other)}.")
        self.report.duplicates += 1
        return True

    async def _narrate(self, reading: Reading, paper: SourceSettings) -> Episode | None:
        voice = paper.voice or voice_of(reading.imprint.guid, self.room.settings.daily.voices)
        try:
            with border("telling the story"), self.room.screen.article() as listener:
                episode = await self.room.runner.narrate(
                    Job(reading.article, reading.imprint, voice), listener
                )
        except (OutputError, UsageError):
            raise  # the disk, or a setting
        except FarmUnavailable as error:
            self.blame.ends(error)
            self.fails(name_of(reading.story), error, "")
        except TingError as error:
            story = replace(reading.story, published=reading.article.published or reading.story.published)
            if not self.blame.fails(story, error, before=story.attempts > 0):
                self.fails(name_of(story), error, "")
        else:
            self.blame.tells()
            return episode
        return None

    def _take_in(self, reading: Reading, episode: Episode) -> None:
        """Let the story be told, on the day it was published: the days to come do not count it as theirs."""
        room, story = self.room, reading.story
        room.catalog.add(episode)
        self._note(story)
        room.catalog.settle(story.url, told(reading, reading.imprint.issued or room.day.moment))
        self.report.made += 1
        self.report.sound_ms += episode.duration_ms
        room.publish(episode)

    def _fail(self, story: Story, error: TingError) -> None:
        if not is_a_try(story, error, self.room.day):
            self.fails(name_of(story), error, "")
            return
        self._settle(story, "failed", error.message)
        self.fails(name_of(story), error, given_up(story))

    def _settle(self, story: Story, state: Settled, reason: str) -> None:
        self._note(story)
        self.room.catalog.settle(story.url, Outcome(state, self.room.day.moment, reason=reason))

    def _note(self, story: Story) -> None:
        """Let the catalog know what the story is called: no source of the show may list it."""
        entry = Entry(story.url, story.title, story.published, story.section)
        self.room.catalog.note(entry, self.room.day.now)
