"""The lines of a PDF: what stands on its pages, where, and how large; PDFium reads them.

A page is as its reader sees it: a vertical one is turned, so that its lines go from left to right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, starmap
from math import hypot
from statistics import median
from typing import Any, NamedTuple

from tts.errors import ArticleNotFound

MAX_PAGES = 200
"""More is a book, or a collection: 200 pages are some six hours."""

MAX_CHARACTERS = 1_000_000

_SAME_LINE = 0.45  # of the type's size: how far characters of one line stand apart upwards
_GAP = 1.3  # of the type's size: what is farther apart stands in columns
_WORDS_APART = 3.5  # … of a justified line in a narrow column
_SPACE = 0.12  # … as words do
_RAISED = 0.78  # of the type's size: digits that are as small are marks of notes
_SMALLER = 0.9  # … that stand higher than the text may be as large
_POWERS = {"2": "²", "3": "³"}
_UNIT = re.compile(r"\d[ckdm]?m$")
_NEAR = 8  # characters, of which one is as high as the type
_HYPHENS = {"\x02": "-", "\ufffe": "-", "\u2010": "-", "\xad": "-"}
_MARGIN = 0.07  # of a vertical page's height: there its headers and numbers stand, from left to right
_READINGS = 0.7  # of the type's size: ruby has half of it, Bopomofo a little less
_READING = re.compile(r"[\s\u02c7\u02ca\u02cb\u02d9\u3041-\u30ff\u3105-\u312f\u31a0-\u31ff]+")
"""What Chinese and Japanese characters are annotated with: https://www.w3.org/TR/clreq/#h-ruby_annotation."""

_UNREADABLE = 0.3  # of all characters

_IN_PARTS = "Print the pages that you want to hear to a PDF of their own."
_PRINT_ANEW = "Print it to a new PDF from a program that opens it, or copy its text into a file."


