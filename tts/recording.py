"""From an article to its recording: every chunk a take, every take in its place in one MP3.

This is where the heavy libraries of sound are; the pipeline imports it when there is something to make.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

import msgspec

import tts.audio
from tts.article import Article
from tts.audio.assemble import Take, prepare
from tts.audio.master import master
from tts.audio.track import Placement, Track
from tts.chunker import write_script
from tts.config import EngineName
from tts.engines.base import Speech, Utterance
from tts.episode import Loudness
from tts.errors import ArticleNotFound, EngineUnavailable, NetworkError, SynthesisError
from tts.fingerprint import fingerprint
from tts.script import Chunk
from tts.speech.spoken import Spoken
from tts.studio import Listener, Studio, code_fingerprint
from tts.synthesizer import Gate, Speaker, gathered, in_order, marks_apart, together
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


Said = tuple[Chunk, Spoken]
"""A chunk of the script, and how it is said."""


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring chunks that were spoken in one request, and the sound of all of them."""

    said: tuple[Said, ...]
    take: Take

    @property
    def pause_after_ms(self) -> int:
        """The pause after the last of its chunks; those between them are the engine's own."""
        return self.said[-1][0].pause_after_ms

    def lines(self, placement: Placement) -> Iterator[Line]:
        """Yield a line a chunk, when the part has its place: each sounds by its own marks."""
        if len(self.said) == 1:
            yield Line(*self.said[0], placement)
            return
        marks = marks_apart(placement.marks, (spoken.text for _, spoken in self.said))
        for (chunk, spoken), own in zip(self.said, marks or (), strict=True):
            yield Line(chunk, spoken, Placement(own[0].start_ms, own[-1].end_ms, own))


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
        listener.notice(f"{others[0]} speaks instead of {name}. {failure}")
        notice = f"{name} could not speak this article: {failure.message}"
    recording = await record(others, article, studio, mp3, listener)
    return replace(recording, notices=(notice, *recording.notices))


async def open_stage(name: EngineName, article: Article, studio: Studio) -> Stage:
    """Return what an engine is to say of an article; they are written one after the other."""
    async with studio.desk:
        return await asyncio.to_thread(_stage, article, studio.gate(name), studio)


async def perform(stage: Stage, studio: Studio) -> AsyncGenerator[Part]:
    """Yield the parts of an article as soon as each is finished, in order.

    The first is asked for by itself, so that a listener need not wait for others, and while the engine
    is asked whether it can be used now: raises EngineUnavailable before anything is yielded if not.
    """
    gate = stage.gate
    singles = [_order((said,), gate, studio) for said in stage.spoken]
    orders = chain(singles[:1], _grouped(singles[1:], gate, studio))
    at_once = LOOK_AHEAD * gate.engine.concurrency
    async with aclosing(in_order((_parts(order, gate, studio) for order in orders), at_once)) as finished:
        for part in await _if_usable(gate, anext(finished)):
            yield part
        async for parts in finished:
            for part in parts:
                yield part


async def _if_usable(gate: Gate, first: Awaitable[Sequence[Part]]) -> Sequence[Part]:
    """Return the first parts when the engine is found usable; raise as soon as it is found not to be."""
    checking, making = asyncio.create_task(gate.check()), asyncio.ensure_future(first)
    try:
        await asyncio.wait({checking, making}, return_when=asyncio.FIRST_COMPLETED)
        if checking.done():
            await checking
        parts = await making
        await checking
    finally:
        for task in (checking, making):
            task.cancel()
        await asyncio.gather(checking, making, return_exceptions=True)
    return parts


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
                placement = track.add(part.take, part.pause_after_ms)
                lines += part.lines(placement)
                listener.spoken(len(lines), placement.end_ms)
        duration_ms = track.finish()
    loudness = await asyncio.to_thread(master, mp3, studio.settings.profile, studio.settings.target_lufs)
    await asyncio.to_thread(studio.cache.prune)
    name = stage.gate.engine.name
    voice = studio.voice.on(name)
    return Recording(name, voice, tuple(lines), duration_ms, stage.unspoken, loudness=loudness)


