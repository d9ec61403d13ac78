"""From what a newsreader is to say to takes: asked for in few requests, each made once and kept.

What stands together in a request is heard, for its pauses are the engine's own. So it depends on the
story alone and on what the same story said before, and never on what else is kept, or on who was first.
"""

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
from tts.model.script import Chunk
from tts.narration.studio import Newsreader, Studio, code_fingerprint
from tts.narration.timeline import Line
from tts.speech.spoken import Spoken
from tts.synthesizer import Gate, Layout, Speaker, laid_out, layout_of, marks_apart, together

Said = tuple[Chunk, Spoken]
"""A chunk of the script, and how it is said."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A segment of the programme, by its number, or what one voice says of it in a row.

    `story` names its story, whatever that says today; it is empty where nothing does.
    """

    segment: int
    reader: Newsreader
    said: tuple[Said, ...]
    story: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What one request to an engine is to say, and the name under which its take is kept."""

    turn: Turn
    said: tuple[Said, ...]
    utterance: Utterance
    key: str


TOLD_APART = b""
"""Kept in place of a take where the engine ran several chunks together: they are asked for one by one."""


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring chunks that were spoken in one request, and the sound of all of them.

    `speaker` is the engine's own name of the voice, `narrator` what listeners call it.
    """

    said: tuple[Said, ...]
    take: Take
    segment: int = 0
    speaker: str = ""
    narrator: str = ""

    @property
    def pause_after_ms(self) -> int:
        """The pause after the last of its chunks; those between them are the engine's own."""
        return self.said[-1][0].pause_after_ms

    @property
    def begins_before_story(self) -> bool:
        """Whether its first chunk is no paragraph of a story: words of the show, a title, a byline."""
        return self.said[0][0].paragraph is None

    def lines(self, placement: Placement) -> Iterator[Line]:
        """Yield a line a chunk, when the part has its place: each sounds by its own marks and words."""
        places = [placement]
        if len(self.said) > 1:
            texts = [spoken.text for _, spoken in self.said]
            marks = marks_apart(placement.marks, texts) or []
            words = marks_apart(placement.words, texts) or [()] * len(texts)
            places = [
                Placement(own[0].start_ms, own[-1].end_ms, own, its)
                for own, its in zip(marks, words, strict=False)
            ]
        for (chunk, spoken), place in zip(self.said, places, strict=True):
            yield Line(chunk, spoken, place, self.segment, self.speaker, self.narrator)


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
        if self.gate.groups:
            yield from singles[:1]
            yield from self._laid_out(turn, singles[1:])
        else:
            yield from singles

    async def parts(self, request: Request) -> Sequence[Part]:
        """Return the request's part, kept from before or newly made; several where marks run together.

        Episodes of a run that say the same wait for each other, so that it is made once.
        """
        async with self.studio.alone_with(request.key):
            kept = await asyncio.to_thread(self.studio.made, request.key)
            take = decoded(kept) if kept else None
            if take is None and kept != TOLD_APART:
                take = await self._taken(request)
        if take is not None:
            turn = request.turn
            speaker, narrator = request.utterance.voice, turn.reader.voice.called
            return (Part(request.said, take, turn.segment, speaker, narrator),)
        alone = [await self.parts(self._request(request.turn, (said,))) for said in request.said]
        return [part for parts in alone for part in parts]

    async def _taken(self, request: Request) -> Take | None:
        """Return the take of the request, newly spoken; None where a mark belongs to two of its chunks."""
        speech = await Speaker(self.gate, self.studio.patience).speak(request.utterance)
        texts = [text.text for _, text in request.said]
        if len(texts) > 1 and not marks_apart(speech.marks, texts):
            await asyncio.to_thread(self.studio.keep, request.key, TOLD_APART)
            return None
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.studio.workers, self._made, request, speech)

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

    def _laid_out(self, turn: Turn, singles: Sequence[Request]) -> Iterator[Request]:
        """Yield requests as large as may be; those of the story's last version where its words still follow.

        So a changed sentence costs the request that holds it, and no other.
        """
        name = self._layout_name(turn)
        before = _layout(self.studio.cache.get(name)) if turn.story else ()
        groups = list(laid_out([one.utterance for one in singles], self.gate.engine.limits, before))
        layout = layout_of(groups)
        if turn.story and layout != before:
            self.studio.cache.put(name, msgspec.msgpack.encode(layout))
        waiting = iter(singles)
        for group in groups:
            yield self._request(turn, tuple(said for one in islice(waiting, len(group)) for said in one.said))

    def _layout_name(self, turn: Turn) -> str:
        engine = self.gate.engine
        voice = turn.reader.voice.on(engine.name)
        return fingerprint("layout", turn.story, engine.name, engine.version, engine.limits.max_chars, voice)

    def _made(self, request: Request, speech: Speech) -> Take:
        """Return the take of the speech, which from now on is kept."""
        from tts.audio.assemble import prepare  # noqa: PLC0415 - loads while others wait for answers

        settings = self.studio.settings
        take = prepare(speech, settings.profile, settings.target_lufs)
        self.studio.keep(request.key, msgspec.msgpack.encode(take))
        return take


def _layout(kept: bytes | None) -> Layout:
    try:
        return msgspec.msgpack.decode(kept, type=Layout) if kept else ()
    except msgspec.DecodeError:
        return ()


def decoded(kept: bytes) -> Take | None:
    """Return the take that was kept; None when it is not one."""
    try:
        return msgspec.msgpack.decode(kept, type=Take)
    except msgspec.DecodeError:
        return None
