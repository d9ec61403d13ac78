"""From a document to an episode: the whole way on one screen."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import astuple, dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Protocol, Self

import msgspec

from tts.article import Article, Paragraph
from tts.audio.assemble import prepare
from tts.audio.track import Track
from tts.casting import candidates, open_engine
from tts.chunker import write_script
from tts.config import EngineName, Settings, user_voices_folder
from tts.document import Document
from tts.engines.base import Engine, Utterance
from tts.episode import Episode, Source
from tts.errors import ArticleNotFound, EngineUnavailable, NetworkError, SynthesisError, TingError
from tts.extractor.extract import extract
from tts.fingerprint import fingerprint
from tts.publish import companions, manifest, shelf
from tts.publish.tags import tag
from tts.script import Chunk
from tts.speech.lexicon import Lexicon, lexicon
from tts.speech.normalizer import normalize
from tts.speech.spoken import Spoken
from tts.synthesizer import synthesize
from tts.timeline import Line, chapters, cues
from tts.voices import Voice, find_voice, load_voices

RECIPE = "1"
"""Changes whenever the same article and settings make another episode than before."""


class Listener(Protocol):
    """Whoever wants to know how a narration goes on."""

    def begins(self, title: str, engine: str, chunks: int) -> None:
        """Take note that an engine begins to speak this many chunks."""

    def spoken(self, chunks: int, audio_ms: int) -> None:
        """Take note that so many chunks are done, and make so much audio."""

    def notice(self, sentence: str) -> None:
        """Take note of something that the user should know."""


@dataclass(frozen=True, slots=True)
class Studio:
    """What every article of a run is narrated with."""

    settings: Settings
    voice: Voice
    lexicon: Lexicon
    open_engine: Callable[[EngineName], Engine]
    today: date
    force: bool = False

    @classmethod
    def from_settings(cls, settings: Settings, today: date, *, force: bool = False) -> Self:
        """Return a studio that opens each engine once; UsageError when the voice does not exist."""
        voice = find_voice(settings.voice, load_voices(user_voices_folder()))
        engines = cache(partial(open_engine, settings=settings))
        return cls(settings, voice, lexicon(voice.lexicon), engines, today, force)

    def say(self, written: str) -> Spoken:
        """Return how the voice says a written text."""
        return normalize(written, self.lexicon)


async def narrate(document: Document, studio: Studio, listener: Listener) -> Episode:
    """Return the episode of the document's article, with absolute paths, all its files in place.

    An episode that was made before is returned as it is, unless the studio forces a new one. Raises
    a TingError, and leaves no file, when there is no article, no engine or no room.
    """
    article = extract(document)
    order = _order(article, studio)
    output = studio.settings.show.output
    path = shelf.folder(output, order.date) / shelf.names(order.slug).json
    episode = None if studio.force else _made_before(path, order, studio)
    if episode is None:
        with shelf.draft(output, order.date, order.slug) as draft:
            engines = candidates(studio.settings)
            recording = await _record_with_fallback(engines, article, studio, draft.mp3, listener)
            episode = _describe(article, order, recording, studio)
            tag(draft.mp3, episode)
            companions.write(draft, episode)
    return replace(episode, files=shelf.absolute(episode.files, path))


async def speak(text: str, studio: Studio, mp3: Path, listener: Listener) -> None:
    """Write the text, and nothing around it, as an MP3 without tags; all of it or no file."""
    studio = replace(studio, settings=msgspec.structs.replace(studio.settings, disclosure=""))
    article = Article("", (Paragraph(text),))
    with shelf.whole(mp3) as part:
        await _record_with_fallback(candidates(studio.settings), article, studio, part, listener)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made, and what it will be called."""

    id: str
    slug: str
    date: date


@dataclass(frozen=True, slots=True)
class Recording:
    """What an engine made of an article."""

    engine: str
    voice: str
    lines: tuple[Line, ...]
    duration_ms: int
    unspoken: tuple[Chunk, ...]
    notices: tuple[str, ...] = ()


