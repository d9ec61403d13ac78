"""A PDF's article: its lines in reading order, joined to paragraphs, without what stands on every page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median, quantiles

from tts.errors import ArticleNotFound
from tts.extractor.columns import Column, columns_of
from tts.extractor.doubts import doubts
from tts.extractor.language import language_of
from tts.extractor.pdf_lines import Line, Paper, Sheet, read_paper
from tts.extractor.prose import ends_sentence, is_chinese, squeeze, tidy, tidy_paragraph
from tts.model.article import Article, Paragraph

_EDGE = 0.12  # of a page's height: where headers and footers stand
_MARGIN = 0.2  # of a page's height: a number alone there is the page's, if nothing stands beyond it
_FOOT = 0.25  # … below which the notes of a page end
_APART = 1.25  # of the usual distance between lines: what stands apart from the text
_SMALLER = 0.9
_REPEATED = 0.3  # of the pages: how many a running header stands on
_LARGER = 1.12  # than most of the type: a heading
_TITLE = 1.25  # … a title
_ALIKE = 0.95
_TOP = 6  # paragraphs: a title stands among the first
_MAX_HEADING = 80
_MAX_LABEL = 20
_INDENT = 1.0  # of the type's size
_LEADING = 1.35  # of the usual distance between lines: more parts paragraphs
_WIDE = 1.8  # of a heading's type: less is between its own lines
_SHORT = 1.8  # of the type's size: a line that ends so far from its column's edge may be a paragraph's last
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—~·\s(（\[]*+(?:第|p(?:age|\.)?)?\s?(?:\d{1,4}|[ivxlc]{1,7})"
    r"\s?(?:[頁页]|[頁页]?(?:/|of|／|[,，]?\s?共)\s?\d{1,4}\s?[頁页]?)?[-–—~·\s)）\]]*+",
    re.IGNORECASE,
)
_LEADERS = re.compile(
    r"(?<![.…·‧・．])(?<![.…·‧・．]\s)(?:[.…·‧・．]\s?){6,}+\s?+(?:\d{1,4}|[ivxlc]{1,7})$", re.IGNORECASE
)
"""How a line of a table of contents ends: with dots that lead to a page."""

_NOTE = re.compile(r"(?:\d{1,3}|[*†‡①-⑳]|[註注]\s?\d{0,3}[:：])\s?[^\W\d]")
"""How a note at a page's foot begins; an item of a list has a dot."""

_SITE = re.compile(r"\s?[|｜–—_-]\s?\S")
"""What stands between a title and its site's name, where a browser printed a page."""

_BROKEN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f] ?-$")
_ITEM = re.compile(r"[•●▪■◆※○‧·]|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．]")
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint) - .*|untitled.*"
    r"|\(anonymous\)|\(unspecified\)|未命名.*|[無无][標标][題题].*"
    r"|title"
    r"|(?:document|文件|文档|簡報|幻灯片)\s?\d*|.*\.(?:docx?|odt|pages|indd|html?|tex|pptx?|pdf|txt|rtf)|[\W\d_]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph in the making: its lines, and the size of their type."""

    lines: tuple[Line, ...]
    size: float

    @property
    def text(self) -> str:
        return tidy_paragraph(_joined([line.text for line in self.lines]))


def article_of_pdf(data: bytes) -> Article:
    """Return a PDF's article, its title empty where none can be told; raises as `read_paper`."""
    paper = read_paper(data)
    running = _running(paper.sheets)
    pieces = list(_pieces(paper.sheets, running))
    if not pieces:
        message = "The PDF has nothing but page numbers and headers."
        raise ArticleNotFound(message, hint="Give another file.")
    body_size = _usual(piece.size for piece in pieces for _ in piece.text)
    title, place = _title(paper, pieces, body_size)
    first = squeeze("".join(line.text for line in paper.sheets[0].lines))
    author = tidy(paper.author)
    byline = author if author and squeeze(author) in first else ""
    rest = [piece for number, piece in enumerate(pieces) if number != place]
    paragraphs = tuple(_paragraphs(rest, body_size, {squeeze(title), squeeze(byline)}))
    if not paragraphs:
        paragraphs = (Paragraph(title),)
    text = "".join(paragraph.text for paragraph in paragraphs)
    return Article(
        title=title,
        paragraphs=paragraphs,
        byline=byline or None,
        language=language_of(text),
        warnings=tuple(doubts(paragraphs)),
    )


