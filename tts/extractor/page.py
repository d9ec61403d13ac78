"""A page's article: from its elements, its scripts' data, and what is known of its site."""

import re
from collections.abc import Iterator
from html import unescape

from tts.errors import ArticleNotFound
from tts.extractor.authorship import sign
from tts.extractor.blocks import Block, read_blocks
from tts.extractor.body import MIN_BODY, Reading
from tts.extractor.byline import tidy_byline
from tts.extractor.doubts import doubts
from tts.extractor.facts import Facts
from tts.extractor.json_ld import LinkedData
from tts.extractor.markup import Page, parse
from tts.extractor.metadata import address_of, names_of, read_metadata, selected
from tts.extractor.noise import stands_in
from tts.extractor.plugin_sites import plugged_sites
from tts.extractor.prose import has_sentence, size, squeeze
from tts.extractor.sites import Selection, site_of
from tts.model.article import Article, Paragraph

_BREAK = re.compile(r"<(?:p|br|div|li|h[1-6])\b", re.IGNORECASE)
_TELLING = 16  # characters: two different sentences do not begin alike for so long


def read_page(text: str, url: str | None) -> Article:
    """Return the article of a page's markup, its title empty where none can be found.

    Raises ArticleNotFound when no body can be told from the text around it.
    """
    page = parse(text)
    facts = Facts(page)
    known_by = address_of(facts, url), tuple(names_of(facts))
    site = site_of(*known_by) or site_of(*known_by, plugged_sites())
    selection = site.select(text) if site else Selection()
    blocks = read_blocks(page.root)
    said = read_metadata(facts, blocks, selection, site=site, url=url)
    story = _trusted(_stories(page, blocks, selection.body, said.title))
    known = selected(tidy_byline(selection.byline or ""))
    byline, paragraphs = sign(facts, blocks, story, title=said.title, known=known)
    return Article(
        title=said.title or "",
        paragraphs=paragraphs,
        byline=byline,
        published=said.published,
        publisher=said.publisher,
        url=said.url,
        language=said.language,
        tags=said.tags,
        image_url=said.image_url,
        modified=said.modified,
        section=said.section,
        next_page_url=said.next_page_url,
        warnings=tuple(doubts(paragraphs, blocks, paid=facts.data.is_paid, next_page_url=said.next_page_url)),
        origins=tuple(facts.origins),
    )


def _stories(page: Page, blocks: list[Block], selected: str, title: str | None) -> Iterator[list[Paragraph]]:
    """Yield what the ways to find a story find, the most trusted way first."""
    linked = _linked_body(page, title)
    for story in _visible_stories(blocks, selected, title):
        if not _is_beside(story, linked):
            yield story
    yield linked


def _visible_stories(blocks: list[Block], selected: str, title: str | None) -> Iterator[list[Paragraph]]:
    if selected:
        body = parse(selected)
        yield Reading(read_blocks(body.root), title=title).story(body.root)
    for lenient in (False, True):
        reading = Reading(blocks, title=title, lenient=lenient)
        if (element := reading.body()) is not None:
            yield reading.story(element)


def _linked_body(page: Page, title: str | None) -> list[Paragraph]:
    """Return the body that a page has in its JSON-LD; it may be marked up, and hold what bodies hold."""
    text = unescape(next(LinkedData(page.json_ld).texts("articleBody"), ""))
    if not text:
        return []
    lines = text if _BREAK.search(text) else text.replace("\n", "<br>")
    try:
        root = parse(f"<div>{lines}</div>").root
    except ArticleNotFound:  # far too much, which is no reason to refuse the page around it
        return []
    return Reading(read_blocks(root), title=title).story(root)


def _is_beside(story: list[Paragraph], linked: list[Paragraph]) -> bool:
    """Tell whether a story is only what stands beside one that is longer, and not a line of it."""
    text = squeeze(_text_of(linked))
    return size(_text_of(story)) < size(text) and not any(squeeze(p.text)[:_TELLING] in text for p in story)


def _text_of(paragraphs: list[Paragraph]) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs)


def _trusted(stories: Iterator[list[Paragraph]]) -> list[Paragraph]:
    for paragraphs in stories:
        text = _text_of([paragraph for paragraph in paragraphs if not stands_in(paragraph.text)])
        if size(text) >= MIN_BODY and has_sentence(text):
            return paragraphs
    message = "The page has no article that can be told from the text around it."
    raise ArticleNotFound(message, hint="Give the address or the file of a single article's page.")
