"""From a document to an episode: the whole way on one screen."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tts.episode_files import shelf
from tts.episode_files.front_cover import front
from tts.errors import EngineUnavailable, NetworkError, SynthesisError
from tts.fingerprint import short
from tts.model.article import Article, Paragraph
from tts.model.document import Document
from tts.model.episode import NO_IMPRINT, Episode, Imprint
from tts.model.order import Order
from tts.model.programme import Programme, of_article
from tts.narration.engine_choice import candidates
from tts.narration.order import made_before, order_of, remember, remembered, slug_of, source_of
from tts.narration.studio import UNHEARD, Listener, Relay, Studio

if TYPE_CHECKING:
    from tts.narration.multipage import Follow
    from tts.narration.recording import Recording
    from tts.narration.takes import Part


async def narrate(  # noqa: PLR0913, PLR0917 - a document, where, and what is to become of it
    document: Document,
    studio: Studio,
    listener: Listener,
    imprint: Imprint = NO_IMPRINT,
    relay: Relay = UNHEARD,
    voice: str | None = None,
) -> Episode:
    """Return the episode of the document's article, with absolute paths, all its files in place.

    It is spoken by the named voice or that of the settings. An episode that was made before is returned as it
    is, unless the studio forces a new one; of another the `relay` is given all that is heard, as it is made.
    Raises a TingError, and leaves no file, when there is no article, no engine or no room.
    """
    if made := narrated_before(document, studio, imprint, voice):
        return made
    article, is_whole = await _extract(document, studio)
    programme = _of(article, studio, imprint, voice)
    episode = await narrate_programme(programme, studio, listener, relay)
    if is_whole:
        remember(document, imprint, order_of(programme, studio), studio, voice)
    return episode


def narrated_before(
    document: Document, studio: Studio, imprint: Imprint = NO_IMPRINT, voice: str | None = None
) -> Episode | None:
    """Return the episode that was made of the same document before; its article is not read again."""
    order = remembered(document, imprint, studio, voice)
    return made_before(order, studio) if order else None


async def story_of(document: Document, studio: Studio) -> Article:
    """Return the document's article, as `narrate` would have it spoken; raise ArticleNotFound like it."""
    article, _is_whole = await _extract(document, studio)
    return article


async def narrate_article(  # noqa: PLR0913, PLR0917 - as `narrate`
    article: Article,
    studio: Studio,
    listener: Listener,
    imprint: Imprint,
    voice: str | None = None,
    relay: Relay = UNHEARD,
) -> Episode:
    """Return the episode of an article, by the named voice or that of the settings; as `narrate`."""
    return await narrate_programme(_of(article, studio, imprint, voice), studio, listener, relay)


async def narrate_programme(
    programme: Programme, studio: Studio, listener: Listener, relay: Relay = UNHEARD
) -> Episode:
    """Return the episode of a programme, spoken by one engine throughout; as `narrate`."""
    order = order_of(programme, studio)
    async with studio.alone_with(order.id):
        make = studio.maker or _make
        return made_before(order, studio) or await make(programme, order, studio, listener, relay)


async def speak(text: str, studio: Studio, mp3: Path, listener: Listener) -> None:
    """Write the text, and nothing around it, as an MP3 without tags; all of it or no file."""
    from tts.narration.recording import record  # noqa: PLC0415 - heavy: only to speak

    programme = of_article(Article("", (Paragraph(text),)), "", studio.today)
    with shelf.whole(mp3) as part:
        await record(programme, studio, part, listener)


