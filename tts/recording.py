"""From an article to its recording: every chunk a take, every take in its place in one MP3.

This is where the heavy libraries of sound are; the pipeline imports it when there is something to make.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from itertools import chain, groupby, islice
from pathlib import Path

import msgspec

import tts.audio
from tts.article import Article
from tts.audio.assemble import Take, prepare
from tts.audio.master import master
from tts.audio.track import Track
from tts.chunker import write_script
from tts.config import EngineName
from tts.engines.base import Speech, Utterance
from tts.episode import Loudness
from tts.errors import ArticleNotFound, EngineUnavailable, NetworkError, SynthesisError
from tts.fingerprint import fingerprint
from tts.script import Chunk
from tts.speech.spoken import Spoken
from tts.studio import Listener, Studio, code_fingerprint
from tts.synthesizer import Gate, Speaker, gathered, in_order
from tts.timeline import Line

LOOK_AHEAD = 2
"""Takes begun for each utterance that an engine may have at work."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What an engine made of an article."""

    engine: str
    voice: str
    lines: tuple[Line, ...]
    duration_ms: int
    unspoken: tuple[Chunk, ...]
    notices: tuple[str, ...] = ()
    loudness: Loudness | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk of the script, how it is said, and its sound."""

    chunk: Chunk
    spoken: Spoken
    take: Take


@dataclass(frozen=True, slots=True)
class Stage:
    """The gate to an engine, what that is to say of an article, and what of it has no words."""

    gate: Gate
    spoken: tuple[tuple[Chunk, Spoken], ...]
    unspoken: tuple[Chunk, ...]


async def record(
    names: Sequence[EngineName], article: Article, studio: Studio, mp3: Path, listener: Listener
) -> Recording:
    """Write the article's MP3, spoken by the first of these engines that can speak the whole of it."""
    name, *others = names
    try:
        stage = await open_stage(name, article, studio)
        listener.begins(article.title, name, len(stage.spoken))
        return await _record_on(stage, studio, mp3, listener)
    except (EngineUnavailable, NetworkError, SynthesisError) as failure:
        if not others:
            raise
        listener.notice(f"{name} cannot be used, so {others[0]} is: {failure}")
        notice = f"{name} could not speak this article: {failure.message}"
    recording = await record(others, article, studio, mp3, listener)
    return replace(recording, notices=(notice, *recording.notices))


async def open_stage(name: EngineName, article: Article, studio: Studio) -> Stage:
    """Return what an engine needs to speak an article; EngineUnavailable when it cannot be used now.

    The script is written while the engine is asked, one article's after the other's.
    """
    gate = studio.gate(name)
    checking = asyncio.create_task(gate.check())
    try:
        async with studio.desk:
            stage = await asyncio.to_thread(_stage, article, gate, studio)
        await checking
    finally:
        checking.cancel()
    return stage


async def perform(stage: Stage, studio: Studio) -> AsyncGenerator[Part]:
    """Yield the parts of an article as soon as each is finished, in order.

    The first is asked for by itself, so that a listener need not wait for others.
    """
    gate = stage.gate
    voice = studio.voice.on(gate.engine.name)
    orders = [_order(Utterance(text, voice, studio.voice.prosody), gate, studio) for _, text in stage.spoken]
    groups = chain([tuple(orders[:1])], _groups(orders[1:], gate, studio))
    at_once = LOOK_AHEAD * gate.engine.concurrency
    async with aclosing(in_order((_takes(group, gate, studio) for group in groups), at_once)) as finished:
        parts = iter(stage.spoken)
        async for takes in finished:
            for take in takes:
                chunk, text = next(parts)
                yield Part(chunk, text, take)


def _stage(article: Article, gate: Gate, studio: Studio) -> Stage:
    """Return what the gate's engine is to say; ArticleNotFound when no paragraph of it has words."""
    disclosure = studio.settings.disclosure
    chunks = write_script(article, gate.engine.limits, studio.voice.pauses, disclosure)
    said = [(chunk, studio.say(chunk.written)) for chunk in chunks]
    spoken = tuple((chunk, text) for chunk, text in said if not text.is_silent)
    if all(chunk.paragraph is None for chunk, _ in spoken):
        message = f"「{article.title}」 has no paragraph that can be spoken."
        raise ArticleNotFound(message, hint="Give a page with an article in words.")
    return Stage(gate, spoken, tuple(chunk for chunk, text in said if text.is_silent))


