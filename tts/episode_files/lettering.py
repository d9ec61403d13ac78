"""Setting a title in a Chinese font: one that is named, or one that this machine has."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Self

from PIL import Image, ImageDraw, ImageFont

from tts.episode_files.wrap import Seam, clipped, seams
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
LINES = 4
LEADING = 1.14
LONGEST = 60
"""Characters of a title that are set: more could not be read on a phone."""

WIDER = 1.02
"""By steps of so much the width is tried in which a title takes no more than so many lines."""

WEIGHT = 0.012
"""How much a stroke is thickened, of the size of a character: most fonts are thin for a headline."""

ORNAMENTS = frozenset({"So", "Sk", "Cf", "Mn", "Me"})
"""Kinds of characters that a title can do without: emoji, and what belongs to them."""

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

        Emoji are left out where a font has none. Raises UsageError when the font that is named cannot
        be read or lacks a character.
        """
        title = clipped(title, LONGEST)
        if font is None:
            fitting = (found for found in _installed() if _lacks(title, found) == "")
            if chosen := next(fitting, None):
                return cls(title, chosen)
            plain = _unadorned(title)
            return cls.find(plain, None) if plain and plain != title else None
        lacks = _lacks(title, font)
        if lacks is None:
            message = f"{font} is not a font that can be read."
            raise UsageError(message, hint="Name a .ttf, .ttc or .otf file with --font.")
        if lacks:
            message = f"The font {font} has no {lacks}."
            raise UsageError(message, hint="Name a font with Traditional Chinese.")
        return cls(title, font)

    def set(self, image: Image.Image, box: tuple[int, ...], colour: tuple[int, int, int]) -> None:
        """Set the title into the box, as large as it fits, in one line or up to four."""
        left, top, right, bottom = box
        lines, font = self._largest(right - left, bottom - top)
        pen = ImageDraw.Draw(image)
        pitch = font.size * LEADING
        start = (top + bottom - pitch * (len(lines) - 1)) / 2
        for number, line in enumerate(lines):
            place = (left, start + number * pitch)
            pen.text(place, line, colour, font, anchor="lm", stroke_width=round(font.size * WEIGHT))

    def _largest(self, width: int, height: int) -> tuple[list[str], ImageFont.FreeTypeFont]:
        sample = ImageFont.truetype(self.font, SAMPLE_SIZE)
        choices = []
        for count in range(1, LINES + 1):
            lines = even_lines(self.title, count, sample.getlength)
            widest = max(sample.getlength(line) for line in lines) or 1
            size = min(SAMPLE_SIZE * width / widest, height / (1 + LEADING * (len(lines) - 1)))
            choices.append((int(size), lines))
        size, lines = max(choices, key=lambda choice: choice[0])
        return lines, ImageFont.truetype(self.font, max(1, size))


def even_lines(title: str, count: int, length: Callable[[str], float]) -> list[str]:
    """Return the title in at most so many lines, the widest as narrow as it can be."""
    cuts = [at for at, seam in enumerate(seams(title)) if seam is Seam.FREE]
    pieces = [title[start:stop] for start, stop in pairwise(cuts)]
    width = max(length(title) / count, *map(length, pieces), 1)
    while len(lines := _filled(pieces, width, length)) > count:
        width *= WIDER
    return lines


def _filled(pieces: Iterable[str], width: float, length: Callable[[str], float]) -> list[str]:
    """Return the pieces in lines, each as full as the width allows."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and length((lines[-1] + piece).strip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def _unadorned(title: str) -> str:
    return "".join(letter for letter in title if unicodedata.category(letter) not in ORNAMENTS).strip()


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
