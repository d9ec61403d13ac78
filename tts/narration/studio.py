"""What every article of a run is narrated with: voice, engines, cache, and the settings over all."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self
from weakref import WeakValueDictionary

from tts.config import user_voices_folder
from tts.engines.cache import Cache
from tts.fingerprint import fingerprint
from tts.model.episode import Cue, Episode
from tts.model.order import Order
from tts.model.programme import Programme
from tts.model.script import Chunk, Roles
from tts.model.settings import AUTO, Settings
from tts.narration.engine_choice import candidates, open_cache, open_gate
from tts.speech.lexicon import Lexicon, lexicon
from tts.speech.spoken import Spoken, verbatim
from tts.speech.word_list import WordList, read_word_list
from tts.synthesizer import Gate, Patience
from tts.voices import Voice, find_voice, load_voices

if TYPE_CHECKING:
    from tts.narration.multipage import Follow

Look = Callable[[str], Awaitable[bytes]]
"""Fetches the picture at an address."""

Pictures = Mapping[str, bytes]
"""Pictures that fit a chapter, by their addresses."""


class Listener(Protocol):
    """Whoever wants to know how the narration of an article goes on."""

    def begins(self, title: str, engine: str, chunks: int) -> None:
        """Take note that an engine begins to speak this many chunks."""

    def spoken(self, chunks: int, audio_ms: int) -> None:
        """Take note that so many chunks are done, and make so much audio."""

    def notice(self, sentence: str) -> None:
        """Take note of something that the user should know."""


class Silent:
    """A listener who lets everything pass; a base for one who does not care for all of it."""

    def begins(self, title: str, engine: str, chunks: int) -> None:
        """Let it pass."""

    def spoken(self, chunks: int, audio_ms: int) -> None:
        """Let it pass."""

    def notice(self, sentence: str) -> None:
        """Let it pass."""


class Relay(Protocol):
    """Whoever lets an episode be heard while it is made.

    When another engine begins, which its listener is told, all comes anew from the start.
    """

    def sound(self, frames: bytes) -> None:
        """Pass on the next frames of the episode, whole, as they stand in it after the header frame.

        Those of the source profile may be raised by some steps when all are there.
        """

    def words(self, cues: Sequence[Cue]) -> None:
        """Pass on when the next sentences are spoken; their sound was passed on before."""


class Unheard:
    """The relay of an episode that nobody hears before it is finished."""

    def sound(self, frames: bytes) -> None:
        """Let it pass."""

    def words(self, cues: Sequence[Cue]) -> None:
        """Let it pass."""


UNHEARD = Unheard()

Maker = Callable[[Programme, Order, "Studio", Listener, Relay], Awaitable[Episode]]
"""Makes the episode of an order, whose files are then in place where this studio has its own."""


@cache
def code_fingerprint(*folders: str) -> str:
    """Return a fingerprint of the Python code in these folders.

    So nothing that older code made is ever taken for new, and nobody has to count versions.
    """
    files = sorted(path for folder in folders for path in Path(folder).rglob("*.py"))
    return fingerprint([path.read_bytes() for path in files])


MOST_WORKERS = 4
"""As many as engines answer at once; each holds up to 30 MB."""


def _workers() -> ThreadPoolExecutor:
    """Return threads for heavy work, no more than there are cores."""
    return ThreadPoolExecutor(min(MOST_WORKERS, os.cpu_count() or 1), thread_name_prefix="take")


@dataclass(frozen=True, slots=True)
class Newsreader:
    """A voice, and the words that it says in a way of its own."""

    voice: Voice
    lexicon: Lexicon

    def say(self, written: str) -> Spoken:
        """Return how the newsreader says a written text."""
        from tts.speech.normalizer import normalize  # noqa: PLC0415 - its rules take long to compile

        return normalize(written, self.lexicon)

    def speak(self, chunk: Chunk) -> Spoken:
        """Return how the newsreader says a chunk: Latin script of one's own voice as it is written."""
        return verbatim(chunk.written) if chunk.as_written else self.say(chunk.written)


