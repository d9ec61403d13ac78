"""A show's own sounds around and under its words: an intro, an outro, and a bed under the headlines."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

import tts.audio
from tts.audio.take import Take
from tts.audio.track import Placement
from tts.engines.base import Pcm
from tts.fingerprint import fingerprint
from tts.narration.order import sound_prints
from tts.narration.studio import Studio, code_fingerprint
from tts.narration.takes import Part, decoded
from tts.narration.timeline import Line


@dataclass(frozen=True, slots=True)
class Bed:
    """A sound to lie under words, and what changes with it."""

    sound: Pcm
    print: str


@dataclass(frozen=True, slots=True)
class Signature:
    """The sounds of a show, as far as it has them."""

    intro: Take | None = None
    outro: Take | None = None
    bed: Bed | None = None


SILENT = Signature()


@dataclass(frozen=True, slots=True)
class Passage:
    """Parts that are one take in the track; `begins` tells how much later than it each of theirs does."""

    parts: tuple[Part, ...]
    take: Take
    begins: tuple[int, ...] = (0,)

    @property
    def pause_after_ms(self) -> int:
        """The pause after the last of its parts."""
        return self.parts[-1].pause_after_ms

    def lines(self, placement: Placement) -> Iterator[Line]:
        """Yield a line a chunk, when the passage has its place."""
        start_ms = placement.start_ms - self.take.start_ms
        for part, begins_ms in zip(self.parts, self.begins, strict=True):
            yield from part.lines(Placement.of(part.take, start_ms + begins_ms))


def open_signature(studio: Studio) -> Signature:
    """Return the sounds that the settings name; UsageError when one is missing or cannot be decoded."""
    show, target = studio.settings.show, studio.settings.target_lufs
    prints = dict(zip(("intro", "outro", "bed"), sound_prints(studio.settings), strict=True))
    if not any(prints.values()):
        return SILENT
    from tts.audio.jingles import LONGEST_BED_MS, jingle, read  # noqa: PLC0415 - heavy, and few shows have any

    def take(path: Path | None, mark: str) -> Take | None:
        return _kept(studio, lambda: jingle(path, target), mark) if path and mark else None

    return Signature(
        intro=take(show.intro, prints["intro"]),
        outro=take(show.outro, prints["outro"]),
        bed=Bed(read(show.bed, LONGEST_BED_MS), prints["bed"]) if show.bed and prints["bed"] else None,
    )


async def passages(
    parts: AsyncIterator[Part], signature: Signature, studio: Studio
) -> AsyncGenerator[Passage]:
    """Yield the parts as they come, but a segment's words before its story as one passage, over the bed."""
    bed = signature.bed
    words: list[Part] = []
    async for part in parts:
        if bed and words and (not part.begins_before_story or part.segment != words[-1].segment):
            yield await _over(bed, words, studio)
            words = []
        if bed and part.begins_before_story:
            words.append(part)
        else:
            yield Passage((part,), part.take)
    if bed and words:
        yield await _over(bed, words, studio)


async def _over(bed: Bed, parts: Sequence[Part], studio: Studio) -> Passage:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(studio.workers, _mixed, bed, tuple(parts), studio)


def _mixed(bed: Bed, parts: tuple[Part, ...], studio: Studio) -> Passage:
    from tts.audio.jingles import bedded, begins  # noqa: PLC0415 - as above

    takes, pauses = [part.take for part in parts], [part.pause_after_ms for part in parts]
    starts = begins(takes, pauses)
    lines = parts[-1].lines(Placement.of(takes[-1], starts[-1]))
    words_ms = max(line.placement.end_ms for line in lines if line.chunk.paragraph is None)
    take = _kept(
        studio,
        lambda: bedded(bed.sound, takes, pauses, words_ms, studio.settings.target_lufs),
        bed.print,
        takes,
        pauses,
        words_ms,
    )
    return Passage(parts, take, starts)


def _kept(studio: Studio, make: Callable[[], Take], *made_of: object) -> Take:
    """Return the take that was made of this before, or make and keep it."""
    key = fingerprint(code_fingerprint(*tts.audio.__path__), studio.settings.loudness, *made_of)
    kept = studio.made(key)
    take = decoded(kept) if kept else None
    if take is None:
        take = make()
        studio.keep(key, msgspec.msgpack.encode(take))
    return take
