"""The entry: something that was sent to be heard, and what became of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

State = Literal["waiting", "reading", "speaking", "ready", "failed"]
"""`speaking` is while it is narrated; of all others only `failed` comes again, when it is tried again."""

SentKind = Literal["text", "html"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with an entry: plain text, or the HTML of the page at its address as its sender saw it."""

    kind: SentKind
    content: str


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants to hear: the page of an address, a page that was sent whole, or a text."""

    url: str = ""
    title: str = ""
    sent: Sent | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list, as its reader sees it.

    `percent` is how much of it was spoken. `reason` says why it failed, in the words that the command line
    has for it. `attempts` is how often it was begun since it was last asked for. `guid` is what its episode
    is known by, and `slug` where that stands once it is ready.
    `position_ms` is where its listener stopped. `changed` grows with every change of any entry.
    """

    id: str
    list: str
    url: str
    title: str
    state: State
    percent: int
    reason: str
    attempts: int
    guid: str
    slug: str | None
    heard: bool
    position_ms: int
    archived: bool
    added: dt.datetime
    removed: dt.datetime | None
    changed: int

    @property
    def is_open(self) -> bool:
        """Whether it is still to be narrated, or is being narrated now."""
        return self.state in ("waiting", "reading", "speaking")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many entries there are in each state, and how long ago the last episode of one was written.

    `ready_for_s` is None while there is none.
    """

    entries: Mapping[State, int]
    ready_for_s: float | None