def _running(sheets: Sequence[Sheet]) -> frozenset[str]:
    """Return the lines that stand apart at the edges of many pages, their numbers left out."""
    edges = (set(map(_shape, _at_edges(sheet))) for sheet in sheets)
    seen = Counter(shape for shapes in edges for shape in shapes)
    least = max(2, len(sheets) * _REPEATED)
    return frozenset(shape for shape, count in seen.items() if count >= least)


def _at_edges(sheet: Sheet) -> list[Line]:
    """Return the lines above and below a page's text, apart from it by a gap or in smaller type."""
    downwards = sorted(sheet.lines, key=lambda line: -line.middle)
    gaps = [a.middle - b.middle for a, b in pairwise(downwards) if a.middle - b.middle > a.size / 2]
    apart = _APART * median(gaps) if gaps else 0.0
    usual = median(line.size for line in downwards) if downwards else 0.0
    found = [line for line in downwards if _is_edge(line, sheet) and line.size < _SMALLER * usual]
    for inwards in (downwards, downwards[::-1]):
        found += [line for line in inwards[:1] if _is_edge(line, sheet, _MARGIN) and _is_number(line)]
        for number, (line, following) in enumerate(pairwise(inwards), 1):
            if not _is_edge(line, sheet):
                break
            if abs(line.middle - following.middle) > apart:
                found += inwards[:number]
    return found


def _is_edge(line: Line, sheet: Sheet, edge: float = _EDGE) -> bool:
    return not edge * sheet.height < line.middle < (1 - edge) * sheet.height


def _is_number(line: Line) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.text))


def _shape(line: Line) -> str:
    """Return a line's words, its numbers as one sign, and how high it stands."""
    return f"{_NUMBER.sub('0', squeeze(line.text))} {line.middle / line.size:.0f}"


def _own(sheet: Sheet, running: frozenset[str]) -> list[Line]:
    """Return a page's lines without its number, header and footer, and those of a table of contents."""
    apart = {line for line in _at_edges(sheet) if _shape(line) in running or _is_number(line)}
    return [line for line in sheet.lines if line not in apart and not _LEADERS.search(line.text)]


def _pieces(sheets: Sequence[Sheet], running: frozenset[str]) -> Iterator[_Piece]:
    """Yield the paragraphs of all pages; one that a page or a column breaks is whole."""
    open_piece: list[Line] = []
    for sheet in sheets:
        own = _own(sheet, running)
        usual = _usual(line.size for line in own for _ in line.text)
        for column in columns_of(own):
            for piece, is_cut in _of_column(_without_notes(column, usual, _FOOT * sheet.height)):
                if open_piece and is_cut and _goes_on(open_piece, piece):
                    open_piece += piece
                    continue
                if open_piece:
                    yield _made(open_piece)
                open_piece = list(piece)
    if open_piece:
        yield _made(open_piece)


def _without_notes(column: Column, usual: float, foot: float) -> Column:
    """Return a column without the notes at its page's foot: in smaller type, the first behind its mark."""
    start = end = len(column.lines)
    while start and column.lines[start - 1].size < _SMALLER * usual and not column.lines[start - 1].is_row:
        start -= 1
    notes = (number for number in range(start, end) if number and _NOTE.match(column.lines[number].text))
    is_at_foot = column.lines[-1].middle < foot
    return replace(column, lines=column.lines[: next(notes, end)]) if is_at_foot else column


def _made(lines: list[Line]) -> _Piece:
    return _Piece(tuple(lines), _usual(line.size for line in lines for _ in line.text))


def _goes_on(before: list[Line], piece: Sequence[Line]) -> bool:
    """Tell whether a piece at a column's top is the rest of the paragraph at the foot of the one before."""
    last, first = before[-1], piece[0]
    is_same = abs(last.size - first.size) < 0.08 * last.size
    return is_same and not ends_sentence(last.text) and not _ITEM.match(first.text)