def _order(article: Article, studio: Studio) -> Order:
    settings = studio.settings
    identity = fingerprint(RECIPE, _source(article), studio.voice, settings.profile, settings.disclosure)
    day = article.published.date() if article.published else studio.today
    return Order(identity, shelf.slug(day, article.title, identity), day)


def _source(article: Article) -> Source:
    return Source(
        title=article.title,
        byline=article.byline,
        publisher=article.publisher,
        url=article.url,
        published=article.published,
        fingerprint=fingerprint(article.title, article.paragraphs),
    )


def _made_before(path: Path, order: Order, studio: Studio) -> Episode | None:
    """Return the episode that the order would make again; a damaged or partial one counts as none."""
    try:
        episode = manifest.read(path)
    except TingError:
        return None
    same = episode.id == order.id and episode.engine in candidates(studio.settings)
    whole = all(Path(file).is_file() for file in astuple(shelf.absolute(episode.files, path)))
    return episode if same and whole else None


async def _record_with_fallback(
    names: Sequence[EngineName], article: Article, studio: Studio, mp3: Path, listener: Listener
) -> Recording:
    """Return the recording of the first engine that can make the whole of it."""
    name, *others = names
    try:
        engine = studio.open_engine(name)
        await engine.check()
        return await _record(article, studio, engine, mp3, listener)
    except (EngineUnavailable, NetworkError, SynthesisError) as failure:
        if not others:
            raise
        listener.notice(f"{name} cannot be used, so {others[0]} is: {failure}")
        notice = f"{name} could not speak this article: {failure.message}"
    recording = await _record_with_fallback(others, article, studio, mp3, listener)
    return replace(recording, notices=(notice, *recording.notices))


async def _record(
    article: Article, studio: Studio, engine: Engine, mp3: Path, listener: Listener
) -> Recording:
    """Write the article's MP3, spoken by this engine."""
    voice, profile = studio.voice.on(engine.name), studio.settings.profile
    script = write_script(article, engine.limits, studio.voice.pauses, studio.settings.disclosure)
    said = [(chunk, studio.say(chunk.written)) for chunk in script]
    spoken = [(chunk, text) for chunk, text in said if not text.is_silent]
    unspoken = tuple(chunk for chunk, text in said if text.is_silent)
    if all(chunk.paragraph is None for chunk, _ in spoken):
        message = f"「{article.title}」 has no paragraph that can be spoken."
        raise ArticleNotFound(message, hint="Give a page with an article in words.")
    listener.begins(article.title, engine.name, len(spoken))
    lines: list[Line] = []
    utterances = (Utterance(text, voice, studio.voice.prosody) for _, text in spoken)
    with mp3.open("wb") as file:
        track = Track(file, profile)
        async with aclosing(synthesize(utterances, engine)) as speeches:
            async for speech in speeches:
                chunk, text = spoken[len(lines)]
                take = await asyncio.to_thread(prepare, speech, profile)
                lines.append(Line(chunk, text, track.add(take, chunk.pause_after_ms)))
                listener.spoken(len(lines), lines[-1].placement.end_ms)
        duration_ms = track.finish()
    return Recording(engine.name, voice, tuple(lines), duration_ms, unspoken)


def _describe(article: Article, order: Order, recording: Recording, studio: Studio) -> Episode:
    unspoken = tuple(f"Not spoken, for it has no words: {chunk.written}" for chunk in recording.unspoken)
    return Episode(
        id=order.id,
        slug=order.slug,
        title=article.title,
        date=order.date,
        language=article.language,
        duration_ms=recording.duration_ms,
        profile=studio.settings.profile,
        engine=recording.engine,
        voice=recording.voice,
        disclosure=studio.settings.disclosure,
        chapters=chapters(article, recording.lines, recording.duration_ms),
        cues=cues(recording.lines),
        articles=(_source(article),),
        files=shelf.names(order.slug),
        notices=recording.notices,
        warnings=article.warnings + unspoken,
    )
