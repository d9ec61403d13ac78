"""From a programme to its recording: every chunk a take, every take in its place in one MP3.

The pipeline imports it when there is something to make.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from itertools import chain, groupby
from pathlib import Path

from tts.audio.level import Level
from tts.audio.track import Track
from tts.chunker import write_segment
from tts.errors import ArticleNotFound, EngineUnavailable, NetworkError, SynthesisError
from tts.fingerprint import fingerprint
from tts.model.article import Article
from tts.model.episode import BETWEEN_VOICES, Loudness
from tts.model.programme import Programme
from tts.model.script import Chunk
from tts.model.settings import Settings
from tts.narration.jingles import SILENT, Signature, passages
from tts.narration.studio import UNHEARD, Listener, Relay, Studio, roles
from tts.narration.takes import Booth, Part, Turn
from tts.narration.timeline import Line, cues
from tts.synthesizer import in_order

LOOK_AHEAD = 2
"""Takes begun for each utterance that an engine may have at work."""

AFTER_INTRO_MS = 500
"""Between the last of the intro and the first word."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What an engine made of a programme; `voice` names all that spoke."""

    engine: str
    voice: str
    lines: tuple[Line, ...]
    duration_ms: int
    unspoken: tuple[Chunk, ...]
    notices: tuple[str, ...] = ()
    loudness: Loudness | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """The booth of an engine, what is to be said in it, and what of the programme has no words."""

    booth: Booth
    turns: tuple[Turn, ...]
    unspoken: tuple[Chunk, ...]

    @property
    def chunks(self) -> int:
        """How many chunks are to be said."""
        return sum(len(turn.said) for turn in self.turns)


async def record(  # noqa: PLR0913, PLR0917 - what it is made of, and who is told
    programme: Programme,
    studio: Studio,
    mp3: Path,
    listener: Listener,
    signature: Signature = SILENT,
    relay: Relay = UNHEARD,
) -> Recording:
    """Write the programme's MP3, spoken by the first engine that may and can speak the whole of it."""
    names = list(studio.engines)
    notices: list[str] = []
    while True:
        name = names.pop(0)
        try:
            stage = await open_stage(name, programme, studio)
            listener.begins(programme.title, name, stage.chunks)
            recording = await _record_on(stage, studio, mp3, listener, signature, relay)
        except (EngineUnavailable, NetworkError, SynthesisError) as failure:
            if not names:
                raise
            listener.notice(f"{names[0]} speaks instead of {name}. {failure}")
            notices.append(f"{name} could not speak this {programme.kind}: {failure.message}")
        else:
            return replace(recording, notices=tuple(notices))


async def open_stage(name: str, programme: Programme, studio: Studio) -> Stage:
    """Return what an engine is to say of a programme; they are written one after the other."""
    async with studio.desk:
        return await asyncio.to_thread(_stage, programme, Booth(studio.gate(name), studio))


async def perform(stage: Stage, *, soon: bool = False) -> AsyncGenerator[Part]:
    """Yield the parts of a programme as soon as each is finished, in order.

    The first is asked for while the engine is asked whether it can be used now: raises
    EngineUnavailable before anything is yielded if not. With `soon` an engine of this machine makes it
    alone: beside another it takes Kokoro up to twice as long.
    """
    booth = stage.booth
    requests = chain.from_iterable(map(booth.requests, stage.turns))
    at_once = LOOK_AHEAD * booth.gate.engine.concurrency
    alone = soon and not booth.gate.groups
    async with aclosing(in_order(map(booth.parts, requests), at_once, first_alone=alone)) as finished:
        for part in await _if_usable(booth, anext(finished)):
            yield part
        async for parts in finished:
            for part in parts:
                yield part


async def _if_usable(booth: Booth, first: Awaitable[Sequence[Part]]) -> Sequence[Part]:
    """Return the first parts when the engine is found usable; raise as soon as it is found not to be."""
    checking = asyncio.create_task(booth.gate.check(booth.studio.patience))
    making = asyncio.ensure_future(first)
    try:
        await asyncio.wait({checking, making}, return_when=asyncio.FIRST_COMPLETED)
        if checking.done():
            await checking
        parts = await making
        if not booth.gate.is_usable:  # what was kept from before says nothing of the engine
            await checking
    finally:
        for task in (checking, making):
            task.cancel()
        await asyncio.gather(checking, making, return_exceptions=True)
    return parts


