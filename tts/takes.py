"""From what a newsreader is to say to takes: asked for in few requests, each made once and kept."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import msgspec

import tts.audio
from tts.audio.take import Take
from tts.audio.track import Placement
from tts.engines.base import Speech, Utterance
from tts.fingerprint import fingerprint
from tts.script import Chunk
from tts.speech.spoken import Spoken
from tts.studio import Newsreader, Studio, code_fingerprint
from tts.synthesizer import Gate, Speaker, gathered, marks_apart, together
from tts.timeline import Line

Said = tuple[Chunk, Spoken]
"""A chunk of the script, and how it is said."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A segment of the programme, by its number, as its newsreader is to say it."""

    segment: int
    reader: Newsreader
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What one request to an engine is to say, and the name under which its take is kept."""

    turn: Turn
    said: tuple[Said, ...]
    utterance: Utterance
    key: str


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring chunks that were spoken in one request, and the sound of all of them.

    `speaker` is the engine's own name of the voice.
    """

    said: tuple[Said, ...]
    take: Take
    segment: int = 0
    speaker: str = ""

    @property
    def pause_after_ms(self) -> int:
        """The pause after the last of its chunks; those between them are the engine's own."""
        return self.said[-1][0].pause_after_ms

    @property
    def begins_before_story(self) -> bool:
        """Whether its first chunk is no paragraph of a story: words of the show, a title, a byline."""
        return self.said[0][0].paragraph is None

    def lines(self, placement: Placement) -> Iterator[Line]:
        """Yield a line a chunk, when the part has its place: each sounds by its own marks."""
        places = [placement]
        if len(self.said) > 1:
            marks = marks_apart(placement.marks, (spoken.text for _, spoken in self.said))
            places = [Placement(own[0].start_ms, own[-1].end_ms, own) for own in marks or ()]
        for (chunk, spoken), place in zip(self.said, places, strict=True):
            yield Line(chunk, spoken, place, self.segment, self.speaker)


@dataclass(frozen=True, slots=True)
class Booth:
    """Where one engine speaks for the studio."""

    gate: Gate
    studio: Studio

    def requests(self, turn: Turn) -> Iterator[Request]:
        """Yield what is to be asked for, in order; everything is in one of them.

        The first chunk is asked for by itself: someone may be listening; and whatever an episode says
        before a story, the story comes in the same requests, so that its takes serve every episode.
        """
        singles = [self._request(turn, (said,)) for said in turn.said]
        yield from singles[:1]
        yield from self._grouped(singles[1:])

    async def parts(self, request: Request) -> Sequence[Part]:
        """Return the request's part, kept from before or newly made; several where marks run together.

        Episodes of a run that say the same wait for each other, so that it is made once.
        """
        async with self.studio.alone_with(request.key):
            take = None if self.studio.force else await asyncio.to_thread(self._kept, request.key)
            if take is None:
                speech = await Speaker(self.gate, self.studio.patience).speak(request.utterance)
                if self._runs_together(request, speech):
                    self.gate.groups = False
                else:
                    loop = asyncio.get_running_loop()
                    take = await loop.run_in_executor(self.studio.workers, self._made, request, speech)
        if take is not None:
            return (Part(request.said, take, request.turn.segment, request.utterance.voice),)
        alone = [await self.parts(self._request(request.turn, (said,))) for said in request.said]
        return [part for parts in alone for part in parts]

    def _request(self, turn: Turn, said: tuple[Said, ...]) -> Request:
        """Return a request under a key that changes with anything that its take's bytes depend on."""
        engine, voice, settings = self.gate.engine, turn.reader.voice, self.studio.settings
        name = voice.on(engine.name)
        utterance = together([Utterance(spoken, name, voice.prosody) for _, spoken in said])
        key = fingerprint(
            code_fingerprint(*tts.audio.__path__),
            settings.profile,
            settings.loudness,
            engine.name,
            engine.version,
            utterance.voice,
            utterance.prosody,
            utterance.spoken.text,
        )
        return Request(turn, said, utterance, key)

    def _grouped(self, singles: Sequence[Request]) -> Iterator[Request]:
        """Yield requests as large as may be: those kept from before as they were, the rest gathered anew.

        So a changed sentence costs the request that holds it, and no other.
        """
        if not self.gate.groups:
            yield from singles
            return
        fresh: list[Request] = []
        position = 0
        while position < len(singles):
            kept = self._kept_from(singles, position)
            if kept:
                yield from self._gathered(fresh)
                yield kept
                fresh.clear()
            else:
                fresh.append(singles[position])
            position += len(kept.said) if kept else 1
        yield from self._gathered(fresh)

    def _gathered(self, singles: Sequence[Request]) -> Iterator[Request]:
        waiting = iter(singles)
        for group in gathered([one.utterance for one in singles], self.gate.engine.limits):
            yield self._joined(list(islice(waiting, len(group))))

    def _joined(self, singles: Sequence[Request]) -> Request:
        return self._request(singles[0].turn, tuple(said for one in singles for said in one.said))

    def _kept_from(self, singles: Sequence[Request], position: int) -> Request | None:
        """Return the request that began here before, if the same words follow still and its take is kept."""
        cache = self.studio.cache
        size = None if self.studio.force else cache.get(_group_name(singles[position]))
        if size is None:
            return None
        group = self._joined(singles[position : position + int(size)])
        return group if cache.has(group.key) else None

    def _runs_together(self, request: Request, speech: Speech) -> bool:
        """Tell whether the speech has several chunks, and a mark that belongs to two of them."""
        texts = [text.text for _, text in request.said]
        return len(texts) > 1 and not marks_apart(speech.marks, texts)

    def _kept(self, key: str) -> Take | None:
        kept = self.studio.cache.get(key)
        return decoded(kept) if kept is not None else None

    def _made(self, request: Request, speech: Speech) -> Take:
        """Return the take of the speech, which from now on is kept."""
        from tts.audio.assemble import prepare  # noqa: PLC0415 - loads while others wait for answers

        settings, cache = self.studio.settings, self.studio.cache
        take = prepare(speech, settings.profile, settings.target_lufs)
        cache.put(request.key, msgspec.msgpack.encode(take))
        if self.gate.groups:
            first = self._request(request.turn, request.said[:1])
            cache.put(_group_name(first), str(len(request.said)).encode())
        return take


def _group_name(first: Request) -> str:
    """Return the name under which it is kept how many utterances were spoken together from this one on."""
    return fingerprint("together", first.key)


def decoded(kept: bytes) -> Take | None:
    """Return the take that was kept; None when it is not one."""
    try:
        return msgspec.msgpack.decode(kept, type=Take)
    except msgspec.DecodeError:
        return None