def _of_column(column: Column) -> Iterator[tuple[list[Line], bool]]:
    """Yield the paragraphs of a column, and whether it may go on from the column before: the first may."""
    gaps = [a.middle - b.middle for a, b in pairwise(column.lines) if a.middle - b.middle > a.size / 2]
    leading = (
        quantiles(gaps)[0] if len(gaps) > 1 else sum(gaps)
    )  # where paragraphs are short most gaps part them
    piece: list[Line] = []
    is_first = True
    for line in column.lines:
        if piece and _begins(piece[-1], line, column, leading):
            yield piece, is_first and not _is_indented(piece[0], column)
            piece, is_first = [], False
        piece.append(line)
    if piece:
        yield piece, is_first and not _is_indented(piece[0], column)


def _begins(before: Line, line: Line, column: Column, leading: float) -> bool:
    """Tell whether a line begins a paragraph."""
    if abs(before.size - line.size) > 0.1 * before.size or before.is_row or line.is_row:
        return True
    if before.middle - line.middle > (_WIDE * before.size if column.is_large(before) else _LEADING * leading):
        return True
    is_short = before.right < column.right - _SHORT * before.size
    if _is_indented(line, column) and not _is_indented(before, column):
        return is_short or ends_sentence(before.text) or not is_chinese(before.text)
    if _ITEM.match(line.text) and (is_short or ends_sentence(before.text)):
        return True
    return is_short and (ends_sentence(before.text) or _is_label(before.text))


def _is_label(text: str) -> bool:
    """Tell whether a line is so short that nothing goes on behind it: a name, a heading, a verse."""
    return is_chinese(text) and len(text) <= _MAX_LABEL


def _is_indented(line: Line, column: Column) -> bool:
    return line.left > column.left + _INDENT * line.size


def _joined(texts: Sequence[str]) -> str:
    parts: list[str] = []
    for text in texts:
        before = parts[-1].rstrip() if parts else ""
        if _BROKEN_WORD.search(before[-3:]) and text[:1].islower():
            parts[-1] = before[:-1].rstrip()
        elif before and before[-1:].isascii() and text[:1].isascii():
            parts[-1] = f"{before} "
        parts.append(text)
    return "".join(parts)


def _usual(sizes: Iterator[float]) -> float:
    counted = Counter(round(size * 2) / 2 for size in sizes)
    return counted.most_common(1)[0][0] if counted else 0.0


def _title(paper: Paper, pieces: Sequence[_Piece], body_size: float) -> tuple[str, int | None]:
    """Return the title, as it is told or else in the first page's largest type; and which piece it is."""
    told = tidy(paper.title)
    told = "" if _NO_TITLE.fullmatch(told) else told
    first = paper.sheets[0].lines
    largest = max((line.size for line in first), default=0.0)
    top = next((n for n, piece in enumerate(pieces[:_TOP]) if piece.size >= _ALIKE * largest), None)
    shown = tidy(_joined([line.text for line in pieces[top].lines])) if top is not None else ""
    is_told = squeeze(told) in squeeze("".join(line.text for line in first))
    is_one = sum(piece.size >= _ALIKE * largest for piece in pieces) == 1 and largest >= _TITLE * body_size
    if is_one and told.startswith(shown) and _SITE.match(told, len(shown)):
        return shown, top
    if told and (is_told or not is_one):
        return told, top if squeeze(shown) == squeeze(told) else None
    if is_one and len(shown) <= 2 * _MAX_HEADING:
        return shown, top
    return told, None


def _paragraphs(pieces: Sequence[_Piece], body_size: float, told: set[str]) -> Iterator[Paragraph]:
    is_begun = False
    for piece in pieces:
        text = piece.text
        if not any(map(str.isalnum, text)) or (not is_begun and squeeze(text) in told):
            continue
        if piece.size >= _LARGER * body_size and len(text) <= _MAX_HEADING and not ends_sentence(text):
            yield Paragraph(text, "heading")
        else:
            is_begun = True
            yield Paragraph(text)
