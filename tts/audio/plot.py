"""A picture of an MP3's sound: its wave, its loudness over time, and where its chapters begin."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyebur128  # type: ignore[import-untyped]
from PIL import Image, ImageDraw, ImageFont

from tts.audio.loudness import TARGET_LUFS
from tts.audio.meter import sound_of
from tts.audio.pcm import Samples

WIDTH, HEIGHT = 1200, 460
LEFT, RIGHT = 64, 1184
WAVE = (34, 224)
LOUDNESS = (258, 424)
SMOOTH = 2
"""Drawn so many times as large and then reduced, lines are smooth."""

LOWEST_LUFS, HIGHEST_LUFS = -30.0, -10.0
WITHIN_LU = 1.0
SHORT_TERM_S = 3.0
"""The window of short-term loudness (EBU Tech 3341)."""

SHORTEST_MS = 10
"""No stretch is shorter: loudness is not to be asked for at every sample."""

COLOURS = 64
"""Enough for a drawing, and a PNG of some 30 kB."""

PAPER = (252, 248, 240)
PANEL = (245, 237, 222)
RED = (183, 58, 40)
LIGHT_RED = (221, 139, 122)
INK = (46, 36, 32)
GREY = (150, 136, 116)
BAND = (226, 214, 190)

NUMBER_WIDTH = 34
"""What a chapter's number takes, and the space to the next."""

TICKS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
MOST_TICKS = 12


@dataclass(frozen=True, slots=True)
class Course:
    """How a sound goes on, for stretches of equal length: its extremes, the mean, the short-term loudness.

    The mean is the root of the mean square.
    """

    duration_ms: int
    step_ms: float
    lowest: Samples
    highest: Samples
    mean: Samples
    lufs: Samples


def plot(path: Path, duration_ms: int, starts_ms: Sequence[int], lufs: float) -> bytes:
    """Return the picture as a PNG; raise TingError when the file has no sound that can be decoded.

    `starts_ms` are the beginnings of chapters, `lufs` the loudness of the whole.
    """
    course = course_of(path, duration_ms, RIGHT - LEFT)
    image = Image.new("RGB", (WIDTH * SMOOTH, HEIGHT * SMOOTH), PAPER)
    canvas = _Canvas(ImageDraw.Draw(image), course.duration_ms)
    canvas.panels()
    canvas.ticks()
    canvas.borders(starts_ms)
    canvas.wave(course)
    canvas.loudness(course, lufs)
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.BOX).quantize(COLOURS, dither=Image.Dither.NONE)
    file = io.BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def course_of(path: Path, duration_ms: int, stretches: int) -> Course:
    """Return how the sound of a file goes on, in at most so many stretches; memory does not grow with it."""
    sample_rate, channels, blocks = sound_of(path)
    step_ms = max(SHORTEST_MS, duration_ms / stretches)
    step = round(step_ms * sample_rate / 1000)
    state = pyebur128.R128State(channels, sample_rate, pyebur128.MeasurementMode.MODE_S)
    lowest, highest, mean, lufs = [], [], [], []
    for stretch in _stretches(blocks, step):
        state.add_frames(np.ascontiguousarray(stretch).reshape(-1), len(stretch))
        lowest.append(stretch.min())
        highest.append(stretch.max())
        mean.append(np.sqrt(np.square(stretch).mean()))
        lufs.append(pyebur128.get_loudness_shortterm(state))
    as_array = [np.array(values[:stretches], np.float32) for values in (lowest, highest, mean, lufs)]
    return Course(duration_ms, step_ms, *as_array)


def _stretches(blocks: Iterator[Samples], step: int) -> Iterator[Samples]:
    rest: Samples | None = None
    for block in blocks:
        sound = block if rest is None else np.concatenate((rest, block))
        whole = len(sound) // step * step
        yield from (sound[at : at + step] for at in range(0, whole, step))
        rest = sound[whole:]
    if rest is not None and len(rest):
        yield rest


