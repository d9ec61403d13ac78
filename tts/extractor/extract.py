"""Extract: the way from a document to its article, by what kind of text the document is."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC

from tts.dates import read_time
from tts.errors import ArticleNotFound
from tts.extractor.apart import MOST_SECONDS_OF_PDF, extract_apart, is_large, is_pdf
from tts.extractor.decode import decode
from tts.extractor.doubts import doubts
from tts.extractor.dump import is_dump, read_dump
from tts.extractor.language import language_of
from tts.extractor.plain import read_plain
from tts.extractor.prose import first_clause, tidy, tidy_paragraph
from tts.extractor.reporters import is_role
from tts.letter import MEDIA_TYPE, is_letter
from tts.model.address import on_web
from tts.model.article import STORY, Article, Origin, Paragraph
from tts.model.document import CHAPTER, Document

_PAGE_TAG = re.compile(r"<(?:html|head|body|article|main|section|div|p|meta|table)[\s>/]", re.IGNORECASE)
_LISTING = re.compile(
    r"\ufeff?\s*+(?:<[?!][^>]*+>\s*+)*+<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml)[\s>]", re.IGNORECASE
)
_JSON_FEED = re.compile(r"jsonfeed\.org\\?/version\\?/")  # PHP writes a slash with a backslash before it
_BEGINNING = 2000  # characters: where a page says that it is one
MIN_PLAIN = 2  # characters: a text file holds what its owner put there, however short


def extract(document: Document) -> Article:
    """Return the article of a saved page, of a page's text dump, of a letter, a PDF or a plain text.

    One without a headline is called by how its story begins. Raises ArticleNotFound, with the reason, for
    what is no text, for a page whose body cannot be trusted, and for one that takes more than ten seconds.
    """
    if is_pdf(document.data):
        return extract_apart(document, limit_s=MOST_SECONDS_OF_PDF)
    return extract_apart(document) if is_large(document.data) else extract_here(document)


def extract_here(document: Document) -> Article:
    """Return the same, however large the document is and however long that takes."""
    return _titled(_unsigned_by_roles(_understood(document)))


def extract_text(text: str) -> Article:
    """Return the article of a text that somebody typed or copied, or of a page's text dump: never of markup.

    Raises ArticleNotFound like `extract`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _titled(_unsigned_by_roles(_from_text(text, None)))


def tidied(article: Article) -> Article:
    """Return an article that a program wrote as it would have been extracted.

    Each text stands on one line; a paragraph with several is as many; without a title it is called by
    how it begins; a time without a zone is one in UTC; an address that is none of the web is
    gone. Raises ArticleNotFound when it has no words.
    """
    paragraphs = tuple(
        replace(paragraph, text=text)
        for paragraph in article.paragraphs
        for line in paragraph.text.splitlines()
        if (text := tidy_paragraph(line))
    )
    published = article.published
    if published and published.tzinfo is None:
        published = published.replace(tzinfo=UTC)
    _require_words(paragraphs)
    return _titled(
        replace(
            article,
            title=tidy(article.title),
            byline=None if is_role(article.byline or "") else tidy(article.byline or ""),
            publisher=tidy(article.publisher or "") or None,
            section=tidy(article.section or "") or None,
            tags=tuple(filter(None, map(tidy, article.tags))),
            paragraphs=paragraphs,
            published=published,
            url=on_web(article.url),
            image_url=on_web(article.image_url),
            next_page_url=on_web(article.next_page_url),
        )
    )


def _titled(article: Article) -> Article:
    if article.title:
        return article
    origins = (*article.origins, Origin("title", STORY))
    return replace(article, title=first_clause(article.paragraphs[0].text), origins=origins)


def _unsigned_by_roles(article: Article) -> Article:
    """Return the article without a byline that says what somebody is, and not who (記者／報導)."""
    if article.byline is None or not is_role(article.byline):
        return article
    origins = tuple(origin for origin in article.origins if origin.field != "byline")
    return replace(article, byline=None, origins=origins)


def _require_words(paragraphs: Iterable[Paragraph]) -> None:
    if sum(character.isalnum() for paragraph in paragraphs for character in paragraph.text) < MIN_PLAIN:
        message = "The text holds no words."
        raise ArticleNotFound(message, hint="Give a text file, a saved page or an address.")


def _understood(document: Document) -> Article:
    if document.content_type == CHAPTER:
        from tts.extractor.chapter import article_of_chapter  # noqa: PLC0415 - as below

        return article_of_chapter(document.data)
    if is_pdf(document.data):
        from tts.extractor.pdf import article_of_pdf  # noqa: PLC0415 - as below

        return article_of_pdf(document.data)
    if is_mail(document):
        from tts.extractor.letter import article_of_letter  # noqa: PLC0415 - only where there is one

        return article_of_letter(document.data)
    return _read(decode(document.data, document.content_type), on_web(document.url))


def is_mail(document: Document) -> bool:
    """Tell whether a document is a letter: its source says so, or it begins as one."""
    said = (document.content_type or "").partition(";")[0].strip().lower()
    return said == MEDIA_TYPE or (document.url is None and is_letter(document.data))


def is_packed(document: Document) -> bool:
    """Tell whether a document's words are in no text: those of a letter, a PDF, or a book's chapter."""
    return document.content_type == CHAPTER or is_pdf(document.data) or is_mail(document)


def _read(text: str, url: str | None) -> Article:
    """Return the text's article, its title empty where it has none."""
    if _LISTING.match(text) or (_JSON_FEED.search(text[:_BEGINNING]) and _is_json(text)):
        message = "This is a list of stories, as a feed or a sitemap is one, and no article."
        raise ArticleNotFound(
            message, hint="Give one story's address, or make a [[source]] of it for ting daily."
        )
    if is_markup(text):
        from tts.extractor.page import read_page  # noqa: PLC0415 - its parser is of no use to a text

        return read_page(text, url)
    return _from_text(text, url)


def _from_text(text: str, url: str | None) -> Article:
    return _from_dump(text, url) if is_dump(text) else _from_plain(text, url)


def is_markup(text: str) -> bool:
    """Tell whether a text is HTML: it says so, or it has the tags of a page."""
    head = text[:_BEGINNING].lstrip().lower()
    return head.startswith(("<!doctype html", "<html", "<?xml")) or bool(_PAGE_TAG.search(text))


def _from_dump(text: str, url: str | None) -> Article:
    dump = read_dump(text)
    if not dump.paragraphs:
        message = "The text is a page's navigation and lists, with no story in it."
        raise ArticleNotFound(message, hint="Save the page again, or give its address.")
    zone = "America/New_York" if dump.is_world_journal else "Asia/Taipei"
    body = "".join(paragraph.text for paragraph in dump.paragraphs)
    return Article(
        title=dump.title or "",
        paragraphs=dump.paragraphs,
        byline=dump.byline,
        published=read_time(dump.when, zone) if dump.when else None,
        publisher=dump.publisher,
        url=url,
        language=language_of(body),
        tags=dump.tags,
        warnings=tuple(doubts(dump.paragraphs)),
    )


def _from_plain(text: str, url: str | None) -> Article:
    if _is_json(text):
        message = "The text is JSON, which is written for programs."
        raise ArticleNotFound(message, hint="Give the page or the text of an article.")
    plain = read_plain(text)
    _require_words(plain.paragraphs)
    body = "".join(paragraph.text for paragraph in plain.paragraphs)
    return Article(
        title=plain.title or "",
        paragraphs=plain.paragraphs,
        byline=plain.byline,
        url=url,
        language=language_of(body),
    )


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
