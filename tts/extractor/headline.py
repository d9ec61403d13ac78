"""Headline: what the page calls its story, without the names of the site and its sections.

A page says it in its head (JSON-LD, og:title, <title>) and over the story. The head may have the site's
slogan, or a clipped form; a heading may be the masthead's, or a list's. What both agree on is the headline.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import accumulate, pairwise

from tts.dates import states_day
from tts.extractor.blocks import Block
from tts.extractor.facts import HEADLINE_CLASS, Facts, Places
from tts.extractor.passages import is_linked
from tts.extractor.prose import is_punctuated, opens_with, squeeze, tidy
from tts.extractor.site_names import (
    ends_with_site_mark,
    first_part,
    is_site_name,
    openings,
    opens_with_site_mark,
    without_site_name,
)

_MAX_TITLE = 300
_MAX_LINE = 60  # characters of a line that no heading marks
_MIN_TITLE = 4
_TELLING = 8  # characters that a headline begins with, and no section's name
_SHARE = 3  # of a stated title is the headline, at least, as a divisor
_MAX_MASTHEAD = 12  # characters of a paper's name alone
_MAX_HEADING = 80  # characters: more is a masthead with its menu
_CLIPPED = re.compile(r"(?:(?<!\.)\.{2,}|(?<!…)…+)$")
_LABEL = re.compile(
    r"^(?:[標标]題|标题|主[題题]|題目|Subject) {0,2}[:：]? {0,2}"
)  # as a board's posts have it
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,16}(?:政府|[局處处署廳厅院部司館馆所]|委[員员][會会]|公所|中心|大[學学]|醫院|法院|[協协學学][會会]|基金[會会])"
)
# How a table of a release names the cell beside it.
_ROW = re.compile(
    r"^(?:(?:新聞|公告|訊息|新闻|讯息)?(?:[標标][題题]|主旨|主[題题]|[題题]目)|Subject|Title)\s?[:：，]\s?"
)
_PARAGRAPH = 40  # characters: below the first of these, no headline stands
_STORY_CHARS = 2000
_SHARED = 2  # pairs of characters that a headline has in common with its story at least
_HEADINGS = ("h1", "h2", "h3")

Answer = tuple[str, str]


def read_headline(facts: Facts, blocks: Sequence[Block], *, selected: str | None, names: set[str]) -> Places:
    """Yield what may be the page's headline, the best first.

    `selected` is what the site's adapter found, `names` what the page calls its site.
    """
    names = names | set(_offices(facts, blocks, list(_stated(facts))))
    whole = [(place, text) for place, text in _stated(facts) if text not in names]
    stated = [(place, without_site_name(text, names)) for place, text in whole]
    headings = [(place, text) for place, text in _headings(facts, blocks) if text not in names]
    if selected and (not stated or _is_repeated(selected, stated)):
        yield "site adapter", selected
    # What the page's heading and its head agree on has no site's name behind it.
    story = _story(blocks)
    declared = {squeeze(text) for place, text in whole if place != "page title"}
    headings = [
        one for one in headings if squeeze(one[1]) in declared or not _is_masthead(one[1], story, names)
    ]
    yield from ((place, text) for place, text in headings if squeeze(text) in declared)
    # The page's own heading keeps the pauses between clauses; one that the page's head repeats is no logo.
    yield from (heading for heading in headings if _is_repeated(heading[1], stated))
    yield from _under_kicker(headings, whole)
    yield from _over_second_line(facts, stated)
    yield from _longer(headings, stated, names)
    yield from _alone(facts, story, names)
    yield from _shown(blocks, whole, names)
    about = (answer for answer in stated if _shares(answer[1], story))
    yield from (answer for answer in about if not is_site_name(answer[1], names))
    yield from _marked(facts, story, names)
    yield from _nearest(blocks, story, names)
    yield from stated
    yield from headings


def headline_at(blocks: Sequence[Block], title: str | None) -> int | None:
    """Return the place of the line that opens with the headline: rather a heading, and rather no link."""
    wanted = squeeze(title or "")
    places = (index for index, block in enumerate(blocks) if opens_with(block.text, wanted))
    return min(places, key=lambda index: _rank(blocks[index]), default=None) if wanted else None


def _rank(block: Block) -> tuple[bool, bool]:
    return is_linked(block), not block.around.heading


def _stated(facts: Facts) -> Iterator[Answer]:
    """Yield the titles of the page's head; what an editor's system encoded twice is decoded twice."""
    declared = (*facts.linked_data("headline"), *facts.meta("og:title", "twitter:title"))
    for place, title in (*declared, *facts.named("title")):
        if text := tidy(unescape(title))[:_MAX_TITLE]:
            yield place, text


def _headings(facts: Facts, blocks: Sequence[Block]) -> Iterator[Answer]:
    yield from ((place, text) for place, text in facts.named(*_HEADINGS) if len(text) <= _MAX_TITLE)
    for block in blocks:
        if not block.linked and len(block.text) <= _MAX_TITLE and _is_marked(block):
            yield "page headline", block.text


def _is_marked(block: Block) -> bool:
    return bool(HEADLINE_CLASS.search(block.element.get("class") or ""))


def _offices(facts: Facts, blocks: Sequence[Block], stated: Sequence[Answer]) -> Iterator[str]:
    """Yield the headings that name the office whose site it is, where the page shows its headline elsewhere.

    A stated title has the office's name on one side and a line of the page in the rest, or nothing else
    where a further heading is about the story.
    """
    offices = {text for _, text in facts.named("h1") if _OFFICE.fullmatch(text)}
    for office in offices:
        name = squeeze(office)
        others = {squeeze(block.text) for block in blocks if len(block.text) >= _TELLING} - {name}
        for _, title in stated:
            before, found, behind = squeeze(title).partition(name)
            is_parted = bool(found) and ends_with_site_mark(before) and opens_with_site_mark(behind)
            if not is_parted:
                continue
            rest = before or behind
            if any(line in rest for line in others) if rest else _is_headed_below(blocks, name):
                yield office


def _is_headed_below(blocks: Sequence[Block], name: str) -> bool:
    story = _story(blocks)
    headed = (b for b in blocks if (b.around.heading or _ROW.match(b.text)) and not is_linked(b))
    headings = (_ROW.sub("", block.text) for block in headed)
    return any(len(text) >= _TELLING and squeeze(text) != name and _shares(text, story) for text in headings)


def _is_masthead(heading: str, story: str, names: set[str]) -> bool:
    """Tell whether a heading has a site's name, and nothing of the story."""
    return len(heading) <= _MAX_MASTHEAD and is_site_name(heading, names) and not _shares(heading, story)


