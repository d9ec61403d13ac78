"""From a document to an episode: the whole way on one screen."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import astuple, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import tts.extractor
from tts.article import Article, Paragraph
from tts.casting import candidates
from tts.config import Settings
from tts.document import Document
from tts.episode import Episode, Source
from tts.errors import EngineUnavailable, NetworkError, SynthesisError, TingError
from tts.fingerprint import fingerprint, short
from tts.publish import manifest, shelf
from tts.studio import Listener, Studio, code_fingerprint

if TYPE_CHECKING:
    from tts.recording import Part, Recording

RECIPE = "4"
"""Changes whenever the same article and settings make another episode than before."""


async def narrate(document: Document, studio: Studio, listener: Listener) -> Episode:
    """Return the episode of the document's article, with absolute paths, all its files in place.

    An episode that was made before is returned as it is, unless the studio forces a new one. Raises
    a TingError, and leaves no file, when there is no article, no engine or no room.
    """
    if made := narrated_before(document, studio):
        return made
    article = await _extract(document, studio)
    order = _order(article, studio)
    async with studio.alone_with(order.id):
        made = None if studio.force else _made_before(order, studio)
        episode = made or await _make(article, order, studio, listener)
    studio.cache.put(_request(document, studio), msgspec.json.encode(order))
    return episode


def narrated_before(document: Document, studio: Studio) -> Episode | None:
    """Return the episode that was made of the same document before; its article is not read again."""
    remembered = None if studio.force else _remembered(_request(document, studio), studio)
    return _made_before(remembered, studio) if remembered else None


async def speak(text: str, studio: Studio, mp3: Path, listener: Listener) -> None:
    """Write the text, and nothing around it, as an MP3 without tags; all of it or no file."""
    from tts.recording import record  # noqa: PLC0415 - heavy: only to speak

    studio = replace(studio, settings=msgspec.structs.replace(studio.settings, disclosure=""))
    article = Article("", (Paragraph(text),))
    with shelf.whole(mp3) as part:
        await record(candidates(studio.settings), article, studio, part, listener)


async def listen(document: Document, studio: Studio) -> AsyncGenerator["Part"]:
    """Yield the parts of the document's article while the next ones are still being made.

    The first comes as soon as it is spoken. All are spoken by the first engine that can speak it; when
    that fails later on, its error is raised, for the voice never changes in mid-story.
    """
    from tts.recording import open_stage, perform  # noqa: PLC0415 - heavy: only to speak

    article = await _extract(document, studio)
    names = candidates(studio.settings)
    for name in names:
        stage = await open_stage(name, article, studio)
        begun = False
        try:
            async with aclosing(perform(stage, studio)) as parts:
                async for part in parts:
                    begun = True
                    yield part
        except (EngineUnavailable, NetworkError, SynthesisError):
            if begun or name == names[-1]:
                raise
        else:
            return


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made, and of which day it is."""

    id: str
    date: date


def _request(document: Document, studio: Studio) -> str:
    """Return a name that changes with anything that decides what is to be made."""
    extracting = code_fingerprint(*tts.extractor.__path__)
    settings = studio.settings
    return fingerprint(RECIPE, extracting, document, studio.voice, _made_with(settings), studio.today)


def _remembered(request: str, studio: Studio) -> Order | None:
    """Return what the same request came to before, so that its document need not be parsed again."""
    kept = studio.cache.get(request)
    try:
        return msgspec.json.decode(kept, type=Order) if kept else None
    except msgspec.DecodeError:
        return None


async def _extract(document: Document, studio: Studio) -> Article:
    from tts.story import read_story  # noqa: PLC0415 - its parsers take long to load

    async with studio.desk:
        return await read_story(document, studio.follow)


def _order(article: Article, studio: Studio) -> Order:
    identity = fingerprint(RECIPE, _source(article), studio.voice, _made_with(studio.settings))
    return Order(identity, article.published.date() if article.published else studio.today)


def _made_with(settings: Settings) -> tuple[object, ...]:
    """Return the settings that decide what is heard and shown, by any engine."""
    own = settings.show.cover
    cover = shelf.read_cover(own) if own else None
    spoken = settings.disclosure, settings.lexicon, settings.reading, settings.third_tone
    return settings.profile, settings.loudness, *spoken, cover


def _source(article: Article) -> Source:
    return Source(
        title=article.title,
        byline=article.byline,
        publisher=article.publisher,
        url=article.url,
        published=article.published,
        fingerprint=fingerprint(article.title, article.paragraphs),
    )


def _made_before(order: Order, studio: Studio) -> Episode | None:
    """Return the episode that the order would make again; a damaged or partial one counts as none.

    It is found by the fingerprint in its name: to spell the rest of the name would take as long as all
    the rest.
    """
    folder = shelf.folder(studio.settings.show.output, order.date)
    for path in sorted(folder.glob(f"*-{short(order.id)}.json")):
        try:
            episode = manifest.read(path)
        except TingError:
            continue
        files = shelf.absolute(episode.files, path)
        same = episode.id == order.id and episode.engine in candidates(studio.settings)
        if same and all(Path(file).is_file() for file in astuple(files)):
            return replace(episode, files=files)
    return None


async def _make(article: Article, order: Order, studio: Studio, listener: Listener) -> Episode:
    """Return the order's episode, newly made."""
    from tts.publish import companions  # noqa: PLC0415 - only to make
    from tts.publish.cover import embedded  # noqa: PLC0415 - as above
    from tts.publish.tags import tag  # noqa: PLC0415 - as above
    from tts.recording import record  # noqa: PLC0415 - heavy: only to speak

    output = studio.settings.show.output
    slug = shelf.slug(order.date, article.title, order.id)
    cover = embedded(studio.settings.show.cover)  # first: one that is no picture must not cost minutes
    with shelf.draft(output, order.date, slug) as draft:
        recording = await record(candidates(studio.settings), article, studio, draft.mp3, listener)
        episode = _describe(article, order, slug, recording, studio)
        tag(draft.mp3, episode, cover)
        companions.write(draft, episode)
    path = shelf.folder(output, order.date) / episode.files.json
    return replace(episode, files=shelf.absolute(episode.files, path))


def _describe(article: Article, order: Order, slug: str, recording: "Recording", studio: Studio) -> Episode:
    from tts.timeline import chapters, cues  # noqa: PLC0415 - only to make

    unspoken = tuple(f"Not spoken, for it has no words: {chunk.written}" for chunk in recording.unspoken)
    return Episode(
        id=order.id,
        slug=slug,
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
        files=shelf.names(slug),
        notices=recording.notices,
        warnings=article.warnings + unspoken,
        loudness=recording.loudness,
    )
