"""The episode: a finished piece of audio, and everything its manifest says about it."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tts.model.article import ChunkKind

Profile = Literal["podcast", "source"]

BYTES_PER_SECOND: dict[Profile, int] = {"podcast": 12_000, "source": 6_000}
"""Of both profiles' constant bit rates, 96 and 48 kbit/s."""

EpisodeKind = Literal["article", "digest"]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of the episode that players can jump to; chapters are ordered and leave no gap."""

    start_ms: int
    end_ms: int
    title: str
    url: str | None = None
    image: str | None = None


class Word(NamedTuple):
    """A word of a cue as it is written, and when it is spoken; in JSON a list of the three.

    Signs stand with the word before them. A number or a date is one word, however many are said for it.
    """

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Cue:
    """One sentence in the article's own words, and when it is spoken.

    `paragraph` is the index into the article's paragraphs, counted on over the stories of a digest;
    None for disclosure, announcement, title and byline. `kind` says which part of the script it belongs
    to. `speaker` is the engine's voice where several speak the episode. `words` are in order, begin and end
    within the cue, and joined they are its text; there are none where the engine knew no times of them.
    """

    start_ms: int
    end_ms: int
    text: str
    paragraph: int | None = None
    kind: ChunkKind = "body"
    speaker: str | None = None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud the finished file is (ITU-R BS.1770), by what its takes measure when they are decoded.

    `gain_steps` is how often the engine's own frames were raised by 1.5 dB; so many steps back they
    are, byte for byte, what the engine sent.
    """

    lufs: float
    peak_dbtp: float
    gain_steps: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where an episode's text came from."""

    title: str
    byline: str | None
    publisher: str | None
    url: str | None
    published: dt.datetime | None
    fingerprint: str
    section: str | None = None
    image_url: str | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """As what an episode appears in feeds: fields of Episode that its text does not decide.

    `guid` is what a podcast app knows it by, and stays the same when its story changes; empty, it is
    the episode's id. `series` is the name of the configured source it came from. `issued` is aware.
    `show` is the title of the podcast it is part of; empty for one made by itself.
    """

    guid: str = ""
    series: str | None = None
    issued: dt.datetime | None = None
    show: str = ""


NO_IMPRINT = Imprint()


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an episode: names beside the manifest on disk, absolute paths on the command line.

    Those with a default are missing from the manifests of older versions.
    """

    mp3: str
    json: str
    vtt: str
    srt: str
    lrc: str
    chapters: str
    transcript: str = ""
    txt: str = ""
    md: str = ""


BETWEEN_VOICES = "、"


class Persona(NamedTuple):
    """Who reads: the engine's own name of a voice, and what listeners call it; in JSON a list of the two."""

    voice: str
    name: str


@dataclass(frozen=True, slots=True)
class Episode:
    """One MP3 and its story: the manifest is this, as JSON.

    `engine` and `voice` are those actually used; of several voices all, with BETWEEN_VOICES between.
    `narrators` say what listeners call them, each voice once; the manifests of older versions have none.
    `notices` says in words why another engine spoke than the one wished for; `warnings` lists what was not
    spoken.
    """

    id: str
    slug: str
    title: str
    date: dt.date
    language: str
    duration_ms: int
    profile: Profile
    engine: str
    voice: str
    disclosure: str
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]
    articles: tuple[Source, ...]
    files: Files
    notices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    loudness: Loudness | None = None
    kind: EpisodeKind = "article"
    imprint: Imprint = NO_IMPRINT
    narrators: tuple[Persona, ...] = ()

    @property
    def least_bytes(self) -> int:
        """What its MP3 takes at least; one that is smaller was cut off."""
        return self.duration_ms * BYTES_PER_SECOND[self.profile] // 1000

    @property
    def guid(self) -> str:
        """What podcast apps know the episode by."""
        return self.imprint.guid or self.id

    @property
    def issued(self) -> dt.datetime:
        """When it came out, aware: as its imprint says, else with its first story, else as its day began."""
        stories = (source.published for source in self.articles)
        known = self.imprint.issued or next((moment for moment in stories if moment), None)
        moment = known or dt.datetime.combine(self.date, dt.time())
        return _in_a_calendar(moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC))


def _in_a_calendar(moment: dt.datetime) -> dt.datetime:
    """Return the moment; where UTC has none such, as of 0001-01-01 in Taipei, what its clock shows in UTC."""
    try:
        moment.astimezone(dt.UTC)
    except OverflowError:
        return moment.replace(tzinfo=dt.UTC)
    return moment
