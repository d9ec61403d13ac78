"""A feed that grows for years, in documents of a bearable length (RFC 5005, archived feeds).

The feed itself holds the newest items, and what is older stands in archives of a week each, Monday to
Sunday in UTC. An archive's address and content stay as they are when episodes are added, and when the
oldest are removed.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from tts.feed.channels import Channel
from tts.feed.items import Item

NEWEST = 300
"""So many items a feed holds at least; apps and directories read the first few hundred."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a feed; `older` is the path of the archive that continues it."""

    channel: Channel
    path: str
    items: tuple[Item, ...]
    older: str | None = None

    @property
    def archived(self) -> bool:
        """Whether it is an archive, and not the feed that is subscribed to."""
        return self.path != self.channel.path


def documents(channel: Channel, newest: int = NEWEST) -> list[Document]:
    """Return the channel's files, each after those it names: archives from the oldest on, the feed last.

    The feed holds all of the week that still runs, by its newest item; every archive is a week that
    has passed.
    """
    weeks = [(week, tuple(items)) for week, items in groupby(channel.items, _week)]
    running = len(weeks[0][1]) if weeks else 0
    head = channel.items[: max(newest, running)]
    archives: list[Document] = []
    if len(head) < len(channel.items):
        first_left_out = _week(channel.items[len(head)])
        for week, items in reversed(weeks):
            if week <= first_left_out:
                older = archives[-1].path if archives else None
                archives.append(Document(channel, _archive(channel.path, week), items, older))
    return [*archives, Document(channel, channel.path, head, archives[-1].path if archives else None)]


def _week(item: Item) -> str:
    year, week, _day = item.card.issued.astimezone(dt.UTC).isocalendar()
    return f"{year:04}-W{week:02}"


def _archive(path: str, week: str) -> str:
    return f"{path.removesuffix('.xml')}-{week}.xml"
