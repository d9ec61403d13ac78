"""Authorship: who wrote a page's story, and which of its paragraphs only say so.

What stands nearest the story is the truest: the lines between headline and story, the story's own ends,
the credits below it. The head's author is often the paper, a desk or the editor.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from tts.extractor.blocks import Block
from tts.extractor.byline import byline_apart, introduces_author, tidy_byline
from tts.extractor.facts import Facts, Places
from tts.extractor.person_names import are_names
from tts.extractor.prose import squeeze, tidy, tidy_paragraph
from tts.extractor.publication_time import headline_at
from tts.extractor.signature import folded, signed, signed_within
from tts.model.article import Paragraph

_ABOVE = 10  # lines above a story whose headline the page does not show
_BELOW = 8  # lines below a story where its credits stand
_MOST_LINES = 80  # between headline and story: there may be a menu
_MOST_AUTHORS = 40
_TELLING = 24  # characters that tell a paragraph from others
_BARE_NAME = range(3, 5)  # Han characters of a name that stands alone: two are more often a word
_EDITED = r"(?:[编编]辑|责编|校对|审核|监制|主编|总编)\W{0,3}"
_META = ("author", "article:author", "dc.creator", "byl")


@dataclass(frozen=True, slots=True)
class _Story:
    """The lines of a page around and of its story, each region without links."""

    head: tuple[str, ...]
    body: tuple[str, ...]
    tail: tuple[str, ...]

    @property
    def text(self) -> str:
        return folded(squeeze("".join((*self.head, *self.body, *self.tail))))


def sign(
    facts: Facts,
    blocks: Sequence[Block],
    paragraphs: Sequence[Paragraph],
    *,
    title: str | None,
    known: Places,
) -> tuple[str | None, tuple[Paragraph, ...]]:
    """Return who wrote these paragraphs of a page, and the paragraphs to be read.

    `known` are the answers to be trusted before all others: a site adapter's. The byline that opens a
    paragraph stays, as the paper has it; one that closes it, or is all of it, goes.
    """
    story = _story(blocks, paragraphs, title)
    byline = facts.first("byline", chain(known, _bylines(facts, story)))
    return byline, tuple(_unsigned(paragraphs, story, byline))


def _story(blocks: Sequence[Block], paragraphs: Sequence[Paragraph], title: str | None) -> _Story:
    headline = headline_at(blocks, title)
    below = headline + 1 if headline is not None else 0
    places = list(_places(blocks, paragraphs, below)) or list(_places(blocks, paragraphs, 0))
    if not places:
        return _Story((), tuple(paragraph.text for paragraph in paragraphs), ())
    first, last = places[0], places[-1] + 1
    above = below - 1 if headline is not None and headline < first else max(0, first - _ABOVE)
    lines = (_line(block, title) for block in blocks[above:first] if not _is_linked(block))
    return _Story(
        head=tuple(islice(lines, _MOST_LINES)),
        body=tuple(block.text for block in blocks[first:last] if not _is_linked(block)),
        tail=tuple(islice((block.text for block in blocks[last:] if not _is_linked(block)), _BELOW)),
    )


def _places(blocks: Sequence[Block], paragraphs: Sequence[Paragraph], start: int) -> Iterator[int]:
    """Yield where the paragraphs stand from there on; their copies in lists of stories come later."""
    sought = {squeeze(paragraph.text)[:_TELLING] for paragraph in paragraphs}
    for place in range(start, len(blocks)):
        opening = squeeze(blocks[place].text)[:_TELLING]
        if opening in sought:
            sought.discard(opening)
            yield place


def _line(block: Block, title: str | None) -> str:
    return tidy(block.text.replace(title, " ", 1)) if title else block.text


def _is_linked(block: Block) -> bool:
    return block.linked * 2 > len(block.text)


def _bylines(facts: Facts, story: _Story) -> Places:
    yield from (("text", byline) for line in story.head if (byline := signed(line)))
    yield from (("text", byline) for line in story.head if (byline := signed_within(line)))
    yield from _within(story.body)
    yield from (("text", byline) for line in (*story.body, *story.tail) if (byline := signed(line)))
    yield from (("text", byline) for line in story.tail if (byline := signed_within(line)))
    yield from _declared(facts, story)
    yield from _alone(story)


def _within(body: Sequence[str]) -> Places:
    """Yield the bylines at the ends of lines: of the first two, then of the others, the last first."""
    for line in (*body[:2], *reversed(body[2:])):
        if byline := byline_apart(line)[0]:
            yield "text", byline


def _declared(facts: Facts, story: _Story) -> Places:
    """Yield the persons that the page's data names; a marked element only where it stands by the story."""
    text = story.text
    papers = "".join(name for _, name in (*facts.meta("og:site_name"), *facts.linked_data("publisher")))
    stated = ((place, name, True) for place, name in facts.linked_data("author"))
    written = ((place, name, False) for place, name in facts.meta(*_META))
    authors = islice(facts.authors(), _MOST_AUTHORS)
    marked = ((place, name, False) for place, name in authors if folded(squeeze(name)) in text)
    for place, name, sure in chain(stated, written, marked):
        byline = tidy_byline(name)
        is_editor = re.search(_EDITED + re.escape(folded(squeeze(byline))), text)
        if byline not in papers and not is_editor and _is_person(byline, sure=sure):
            yield place, byline


def _is_person(byline: str, *, sure: bool) -> bool:
    return signed(byline) is not None or are_names(folded(byline), sure=sure)


def _alone(story: _Story) -> Iterator[tuple[str, str]]:
    """Yield a name that stands alone above the story, or at either end of it."""
    for line in (*reversed(story.head), *story.body[:1], *story.body[-1:], *story.tail[:1]):
        if len(line) in _BARE_NAME and are_names(folded(line), sure=False):
            yield "text", line


def _unsigned(paragraphs: Sequence[Paragraph], story: _Story, byline: str | None) -> Iterator[Paragraph]:
    """Yield the paragraphs without the bylines that close them."""
    # A paragraph has lost the spaces between names; the line that it was has them.
    lines = {squeeze(line): line for line in story.body}
    for paragraph in paragraphs:
        line = lines.get(squeeze(paragraph.text), paragraph.text)
        found, rest = byline_apart(line)
        if found is None or introduces_author(line) or (rest and line.endswith(rest)):
            if paragraph.text != byline:
                yield paragraph
        elif rest:
            yield replace(paragraph, text=tidy_paragraph(rest))
