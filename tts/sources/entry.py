"""The entry: one line of a listing, and all that a listing says of a story."""

from dataclasses import dataclass
from datetime import datetime

from tts.sources.copy import Copy

BETWEEN_SECTIONS = "、"


@dataclass(frozen=True, slots=True)
class Entry:
    """A story that a feed, a sitemap, a page or a folder names; `published` is aware.

    `section` is where it stands in the paper; of several, all of them, with BETWEEN_SECTIONS between.
    `copy` is the story itself, where the listing has that too.
    """

    url: str
    title: str = ""
    published: datetime | None = None
    section: str | None = None
    copy: Copy | None = None