def _stage(programme: Programme, booth: Booth) -> Stage:
    """Return what the booth's engine is to say; ArticleNotFound when no paragraph of it has words."""
    turns, unspoken = [], []
    for turn in _turns(programme, booth):
        unspoken += [chunk for chunk, text in turn.said if text.is_silent]
        turns.append(replace(turn, said=tuple(said for said in turn.said if not said[1].is_silent)))
    if all(chunk.paragraph is None for turn in turns for chunk, _ in turn.said):
        if not programme.title:
            message = "The text has no words that can be spoken."
            raise ArticleNotFound(message, hint="Give at least one letter, digit or character.")
        message = f"「{programme.title}」 has no paragraph that can be spoken."
        raise ArticleNotFound(message, hint="Give a page with an article in words.")
    return Stage(booth, tuple(turns), tuple(unspoken))


def _turns(programme: Programme, booth: Booth) -> Iterator[Turn]:
    """Yield each segment as it is said, in a turn a voice; paragraphs are counted on from those before it."""
    before = 0
    for number, segment in enumerate(programme.segments):
        studio, engine = booth.studio, booth.gate.engine
        narrator = studio.cast(segment.voice)
        others = roles(studio.settings, studio.cast, narrator.voice, engine.name)
        chunks = write_segment(segment, engine.limits, narrator.voice.pauses, others)
        counted = [_counted_on(chunk, before) for chunk in chunks]
        name = _name_of(segment.story)
        for turn, (voice, run) in enumerate(groupby(counted, key=lambda chunk: chunk.voice)):
            reader = studio.cast(voice) if voice else narrator
            said = tuple((chunk, reader.speak(chunk)) for chunk in run)
            yield Turn(number, reader, said, f"{name} {turn}" if name and turn else name)
        before += len(segment.story.paragraphs) if segment.story else 0


def _name_of(story: Article | None) -> str:
    """Return what stays of a story when its paper changes it."""
    if story is None:
        return ""
    return story.url or (fingerprint(story.headline, story.published) if story.headline else "")


def _counted_on(chunk: Chunk, before: int) -> Chunk:
    return chunk if chunk.paragraph is None else replace(chunk, paragraph=chunk.paragraph + before)


async def _record_on(  # noqa: PLR0913, PLR0917 - as `record`
    stage: Stage, studio: Studio, mp3: Path, listener: Listener, signature: Signature, relay: Relay
) -> Recording:
    lines: list[Line] = []
    with mp3.open("wb") as file:
        track = Track(file, studio.settings.profile, relay.sound)
        if signature.intro:
            track.add(signature.intro, AFTER_INTRO_MS)
        async with (
            aclosing(perform(stage, soon=relay is not UNHEARD)) as parts,
            aclosing(passages(parts, signature, studio)) as heard,
        ):
            async for passage in heard:
                placement = track.add(passage.take, passage.pause_after_ms)
                said = tuple(passage.lines(placement))
                if relay is not UNHEARD:  # the whole has its cues when it is done
                    relay.words(cues(said))
                lines += said
                listener.spoken(len(lines), placement.end_ms)
        if signature.outro:
            track.add(signature.outro, 0)
        duration_ms = track.finish()
    loudness = await asyncio.to_thread(_mastered, mp3, studio.settings, track.level)
    await asyncio.to_thread(studio.cache.prune)
    voices = BETWEEN_VOICES.join(dict.fromkeys(line.speaker for line in lines))
    name = stage.booth.gate.engine.name
    return Recording(name, voices, tuple(lines), duration_ms, stage.unspoken, loudness=loudness)


def _mastered(mp3: Path, settings: Settings, level: Level) -> Loudness | None:
    from tts.audio.master import master  # noqa: PLC0415 - heavy: not before the first request is sent

    return master(mp3, settings.profile, settings.target_lufs, level)
