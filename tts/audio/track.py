"""Joining takes to one MP3, frame by frame: time and memory do not grow with what was joined before."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Self

from tts.audio import info_header, mp3
from tts.audio.crc import crc16
from tts.audio.level import Level
from tts.audio.take import Take
from tts.engines.base import Mark
from tts.model.episode import Profile

LEAD_IN_MS = 250
LEAD_OUT_MS = 500
"""The quiet before the first sound and after the last: players and headsets swallow some."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where in the finished file a take sounds, in a player's time."""

    start_ms: int
    end_ms: int
    marks: tuple[Mark, ...]
    words: tuple[Mark, ...] = ()

    @classmethod
    def of(cls, take: Take, begin_ms: int) -> Self:
        """Return where a take sounds whose first frame begins then."""

        def moved(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
            return tuple(Mark(begin_ms + m.start_ms, begin_ms + m.end_ms, m.text) for m in marks)

        return cls(begin_ms + take.start_ms, begin_ms + take.end_ms, moved(take.marks), moved(take.words))


class Track:
    """An MP3 in the making: takes are added in order, then it is finished.

    The file must be open for writing at its start, and seekable. Pauses are what a listener hears:
    from the end of one sound to the start of the next. As silence comes in whole frames, one pause
    may be half a frame off, and the next makes up for it. `also` is given the frames after the header
    frame, whole and in order, as they are written.
    """

    def __init__(
        self, file: BinaryIO, profile: Profile, also: Callable[[bytes], None] = lambda _frames: None
    ) -> None:
        self._file = file
        self._also = also
        self._format = mp3.FORMATS[profile]
        self._frames = 0
        self._crc = 0
        self._next_start_ms = LEAD_IN_MS
        self._last_end_ms = 0
        self._levels: list[Level] = []
        file.write(bytes(info_header.frame_length(self._format)))

    def add(self, take: Take, pause_after_ms: int) -> Placement:
        """Append a take and tell where it sounds; the pause precedes the next one."""
        frame_ms = self._format.frame_ms
        early_ms = self._next_start_ms - (self._frames * frame_ms + take.start_ms)
        silent = max(0, round(early_ms / frame_ms))
        self._write(self._format.silent_frame * silent)
        begin_ms = self._frames * frame_ms
        self._write(take.frames)
        self._levels.append(take.level)
        self._last_end_ms = begin_ms + take.end_ms
        off_ms = early_ms - silent * frame_ms
        carried_ms = off_ms if abs(off_ms) <= frame_ms // 2 else 0
        self._next_start_ms = self._last_end_ms + pause_after_ms + carried_ms
        return Placement.of(take, begin_ms)

    @property
    def level(self) -> Level:
        """How loud it is so far, by what its takes are."""
        return Level.joined(self._levels)

    def finish(self) -> int:
        """Write the last silence and the header frame; return the duration in milliseconds."""
        rest_ms = self._last_end_ms + LEAD_OUT_MS - info_header.duration_ms(self._format, self._frames)
        self._write(self._format.silent_frame * max(0, -(-rest_ms // self._format.frame_ms)))
        self._file.seek(0)
        self._file.write(info_header.header_frame(self._format, self._frames, self._crc))
        return info_header.duration_ms(self._format, self._frames)

    def _write(self, frames: bytes) -> None:
        self._file.write(frames)
        self._also(frames)
        self._crc = crc16(frames, self._crc)
        self._frames += len(frames) // self._format.parsed.frame_bytes