@dataclass(frozen=True, slots=True)
class Studio:
    """Shared by all articles of a run, so that together they keep to what an engine allows.

    `cast` finds the newsreader of a voice's name, or of the settings' own for None, and raises UsageError
    when there is none. `gate` opens the way to an engine, always the same one; `workers` are the cores
    that prepare takes; at the `desk` one article at a time is read and written; `follow` reads a story's
    further pages, `look` fetches its picture. With `force` nothing that was made before the run is used, and
    all of it is replaced.
    What is not on the shelf is made by the `maker`, None: here. `tell` is told what no single article is
    concerned with. Engines that are `absent` are for others to use; where there are `pictures`, none is
    looked for.
    """

    settings: Settings
    cast: Callable[[str | None], Newsreader]
    gate: Callable[[str], Gate]
    today: date
    cache: Cache
    force: bool = False
    follow: "Follow | None" = None
    look: Look | None = None
    patience: Patience = field(default_factory=Patience)
    workers: ThreadPoolExecutor = field(default_factory=_workers)
    desk: asyncio.Lock = field(default_factory=asyncio.Lock)
    maker: Maker | None = None
    tell: Callable[[str], None] = lambda _sentence: None
    absent: frozenset[str] = frozenset()
    pictures: Pictures | None = None
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _renewed: set[str] = field(default_factory=set)

    @classmethod
    def from_settings(
        cls, settings: Settings, today: date, complain: Callable[[str], None], *, force: bool = False
    ) -> Self:
        """Return a studio that opens each engine once; UsageError when the voice does not exist.

        `complain` is told what the user should know and no single article is concerned with.
        """
        cast = casting(settings)
        for name in (None, *settings.quote_voices, *filter(None, [settings.latin_voice])):
            cast(name)
        if settings.profile == "source" and (settings.show.intro or settings.show.outro or settings.show.bed):
            complain(
                "The source profile leaves an engine's frames as they are: no intro, outro or bed is heard."
            )
        gates = cache(partial(open_gate, settings=settings, complain=complain))
        kept = open_cache(settings, complain)
        return cls(settings, cast, gates, today, kept, force, tell=complain)

    @property
    def engines(self) -> tuple[str, ...]:
        """The engines to try in turn, of those that are there."""
        return tuple(name for name in candidates(self.settings) if name not in self.absent)

    def alone_with(self, name: str) -> asyncio.Lock:
        """Return the lock that everyone gets who asks for this name while another one holds it."""
        return self._locks.setdefault(name, asyncio.Lock())

    def made(self, key: str) -> bytes | None:
        """Return what was made under the key and may be used: with `force`, what this run made."""
        return self.cache.get(key) if not self.force or key in self._renewed else None

    def keep(self, key: str, data: bytes) -> None:
        """Keep what was made, for this run and the next ones."""
        if self.cache.put(key, data) and self.force:
            self._renewed.add(key)


def casting(settings: Settings) -> Callable[[str | None], Newsreader]:
    """Return what finds a newsreader by name, as `Studio.cast` does."""
    voices = load_voices(user_voices_folder())
    own = lexicon_of(settings)

    @cache
    def cast(name: str | None) -> Newsreader:
        voice = find_voice(name or settings.voice, voices)
        voice = replace(voice, engines={**voice.engines, **_names_set(voice, settings)})
        return Newsreader(voice, lexicon(voice.lexicon).over(own))

    return cast


def roles(
    settings: Settings, cast: Callable[[str | None], Newsreader], narrator: Voice, engine: str
) -> Roles:
    """Return who else speaks in a story that the narrator tells by the engine.

    The narrator is quoted in no voice of his own: others are, where there are some. A voice for Latin script
    that the engine has not is left to the narrator.
    """
    quotes = tuple(name for name in settings.quote_voices if cast(name).voice.name != narrator.name)
    latin = settings.latin_voice
    return Roles(quotes, latin if latin and engine in cast(latin).voice.engines else "")


def lexicon_of(settings: Settings) -> Lexicon:
    """Return the words of the settings, then those of their lists; UsageError says what is wrong with one."""
    own = lexicon(settings.lexicon)
    for path in settings.lexicon_file:
        own = own.over(word_list(path).lexicon)
    return own


def word_list(path: Path) -> WordList:
    """Return a list of words as it is now; it is read once."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return read_word_list(path)  # which says why not
    return _word_list(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8)
def _word_list(path: Path, mtime_ns: int, size: int) -> WordList:  # noqa: ARG001 - a changed file is another
    return read_word_list(path)


def _names_set(voice: Voice, settings: Settings) -> dict[str, str]:
    """Return what servers and the plug-in's engine that may speak call the voice, if their `voices` say so.

    That is one name for all voices, or a table of them; Azure knows those of Edge besides. Other engines' are
    left out: what is made does not depend on them.
    """
    engines = settings.engines
    names = candidates(settings) if settings.engine == AUTO else (settings.engine,)
    told: dict[str, object] = {
        name: engines.servers[name].voices for name in names if name in engines.servers
    }
    told |= {name: engines.others[name].get("voices") for name in names if name in engines.others}
    found = {name: _name_in(voices, voice.name) for name, voices in told.items()}
    if "azure" in found:
        found["azure"] = found["azure"] or voice.engines.get("azure") or voice.engines.get("edge", "")
    return {name: own for name, own in found.items() if own}


def _name_in(voices: object, voice: str) -> str:
    name = voices.get(voice) if isinstance(voices, Mapping) else voices
    return name if isinstance(name, str) else ""
