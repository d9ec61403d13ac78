"""Where the show's files stand below the output folder, and the addresses others reach them by."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import quote, urlunsplit

from tts.catalog.card import Card
from tts.episode_files.shelf import ENDINGS, EPISODES, romanized
from tts.errors import UsageError
from tts.fingerprint import fingerprint, short
from tts.model.address import web_parts
from tts.model.episode import Episode
from tts.model.settings import ShowSettings
from tts.printable import one_line

FEED = "feed.xml"
DIGEST_FEED = "feeds/digest.xml"
INBOX_FEED = "feeds/inbox.xml"
COVER = "cover.jpg"
INDEX = "index.html"
EMBED_SCRIPT, EMBED_FRAME = EMBEDDED = ("embed.js", "embed.html")

RESERVED = frozenset({DIGEST_FEED, INBOX_FEED})
"""Feeds of the show itself: no source and no voice has one there, whatever it is called."""

LOCAL = "http://127.0.0.1:8080/"
"""Where a show without an address is taken to be: on this machine, where `ting serve` finds it."""

HOST = re.compile(r"[A-Za-z0-9._~%:@\[\]-]+")
PUNCTUATION = "%:/?#@!$&'()*+,;=~"
"""What stands in an address after its host as it is (RFC 3986, 3.3): brackets do not."""


def day_folder(date: dt.date) -> str:
    """Return the folder of a day's episodes, from the output folder."""
    return f"{EPISODES}/{date:%Y/%m/%d}"


def sound_path(episode: Episode | Card) -> str:
    """Return where the episode's MP3 stands."""
    return f"{day_folder(episode.date)}/{episode.slug}{ENDINGS.mp3}"


def beside(episode: Episode, file: str) -> str:
    """Return where one of the episode's files stands, whether its manifest names it or gives a path."""
    return f"{day_folder(episode.date)}/{PurePosixPath(file).name}"


def page_path(episode: Episode | Card) -> str:
    """Return where the episode's page stands: beside its manifest."""
    return f"{day_folder(episode.date)}/{episode.slug}.html"


def series_feeds(names: Iterable[str | None]) -> dict[str, str]:
    """Return the feed of each series, no two the same; sounding alike, the first has the plain name."""
    return _feeds(names, "", set(RESERVED))


def voice_feeds(names: Iterable[str | None], others: Iterable[str]) -> dict[str, str]:
    """Return the feed of each voice, none of them one of the others, in whatever order they come."""
    return _feeds(sorted(filter(None, names)), "voice-", {*RESERVED, *others})


def _feeds(series: Iterable[str | None], prefix: str, taken: set[str]) -> dict[str, str]:
    feeds: dict[str, str] = {}
    for name in dict.fromkeys(filter(None, series)):
        path = f"feeds/{prefix}{romanized(name) or short(fingerprint(name))}.xml"
        feeds[name] = path if path not in taken else f"{path[:-4]}-{short(fingerprint(name))}.xml"
        taken.add(feeds[name])
    return feeds


@lru_cache(maxsize=1024)  # chapters of an article share one
def web(url: str | None) -> str:
    """Return the address in ASCII when it is one of the web; empty for any other: no page may link to it."""
    parts = web_parts(one_line(url or ""))
    try:
        host = parts.netloc.encode("idna").decode() if parts else ""
    except UnicodeError:  # a host's name that cannot be
        return ""
    if parts is None or not HOST.fullmatch(host):
        return ""
    return urlunsplit((parts.scheme, host, *(quote(part, safe=PUNCTUATION) for part in parts[2:])))


def located(show: ShowSettings) -> ShowSettings:
    """Return the show with an address, as its feeds need one; this machine's, when it has none.

    Raises UsageError when what it has is no address of the web, or none of a folder.
    """
    if not show.url:
        return replace(show, url=LOCAL, secret="", moved=False)
    if not (url := web(show.url)):
        message = f"The show's address cannot be one: {show.url}."
        raise UsageError(message, hint="Let [show] url begin with https://.")
    if odd := next((sign for sign in "?#" if sign in url), None):
        message = f"The show's address has a {odd}, behind which no file stands: {show.url}."
        raise UsageError(message, hint="Let [show] url be the folder that the files are published in.")
    return replace(show, url=url)


def public(show: ShowSettings, path: str) -> str:
    """Return the address of a file below the output folder; empty when the show has none.

    A show with a secret is published below a folder of that name.
    """
    if not show.url:
        return ""
    parts = (show.url.rstrip("/"), *filter(None, (quote(show.secret), quote(path))))
    return "/".join(parts)
