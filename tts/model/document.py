"""The document: what was read from a file, a pipe or an address, before anything is understood of it."""

from dataclasses import dataclass

CHAPTER = "application/xhtml+xml; profile=chapter"
"""The `content_type` of a page that is a book's chapter from end to end: in its head are the chapter's title,
and the book's author and title as `author` and `book`."""


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of one source.

    `origin` names the source to the user as he gave it (a path, an address, "-" for standard input).
    `url` is the final address where there is one. `content_type` is the server's header, undecoded.
    `renewal` says what a subscriber may do for whom it holds only what everyone is shown; empty for others.
    """

    data: bytes
    origin: str
    url: str | None = None
    content_type: str | None = None
    renewal: str = ""
