"""Authorship: who wrote a page's story, and which of its paragraphs only say so.

What stands nearest the story is the truest: the lines between headline and story, the story's own ends,
the credits below it. The head's author is often the paper, a desk or the editor.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise, takewhile

from tts.dates import states_day
from tts.extractor.blocks import Block
from tts.extractor.byline import byline_apart, introduces_author, tidy_byline
from tts.extractor.contributor import contributor, tells_life
from tts.extractor.facts import Facts, Places
from tts.extractor.headline import headline_at
from tts.extractor.passages import is_linked
from tts.extractor.person_names import are_names, is_desk
from tts.extractor.prose import squeeze, tidy, tidy_paragraph
from tts.extractor.script_facts import writers_in
from tts.extractor.signature import bare_names, folded, signed, signed_within
from tts.extractor.site_names import parts_behind
from tts.model.article import Paragraph

_ABOVE = 10  # lines above a story whose headline the page does not show
_BELOW = 8  # lines below a story where its credits stand
_FOOT = 4  # lines right below a story
_MOST_LINES = 80  # between headline and story: there may be a menu
_MOST_AUTHORS = 40
_MAX_PEN_NAME = 16
_MAX_STAMP = 40  # characters of a line with the day of a page
_MAX_DAY = 20  # characters of a line that is a day and an hour
_TELLING = 24  # characters that tell a paragraph from others
_EDITED = r"(?:[编编]辑|责编|校对|审核|监制|主编|总编)\W{0,3}"
_POSTED = re.compile(
    r"(?:[張张][貼贴]|[發发][布佈表貼帖]|撰)[者人文稿]|作者|文\s?[:：／]|Posted by|By\s", re.IGNORECASE
)
_META = ("author", "article:author", "og:article:author", "dc.creator", "byl", "byline")
_FOR = re.compile(r"(?<=\S)\s?[（(][^（()）]{2,12}[)）]$")  # 某某某 (某報)
_BRACKETS = ("（", "(", "【", "[", "〔")
_BY_IN_TITLE = re.compile(r"^by (?P<name>.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Story:
    """The lines of a page above its headline, from there to the story, of the story, and below it.

    They are without links.

    `links` are the short links between headline and story: a writer's name may be one. `foot` are the lines
    right below the story that say who posted it, his name being a link.
    """

    head: tuple[str, ...]
    links: tuple[str, ...]
    above: tuple[str, ...]
    body: tuple[str, ...]
    tail: tuple[str, ...]
    foot: tuple[str, ...] = ()


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
    papers = _papers(facts)
    trusted = ((place, name) for place, name in known if name not in papers and not _names_nobody(name))
    scripted = (("script", name) for name in writers_in(facts.scripts, title))
    found = chain(trusted, _bylines(facts, story), _persons(scripted, sure=False))
    byline = facts.first("byline", found)
    return byline, tuple(_unsigned(paragraphs, story, byline))


def _story(blocks: Sequence[Block], paragraphs: Sequence[Paragraph], title: str | None) -> _Story:
    headline = headline_at(blocks, title)
    below = headline + 1 if headline is not None else 0
    places = list(_places(blocks, paragraphs, below)) or list(_places(blocks, paragraphs, 0))
    if not places:
        return _Story((), (), (), tuple(paragraph.text for paragraph in paragraphs), ())
    first, last = places[0], places[-1] + 1
    told = _second_of(places, blocks)
    above = below - 1 if headline is not None and headline < first else max(0, first - _ABOVE)
    opening = [*blocks[above:first][:_MOST_LINES], *blocks[first + 1 : told]]
    return _Story(
        head=tuple(_line(block, title) for block in opening if not is_linked(block)),
        links=tuple(block.text for block in opening if is_linked(block) and not block.around.outside),
        above=tuple(block.text for block in blocks[max(0, above - _BELOW) : above]),
        body=tuple(block.text for block in blocks[first:last] if not is_linked(block)),
        tail=tuple(islice((block.text for block in blocks[last:] if not is_linked(block)), _BELOW)),
        foot=tuple(b.styled for b in blocks[last : last + _FOOT] if is_linked(b) and _POSTED.match(b.text)),
    )


def _second_of(places: Sequence[int], blocks: Sequence[Block]) -> int:
    """Return where a story goes on below a standfirst with its day and its writer, else where it begins."""
    below = blocks[places[0] + 1 : places[1]] if len(places) > 1 else ()
    is_apart = len(below) <= _ABOVE and any(states_day(b.text) for b in below if len(b.text) <= _MAX_STAMP)
    return places[1] if is_apart else places[0]


def _places(blocks: Sequence[Block], paragraphs: Sequence[Paragraph], start: int) -> Iterator[int]:
    """Yield where the paragraphs stand from there on; their copies in lists of stories come later."""
    sought = {squeeze(paragraph.text)[:_TELLING] for paragraph in paragraphs}
    for place in range(start, len(blocks)):
        opening = squeeze(blocks[place].text[: 2 * _TELLING])[:_TELLING]  # every second may be a space
        if opening in sought:
            sought.discard(opening)
            yield place


def _line(block: Block, title: str | None) -> str:
    return tidy(block.styled.replace(title, " ", 1)) if title else block.styled


def _bylines(facts: Facts, story: _Story) -> Places:
    yield from _contributors(story.head)
    yield from _together(story.head)
    yield from (("text", byline) for line in story.head if (byline := signed_within(line)))
    yield from (("text", byline) for line in story.links if (byline := signed(line)))
    yield from _marked(facts.authors(), (*story.head, *story.links))
    yield from _marked(facts.author_links(), (*story.head, *story.links))
    yield from _within(story.body)
    yield from _together((*story.body, *story.tail))
    yield from (("text", byline) for line in story.tail if (byline := signed_within(line)))
    yield from _contributors((*story.body[:1], *story.body[-1:], *story.tail))
    yield from (("text", byline) for line in story.foot if (byline := signed(line)))
    yield from _declared(facts, story)
    yield from _pen_names(facts, story)
    yield from _alone(story)
    yield from _above_day(story.above)
    yield from _on_card((*story.above, *story.tail))
    lines = (*story.head, *story.links, *story.body[:1], *story.tail)
    parts = ((place, part) for place, title in facts.named("title") for part in parts_behind(title))
    yield from _persons((one for one in parts if one[1] in lines), sure=False)


def _contributors(lines: Sequence[str]) -> Places:
    yield from (("text", name) for line in lines if (name := contributor(line)))


def _together(lines: Sequence[str]) -> Places:
    """Yield the first byline among lines, with those of the lines right below it."""
    bylines = [signed(line) for line in lines]
    start = next((place for place, byline in enumerate(bylines) if byline), len(bylines))
    run = dict.fromkeys(byline for byline in takewhile(bool, bylines[start:]) if byline)
    if run:
        yield "text", "、".join(run)


def _within(body: Sequence[str]) -> Places:
    """Yield the bylines at the ends of lines: of the first two, then of the others, the last first."""
    for line in (*body[:2], *reversed(body[2:])):
        if byline := byline_apart(line, is_last=line == body[-1])[0]:
            yield "text", byline


def _declared(facts: Facts, story: _Story) -> Places:
    """Yield the persons that the page's data names, but for the paper itself and the story's editor."""
    papers = _papers(facts)
    text = folded(squeeze("".join((*story.head, *story.body, *story.tail))))
    is_one = len({name for _, name in facts.authors() if name}) == 1
    lines = (*story.body, *story.tail, *story.above) if is_one else story.body
    marked = _marked(facts.authors(), lines)
    stated = chain(facts.meta(*_META), facts.labelled(), _in_titles(facts))
    for answers, sure in ((facts.writers(), True), (stated, False), (marked, False)):
        named = ((place, name) for place, name in answers if name not in papers)
        yield from _persons(((place, name) for place, name in named if not _is_editor(name, text)), sure=sure)


def _pen_names(facts: Facts, story: _Story) -> Places:
    """Yield the names of any form that the head states and an author's element beside the story shows."""
    shown = {name for _, name in (*facts.authors(), *facts.author_links())}
    lines = squeeze("".join((*story.head, *story.links)))
    for place, name in facts.meta(*_META):
        is_beside = name in shown and squeeze(name) in lines
        if (
            is_beside
            and len(name) <= _MAX_PEN_NAME
            and not is_desk(folded(name))
            and name not in _papers(facts)
        ):
            yield place, name