def _is_repeated(heading: str, stated: Sequence[Answer]) -> bool:
    """Tell whether the page's head repeats a heading, alone or with more behind it."""
    ours = squeeze(heading)
    titles = (squeeze(title) for _, title in stated)
    return len(ours) >= _MIN_TITLE and any(
        ours in title and (len(ours) * 2 > len(title) or (len(ours) >= _TELLING and title.startswith(ours)))
        for title in titles
    )


def _longer(headings: Sequence[Answer], stated: Sequence[Answer], names: set[str]) -> Iterator[Answer]:
    """Yield the headings of which the page's head has only the beginning, clipped or broken off."""
    for place, heading in headings:
        bare = without_site_name(heading, names)
        for _, title in stated:
            parts = (_CLIPPED.sub("", title), *([first_part(title)] if place == "page h1" else []))
            least = _MIN_TITLE if place == "page h1" else _TELLING
            if len(bare) <= _MAX_HEADING and any(_opens(bare, part, names, least) for part in parts):
                yield place, bare


def _opens(heading: str, part: str, names: set[str], least: int) -> bool:
    opening = squeeze(part)
    is_beginning = len(opening) >= least and squeeze(heading).startswith(opening)
    return is_beginning and not is_site_name(part, names)


def _under_kicker(headings: Sequence[Answer], whole: Sequence[Answer]) -> Iterator[Answer]:
    """Yield the openings of stated titles with which a heading ends, behind its section or its series."""
    for _, title in whole:
        for opening in openings(title):
            ours = squeeze(opening)
            ends = (squeeze(text) for _, text in headings)
            if len(ours) >= _TELLING and any(end.endswith(ours) and len(ours) * 2 > len(end) for end in ends):
                yield "page headline", opening