async def _record_on(stage: Stage, studio: Studio, mp3: Path, listener: Listener) -> Recording:
    lines: list[Line] = []
    with mp3.open("wb") as file:
        track = Track(file, studio.settings.profile)
        async with aclosing(perform(stage, studio)) as parts:
            async for part in parts:
                placement = track.add(part.take, part.chunk.pause_after_ms)
                lines.append(Line(part.chunk, part.spoken, placement))
                listener.spoken(len(lines), placement.end_ms)
        duration_ms = track.finish()
    loudness = await asyncio.to_thread(master, mp3, studio.settings.profile, studio.settings.target_lufs)
    await asyncio.to_thread(studio.cache.prune)
    name = stage.gate.engine.name
    voice = studio.voice.on(name)
    return Recording(name, voice, tuple(lines), duration_ms, stage.unspoken, loudness=loudness)


@dataclass(frozen=True, slots=True)
class _Order:
    """An utterance whose take is wanted, and the name it is kept under."""

    utterance: Utterance
    key: str


def _order(utterance: Utterance, gate: Gate, studio: Studio) -> _Order:
    """Return the order under a key that changes with anything that the take's bytes depend on."""
    engine = gate.engine
    key = fingerprint(
        code_fingerprint(*tts.audio.__path__),
        studio.settings.profile,
        studio.settings.loudness,
        engine.name,
        engine.version,
        utterance.voice,
        utterance.prosody,
        utterance.spoken.text,
    )
    return _Order(utterance, key)


def _groups(orders: Sequence[_Order], gate: Gate, studio: Studio) -> Iterator[tuple[_Order, ...]]:
    """Yield what is kept one by one, and what lies between in groups that fit one request.

    Lazily, for there may be many.
    """
    waiting = iter(orders)
    for kept, run in groupby(waiting, key=lambda order: _is_kept(order, studio)):
        if kept or not gate.groups:
            yield from ((order,) for order in run)
        else:
            members = list(run)
            sizes = (len(group) for group in gathered([one.utterance for one in members], gate.engine.limits))
            rest = iter(members)
            yield from (tuple(islice(rest, size)) for size in sizes)


def _is_kept(order: _Order, studio: Studio) -> bool:
    return not studio.force and studio.cache.has(order.key)


async def _takes(group: Sequence[_Order], gate: Gate, studio: Studio) -> Sequence[Take]:
    """Return the takes of a group: those made before, unless new ones are wanted or none are there.

    Articles of a run that begin alike wait for each other, so that it is made once.
    """
    async with studio.alone_with(group[0].key):
        if kept := await asyncio.to_thread(_kept, group, studio):
            return kept
        speeches = await Speaker(gate, studio.patience).speak_all([order.utterance for order in group])
        takes = []
        for order, speech in zip(group, speeches, strict=True):
            async with studio.workers:
                takes.append(await asyncio.to_thread(_made, order, speech, studio))
        return takes


def _kept(group: Sequence[_Order], studio: Studio) -> Sequence[Take] | None:
    """Return the takes of the whole group when all were made before."""
    takes = []
    for order in group:
        kept = None if studio.force else studio.cache.get(order.key)
        take = _decoded(kept) if kept is not None else None
        if take is None:
            return None
        takes.append(take)
    return takes


def _made(order: _Order, speech: Speech, studio: Studio) -> Take:
    """Return the take of the speech, which from now on is kept."""
    take = prepare(speech, studio.settings.profile, studio.settings.target_lufs)
    studio.cache.put(order.key, msgspec.msgpack.encode(take))
    return take


def _decoded(kept: bytes) -> Take | None:
    try:
        return msgspec.msgpack.decode(kept, type=Take)
    except msgspec.DecodeError:
        return None