def _persons(answers: Places, *, sure: bool) -> Places:
    """Yield all the persons among these answers as one byline."""
    bylines = ((place, tidy_byline(_FOR.sub("", name))) for place, name in islice(answers, _MOST_AUTHORS))
    persons = {byline: place for place, byline in bylines if _is_person(byline, sure=sure)}
    if persons:
        yield next(iter(persons.values())), "、".join(persons)


def _papers(facts: Facts) -> str:
    return " ".join(name for _, name in (*facts.meta("og:site_name"), *facts.linked_data("publisher")))


def _names_nobody(byline: str) -> bool:
    """Tell whether a byline names desks alone: 國際中心／綜合報導; an agency's dateline names its agency."""
    return all(is_desk(part) for part in re.split(r"[ /、]+", folded(byline).strip(" /")))


def _in_titles(facts: Facts) -> Places:
    """Yield the names that titles have behind "by" (… | by 王大同 | 某誌)."""
    for place, title in facts.named("title"):
        found = (_BY_IN_TITLE.match(part) for part in parts_behind(title))
        yield from ((place, one["name"]) for one in found if one)


def _marked(marked: Places, lines: Sequence[str]) -> Places:
    """Yield the first person of those marked as authors who stands in one of these lines."""
    names = [(place, name) for place, name in islice(marked, _MOST_AUTHORS) if name]
    if names:
        text = squeeze("".join(lines))
        shown = ((place, name) for place, name in names if squeeze(name) in text)
        yield from islice((person for answer in shown for person in _persons(iter([answer]), sure=False)), 1)


