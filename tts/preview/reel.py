"""What there is to hear so far: words, chapters, how long it is. Of a finished episode that is all."""

import bisect
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path

from tts.episode_files.credit import narrator, narrators
from tts.episode_files.tag_reader import contents
from tts.model.episode import BETWEEN_VOICES, Chapter, Cue, Episode

LONGEST_PASSAGE = 24
"""Sentences shown as one paragraph, where a text has none: so that none is laid out that nobody sees."""


@dataclass(frozen=True)
class Reel:
    """Ordered cues and chapters up to `duration_ms`, which engine speaks them, and what its voice is called.

    A cue's `speaker` is called so, too.

    More will come until it is `complete`; when it never will, `failure` says why.
    """

    title: str
    cues: tuple[Cue, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    duration_ms: int = 0
    engine: str = ""
    voice: str = ""
    complete: bool = True
    failure: str = ""

    def cue_at(self, position_ms: int) -> int | None:
        """Return which cue began last; None before the first."""
        return _last_begun(self.cues, position_ms)

    def chapter_at(self, position_ms: int) -> int | None:
        """Return which chapter began last; None where there is none."""
        return _last_begun(self.chapters, position_ms)

    def speaker_at(self, position_ms: int) -> str:
        """Return engine and voice: where several take turns, that of the cue."""
        current = self.cue_at(position_ms)
        own = self.cues[current].speaker if current is not None else None
        return " · ".join(filter(None, (self.engine, own or self.voice)))

    def holding(self, wanted: str) -> tuple[int, ...]:
        """Return the cues that hold these words; case and spaces do not matter."""
        plain = _plain(wanted)
        return tuple(at for at, text in enumerate(self._plain_texts) if plain in text) if plain else ()

    def passage_of(self, cue: int) -> int:
        """Return which passage the cue stands in."""
        return bisect.bisect_right(self.passages, cue, key=attrgetter("start")) - 1

    @cached_property
    def passages(self) -> tuple[range, ...]:
        """The cues by paragraph, a range of them each."""
        starts = [0] if self.cues else []
        for at, cue in enumerate(self.cues[1:], 1):
            before = self.cues[at - 1]
            same = (cue.paragraph, cue.kind) == (before.paragraph, before.kind)
            if not same or at - starts[-1] >= LONGEST_PASSAGE:
                starts.append(at)
        ends = [*starts[1:], len(self.cues)]
        return tuple(map(range, starts, ends))

    @cached_property
    def _plain_texts(self) -> tuple[str, ...]:
        return tuple(_plain(cue.text) for cue in self.cues)


def reel_of(episode: Episode, duration_ms: int) -> Reel:
    """Return what an episode has to show; its sound may be shorter than its manifest says."""
    return Reel(
        episode.title,
        tuple(replace(cue, speaker=narrator(episode, cue)) if cue.speaker else cue for cue in episode.cues),
        episode.chapters,
        min(episode.duration_ms, duration_ms),
        episode.engine,
        BETWEEN_VOICES.join(narrators(episode)),
    )


def reel_of_file(path: Path, duration_ms: int) -> Reel:
    """Return what the tags of any MP3 have to show; it has no words."""
    tags = contents(path)
    ordered = sorted(tags.chapters, key=attrgetter("start_ms"))
    return Reel(tags.title or path.stem, (), tuple(ordered), duration_ms, voice=tags.artist or "")


def _last_begun(things: tuple[Cue, ...] | tuple[Chapter, ...], position_ms: int) -> int | None:
    begun = bisect.bisect_right(things, position_ms, key=attrgetter("start_ms"))
    return begun - 1 if begun else None


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
