"""The show's feeds and cover, written below the output folder: what has changed, and nothing else."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tts.config import Settings, ShowSettings
from tts.episode import Episode
from tts.fingerprint import fingerprint
from tts.podcast import identity
from tts.podcast.addresses import COVER, FEED, located, public, sound_path
from tts.podcast.channels import Item, channels
from tts.podcast.paging import documents
from tts.podcast.rss import render
from tts.publish import picture
from tts.publish.cover import drawn
from tts.publish.shelf import read_cover, renew

Notify = Callable[[str], None]

SMALLEST_COVER = 1400
"""Pixels a side, for directories (Apple)."""

NAMED = 3
"""So many episodes a notice names."""

ARCHIVES = "-[0-9][0-9][0-9][0-9]-W[0-9][0-9].xml"


def write_feeds(output: Path, settings: Settings, episodes: Sequence[Episode], notify: Notify) -> list[Path]:
    """Write the feeds of these episodes and the cover, and return the feeds, the show's own first.

    The same episodes make the same bytes, and a file that is the same stays as it is. Feeds that are
    no longer wanted are removed. An episode whose MP3 is gone is left out. `notify` is told, in a
    sentence each, what the owner should know. Raises OutputError when nothing can be written,
    UsageError for a cover that is no picture, and TingError when the feeds' guids cannot be read.
    """
    feeds = tuple(channels(settings, _items(output, episodes, notify)))
    known = identity.read(output)
    show = located(settings.show)
    guids = {feed.path: known.guid(feed.path, public(show, feed.path)) for feed in feeds if settings.show.url}
    known.cover = _renew_cover(output, show, known.cover, notify)
    identity.write(output, known)
    kept: set[Path] = set()
    for document in (document for feed in feeds for document in documents(feed)):
        kept.add(output / document.path)
        renew(output / document.path, render(show, document, guids.get(document.channel.path)))
    _remove_left_over(output, kept)
    for sentence in _advice(settings.show):
        notify(sentence)
    return [output / feed.path for feed in feeds]


def _items(output: Path, episodes: Sequence[Episode], notify: Notify) -> list[Item]:
    """Return the episodes whose MP3 is there."""
    items: list[Item] = []
    gone: list[str] = []
    for episode in episodes:
        try:
            items.append(Item(episode, (output / sound_path(episode)).stat().st_size))
        except FileNotFoundError:
            gone.append(episode.slug)
    if gone:
        more = f" and {len(gone) - NAMED} more" if len(gone) > NAMED else ""
        notify(f"Left out of the feeds, for their MP3 is gone: {', '.join(gone[:NAMED])}{more}.")
    return items


def _renew_cover(output: Path, show: ShowSettings, mark: str, notify: Notify) -> str:
    """Let the cover be there, and return what it was made of; the same mark need not be drawn again."""
    own = read_cover(show.cover) if show.cover else None
    made_of = fingerprint(own.hex() if own else show.title)
    if made_of != mark or not (output / COVER).is_file():
        cover = picture.fitted(own, picture.DIRECTORY) if own else drawn(show.title)
        renew(output / COVER, cover)
        width, _height = picture.size_of(cover)
        if width < SMALLEST_COVER:
            notify(f"The cover is {width} pixels wide; directories want {SMALLEST_COVER} to 3000.")
    return made_of


def _remove_left_over(output: Path, kept: set[Path]) -> None:
    """Remove what earlier runs wrote and this one did not: feeds of sources that are gone, old archives."""
    stem = FEED.removesuffix(".xml")
    for path in (*output.glob(stem + ARCHIVES), *(output / "feeds").glob("*.xml")):
        if path not in kept:
            path.unlink(missing_ok=True)


def _advice(show: ShowSettings) -> Iterator[str]:
    if not show.url:
        yield "The show has no address yet: ting serve reads these feeds; set [show] url to publish them."
    elif not show.private and not show.email:
        yield "Directories prove by an e-mail address whose a show is: set [show] email."