@dataclass(frozen=True, slots=True)
class Line:
    """A line on a page: its edges from the page's left and bottom, in points, and the size of its type.

    `is_row` says that it is put together of the cells of a table.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    is_row: bool = False

    @property
    def middle(self) -> float:
        """How high it stands."""
        return (self.bottom + self.top) / 2


class Mark(NamedTuple):
    """A character on a page, as a line is; before it stood a space, or not."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    spaced: bool

    @property
    def middle(self) -> float:
        """How high it stands."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its lines as the file has them, and its height."""

    lines: tuple[Line, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF: its pages, and what it says of itself."""

    sheets: tuple[Sheet, ...]
    title: str
    author: str


def read_paper(data: bytes) -> Paper:
    """Return what a PDF holds.

    Raises ArticleNotFound for one that is locked, damaged, scanned, or of more pages than are read, and for
    one whose text is none.
    """
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - a library of 8 MB, for PDFs alone

    try:
        with pypdfium2.PdfDocument(data) as document:
            _refuse_long(len(document))
            title, author = (_said(document, name) for name in ("Title", "Author"))
            sheets = tuple(_sheets(document))
    except pypdfium2.PdfiumError as error:
        raise _refusal(error) from error
    _require_text(sheets)
    return Paper(sheets, title, author)


def _said(document: Any, name: str) -> str:  # noqa: ANN401 - pypdfium2 has no types
    """Return what a PDF says of itself under a name; "" where it is cut within a character."""
    try:
        return str(document.get_metadata_value(name) or "")
    except UnicodeDecodeError:
        return ""


def _refuse_long(pages: int) -> None:
    if pages > MAX_PAGES:
        message = f"The PDF has {pages:,} pages; at most {MAX_PAGES} are read at a time."
        raise ArticleNotFound(message, hint=_IN_PARTS)


def _refusal(error: Exception) -> ArticleNotFound:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return ArticleNotFound("The PDF is locked with a password.", hint=_PRINT_ANEW)
    return ArticleNotFound("The PDF is damaged, and cannot be read.", hint="Get the file again.")


def _require_text(sheets: tuple[Sheet, ...]) -> None:
    text = "".join(line.text for sheet in sheets for line in sheet.lines)
    if not any(map(str.isalnum, text)):
        message = "The PDF holds pictures of its pages, and no text."
        raise ArticleNotFound(message, hint="Let a program recognise its text first, such as ocrmypdf.")
    unknown = sum(not character.isprintable() or "\ue000" <= character <= "\uf8ff" for character in text)
    if unknown > _UNREADABLE * len(text):
        message = "The PDF's fonts do not say which characters they draw."
        raise ArticleNotFound(message, hint="Let a program recognise its text first, such as ocrmypdf.")


def _sheets(document: Any) -> Iterator[Sheet]:  # noqa: ANN401 - pypdfium2 has no types
    left, before = MAX_CHARACTERS, None
    for number in range(len(document)):
        page = document[number]
        if before:
            before.close()  # not earlier, for its fonts go with the last page that has them
        before = page
        textpage = page.get_textpage()
        left -= textpage.count_chars()
        if left < 0:
            message = f"The PDF has more than {MAX_CHARACTERS:,} characters."
            raise ArticleNotFound(message, hint=_IN_PARTS)
        height = page.get_height()
        marks = [_as_seen(mark, page) for mark in _marks(textpage)]
        textpage.close()
        if _is_vertical(marks):
            marks = [_turned(mark) for mark in _of_vertical(marks, height)]
            height = page.get_width()
        yield Sheet(tuple(_joined(_without_readings(list(_lines(marks))))), height)


def _marks(textpage: Any) -> Iterator[Mark]:  # noqa: ANN401 - as above
    """Yield each character with its place, the spaces before it told by it."""
    import ctypes  # noqa: PLC0415 - as above

    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # noqa: PLC0415 - as above

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    matrix = pdfium.FS_MATRIX()
    spaced, is_digit, size = True, False, 1.0
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        text = _HYPHENS.get(chr(code), chr(code))
        if not code or text.isspace() or 0xD800 <= code < 0xE000:  # noqa: PLR2004 - half a character
            spaced = True
        elif pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
            if spaced or text.isdigit() != is_digit:  # within a word it stays, and to ask takes time
                is_scaled = pdfium.FPDFText_GetMatrix(textpage, index, matrix)
                scale = hypot(matrix.c, matrix.d) if is_scaled else 1.0
                size, is_digit = pdfium.FPDFText_GetFontSize(textpage, index) * scale, text.isdigit()
            box = left.value, right.value, bottom.value, top.value
            yield Mark(text, *box, max(size, top.value - bottom.value, 1.0), spaced)
            spaced = False


def _as_seen(mark: Mark, page: Any) -> Mark:  # noqa: ANN401 - as above
    """Return a character's place on the page as it is shown: cut to its edges, and turned as it says."""
    x, y, _, _ = page.get_cropbox()
    left, right, bottom, top = mark.left - x, mark.right - x, mark.bottom - y, mark.top - y
    width, height = page.get_width(), page.get_height()
    match page.get_rotation():
        case 90:
            left, right, bottom, top = bottom, top, height - right, height - left
        case 180:
            left, right, bottom, top = width - right, width - left, height - top, height - bottom
        case 270:
            left, right, bottom, top = width - top, width - bottom, left, right
    return mark._replace(left=left, right=right, bottom=bottom, top=top)


def _is_vertical(marks: list[Mark]) -> bool:
    """Tell whether most characters stand below the one before them."""
    return sum(starmap(_is_below, pairwise(marks))) * 2 > len(marks) > 1


def _is_below(a: Mark, b: Mark) -> bool:
    return abs(a.left - b.left) < a.size / 2 and 0 < a.middle - b.middle < 2 * a.size


def _of_vertical(marks: list[Mark], height: float) -> Iterator[Mark]:
    """Yield the characters of a vertical page, without those in its margins that are in no vertical line."""
    around = pairwise([None, *marks, None])
    beside = [a is not None and b is not None and _is_below(a, b) for a, b in around]
    for number, mark in enumerate(marks):
        if _MARGIN < mark.middle / height < 1 - _MARGIN or beside[number] or beside[number + 1]:
            yield mark


def _turned(mark: Mark) -> Mark:
    return mark._replace(left=-mark.top, right=-mark.bottom, bottom=mark.left, top=mark.right)


def _lines(marks: list[Mark]) -> Iterator[Line]:
    """Yield the runs of characters that stand side by side."""
    run: list[Mark] = []
    for mark in marks:
        if run and _is_raised(run, mark):
            if mark.text in _POWERS and _UNIT.search("".join(before.text for before in run[-_NEAR:])):
                run.append(mark._replace(text=_POWERS[mark.text]))
            continue
        if run and not _goes_on(run[-1], mark):
            yield _line(run)
            run = []
        if not (run and mark.text.isdigit() and mark.size < _RAISED * run[-1].size):
            run.append(mark)
    if run:
        yield _line(run)


def _is_raised(run: list[Mark], mark: Mark) -> bool:
    """Tell whether a small digit stands above the text before it, as browsers print the mark of a note."""
    size = max(before.size for before in run[-_NEAR:])
    top = max(before.top for before in run[-_NEAR:])
    is_beside = -0.5 * size < mark.left - run[-1].right < _GAP * size
    is_above = mark.top > top > mark.bottom > run[-1].bottom + _SPACE * size
    return mark.text.isdigit() and mark.size < _SMALLER * size and is_beside and is_above


def _goes_on(before: Mark, mark: Mark) -> bool:
    size = max(before.size, mark.size)
    far = _WORDS_APART if mark.spaced and (before.text + mark.text).isascii() else _GAP
    is_ligature = (before.left, before.right) == (mark.left, mark.right)
    is_beside = is_ligature or -0.5 * size < mark.left - before.right < far * size
    return is_beside and _is_level(before, mark, size)


def _is_level(before: "Mark | Line", after: "Mark | Line", size: float) -> bool:
    overlap = min(before.top, after.top) - max(before.bottom, after.bottom)
    return overlap > 0 or abs(before.middle - after.middle) < _SAME_LINE * size


def _line(run: list[Mark]) -> Line:
    parts = [run[0].text]
    for before, mark in pairwise(run):
        gap = mark.left - before.right
        is_apart = mark.spaced and gap > _SPACE * mark.size
        parts.append(f" {mark.text}" if is_apart else mark.text)
    sizes = sorted(mark.size for mark in run)
    return Line(
        "".join(parts),
        run[0].left,
        max(mark.right for mark in run),
        min(mark.bottom for mark in run),
        max(mark.top for mark in run),
        sizes[len(sizes) // 2],
    )


def _without_readings(lines: list[Line]) -> list[Line]:
    """Return the lines without those that say how characters are read: in Bopomofo or kana, and small."""
    sizes = [line.size for line in lines if not _READING.fullmatch(line.text)]
    usual = median(sizes) if sizes else 0.0
    return [line for line in lines if line.size > _READINGS * usual or not _READING.fullmatch(line.text)]


def _joined(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines, those of one that the file has in pieces in one."""
    whole: Line | None = None
    for line in lines:
        gap = line.left - whole.right if whole else 0.0
        far = _WORDS_APART if whole and (whole.text[-1:] + line.text[:1]).isascii() else _GAP
        if whole and _is_level(whole, line, whole.size) and -0.5 * whole.size < gap < far * whole.size:
            space = " " if gap > _SPACE * whole.size else ""
            whole = replace(
                whole,
                text=whole.text + space + line.text,
                right=line.right,
                bottom=min(whole.bottom, line.bottom),
                top=max(whole.top, line.top),
            )
        else:
            if whole:
                yield whole
            whole = line
    if whole:
        yield whole
