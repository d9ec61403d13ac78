"""The show's feeds and cover, written below the output folder: what has changed, and nothing else."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import tts.episode_files
import tts.feed
from tts.catalog.card import Card
from tts.episode_files import picture
from tts.episode_files.cover import drawn
from tts.episode_files.shelf import read_cover, renew
from tts.feed import categories, identity
from tts.feed.addresses import COVER, FEED, located, public, sound_path
from tts.feed.channels import Channel, channels
from tts.feed.items import Item
from tts.feed.paging import documents
from tts.feed.rss import render
from tts.fingerprint import fingerprint
from tts.model.settings import Settings, ShowSettings
from tts.narration.studio import code_fingerprint

Notify = Callable[[str], None]

NAMED = 3
"""So many episodes a notice names."""

ARCHIVES = "-[0-9][0-9][0-9][0-9]-W[0-9][0-9].xml"


def write_feeds(output: Path, settings: Settings, cards: Iterable[Card], notify: Notify) -> list[Path]:
    """Write the feeds of these episodes and the cover, and return the feeds, the show's own first.

    The same episodes make the same bytes, and a file that is the same stays as it is. Feeds that are
    no longer wanted are removed. An episode whose MP3 is gone is left out. `notify` is told, in a
    sentence each, what the owner should know. Raises OutputError when nothing can be written,
    UsageError for a cover that is no picture, and TingError when the feeds' guids cannot be read.
    """
    feeds = tuple(channels(settings, _items(output, cards, notify)))
    known = identity.read(output)
    show = located(settings.show)
    guids = {feed.path: known.guid(feed.path, public(show, feed.path)) for feed in feeds if settings.show.url}
    known.cover = _renew_cover(output, show, known.cover, notify)
    identity.write(output, known)  # before a feed names its guid
    known.made_of = _renew_documents(output, show, feeds, guids, known.made_of)
    identity.write(output, known)
    _remove_left_over(output, known.made_of)
    for sentence in advice(settings.show):
        notify(sentence)
    return [output / feed.path for feed in feeds]


def _items(output: Path, cards: Iterable[Card], notify: Notify) -> list[Item]:
    """Return the episodes whose MP3 is there."""
    items: list[Item] = []
    gone: list[str] = []
    for card in cards:
        try:
            size = os.stat(f"{output}/{sound_path(card)}").st_size  # noqa: PTH116 - each of a large show's
        except OSError:
            size = 0
        if size:
            items.append(Item(card, size))
        else:
            gone.append(card.slug)
    if gone:
        more = f" and {len(gone) - NAMED} more" if len(gone) > NAMED else ""
        notify(f"Left out of the feeds, for their MP3 is gone: {', '.join(gone[:NAMED])}{more}.")
    return items


def _renew_documents(
    output: Path,
    show: ShowSettings,
    feeds: Sequence[Channel],
    guids: Mapping[str, str],
    made_of: Mapping[str, str],
) -> dict[str, str]:
    """Let all documents be there; return what each is made of, by which it need not be made again."""
    shown = replace(show, output=Path(), cover=None)  # where they are makes no difference
    recipe = fingerprint(code_fingerprint(*tts.feed.__path__, *tts.episode_files.__path__), repr(shown))
    marks: dict[str, str] = {}
    for document in (document for feed in feeds for document in documents(feed)):
        guid = guids.get(document.channel.path)
        items = [(item.card.print, item.size_bytes) for item in document.items]
        about = document.channel.title, document.channel.rhythm, document.path, document.older
        mark = fingerprint(recipe, guid, about, items)
        path = output / document.path
        if made_of.get(document.path) != mark or not path.is_file():
            renew(path, render(show, document, guid))
        marks[document.path] = mark
    return marks


def _renew_cover(output: Path, show: ShowSettings, mark: str, notify: Notify) -> str:
    """Let the cover be there, and return what it was made of; the same mark need not be drawn again."""
    own = read_cover(show.cover) if show.cover else None
    made_of = fingerprint(own.hex() if own else show.title)
    if made_of != mark or not (output / COVER).is_file():
        cover = picture.fitted(own, picture.DIRECTORY, show.cover) if own else drawn(show.title)
        renew(output / COVER, cover)
        width, _height = picture.size_of(cover)
        if width < (least := picture.SMALLEST_OF_DIRECTORY):
            notify(f"The cover is {width} pixels wide; directories want {least} to 3000.")
    return made_of


def _remove_left_over(output: Path, kept: Collection[str]) -> None:
    """Remove what earlier runs wrote and this one did not: feeds of sources that are gone, old archives."""
    stem = FEED.removesuffix(".xml")
    for path in (*output.glob(stem + ARCHIVES), *(output / "feeds").glob("*.xml")):
        if path.relative_to(output).as_posix() not in kept:
            with suppress(OSError):  # nothing that is wanted depends on it
                path.unlink()


def advice(show: ShowSettings) -> Iterator[str]:
    """Yield what the owner of the show might set, in a sentence each."""
    if name := categories.unknown(show.category):
        yield f'Directories know no category "{name}" there: [show] category, as in ["News", "Daily News"].'
    if not show.url:
        yield "The show has no address yet: ting serve reads these feeds; set [show] url to publish them."
    elif not show.private and not show.email:
        yield "Directories prove by an e-mail address whose a show is: set [show] email."
