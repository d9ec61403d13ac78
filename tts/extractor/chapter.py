"""A chapter's article: all of it is read, for a book has nothing around its text."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from tts.errors import ArticleNotFound
from tts.extractor.blocks import Block, read_blocks
from tts.extractor.decode import decode
from tts.extractor.footnotes import drop_footnotes
from tts.extractor.language import language_of
from tts.extractor.markup import read
from tts.extractor.prose import squeeze, tidy, tidy_paragraph
from tts.model.article import Article, Paragraph

_LETTERS = "utf-8"


def article_of_chapter(data: bytes) -> Article:
    """Return the article of a chapter's page (CHAPTER), its title empty where it has none.

    Its book's author is its byline, and its book its publisher. Raises ArticleNotFound where it has no words.
    """
    root = read(decode(data, f"text/html; charset={_LETTERS}"))
    drop_footnotes(root)
    title = tidy(_first(root.iterfind(".//title")))
    paragraphs = tuple(_paragraphs(read_blocks(root), title))
    if not paragraphs:
        message = "The chapter has no words."
        raise ArticleNotFound(message, hint="Give another one.")
    named = {meta.get("name"): tidy(meta.get("content") or "") for meta in root.iter("meta")}
    return Article(
        title=title,
        paragraphs=paragraphs,
        byline=named.get("author") or None,
        publisher=named.get("book") or None,
        language=language_of("".join(paragraph.text for paragraph in paragraphs), root.get("lang")),
    )


def _first(elements: Iterator[HtmlElement]) -> str:
    return next((element.text_content() for element in elements), "")


def _paragraphs(blocks: list[Block], title: str) -> Iterator[Paragraph]:
    is_begun = False
    for block in blocks:
        text = tidy_paragraph(block.text)
        is_title = not is_begun and squeeze(text) == squeeze(title)
        if (
            any(map(str.isalnum, text))
            and not is_title
            and not block.around.hidden
            and not block.around.caption
        ):
            if block.around.heading:
                yield Paragraph(text, "heading")
            else:
                is_begun = True
                yield Paragraph(text, "list_item" if block.element.tag == "li" else "body")
