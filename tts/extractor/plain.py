"""Plain text: an article typed or pasted into a file, with nothing around it."""

import re
from dataclasses import dataclass

from tts.extractor.byline import is_byline, tidy_byline
from tts.extractor.noise import noise_in
from tts.extractor.prose import ends_sentence, tidy, tidy_paragraph
from tts.model.article import Paragraph

MAX_TITLE = 60
_NARROWEST, _WIDEST = 56, 100  # columns, where programs break lines; a Chinese character takes two
_RAGGED = 4  # columns that a broken line may be shorter than the widest, for a mark that begins none
_MIN_BROKEN = 3  # lines that are broken before their sentence's end
_TIME = re.compile(r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}\s+(?=\S)")  # what a page shows above its story


@dataclass(frozen=True, slots=True)
class Plain:
    """A headline and byline, where the text has them, and paragraphs with every word of the rest."""

    title: str | None
    byline: str | None
    paragraphs: tuple[Paragraph, ...]


def read_plain(text: str) -> Plain:
    """Return the text as an article: a line a paragraph, the first the headline if it reads like one.

    A headline is short and has no full stop, and text follows it. Captions with a photo credit are
    left out, as they are everywhere; nothing else is.
    """
    rows = _TIME.sub("", text.lstrip(), count=1).split("\n")
    lines = [line for line in map(tidy, _unbroken(rows)) if line]
    lines = [line for line in lines if noise_in(line) != "caption"] or lines
    title = lines.pop(0) if _opens_with_headline(lines) else None
    byline = tidy_byline(lines.pop(0)) if len(lines) > 1 and is_byline(lines[0]) else None
    return Plain(title, byline, _paragraphs(lines))


def _unbroken(rows: list[str]) -> list[str]:
    """Return the lines, those whole that a program has broken at one width; an empty line parts them."""
    widths = [_columns(row.rstrip()) for row in rows]
    edge = max(widths) - _RAGGED
    broken = [
        width >= edge and not ends_sentence(row.strip()) for row, width in zip(rows, widths, strict=True)
    ]
    if not (_NARROWEST <= max(widths) <= _WIDEST) or sum(broken) < _MIN_BROKEN:
        return rows
    lines = rows[:1]
    for row, width in zip(rows[1:], widths, strict=False):
        if row.strip() and width >= edge:
            space = " " if (lines[-1][-1:] + row[:1]).isascii() else ""
            lines[-1] = f"{lines[-1].rstrip()}{space}{row.strip()}"
        else:
            lines.append(row)
    return lines


def _columns(row: str) -> int:
    return len(row) + sum(character > "\u2e7f" for character in row)


def _opens_with_headline(lines: list[str]) -> bool:
    if len(lines) <= 1 or is_byline(lines[0]):
        return False
    return len(lines[0]) <= MAX_TITLE and not _is_sentence(lines[0])


def _is_sentence(line: str) -> bool:
    """Tell whether a line ends as sentences do; a headline may ask or exclaim."""
    return ends_sentence(line) and line[-1] not in "?!？！"


def _paragraphs(lines: list[str]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(tidy_paragraph(line)) for line in lines)
