"""How lines are put together: into batches of like length, in shapes that come again.

A graphics card is as quick with sixty lines as with one; but all lines of a batch take the time of the
longest, and a shape that it has not seen costs it a search for the best way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BUCKETS = (64, 128, 256, 512)
"""Tokens: a line is padded to the first of these that holds it."""

FRAME_STEP = 32
"""The frames of a batch are padded to a multiple of it."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much a device takes at once, in tokens and in frames, padding counted in.

    A frame is 60 kB in each of the generator's tensors, of which some ten are there at a time.
    """

    tokens: int
    frames: int


CARD = Room(4096, 10_000)
"""Of a graphics card: some 6 GB, 250 s of sound."""

PROCESSOR = Room(512, 1_000)
"""Of a processor: what is in its cache is quick, and more of it no quicker."""


def bucket(tokens: int) -> int:
    """Return to how many tokens a line of so many is padded."""
    return next(size for size in BUCKETS if size >= tokens)


def together(lengths: Sequence[int], room: Room) -> list[int]:
    """Return which of these lines are spoken now: the first, and in their order others of its bucket."""
    size = bucket(lengths[0])
    alike = [place for place, tokens in enumerate(lengths) if bucket(tokens) == size]
    return alike[: max(1, room.tokens // size)]


def split(frames: Sequence[int], room: Room) -> Iterator[list[int]]:
    """Yield which of these rows are made into sound together, the shortest first, a single one at least."""
    rows: list[int] = []
    for row in sorted(range(len(frames)), key=frames.__getitem__):
        if rows and padded(frames[row]) * (len(rows) + 1) > room.frames:
            yield rows
            rows = []
        rows.append(row)
    yield rows


def padded(frames: int) -> int:
    """Return to how many frames a row of so many is padded."""
    return -(-frames // FRAME_STEP) * FRAME_STEP
