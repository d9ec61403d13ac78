"""Setting a title in a Chinese font: one that is named, or one that this machine has."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from PIL import Image, ImageDraw, ImageFont

from tts.errors import UsageError

FOLDERS = (
    *("~/.local/share/fonts", "~/.fonts", "/usr/local/share/fonts", "/usr/share/fonts"),
    *("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts"),
)
NAMES = (
    *("NotoSerifCJK-Black*", "NotoSerifCJK-Bold*", "NotoSerifTC*", "SourceHanSerif*", "Songti*"),
    *("NotoSansCJK-Bold*", "NotoSansTC*", "SourceHanSans*", "NotoSansCJK*", "NotoSerifCJK*"),
    *("PingFang*", "msjhbd*", "msjh*", "mingliu*", "wqy-zenhei*", "wqy-microhei*", "uming*", "ukai*"),
)
"""Fonts with Traditional Chinese, those of headlines first."""

ENDINGS = frozenset({".ttf", ".ttc", ".otf"})
SAMPLE_SIZE = 64
LINES = 2
LEADING = 1.14
WEIGHT = 0.012
"""How much a stroke is thickened, of the size of a character: most fonts are thin for a headline."""

MISSING = "\U0010ffff"
"""A code point of which no font has a picture."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """A title and the font that has all its characters."""

    title: str
    font: Path

    @classmethod
    def find(cls, title: str, font: Path | None) -> Self | None:
        """Return the title in this font, or in one of this machine; None when none is found.

        Raises UsageError when the font that is named cannot be read or lacks a character.
        """
        if font is None:
            fitting = (found for found in _installed() if _lacks(title, found) == "")
            chosen = next(fitting, None)
            return cls(title, chosen) if chosen else None
        lacks = _lacks(title, font)
        if lacks is None:
            message = f"{font} is not a font that can be read."
            raise UsageError(message, hint="Name a .ttf, .ttc or .otf file with --font.")
        if lacks:
            message = f"The font {font} has no {lacks}."
            raise UsageError(message, hint="Name a font with Traditional Chinese.")
        return cls(title, font)

    def set(self, image: Image.Image, box: tuple[int, ...], colour: tuple[int, int, int]) -> None:
        """Set the title into the box, as large as it fits, in a line or two."""
        left, top, right, bottom = box
        lines, font = self._largest(right - left, bottom - top)
        pen = ImageDraw.Draw(image)
        pitch = font.size * LEADING
        start = (top + bottom - pitch * (len(lines) - 1)) / 2
        for number, line in enumerate(lines):
            place = (left, start + number * pitch)
            pen.text(place, line, colour, font, anchor="lm", stroke_width=round(font.size * WEIGHT))

    def _largest(self, width: int, height: int) -> tuple[list[str], ImageFont.FreeTypeFont]:
        choices = []
        for count in range(1, LINES + 1):
            lines = _broken(self.title, count)
            sample = ImageFont.truetype(self.font, SAMPLE_SIZE)
            widest = max(sample.getlength(line) for line in lines) or 1
            size = min(SAMPLE_SIZE * width / widest, height / (1 + LEADING * (len(lines) - 1)))
            choices.append((int(size), lines))
        size, lines = max(choices, key=lambda choice: choice[0])
        return lines, ImageFont.truetype(self.font, max(1, size))


def _broken(title: str, count: int) -> list[str]:
    length = -(-len(title) // count)
    return [title[at : at + length].strip() for at in range(0, len(title), length)]


def _installed() -> Iterator[Path]:
    files = [path for folder in FOLDERS for path in sorted(Path(folder).expanduser().rglob("*"))]
    fonts = [path for path in files if path.suffix.lower() in ENDINGS]
    for name in NAMES:
        yield from (path for path in fonts if path.match(name))


def _lacks(title: str, path: Path) -> str | None:
    """Return the characters of the title that the font lacks; None when it is no font."""
    try:
        font = ImageFont.truetype(path, SAMPLE_SIZE)
    except OSError:
        return None
    missing = bytes(font.getmask(MISSING))
    return "".join(c for c in dict.fromkeys(title) if not c.isspace() and bytes(font.getmask(c)) == missing)
