"""Columns: the lines of a page in the order in which they are read.

A gutter is found where hardly a line crosses; what crosses it, as a headline does, parts what stands above
from what stands below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from tts.extractor.pdf_lines import Line
from tts.extractor.prose import is_chinese

_MIN_LINES = 3  # on either side of a gutter
_MIN_GUTTER = 0.6  # of the type's size
_CROSSING = 0.25  # of the lines: how many may cross a gutter
_BESIDE = 0.4  # of the lower side's height: how far both sides stand beside each other
_SHORT = 0.5  # of a column's width: what is shorter on every line are a table's cells
_CELLS = 3.0  # of the type's size: what stands farther apart on one line are cells
_LARGER = 1.12
_MOST = 4  # columns within columns


@dataclass(frozen=True, slots=True)
class Column:
    """Lines below each other, the highest first, and the edges that they keep."""

    lines: tuple[Line, ...]
    left: float
    right: float

    def is_large(self, line: Line) -> bool:
        """Tell whether a line is set larger than most of its column."""
        return line.size > _LARGER * median(line.size for line in self.lines)


def columns_of(lines: Sequence[Line]) -> Iterator[Column]:
    """Yield the columns of a page in reading order."""
    yield from _parted(sorted(lines, key=lambda line: (-line.middle, line.left)), _MOST)


def _parted(lines: list[Line], depth: int) -> Iterator[Column]:
    gutter = _gutter(lines) if depth else None
    if gutter is None:
        if lines:
            yield _column(lines)
        return
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        if line.right <= gutter:
            left.append(line)
        elif line.left >= gutter:
            right.append(line)
        else:
            yield from _both(left, right, depth)
            left, right = [], []
            yield _column([line])
    yield from _both(left, right, depth)


def _both(left: list[Line], right: list[Line], depth: int) -> Iterator[Column]:
    for side in (left, right):
        yield from _parted(side, depth - 1)


def _column(lines: list[Line]) -> Column:
    """Return a column of lines; what stands on one level is one."""
    ordered: list[Line] = []
    for line in lines:
        place = len(ordered)
        while place and _is_level(ordered[place - 1], line) and ordered[place - 1].left > line.left:
            place -= 1
        ordered.insert(place, line)
    rows: list[Line] = []
    for line in ordered:
        if rows and _is_level(rows[-1], line):
            rows[-1] = _beside(rows[-1], line)
        else:
            rows.append(line)
    return Column(tuple(rows), min(line.left for line in lines), max(line.right for line in lines))


def _beside(line: Line, after: Line) -> Line:
    """Return two pieces on one level as one, with a pause between cells."""
    is_far = after.left - line.right > _CELLS * line.size
    is_row = is_far and line.text[-1:].isalnum() and is_chinese(line.text + after.text)
    return replace(
        line,
        text=f"{line.text}{'，' if is_row else ' '}{after.text}",
        right=max(line.right, after.right),
        is_row=line.is_row or is_row,
    )


def _is_level(a: Line, b: Line) -> bool:
    return abs(a.middle - b.middle) < min(a.size, b.size) / 2


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where a gutter runs from top to bottom; None where there is none."""
    if len(lines) < 2 * _MIN_LINES:
        return None
    best: tuple[int, float, float] | None = None
    for place in sorted({line.right for line in lines}):
        crossing = sum(line.left < place < line.right for line in lines)
        left = [line for line in lines if line.right <= place]
        right = [line for line in lines if line.left >= place]
        if crossing > _CROSSING * len(lines) or min(len(left), len(right)) < _MIN_LINES:
            continue
        until = min(line.left for line in right)
        size = sum(line.size for line in lines) / len(lines)
        is_wide = until - place >= _MIN_GUTTER * size
        if is_wide and _stand_beside(left, right) and not _is_table(left, right, until):
            candidate = crossing, place - until, (place + until) / 2
            best = min(best, candidate) if best else candidate
    return best[2] if best else None


def _is_table(left: Sequence[Line], right: Sequence[Line], until: float) -> bool:
    """Tell whether both sides are cells of the same rows: level, short for their column, and no sentences."""
    rows = [[cell for cell in left if _is_level(cell, line)] for line in right]
    cells = [max(row, key=lambda cell: cell.right) for row in rows if row]
    said = sum(not line.text[-1:].isalnum() for line in (*left, *right))
    if 2 * len(cells) < len(rows) or 2 * said > len(left) + len(right):
        return False
    return median(cell.right - cell.left for cell in cells) < _SHORT * (
        until - min(cell.left for cell in cells)
    )


def _stand_beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    spans = [(min(line.bottom for line in side), max(line.top for line in side)) for side in (left, right)]
    overlap = min(spans[0][1], spans[1][1]) - max(spans[0][0], spans[1][0])
    return overlap > _BESIDE * min(top - bottom for bottom, top in spans)