async def listen(
    document: Document, studio: Studio, begins: Callable[[str, str], None] = lambda _title, _engine: None
) -> AsyncGenerator["Part"]:
    """Yield the parts of the document's article while the next ones are still being made.

    `begins` is told the title and the engine before the first is made.
    The first comes as soon as it is spoken. All are spoken by the first engine that can speak it; when
    that fails later on, its error is raised, for the voice never changes in mid-story.
    """
    from tts.narration.recording import open_stage, perform  # noqa: PLC0415 - heavy: only to speak

    article, _is_whole = await _extract(document, studio)
    programme = _of(article, studio, NO_IMPRINT)
    names = candidates(studio.settings)
    for name in names:
        stage = await open_stage(name, programme, studio)
        begins(programme.title, name)
        begun = False
        try:
            async with aclosing(perform(stage, soon=True)) as parts:
                async for part in parts:
                    begun = True
                    yield part
        except (EngineUnavailable, NetworkError, SynthesisError):
            if begun or name == names[-1]:
                raise
        else:
            return


async def _extract(document: Document, studio: Studio) -> tuple[Article, bool]:
    """Return the document's article, and whether the document alone decides what it is.

    A further page may change while the first one stays as it is.
    """
    from tts.narration.multipage import read_story  # noqa: PLC0415 - its parsers take long to load

    further: list[str] = []

    async def follow(address: str, read: "Follow") -> Document:
        further.append(address)
        return await read(address)

    async with studio.desk:
        article = await read_story(document, studio.follow and partial(follow, read=studio.follow))
    if not document.url:
        article = replace(article, image_url=None)  # to read a file goes nowhere
    return article, not further


def _of(article: Article, studio: Studio, imprint: Imprint, voice: str | None = None) -> Programme:
    return of_article(article, studio.settings.disclosure, studio.today, imprint, voice)


async def _make(
    programme: Programme, order: Order, studio: Studio, listener: Listener, relay: Relay
) -> Episode:
    """Return the order's episode, newly made."""
    from tts.narration.jingles import open_signature  # noqa: PLC0415 - as above
    from tts.narration.recording import record  # noqa: PLC0415 - heavy: only to speak

    output = studio.settings.show.output
    cover = front(studio.settings.show.cover)  # first: one that is no picture must not cost minutes
    signature = await asyncio.to_thread(open_signature, studio)  # so is a sound that cannot be decoded
    with shelf.draft(output, order.date, short(order.id)) as draft:
        recording = await record(programme, studio, draft.mp3, listener, signature, relay)
        plain = _describe(programme, order, recording, studio)
        episode = await _written(draft, plain, cover, studio)
        shelf.put(draft, episode.slug)
    path = shelf.folder(output, order.date) / episode.files.json
    return replace(episode, files=shelf.absolute(episode.files, path))


async def _written(draft: shelf.Draft, plain: Episode, cover: bytes, studio: Studio) -> Episode:
    """Return the episode with its pictures, its files written beside its sound."""
    from tts.episode_files import companions  # noqa: PLC0415 - as above
    from tts.episode_files.tags import tag  # noqa: PLC0415 - as above
    from tts.narration.chapter_pictures import illustrated  # noqa: PLC0415 - not before the first request is sent

    episode, pictures = await illustrated(plain, studio)
    tag(draft.mp3, episode, cover, pictures, studio.settings.show.aigc_producer)
    companions.write(draft, episode)
    return episode


def _describe(programme: Programme, order: Order, recording: "Recording", studio: Studio) -> Episode:
    from tts.narration.timeline import chapters, cues, narrators  # noqa: PLC0415 - only to make

    slug = slug_of(programme, order)
    unspoken = tuple(f"Not spoken, for it has no words: {chunk.written}" for chunk in recording.unspoken)
    return Episode(
        id=order.id,
        slug=slug,
        title=programme.title,
        date=order.date,
        language=programme.language,
        duration_ms=recording.duration_ms,
        profile=studio.settings.profile,
        engine=recording.engine,
        voice=recording.voice,
        disclosure=studio.settings.disclosure,
        chapters=chapters(programme, recording.lines, recording.duration_ms),
        cues=cues(recording.lines),
        articles=tuple(map(source_of, programme.stories)),
        files=shelf.names(slug),
        notices=recording.notices,
        warnings=programme.warnings + unspoken,
        loudness=recording.loudness,
        kind=programme.kind,
        imprint=programme.imprint,
        narrators=narrators(recording.lines),
    )
