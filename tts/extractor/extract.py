"""Extract: the whole way from a document to its article, on one screen."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from tts.article import STORY, Article, Origin, Paragraph
from tts.dates import read_time
from tts.document import Document
from tts.errors import ArticleNotFound
from tts.extractor.blocks import Block, read_blocks
from tts.extractor.decode import decode
from tts.extractor.doubts import doubts
from tts.extractor.dump import is_dump, read_dump
from tts.extractor.facts import Facts
from tts.extractor.html import MIN_BODY, Reading
from tts.extractor.json_ld import LinkedData
from tts.extractor.language import language_of
from tts.extractor.markup import Page, is_markup, parse
from tts.extractor.metadata import address_of, names_of, read_metadata
from tts.extractor.noise import stands_in
from tts.extractor.plain import read_plain
from tts.extractor.prose import first_clause, has_sentence, size, squeeze
from tts.extractor.sites import Selection, site_of

_BREAK = re.compile(r"<(?:p|br|div|li|h[1-6])\b", re.IGNORECASE)
_TELLING = 16  # characters: two different sentences do not begin alike for so long
MIN_PLAIN = 2  # characters: a text file holds what its owner put there, however short


def extract(document: Document) -> Article:
    """Return the article of a saved page, of a page's text dump, or of a plain text.

    Raises ArticleNotFound, with the reason, for what is no text and for a page whose body cannot be trusted.
    """
    text = decode(document.data, document.content_type)
    if is_markup(text):
        return _from_page(text, document)
    if is_dump(text):
        return _from_dump(text, document)
    return _from_plain(text, document)


def _from_dump(text: str, document: Document) -> Article:
    dump = read_dump(text)
    if not dump.paragraphs:
        message = "The text is a page's navigation and lists, with no story in it."
        raise ArticleNotFound(message, hint="Save the page again, or give its address.")
    zone = "America/New_York" if dump.is_world_journal else "Asia/Taipei"
    body = "".join(paragraph.text for paragraph in dump.paragraphs)
    return _titled(
        Article(
            title=dump.title or "",
            paragraphs=dump.paragraphs,
            byline=dump.byline,
            published=read_time(dump.when, zone) if dump.when else None,
            publisher=dump.publisher,
            url=document.url,
            language=language_of(body),
            tags=dump.tags,
            warnings=tuple(doubts(dump.paragraphs)),
        )
    )


def _from_plain(text: str, document: Document) -> Article:
    if _is_json(text):
        message = "The text is JSON, which is written for programs."
        raise ArticleNotFound(message, hint="Give the page or the text of an article.")
    plain = read_plain(text)
    body = "".join(paragraph.text for paragraph in plain.paragraphs)
    if sum(character.isalnum() for character in body) < MIN_PLAIN:
        message = "The text holds no words."
        raise ArticleNotFound(message, hint="Give a text file, a saved page or an address.")
    return _titled(
        Article(
            title=plain.title or "",
            paragraphs=plain.paragraphs,
            byline=plain.byline,
            url=document.url,
            language=language_of(body),
        )
    )


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _titled(article: Article) -> Article:
    """Return the article with a title: one without a headline is called by how its story begins."""
    if article.title:
        return article
    origins = (*article.origins, Origin("title", STORY))
    return replace(article, title=first_clause(article.paragraphs[0].text), origins=origins)


def _from_page(text: str, document: Document) -> Article:
    page = parse(text)
    facts = Facts(page)
    site = site_of(address_of(facts, document.url), names_of(facts))
    selection = site.select(text) if site else Selection()
    blocks = read_blocks(page.root)
    said = read_metadata(facts, blocks, selection, site=site, url=document.url)
    paragraphs = _trusted(_stories(page, blocks, selection.body, said.title))
    return _titled(
        Article(
            title=said.title or "",
            paragraphs=tuple(paragraphs),
            byline=said.byline,
            published=said.published,
            publisher=said.publisher,
            url=said.url,
            language=said.language,
            tags=said.tags,
            image_url=said.image_url,
            modified=said.modified,
            section=said.section,
            next_page_url=said.next_page_url,
            warnings=tuple(
                doubts(paragraphs, blocks, paid=facts.data.is_paid, next_page_url=said.next_page_url)
            ),
            origins=said.origins,
        )
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