@dataclass(frozen=True, slots=True)
class _Canvas:
    """Draws in the picture's own pixels."""

    pen: ImageDraw.ImageDraw
    duration_ms: int

    def line(self, points: Sequence[tuple[float, float]], colour: tuple[int, ...], width: float = 1) -> None:
        scaled = [(x * SMOOTH, y * SMOOTH) for x, y in points]
        self.pen.line(scaled, fill=colour, width=round(width * SMOOTH), joint="curve")

    def box(self, x0: float, y0: float, x1: float, y1: float, colour: tuple[int, ...]) -> None:
        self.pen.rectangle([round(length * SMOOTH) for length in (x0, y0, x1, y1)], fill=colour)

    def text(self, x: float, y: float, words: str, anchor: str, colour: tuple[int, ...] = GREY) -> None:
        font = ImageFont.load_default(13 * SMOOTH)
        self.pen.text((x * SMOOTH, y * SMOOTH), words, fill=colour, font=font, anchor=anchor)

    def x(self, moment_ms: float) -> float:
        return LEFT + (RIGHT - LEFT) * moment_ms / max(1, self.duration_ms)

    def y(self, lufs: float) -> float:
        within = min(max(lufs, LOWEST_LUFS), HIGHEST_LUFS)
        top, bottom = LOUDNESS
        return bottom - (bottom - top) * (within - LOWEST_LUFS) / (HIGHEST_LUFS - LOWEST_LUFS)

    def panels(self) -> None:
        for top, bottom in (WAVE, LOUDNESS):
            self.box(LEFT, top, RIGHT, bottom, PANEL)
        self.box(LEFT, self.y(TARGET_LUFS + WITHIN_LU), RIGHT, self.y(TARGET_LUFS - WITHIN_LU), BAND)
        for level in range(int(LOWEST_LUFS) + 2, int(HIGHEST_LUFS), 4):
            self.text(LEFT - 8, self.y(level), f"{level}", "rm")
        self.text(LEFT - 8, LOUDNESS[0] - 8, "LUFS", "rm")
        self.text(LEFT - 8, sum(WAVE) / 2, "wave", "rm")

    def ticks(self) -> None:
        seconds = self.duration_ms / 1000
        step = next((tick for tick in TICKS_S if seconds / tick <= MOST_TICKS), TICKS_S[-1])
        for second in range(0, int(seconds) + 1, step):
            x = self.x(second * 1000)
            self.line([(x, LOUDNESS[1]), (x, LOUDNESS[1] + 5)], GREY)
            self.text(x, LOUDNESS[1] + 17, _clock(second), "mm")

    def borders(self, starts_ms: Sequence[int]) -> None:
        """Draw where chapters begin; of many, as many as can be told apart."""
        free = 0.0
        for number, start_ms in enumerate(sorted(starts_ms), 1):
            x = self.x(start_ms)
            at_the_end = RIGHT - x < NUMBER_WIDTH - 3
            if free + NUMBER_WIDTH * at_the_end <= x <= RIGHT:
                for top, bottom in (WAVE, LOUDNESS):
                    self.line([(x, top), (x, bottom)], GREY)
                self.text(
                    x,
                    WAVE[0] - 11,
                    f"{number}" if at_the_end else f" {number}",
                    "rm" if at_the_end else "lm",
                    INK,
                )
                free = x + NUMBER_WIDTH

    def wave(self, course: Course) -> None:
        """Draw the peaks, and in them in a deeper colour the mean, which tells loud from soft."""
        middle, half = sum(WAVE) / 2, (WAVE[1] - WAVE[0]) / 2
        courses = zip(course.lowest, course.highest, course.mean, strict=True)
        for at, (low, high, mean) in enumerate(courses):
            x0, x1 = self.x(at * course.step_ms), self.x((at + 1) * course.step_ms)
            self.box(x0, middle - high * half, x1, middle - low * half + 0.5, LIGHT_RED)
            up, down = min(mean, max(high, 0.0)), min(mean, max(-low, 0.0))
            self.box(x0, middle - up * half, x1, middle + down * half + 0.5, RED)

    def loudness(self, course: Course, lufs: float) -> None:
        settled = int(SHORT_TERM_S * 1000 / course.step_ms)
        curve: npt.NDArray[np.float32] = np.nan_to_num(course.lufs, neginf=LOWEST_LUFS)
        points = [(self.x(at * course.step_ms), self.y(float(level))) for at, level in enumerate(curve)]
        self.line([(LEFT, self.y(TARGET_LUFS)), (RIGHT, self.y(TARGET_LUFS))], GREY)
        if len(points) > settled + 1:
            self.line(points[settled:], RED, 1.5)
        label = f"short-term loudness (3 s); the whole: {lufs:.1f} LUFS; the band: {TARGET_LUFS:.0f} ± 1"
        self.text(RIGHT, LOUDNESS[0] - 11, label, "rm", INK)


def _clock(second: int) -> str:
    minutes = f"{second // 60 % 60:02}" if second >= TICKS_S[-1] else f"{second // 60}"
    hours = f"{second // 3600}:" if second >= TICKS_S[-1] else ""
    return f"{hours}{minutes}:{second % 60:02}"
