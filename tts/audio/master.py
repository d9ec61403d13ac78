"""The last thing done to the sound of a finished file: raised where that costs nothing."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tts.audio import gain, info_header, mp3
from tts.audio.assemble import PEAK_DBTP
from tts.audio.crc import crc16
from tts.audio.level import Level
from tts.model.episode import Loudness, Profile

BLOCK_FRAMES = 4096


def master(path: Path, profile: Profile, target_lufs: float | None, level: Level) -> Loudness | None:
    """Return how loud a finished track is, of which `level` tells how loud it was joined; None for silence.

    One of the source profile is brought nearer to the target first, by the gain of its own frames: a
    whole number of steps for all of them, and none that would clip. The file is changed in place.
    """
    lufs = level.lufs
    if lufs == -math.inf:
        return None
    steps = 0
    if profile == "source" and target_lufs is not None:
        steps = _steps(target_lufs - lufs, PEAK_DBTP - level.peak_dbtp)
        steps = _raise(path, mp3.FORMATS[profile], steps)
    change_db = steps * gain.STEP_DB
    return Loudness(round(lufs + change_db, 2), round(level.peak_dbtp + change_db, 2), steps)


def _steps(wanted_db: float, room_db: float) -> int:
    """Return how many steps come nearest to what is wanted; upwards only as far as there is room."""
    nearest = round(wanted_db / gain.STEP_DB)
    return min(nearest, max(0, math.floor(room_db / gain.STEP_DB)))


def _raise(path: Path, fmt: mp3.Format, steps: int) -> int:
    """Raise the frames of a track, as far as all their fields can hold it; return by how many steps."""
    with path.open("r+b") as file:
        rooms = [gain.room(block) for block in _blocks(file, fmt)]
        softer, louder = (min(side) for side in zip(*rooms, strict=True))
        steps = max(-softer, min(louder, steps))
        crc, frames = 0, 0
        for block in _blocks(file, fmt) if steps else ():
            raised = gain.raised(block, steps)
            file.seek(-len(block), 1)
            file.write(raised)
            crc, frames = crc16(raised, crc), frames + len(raised) // fmt.parsed.frame_bytes
        if steps:
            file.seek(0)
            file.write(info_header.header_frame(fmt, frames, crc))
    return steps


def _blocks(file: BinaryIO, fmt: mp3.Format) -> Iterator[bytes]:
    """Yield the frames after the header frame, many at a time."""
    file.seek(info_header.frame_length(fmt))
    while block := file.read(BLOCK_FRAMES * fmt.parsed.frame_bytes):
        yield block
