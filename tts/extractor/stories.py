"""Stories: every place where a page may keep its story, and which of them can be believed.

A page says in more than one place what its story is about. A text is believed when it takes up the words
of the headline or the description. Some stories take up neither; where the page has no description of its
own, the text below its headline is believed too, if it is most of what the page says.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from tts.errors import ArticleNotFound
from tts.extractor.app_data import holds, stories_in
from tts.extractor.blocks import Block, read_blocks
from tts.extractor.body import Body, bodies
from tts.extractor.evidence import Evidence
from tts.extractor.listing import is_listing, names_no_story
from tts.extractor.markup import holds_markup, parse
from tts.extractor.noise import stands_in
from tts.extractor.passages import MIN_BODY
from tts.extractor.prose import TELLING, beginning, ends_sentence, has_sentence, size, squeeze
from tts.extractor.reading import STRICT, Manner, Reading
from tts.extractor.shop import is_shop
from tts.extractor.site_names import first_part
from tts.extractor.story import story_of
from tts.model.article import Paragraph

_TAG = re.compile(r"<[^<>]*>")
_MOST = 0.6
_GOES_ON = 1.5
_MIN_UNMARKED = 40  # Han characters of lines without marks: fewer are labels


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A text that may be the story, and the headings right above it.

    `stands_well` where its place speaks for it: below the page's headline, and most of what the page says.
    """

    paragraphs: list[Paragraph]
    headings: tuple[str, ...] = ()
    is_listing: bool = False
    is_shop: bool = False
    stands_well: bool = True
    unmarked: bool = False

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Kept:
    """Where a page may keep its story, and what it says of it.

    `selected` is the markup of the body that a site's adapter found, `linked` the body that JSON-LD has,
    `scripts` are the texts of the page's scripts.
    """

    blocks: list[Block]
    title: str | None
    evidence: Evidence
    selected: str = ""
    linked: str = ""
    scripts: tuple[str, ...] = ()

    @cached_property
    def data(self) -> tuple[str, ...]:
        """The markup of what may be the story in the scripts' data, the likeliest first."""
        return tuple(filter(None, stories_in(self.scripts, self.evidence.titles)))


def trusted_story(kept: Kept) -> list[Paragraph]:
    """Return the paragraphs of a page's story, from the first of its places that can be believed.

    Raises ArticleNotFound, with what was found instead, when none can.
    """
    met: list[_Candidate] = []
    for candidate in _candidates(kept):
        if not _is_story(candidate):
            continue
        if _is_believed(candidate, kept.evidence, beside_list=any(one.is_listing for one in met)):
            return candidate.paragraphs
        met.append(candidate)
    raise _refusal(met, kept.title or kept.evidence.calls_itself)


def _candidates(kept: Kept) -> Iterator[_Candidate]:
    linked = _linked_body(kept)
    for candidate in _visible(kept):
        yield from _wholes(candidate, linked, kept)
        if not _is_beside(candidate, linked):
            yield candidate
    yield linked
    yield from _in_data(kept.data, kept.title)
    for manner in (Manner(unmarked=True), Manner(lenient=True, unmarked=True)):
        yield from _of_body(kept, manner)


def _wholes(candidate: _Candidate, linked: _Candidate, kept: Kept) -> Iterator[_Candidate]:
    """Yield the stories in a page's data of which a candidate is only the beginning."""
    if _is_begun(candidate, linked):
        yield linked
    start = candidate.paragraphs[0].text[:TELLING] if candidate.paragraphs else ""
    if start and holds(kept.scripts, start):
        markups = (markup for markup in kept.data if start in markup)
        wholes = _in_data(markups, kept.title, _GOES_ON * size(candidate.text))
        yield from (whole for whole in wholes if _is_begun(candidate, whole))


def _in_data(markups: Iterable[str], title: str | None, least: float = MIN_BODY) -> Iterator[_Candidate]:
    """Yield the stories of some size among pieces of a page's data: their words alone speak for them."""
    for markup in markups:
        if size(_TAG.sub("", markup)) > least:
            yield replace(_marked_up_or_none(markup, title), stands_well=False)


def _visible(kept: Kept) -> Iterator[_Candidate]:
    if kept.selected:
        yield _marked_up(kept.selected, kept.title)
    for manner in (STRICT, Manner(lenient=True)):
        yield from _of_body(kept, manner)