def _is_editor(name: str, text: str) -> bool:
    return bool(re.search(_EDITED + re.escape(folded(squeeze(name))), text))


def _is_person(byline: str, *, sure: bool) -> bool:
    return signed(byline) is not None or are_names(folded(byline), sure=sure)


def _alone(story: _Story) -> Iterator[tuple[str, str]]:
    """Yield a name that stands alone above the story, or at either end of it; below it in brackets, too."""
    for line in (*reversed(story.head), *story.body[:1], *story.body[-1:]):
        if names := bare_names(line):
            yield "text", names
    for line in story.tail[:1]:
        if line.startswith(_BRACKETS) and (byline := byline_apart(line, is_last=True)[0]):
            yield "text", byline


def _above_day(lines: Sequence[str]) -> Places:
    """Yield the name that stands alone above a line with nothing but a day, as over a blog's headline."""
    for line, below in pairwise(lines):
        if len(below) <= _MAX_DAY and states_day(below) and (names := bare_names(line)):
            yield "text", names


def _on_card(lines: Sequence[str]) -> Places:
    """Yield the name above the only line around a story that says what a person is and did."""
    cards = [
        name for name, life in pairwise(lines) if tells_life(life) and are_names(folded(name), sure=False)
    ]
    if len(cards) == 1:
        yield "text", cards[0]


def _unsigned(paragraphs: Sequence[Paragraph], story: _Story, byline: str | None) -> Iterator[Paragraph]:
    """Yield the paragraphs without the bylines that close them."""
    # A paragraph has lost the spaces between names; the line that it was has them.
    lines = {squeeze(line): line for line in story.body}
    for paragraph in paragraphs:
        line = lines.get(squeeze(paragraph.text), paragraph.text)
        is_last = len(paragraphs) > 1 and paragraph is paragraphs[-1]
        is_end = len(paragraphs) > 1 and (paragraph is paragraphs[0] or is_last)
        if (is_last and _tells_of_writer(paragraph.text, byline)) or (
            is_end and byline and contributor(line) == byline
        ):
            continue
        found, rest = byline_apart(line, is_last=is_last)
        if found is None or introduces_author(line) or (rest and line.endswith(rest)):
            if paragraph.text != byline:
                yield paragraph
        elif rest:
            yield replace(paragraph, text=tidy_paragraph(rest))


def _tells_of_writer(paragraph: str, byline: str | None) -> bool:
    """Tell whether a paragraph opens with the writer's name and says who he is, as below a column."""
    name, line = folded(byline or ""), folded(paragraph)
    if not line.startswith(name) or not are_names(name, sure=False):
        return False
    return line[len(name) : len(name) + 1] in ",:;(现为是曾" and tells_life(paragraph[len(name) :])
