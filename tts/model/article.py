"""The article: what a newspaper page says, without the page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ParagraphKind = Literal["body", "heading", "list_item"]
ChunkKind = Literal["disclosure", "announcement", "title", "byline", "body", "heading", "list_item"]
"""What a piece of a script is; the last three are an article's paragraphs, the first two the show's words."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as it will be read: no line break inside, no space at either end."""

    text: str
    kind: ParagraphKind = "body"


STORY = "story"
"""The place of a title that no headline gave: the story's own first clause."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact was found: the field's name, and the place (json-ld, meta …, page, address, story)."""

    field: str
    place: str


@dataclass(frozen=True, slots=True)
class Article:
    """A news story in reading order, with what its page says about it.

    `published` is an aware datetime; where the page gives only a day it is that day's midnight.
    `language` is a BCP 47 tag (zh-Hant, zh-Hans, en …). `warnings` are sentences for the user.
    `next_page_url` is set where the page is one of several; `origins` name the place of each fact.
    """

    title: str
    paragraphs: tuple[Paragraph, ...]
    byline: str | None = None
    published: datetime | None = None
    publisher: str | None = None
    url: str | None = None
    language: str = "zh-Hant"
    tags: tuple[str, ...] = ()
    image_url: str | None = None
    warnings: tuple[str, ...] = ()
    modified: datetime | None = None
    section: str | None = None
    next_page_url: str | None = None
    origins: tuple[Origin, ...] = ()

    @property
    def headline(self) -> str:
        """The title as the page has it over the story; empty where the story itself gave the title."""
        return "" if Origin("title", STORY) in self.origins else self.title

    @property
    def text(self) -> str:
        """The body, a paragraph a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)