def _of_body(kept: Kept, manner: Manner) -> Iterator[_Candidate]:
    reading = Reading(kept.blocks, title=kept.title, evidence=kept.evidence, manner=manner)
    for body in bodies(reading):
        is_placed = kept.evidence.is_silent or reading.stands_under_headline(body.element)
        paragraphs = story_of(reading, body)
        start = next((one.text[:TELLING] for one in paragraphs if ends_sentence(one.text)), "")
        yield _Candidate(
            paragraphs,
            tuple(reading.headings_above(body.element)),
            is_listing=is_listing(reading, body.element),
            is_shop=bool(start) and is_shop(kept.blocks, title=kept.title, start=start),
            stands_well=is_placed and reading.share(body.element) >= _MOST,
            unmarked=manner.unmarked,
        )


def _marked_up(markup: str, title: str | None) -> _Candidate:
    """Return the story of a piece of markup that is known to hold nothing else."""
    root = parse(markup).root
    return _Candidate(story_of(Reading(read_blocks(root), title=title), Body(root)))


def _linked_body(kept: Kept) -> _Candidate:
    """Return the body that a page has in its JSON-LD; it may be marked up, and hold what bodies hold."""
    text = kept.linked
    if not text:
        return _Candidate([])
    return _marked_up_or_none(text if holds_markup(text) else text.replace("\n", "<br>"), kept.title)


def _marked_up_or_none(markup: str, title: str | None) -> _Candidate:
    try:
        return _marked_up(f"<div>{markup}</div>", title)
    except ArticleNotFound:  # far too much, which is no reason to refuse the page around it
        return _Candidate([])


def _is_beside(candidate: _Candidate, linked: _Candidate) -> bool:
    """Tell whether a story is only what stands beside one that is longer, and not a line of it."""
    text = squeeze(linked.text)
    starts = (beginning(paragraph.text) for paragraph in candidate.paragraphs)
    return size(candidate.text) < size(text) and not any(start in text for start in starts)


def _is_begun(candidate: _Candidate, linked: _Candidate) -> bool:
    """Tell whether a story is only the beginning of one that goes on for long."""
    text = squeeze(linked.text)
    starts = [beginning(paragraph.text) for paragraph in candidate.paragraphs]
    if not starts or len(linked.paragraphs) <= len(starts) or size(text) < _GOES_ON * size(candidate.text):
        return False
    return all(start in text for start in starts)


def _is_story(candidate: _Candidate) -> bool:
    """Tell whether a text is long enough to be a story, what stands in for one left aside."""
    text = "\n".join(p.text for p in candidate.paragraphs if not stands_in(p.text))
    if candidate.unmarked:
        return size(text) >= _MIN_UNMARKED
    return size(text) >= MIN_BODY and has_sentence(text)


def _is_believed(candidate: _Candidate, evidence: Evidence, *, beside_list: bool) -> bool:
    if not evidence.declares_story and (
        candidate.is_listing or candidate.is_shop or _is_of_no_story(candidate, evidence)
    ):
        return False
    if evidence.agrees(candidate.text):
        return True
    return candidate.stands_well and not evidence.is_telling and not beside_list


def _is_of_no_story(candidate: _Candidate, evidence: Evidence) -> bool:
    """Tell whether a page is called a list, a form or an error, and no headline over the text says more."""
    if not names_no_story(first_part(evidence.calls_itself)):
        return False
    return not Evidence(candidate.headings).agrees(candidate.text)


def _refusal(met: list[_Candidate], title: str) -> ArticleNotFound:
    if not met:
        return _refusal_of("The page has no article that can be told from the text around it.")
    if met[0].is_listing:
        return _refusal_of("The page is a list that leads to articles, and has none itself.")
    if met[0].is_shop:
        return _refusal_of("The page sells something, and has no article.")
    if names_no_story(title):
        return _refusal_of(f"The page is called “{title}”, and has no article.")
    start = met[0].paragraphs[0].text[:TELLING]
    return _refusal_of(f"The page's text, “{start}…”, has nothing to do with its headline.")


def _refusal_of(message: str) -> ArticleNotFound:
    return ArticleNotFound(message, hint="Give the address or the file of a single article's page.")
