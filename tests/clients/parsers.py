"""Parsers of feeds, of npm and of PyPI, and the W3C's validator."""

import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import feedparser  # type: ignore[import-untyped]
import podcastparser  # type: ignore[import-untyped]

from tests.clients.client import (
    NODE_MODULES,
    Absent,
    Client,
    fetched,
    npm_version,
    on_path,
    pypi_version,
    run,
    unlike,
)
from tests.clients.show import SOUND, Show
from tts.model.episode import Episode

READERS = Path(__file__).parent / "readers.cjs"
TITLE, ADDRESS, TYPE, LENGTH, DURATION = USUAL = ("title", "url", "type", "length", "duration")
BESIDE, NARRATORS, CHAPTERS = "beside", "narrators", "chapters"
"""Of each item: the addresses of chapters and transcripts, who reads, and Podlove's chapters."""

READ_BY: dict[str, tuple[str, ...]] = {
    "rss-parser": USUAL,
    "podcast-partytime": (*USUAL, BESIDE, NARRATORS),
    "podparse": (*USUAL, BESIDE, NARRATORS),
    "podcast-feed-parser": USUAL,
    "@rowanmanning/feed-parser": (TITLE, ADDRESS, TYPE, LENGTH),
    "feedparser": USUAL,
    "podcastparser": (*USUAL, CHAPTERS),
}
"""What each parser tells of an item, and so must agree on with the show."""

Item = dict[str, Any]


def in_the_show(show: Show, episode: Episode) -> Item:
    """Return what a parser must find of an episode; times are whole seconds."""
    files = episode.files
    return {
        TITLE: episode.title,
        ADDRESS: show.url(episode),
        TYPE: SOUND,
        LENGTH: show.sound(episode).stat().st_size,
        DURATION: round(episode.duration_ms / 1000),
        BESIDE: [
            show.beside(episode, name) for name in (files.chapters, files.vtt, files.srt, files.transcript)
        ],
        NARRATORS: [narrator.name for narrator in episode.narrators],
        CHAPTERS: [(chapter.start_ms // 1000, chapter.title) for chapter in episode.chapters],
    }


def differences(read: Callable[[Show], list[Item]], fields: tuple[str, ...], show: Show) -> Iterator[str]:
    """Compare a parser's items with the episodes, in the fields that it knows; numbers may be texts."""

    def ordered(items: Iterable[Item]) -> list[Item]:
        return sorted(items, key=lambda item: str(item.get(ADDRESS)))

    found, wanted = ordered(read(show)), ordered(in_the_show(show, one) for one in show.episodes)
    for name in fields:
        yield from unlike(name, (str(item.get(name)) for item in found), (str(item[name]) for item in wanted))


def by_node(parser: str, show: Show) -> list[Item]:
    """Return what a parser of npm reads."""
    found: list[Item] = json.loads(
        run(on_path("node"), READERS, parser, NODE_MODULES, stdin=fetched(show.feed))
    )
    return found


def by_feedparser(show: Show) -> list[Item]:
    """Return what feedparser reads, by its own request."""
    read = feedparser.parse(show.feed)
    return [
        {
            TITLE: one.title,
            DURATION: one.itunes_duration,
            **one.enclosures[0],
            ADDRESS: one.enclosures[0].href,
        }
        for one in read.entries
    ]


def by_podcastparser(show: Show) -> list[Item]:
    """Return what gPodder's parser reads."""
    read = podcastparser.parse(show.feed, io.BytesIO(fetched(show.feed)))
    return [
        {
            TITLE: one["title"],
            DURATION: one["total_time"],
            ADDRESS: one["enclosures"][0]["url"],
            TYPE: one["enclosures"][0]["mime_type"],
            LENGTH: one["enclosures"][0]["file_size"],
            CHAPTERS: [(chapter["start"], chapter["title"]) for chapter in one["chapters"]],
        }
        for one in read["episodes"]
    ]


def again(show: Show) -> Iterator[str]:
    """Ask for the feed by feedparser with the validators of the first answer."""
    first = feedparser.parse(show.feed)
    if first.bozo:
        yield f"there was something to mend: {first.bozo_exception}"
    for name in ("etag", "modified"):
        second = feedparser.parse(show.feed, **{name: first.get(name)})
        if second.status != 304 or second.entries:
            yield f"asked again by {name}, the server answers {second.status}"


def feedparser_client(show: Show) -> Iterator[str]:
    """Read the feed by feedparser, and ask for it again."""
    yield from differences(by_feedparser, READ_BY["feedparser"], show)
    yield from again(show)


W3C = "FEEDVALIDATOR"
"""The variable that names the folder `src` of the W3C's validator, which no package registry has."""

VALIDATE = """
import sys
import feedvalidator
from feedvalidator.logging import Error, Warning
for event in feedvalidator.validateURL(sys.argv[1])["loggedEvents"]:
    if isinstance(event, (Error, Warning)):
        print(type(event).__name__, event.params)
"""


def validator_version() -> str:
    """Return where the W3C's validator is, for it has no versions."""
    if not (Path(os.environ.get(W3C, "")) / "feedvalidator").is_dir():
        message = f"in no package registry; {W3C}=FOLDER names its src/"
        raise Absent(message)
    return "at hand"


def validated(show: Show) -> Iterator[str]:
    """Yield the errors and warnings of the W3C's validator."""
    environment = {**os.environ, "PYTHONPATH": os.environ[W3C]}
    yield from run(sys.executable, "-c", VALIDATE, show.feed, environment=environment).splitlines()


def _npm(parser: str) -> Client:
    read = partial(by_node, parser)
    fields = READ_BY[parser]
    return Client(parser, _agrees(fields), partial(npm_version, parser), partial(differences, read, fields))


def _agrees(fields: tuple[str, ...]) -> str:
    return f"number of items; {', '.join(fields)} of each"


CLIENTS = (
    *map(_npm, list(READ_BY)[:5]),
    Client(
        "feedparser",
        f"{_agrees(READ_BY['feedparser'])}; 304 by ETag and by date",
        partial(pypi_version, "feedparser"),
        feedparser_client,
    ),
    Client(
        "podcastparser",
        _agrees(READ_BY["podcastparser"]),
        partial(pypi_version, "podcastparser"),
        partial(differences, by_podcastparser, READ_BY["podcastparser"]),
    ),
    Client("W3C feedvalidator", "no error, no warning", validator_version, validated),
)
