"""An entry as its readers are told of it: where its page and its sound are, beside what it is."""

import datetime as dt

import msgspec

from tts.feed.addresses import day_folder
from tts.inbox.entry import Entry, State


class Told(msgspec.Struct, frozen=True):
    """One line of a list. `episode` is a slug; `page` and `sound` stand below the server's root.

    There is a `sound` while it is spoken, too: as much of it as was made.
    """

    id: str
    url: str
    title: str
    state: State
    percent: int
    reason: str
    episode: str | None
    heard: bool
    position_ms: int
    archived: bool
    added: dt.datetime
    changed: int
    page: str | None
    sound: str | None


class Removed(msgspec.Struct, frozen=True):
    """An entry that is in the list no more."""

    id: str
    removed: bool = True


def address(entry: Entry) -> str:
    """Return where the entry itself is told of."""
    return f"/inbox/{entry.id}"


def told_of(entry: Entry, root: str) -> Told | Removed:
    """Return what is told of an entry; `root` is where the show stands, with a slash at its end."""
    if entry.removed is not None:
        return Removed(entry.id)
    has_sound = entry.slug is not None or entry.state == "speaking"
    return Told(
        id=entry.id,
        url=entry.url,
        title=entry.title,
        state=entry.state,
        percent=entry.percent,
        reason=entry.reason,
        episode=entry.slug,
        heard=entry.heard,
        position_ms=entry.position_ms,
        archived=entry.archived,
        added=entry.added,
        changed=entry.changed,
        page=f"{root}{page_of(entry.slug)}" if entry.slug else None,
        sound=f"{address(entry)}/sound" if has_sound else None,
    )


def page_of(slug: str) -> str:
    """Return where the page of an episode stands below the output folder."""
    return f"{day_folder(day_of(slug))}/{slug}.html"


def day_of(slug: str) -> dt.date:
    """Return the day of an episode, with which its slug begins."""
    return dt.date.fromisoformat(slug[: len("YYYY-MM-DD")])