@dataclass(frozen=True, slots=True)
class _Order:
    """What one request is to say, and the name under which its take is kept."""

    said: tuple[Said, ...]
    utterance: Utterance
    key: str


def _order(said: tuple[Said, ...], gate: Gate, studio: Studio) -> _Order:
    """Return the order under a key that changes with anything that the take's bytes depend on."""
    engine, voice = gate.engine, studio.voice
    name = voice.on(engine.name)
    utterance = together([Utterance(spoken, name, voice.prosody) for _, spoken in said])
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
    return _Order(said, utterance, key)


def _grouped(singles: Sequence[_Order], gate: Gate, studio: Studio) -> Iterator[_Order]:
    """Yield orders that fit one request each: those kept from before as they were, the rest gathered anew.

    So a changed sentence costs the request that holds it, and no other.
    """
    if not gate.groups:
        yield from singles
        return
    fresh: list[_Order] = []
    position = 0
    while position < len(singles):
        kept = _kept_from(singles, position, gate, studio)
        if kept:
            yield from _gathered(fresh, gate, studio)
            yield kept
            fresh.clear()
        else:
            fresh.append(singles[position])
        position += len(kept.said) if kept else 1
    yield from _gathered(fresh, gate, studio)


def _gathered(singles: Sequence[_Order], gate: Gate, studio: Studio) -> Iterator[_Order]:
    waiting = iter(singles)
    for group in gathered([one.utterance for one in singles], gate.engine.limits):
        yield _joined(list(islice(waiting, len(group))), gate, studio)


def _joined(singles: Sequence[_Order], gate: Gate, studio: Studio) -> _Order:
    return _order(tuple(said for one in singles for said in one.said), gate, studio)


def _kept_from(singles: Sequence[_Order], position: int, gate: Gate, studio: Studio) -> _Order | None:
    """Return the order that began here before, if the same words follow still and its take is kept."""
    size = None if studio.force else studio.cache.get(_group_name(singles[position]))
    if size is None:
        return None
    group = _joined(singles[position : position + int(size)], gate, studio)
    return group if studio.cache.has(group.key) else None


def _group_name(first: _Order) -> str:
    """Return the name under which it is kept how many utterances were spoken together from this one on."""
    return fingerprint("together", first.key)


async def _parts(order: _Order, gate: Gate, studio: Studio) -> Sequence[Part]:
    """Return the order's part, kept from before or newly made; several where marks cannot be told apart.

    Articles of a run that begin alike wait for each other, so that it is made once.
    """
    async with studio.alone_with(order.key):
        take = None if studio.force else await asyncio.to_thread(_kept, order.key, studio)
        if take is None:
            speech = await Speaker(gate, studio.patience).speak(order.utterance)
            if len(order.said) > 1 and not marks_apart(speech.marks, (text.text for _, text in order.said)):
                gate.groups = False
            else:
                loop = asyncio.get_running_loop()
                take = await loop.run_in_executor(studio.workers, _made, order, speech, gate, studio)
    if take is not None:
        return (Part(order.said, take),)
    alone = [await _parts(_order((said,), gate, studio), gate, studio) for said in order.said]
    return [part for parts in alone for part in parts]


def _kept(key: str, studio: Studio) -> Take | None:
    kept = studio.cache.get(key)
    return _decoded(kept) if kept is not None else None


def _made(order: _Order, speech: Speech, gate: Gate, studio: Studio) -> Take:
    """Return the take of the speech, which from now on is kept."""
    take = prepare(speech, studio.settings.profile, studio.settings.target_lufs)
    studio.cache.put(order.key, msgspec.msgpack.encode(take))
    if gate.groups:
        first = _order(order.said[:1], gate, studio)
        studio.cache.put(_group_name(first), str(len(order.said)).encode())
    return take


def _decoded(kept: bytes) -> Take | None:
    try:
        return msgspec.msgpack.decode(kept, type=Take)
    except msgspec.DecodeError:
        return None
