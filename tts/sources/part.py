"""The part: one of several texts that a file holds, a book's chapter or a mailbox's letter."""

from dataclasses import dataclass
from datetime import datetime

MARK = "#"


@dataclass(frozen=True, slots=True)
class Part:
    """A text by the name that it has in its file, as in book.epub#3; `published` is aware."""

    name: str
    title: str = ""
    published: datetime | None = None
