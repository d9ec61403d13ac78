"""The entry: one line of a listing, and all that a listing says of a story."""

from dataclasses import dataclass
from datetime import datetime

BETWEEN_SECTIONS = "、"


@dataclass(frozen=True, slots=True)
class Entry:
    """A story that a feed, a sitemap, a page or a folder names; `published` is aware.

    `section` is where it stands in the paper; of several, all of them, with BETWEEN_SECTIONS between.
    """

    url: str
    title: str = ""
    published: datetime | None = None
    section: str | None = None
