"""The entry: one line of a listing, and all that a listing says of a story."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A story that a feed, a sitemap, a page or a folder names; `published` is aware."""

    url: str
    title: str = ""
    published: datetime | None = None
    section: str | None = None
