"""From an article to its recording: every chunk a take, every take in its place in one MP3.

This is where the heavy libraries of sound are; the pipeline imports it when there is something to make.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

import tts.audio
from tts.article import Article
from tts.audio.assemble import Take, prepare
from tts.audio.master import master
from tts.audio.track import Track
from tts.chunker import write_script
from tts.config import EngineName, Settings
from tts.engines.base import Utterance
from tts.episode import Loudness
from tts.errors import ArticleNotFound, EngineUnavailable, NetworkError, SynthesisError
from tts.fingerprint import fingerprint
from tts.script import Chunk
from tts.speech.spoken import Spoken
from tts.studio import Listener, Studio, code_fingerprint
from tts.synthesizer import Gate, Speaker, in_order
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
class Script:
    """What one engine is to say of an article, and what of it has no words."""

    spoken: tuple[tuple[Chunk, Spoken], ...]
    unspoken: tuple[Chunk, ...]


async def record(
    names: Sequence[EngineName], article: Article, studio: Studio, mp3: Path, listener: Listener
) -> Recording:
    """Write the article's MP3, spoken by the first of these engines that can speak the whole of it."""
    name, *others = names
    try:
        gate = studio.gate(name)
        await gate.check()
        return await _record_with(gate, article, studio, mp3, listener)
    except (EngineUnavailable, NetworkError, SynthesisError) as failure:
        if not others:
            raise
        listener.notice(f"{name} cannot be used, so {others[0]} is: {failure}")
        notice = f"{name} could not speak this article: {failure.message}"
    recording = await record(others, article, studio, mp3, listener)
    return replace(recording, notices=(notice, *recording.notices))


async def open_stage(names: Sequence[EngineName], article: Article, studio: Studio) -> tuple[Gate, Script]:
    """Return the gate of the first of these engines that can be used now, and what it is to say."""
    name, *others = names
    gate = studio.gate(name)
    try:
        await gate.check()
    except EngineUnavailable:
        if not others:
            raise
        return await open_stage(others, article, studio)
    return gate, write(article, gate, studio)


async def perform(script: Script, gate: Gate, studio: Studio) -> AsyncGenerator[Part]:
    """Yield the parts of a script as soon as each is finished, in order, the first one first."""
    voice = studio.voice.on(gate.engine.name)
    utterances = (Utterance(text, voice, studio.voice.prosody) for _, text in script.spoken)
    at_once = LOOK_AHEAD * gate.engine.concurrency
    async with aclosing(in_order((_take(one, gate, studio) for one in utterances), at_once)) as takes:
        parts = iter(script.spoken)
        async for take in takes:
            chunk, text = next(parts)
            yield Part(chunk, text, take)


def write(article: Article, gate: Gate, studio: Studio) -> Script:
    """Return what the gate's engine is to say; ArticleNotFound when no paragraph of it has words."""
    disclosure = studio.settings.disclosure
    chunks = write_script(article, gate.engine.limits, studio.voice.pauses, disclosure)
    said = [(chunk, studio.say(chunk.written)) for chunk in chunks]
    spoken = tuple((chunk, text) for chunk, text in said if not text.is_silent)
    if all(chunk.paragraph is None for chunk, _ in spoken):
        message = f"「{article.title}」 has no paragraph that can be spoken."
        raise ArticleNotFound(message, hint="Give a page with an article in words.")
    return Script(spoken, tuple(chunk for chunk, text in said if text.is_silent))


async def _record_with(
    gate: Gate, article: Article, studio: Studio, mp3: Path, listener: Listener
) -> Recording:
    script = write(article, gate, studio)
    listener.begins(article.title, gate.engine.name, len(script.spoken))
    lines: list[Line] = []
    with mp3.open("wb") as file:
        track = Track(file, studio.settings.profile)
        async with aclosing(perform(script, gate, studio)) as parts:
            async for part in parts:
                placement = track.add(part.take, part.chunk.pause_after_ms)
                lines.append(Line(part.chunk, part.spoken, placement))
                listener.spoken(len(lines), placement.end_ms)
        duration_ms = track.finish()
    loudness = await asyncio.to_thread(master, mp3, studio.settings.profile, studio.settings.target_lufs)
    await asyncio.to_thread(studio.cache.prune)
    voice = studio.voice.on(gate.engine.name)
    return Recording(gate.engine.name, voice, tuple(lines), duration_ms, script.unspoken, loudness=loudness)


async def _take(utterance: Utterance, gate: Gate, studio: Studio) -> Take:
    """Return the utterance's take: the one made before, unless a new one is wanted or none is there.

    Articles of a run that say the same wait for each other, so that it is made once.
    """
    settings = studio.settings
    key = _key(utterance, gate, settings)
    async with studio.alone_with(key):
        kept = None if studio.force else await asyncio.to_thread(studio.cache.get, key)
        if kept is not None and (take := _decoded(kept)):
            return take
        speech = await Speaker(gate, studio.patience).speak(utterance)
        async with studio.workers:
            take = await asyncio.to_thread(prepare, speech, settings.profile, settings.target_lufs)
            await asyncio.to_thread(studio.cache.put, key, msgspec.msgpack.encode(take))
        return take


def _key(utterance: Utterance, gate: Gate, settings: Settings) -> str:
    """Return a name that changes with anything that the take's bytes depend on."""
    engine = gate.engine
    return fingerprint(
        code_fingerprint(*tts.audio.__path__),
        settings.profile,
        settings.loudness,
        engine.name,
        engine.version,
        utterance.voice,
        utterance.prosody,
        utterance.spoken.text,
    )


def _decoded(kept: bytes) -> Take | None:
    try:
        return msgspec.msgpack.decode(kept, type=Take)
    except msgspec.DecodeError:
        return None
