"""Taking episodes away: their files first, the manifest before all others, and then the catalog's row.

Killed in between, the row is still there, and a second attempt by it finds what is left of the files;
so that is made before the catalog is brought up to the shelf.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tts.catalog.retention import Holding, expired
from tts.catalog.store import Catalog
from tts.episode_files import shelf
from tts.model.settings import ShowSettings


def due(catalog: Catalog, output: Path, show: ShowSettings, today: date) -> list[Holding]:
    """Return the episodes that the show keeps no longer, the latest first.

    A feed is written without them before they are removed: apps fail on a file that is gone. The days of a
    story that was saved, or sent to be heard later, count from then, however old it is.
    """
    if not show.keep_days and not show.keep_megabytes:
        return []
    days = catalog.days()
    sizes = shelf.sizes(output, {day for _, day in days}) if show.keep_megabytes else {}
    sent, issued = catalog.sent_on(), catalog.issued_on()
    kept = [
        Holding(slug, max(day, sent.get(slug, day), issued.get(slug, day)), sizes.get(slug, 0))
        for slug, day in days
    ]
    own = dict(days)
    gone = expired(kept, today, show.keep_days, show.keep_megabytes)
    return (
        gone if sizes else [replace(one, size_bytes=_size(output, one.slug, own[one.slug])) for one in gone]
    )


def remove(catalog: Catalog, output: Path, slug: str) -> Holding | None:
    """Remove an episode and say what it was; None when there is none of this slug."""
    episode = catalog.episode(slug)
    if episode is None:
        return None
    holding = Holding(slug, episode.date, _size(output, slug, episode.date))
    shelf.remove(shelf.manifest_path(output, episode.date, slug))
    catalog.remove(slug)
    return holding


def prune(catalog: Catalog, output: Path, show: ShowSettings, today: date) -> list[Holding]:
    """Remove the episodes that are due, the oldest first, and return them, the latest first."""
    gone = due(catalog, output, show, today)
    for holding in reversed(gone):
        remove(catalog, output, holding.slug)
    return gone


def _size(output: Path, slug: str, day: date) -> int:
    return shelf.size_bytes(shelf.manifest_path(output, day, slug))