def _over_second_line(facts: Facts, stated: Sequence[Answer]) -> Iterator[Answer]:
    """Yield the stated titles at whose end an h1 goes on in another element, with a line of its own."""
    for place, title in stated:
        ours = squeeze(title)
        for pieces in facts.headings():
            ends = accumulate(map(squeeze, pieces))
            if len(ours) >= _TELLING and ours in ends:
                yield place, title


def _alone(facts: Facts, story: str, names: set[str]) -> Iterator[Answer]:
    """Yield a lone h1 where the head has nothing but a <title>, which may be one for all pages."""
    declared = [*facts.linked_data("headline"), *facts.meta("og:title", "twitter:title")]
    alone = list(facts.named("h1"))
    if (
        not declared
        and len(alone) == 1
        and not is_site_name(alone[0][1], names)
        and _shares(alone[0][1], story)
    ):
        yield from alone


def _shown(blocks: Sequence[Block], whole: Sequence[Answer], names: set[str]) -> Iterator[Answer]:
    """Yield the lines of the page that a stated title holds between separators, the longest first."""
    texts = (_LABEL.sub("", block.text) for block in reversed(blocks) if not block.linked)
    lines = {squeeze(text): text for text in texts}
    for _, title in whole:
        squeezed = squeeze(title)
        shortest = max(_MIN_TITLE, len(squeezed) // _SHARE)
        within = (line for line in lines if len(line) >= shortest and line in squeezed)
        for line in sorted(within, key=len, reverse=True):
            before, _, behind = squeezed.partition(line)
            is_parted = ends_with_site_mark(before) and opens_with_site_mark(behind)
            if is_parted and not is_site_name(lines[line], names):
                yield "page line", lines[line]


def _story(blocks: Sequence[Block]) -> str:
    return "".join(block.text for block in blocks if _is_paragraph(block))[:_STORY_CHARS]


def _shares(title: str, story: str) -> bool:
    """Tell whether a title is about a story, by the pairs of characters that both have."""
    pairs = {first + second for first, second in pairwise(title) if (first + second).isalnum()}
    return not story or sum(pair in story for pair in pairs) >= _SHARED


def _marked(facts: Facts, story: str, names: set[str]) -> Iterator[Answer]:
    """Yield what is marked as a headline within a line and is about the story."""
    for place, text in facts.headlines():
        is_headline = _MIN_TITLE <= len(text) <= _MAX_LINE and not is_site_name(text, names)
        if is_headline and story and _shares(text, story):
            yield place, text


def _nearest(blocks: Sequence[Block], story: str, names: set[str]) -> Iterator[Answer]:
    """Yield the lines above the first long paragraph that may head it: headings, then what is about it."""
    long = (place for place, block in enumerate(blocks) if _is_paragraph(block))
    above = [block for block in reversed(blocks[: next(long, len(blocks))]) if _may_head(block, names)]
    headings = [block.text for block in above if block.is_heading or _is_marked(block)]
    lines = [_ROW.sub("", block.text) for block in reversed(above) if len(block.text) <= _MAX_LINE]
    yield from (("page heading", text) for text in headings if _shares(text, story))
    yield from (("page line", text) for text in lines if story and _shares(text, story))
    yield from (("page heading", text) for text in headings)


def _may_head(block: Block, names: set[str]) -> bool:
    text = block.text
    is_headed = not block.linked and len(squeeze(text)) >= _MIN_TITLE and len(text) <= _MAX_TITLE
    return is_headed and not states_day(text) and not is_site_name(text, names)


def _is_paragraph(block: Block) -> bool:
    return block.size > _PARAGRAPH and is_punctuated(block.text) and not block.linked
