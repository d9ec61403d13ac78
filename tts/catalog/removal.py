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
    sent, issued = catalog.sent_on(), catalog.issued_on()
    holdings = [_holding(output, slug, day) for slug, day in catalog.days()]
    days = [(one.date, *(known.get(one.slug, one.date) for known in (sent, issued))) for one in holdings]
    kept = [replace(one, date=max(of_one)) for one, of_one in zip(holdings, days, strict=True)]
    return expired(kept, today, show.keep_days, show.keep_megabytes)


def remove(catalog: Catalog, output: Path, slug: str) -> Holding | None:
    """Remove an episode and say what it was; None when there is none of this slug."""
    episode = catalog.episode(slug)
    if episode is None:
        return None
    holding = _holding(output, slug, episode.date)
    shelf.remove(shelf.manifest_path(output, episode.date, slug))
    catalog.remove(slug)
    return holding


def prune(catalog: Catalog, output: Path, show: ShowSettings, today: date) -> list[Holding]:
    """Remove the episodes that are due, the oldest first, and return them, the latest first."""
    gone = due(catalog, output, show, today)
    for holding in reversed(gone):
        remove(catalog, output, holding.slug)
    return gone


def _holding(output: Path, slug: str, day: date) -> Holding:
    return Holding(slug, day, shelf.size_bytes(shelf.manifest_path(output, day, slug)))
