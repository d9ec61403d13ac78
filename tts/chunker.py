"""An article → chunks, cut on Chinese punctuation: nothing lost, nothing said twice."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from tts.model.article import Article, ChunkKind
from tts.model.programme import Segment, Words
from tts.model.script import NARRATOR_ALONE, Chunk, Limits, Pauses, Roles
from tts.speech.sentences import CLOSERS, OPENERS, TERMINATORS, split_sentences, whole_quotes

_CLAUSE_MARKS = ("；;：:", "，,", "、")
"""Where a sentence that is too long may be cut, best first (a listener hears a pause there anyway)."""
_SPACE_RANK = len(_CLAUSE_MARKS)
_ANYWHERE_RANK = _SPACE_RANK + 1
_NO_BREAK_BEFORE = CLOSERS + TERMINATORS + "".join(_CLAUSE_MARKS) + "％%‰℃°—～·‧"
_JOINTS = ".,:/-–~～．：／－'’·‧"
"""What holds a number or a Latin name together when a letter or digit stands on both sides."""
_NUMERALS = frozenset("〇○零一二三四五六七八九十百千萬万億亿兆點点廿卅兩两")
_OPENING_CHARS = 60
_OPENING_BRACKETS = frozenset("（(【〔［[")
_MIDDLE = (0.15, 0.85)
"""A cut outside this part of a sentence would leave a fragment."""


def write_script(
    article: Article, limits: Limits, pauses: Pauses, disclosure: str = "", roles: Roles = NARRATOR_ALONE
) -> tuple[Chunk, ...]:
    """Return the whole script of an article in order: disclosure, headline, byline, then every paragraph."""
    return write_segment(Segment("", (Words(disclosure, "disclosure"),), article), limits, pauses, roles)


def write_segment(
    segment: Segment, limits: Limits, pauses: Pauses, roles: Roles = NARRATOR_ALONE
) -> tuple[Chunk, ...]:
    """Return the script of a segment in order: words of the show, then its story's headline, byline and body.

    Each part is cut by itself, so that a changed sentence changes no other chunk. The chunks of a
    part, joined, are that part's text. In other roles than the narrator's a paragraph is a part a voice.
    """
    chunks: list[Chunk] = []
    for part in _parts(segment, roles):
        if not part.text.strip():
            continue
        pieces = cut(part.text, limits)
        last = pauses.after(part.kind) if part.is_last else pauses.inside(pieces[-1])
        for piece, pause in zip(pieces, (*map(pauses.inside, pieces[:-1]), last), strict=True):
            chunk = Chunk(len(chunks), part.kind, part.paragraph, piece, pause, part.voice, part.as_written)
            chunks.append(chunk)
    return tuple(chunks)


def cut(text: str, limits: Limits) -> tuple[str, ...]:
    """Return the text in pieces that each fit the limits; joined, they are the text.

    Cuts fall between sentences; inside one only where it does not fit alone, at the best clause
    mark near its middle, and never inside a number, a Latin word or a short quote that fits.
    """
    pieces = [piece for sentence in split_sentences(text) for piece in _fitted(sentence, limits)]
    return tuple(_gathered(pieces, limits)) if pieces else ()


@dataclass(frozen=True, slots=True)
class _Part:
    kind: ChunkKind
    paragraph: int | None
    text: str
    voice: str | None = None
    as_written: bool = False
    is_last: bool = True


def _parts(segment: Segment, roles: Roles) -> Iterator[_Part]:
    for words in segment.lead:
        yield _Part(words.kind, None, words.text)
    if (story := segment.story) is None:
        return
    yield _Part("title", None, story.headline)
    yield _Part("byline", None, "" if _opens_with_byline(story) else story.byline or "")
    if roles != NARRATOR_ALONE:
        yield from _told_in_roles(story, roles)
        return
    for index, paragraph in enumerate(story.paragraphs):
        yield _Part(paragraph.kind, index, paragraph.text)


def _told_in_roles(story: Article, roles: Roles) -> Iterator[_Part]:
    """Yield the paragraphs, each in as many parts as voices speak in it; headings are the narrator's."""
    from tts.speech.quotations import passages  # noqa: PLC0415 - only where somebody else speaks

    latin = roles.latin if story.language.startswith("zh") else ""
    texts = [paragraph.text if paragraph.kind != "heading" else "" for paragraph in story.paragraphs]
    found = passages(texts, quotes=bool(roles.quotes), latin=bool(latin))
    speakers: dict[str, int] = {}
    for index, (paragraph, told) in enumerate(zip(story.paragraphs, found, strict=True)):
        if not told:
            yield _Part(paragraph.kind, index, paragraph.text)
        for passage in told:
            is_latin, is_last = passage.role == "latin", passage is told[-1]
            voice = latin if is_latin else None
            if passage.role == "quotation":
                number = speakers.setdefault(passage.speaker, len(speakers))
                voice = roles.quotes[number % len(roles.quotes)]
            yield _Part(paragraph.kind, index, passage.text, voice, as_written=is_latin, is_last=is_last)


def _opens_with_byline(story: Article) -> bool:
    """Tell whether the first paragraph says itself who wrote it, in brackets, as agencies' stories do."""
    opening = "".join(story.paragraphs[0].text.split())[:_OPENING_CHARS] if story.paragraphs else ""
    before, byline, _ = opening.partition("".join((story.byline or "").split()) or "\0")
    return bool(byline) and not _OPENING_BRACKETS.isdisjoint(before)


def _fits(text: str, limits: Limits) -> bool:
    return len(text) <= limits.max_chars and limits.cost(text) <= limits.max_cost


def _fitted(sentence: str, limits: Limits) -> Iterator[str]:
    """Yield the sentence, halved at its best cuts until every piece fits."""
    if len(sentence) < 2 or _fits(sentence, limits):  # noqa: PLR2004 - one character cannot be cut
        yield sentence
        return
    position = _best_cut(sentence)
    yield from _fitted(sentence[:position], limits)
    yield from _fitted(sentence[position:], limits)


def _gathered(pieces: list[str], limits: Limits) -> Iterator[str]:
    """Yield neighbours together while they fit the target; fragments even beyond it."""
    current, current_cost = pieces[0], limits.cost(pieces[0])
    for piece in pieces[1:]:
        cost = limits.cost(piece)
        length = len(current) + len(piece)
        fragment = min(len(current.strip()), len(piece.strip())) < limits.min_chars
        wanted = length <= limits.target_chars or fragment
        if wanted and length <= limits.max_chars and current_cost + cost <= limits.max_cost:
            current, current_cost = current + piece, current_cost + cost
        else:
            yield current
            current, current_cost = piece, cost
    yield current


def _best_cut(text: str) -> int:
    """Return where to cut: outside short quotes, at the best mark, near the middle."""
    quotes = whole_quotes(text)
    low, high = (len(text) * bound for bound in _MIDDLE)
    best: tuple[tuple[bool, bool, bool, int, float], int] | None = None
    for position in range(1, len(text)):
        if not _may_cut(text, position):
            continue
        rank = _rank(text, position)
        key = (
            any(start < position < end for start, end in quotes),
            rank == _ANYWHERE_RANK,
            not low <= position <= high,
            rank,
            abs(position - len(text) / 2),
        )
        if best is None or key < best[0]:
            best = (key, position)
    return best[1] if best else _unbroken_middle(text)


def _rank(text: str, position: int) -> int:
    before = position - 1
    spaced = text[before].isspace()
    while before > 0 and (text[before].isspace() or text[before] in CLOSERS):
        before -= 1
    for rank, marks in enumerate(_CLAUSE_MARKS):
        if text[before] in marks:
            return rank
    if text[before] in TERMINATORS:
        return 0
    return _SPACE_RANK if spaced else _ANYWHERE_RANK


def _may_cut(text: str, position: int) -> bool:
    """Tell whether a line might break here: UAX #14, LB7, LB9, LB13, LB14, LB23 to LB25, LB28.

    https://www.unicode.org/reports/tr14/
    """
    left, right = text[position - 1], text[position]
    if right.isspace() or right in _NO_BREAK_BEFORE or left in OPENERS:
        return False
    return not (_is_cluster(left, right) or _is_word(text, position))


def _is_word(text: str, position: int) -> bool:
    left, right = text[position - 1], text[position]
    if (_in_word(left) and _in_word(right)) or (left in _NUMERALS and right in _NUMERALS):
        return True
    if right in _JOINTS:
        return _in_word(left) and _in_word(text[position + 1 : position + 2])
    return left in _JOINTS and _in_word(right) and _in_word(text[position - 2 : position - 1])


def _in_word(character: str) -> bool:
    """Tell whether the character is a letter or digit of a script that writes words with spaces."""
    if not character.isalnum():
        return False
    wide_letter = unicodedata.category(character) == "Lo" and unicodedata.east_asian_width(character) == "W"
    return not wide_letter


def _is_cluster(left: str, right: str) -> bool:
    """Tell whether the two code points are drawn as one: combining marks, joiners, surrogates."""
    joiners = "\u200d\ufe0f\ufe0e"
    combining = unicodedata.category(right) in ("Mn", "Me", "Mc")
    skin_tone = "\U0001f3fb" <= right <= "\U0001f3ff"
    return combining or right in joiners or left in joiners or skin_tone or _is_pair(left, right)


def _is_pair(left: str, right: str) -> bool:
    """Tell whether the two are halves of one character, as UTF-16 has them."""
    return "\ud800" <= left <= "\udbff" and "\udc00" <= right <= "\udfff"


def _unbroken_middle(text: str) -> int:
    """Return a cut for text with no legal one: in a cluster where there are no others, in a pair never."""

    def cost(at: int) -> tuple[bool, bool, float]:
        left, right = text[at - 1], text[at]
        return _is_pair(left, right), _is_cluster(left, right), abs(at - len(text) / 2)

    return min(range(1, len(text)), key=cost)
