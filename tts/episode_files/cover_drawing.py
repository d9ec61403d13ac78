"""The default cover, drawn by code: a newspaper's page whose lines are heard. It needs no font.

Lengths are fractions of the cover's side, so that it can be drawn at any size.
"""

import math
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from tts.episode_files.lettering import Lettering

SMOOTH = 2
"""Drawn so many times as large and then reduced, edges are smooth."""

RED = (183, 58, 40)
DEEP_RED = (150, 40, 30)
PAPER = (248, 239, 222)
SHADE = (222, 207, 180)
INK = (46, 36, 32)
GREY = (196, 180, 154)

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

PAGE: Box = (0.17, 0.13, 0.83, 0.87)
MARGIN = 0.065
FOLD = 0.11
RINGS = 6
RING_STEP = 0.095
BARS = 19
WAVE_HEIGHT = 0.29
HEADLINE: Box = (0.235, 0.205, 0.765, 0.345)
TITLE: Box = (0.235, 0.205, 0.71, 0.345)
"""The headline, as far as the fold leaves it room."""


def draw(side: int, title: str = "", font: Path | None = None) -> Image.Image:
    """Return the cover as a square RGB image of this side, with the title when it can be set.

    It is set in the font that is named, or else in a Chinese one of this machine; where there is none,
    the headline is two bars. Raises UsageError when the named font cannot set the title.
    """
    lettering = Lettering.find(title, font) if title else None
    canvas = _Canvas.of(side * SMOOTH)
    _rings(canvas)
    _page(canvas)
    if lettering is None:
        _bars_for_a_headline(canvas)
    else:
        lettering.set(canvas.image, tuple(canvas.at(length) for length in TITLE), INK)
    _rule(canvas)
    _wave(canvas)
    _columns(canvas)
    return canvas.image.resize((side, side), Image.Resampling.BOX)


@dataclass(frozen=True, slots=True)
class _Canvas:
    """Where it is drawn: places are fractions of its side."""

    image: Image.Image
    pen: ImageDraw.ImageDraw

    @classmethod
    def of(cls, side: int) -> "_Canvas":
        image = Image.new("RGB", (side, side), RED)
        return cls(image, ImageDraw.Draw(image))

    def at(self, length: float) -> int:
        return round(length * self.image.width)

    def bar(self, box: Box, colour: Colour, round_by: float = 0.5) -> None:
        """Draw a bar whose ends are round: by half of its shorter side, or less."""
        x0, y0, x1, y1 = map(self.at, box)
        radius = round(min(x1 - x0, y1 - y0) * round_by)
        self.pen.rounded_rectangle((x0, y0, x1, y1), radius, fill=colour)

    def polygon(self, points: list[tuple[float, float]], colour: Colour) -> None:
        self.pen.polygon([(self.at(x), self.at(y)) for x, y in points], fill=colour)


def _rings(canvas: _Canvas) -> None:
    """Draw the sound that goes out from the page, in rings that become fainter."""
    for ring in range(RINGS, 0, -1):
        radius = 0.2 + ring * RING_STEP
        mix = 0.5 * (1 - ring / (RINGS + 1)) + 0.12
        colour = _between(RED, DEEP_RED, mix if ring % 2 else mix / 3)
        near, far = canvas.at(0.5 - radius), canvas.at(0.5 + radius)
        canvas.pen.ellipse((near, near, far, far), fill=colour)


def _page(canvas: _Canvas) -> None:
    """Draw a sheet of paper with its corner folded, and its shadow."""
    left, top, right, bottom = PAGE
    corner = [(left, top), (right - FOLD, top), (right, top + FOLD), (right, bottom), (left, bottom)]
    canvas.polygon([(x + 0.018, y + 0.022) for x, y in corner], _between(RED, (70, 15, 12), 0.55))
    canvas.polygon(corner, PAPER)
    canvas.polygon([(right - FOLD, top), (right, top + FOLD), (right - FOLD, top + FOLD)], SHADE)


def _bars_for_a_headline(canvas: _Canvas) -> None:
    left, top, right, bottom = HEADLINE
    height = (bottom - top) * 0.36
    canvas.bar((left, top, right - FOLD, top + height), INK, 0.2)
    canvas.bar((left, bottom - height, right - 0.2, bottom), INK, 0.2)


def _rule(canvas: _Canvas) -> None:
    left, _top, right, bottom = HEADLINE
    canvas.bar((left, bottom + 0.032, right, bottom + 0.037), INK)


def _wave(canvas: _Canvas) -> None:
    """Draw the wave of a sentence of three phrases, in the middle of the page."""
    left, right = PAGE[0] + MARGIN, PAGE[2] - MARGIN
    middle = 0.53
    step = (right - left) / BARS
    for number in range(BARS):
        x = left + (number + 0.5) * step
        half = max(step * 0.3, _loudness(number / (BARS - 1)) * WAVE_HEIGHT / 2)
        canvas.bar((x - step * 0.29, middle - half, x + step * 0.29, middle + half), RED)


def _loudness(moment: float) -> float:
    phrases = math.pow(abs(math.sin(moment * math.pi * 3)), 0.8)
    syllables = 0.72 + 0.28 * math.cos(moment * math.pi * 19)
    whole = 0.42 + 0.58 * math.sin(math.pi * moment)
    return phrases * syllables * whole


def _columns(canvas: _Canvas) -> None:
    """Draw the lines of the story, in two columns."""
    left, right = PAGE[0] + MARGIN, PAGE[2] - MARGIN
    gap = 0.045
    width = (right - left - gap) / 2
    for column, lengths in enumerate(((1, 1, 1, 0.62), (1, 1, 1, 1))):
        x = left + column * (width + gap)
        for line, length in enumerate(lengths):
            y = 0.713 + line * 0.029
            canvas.bar((x, y, x + width * length, y + 0.0115), GREY)


def _between(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue
