"""Taking episodes away: their files first, the manifest before all others, and then the catalog's row.

Killed in between, the episode is no longer listed, or a second attempt finds it still.
"""

from datetime import date
from pathlib import Path

from tts.config import ShowSettings
from tts.podcast.catalog import Catalog
from tts.podcast.retention import Holding, expired
from tts.publish import shelf


def due(catalog: Catalog, output: Path, show: ShowSettings, today: date) -> list[Holding]:
    """Return the episodes that the show keeps no longer, the latest first.

    A feed is written without them before they are removed: apps fail on a file that is gone.
    """
    if not show.keep_days and not show.keep_megabytes:
        return []
    kept = [_holding(output, slug, day) for slug, day in catalog.days()]
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


def _holding(output: Path, slug: str, day: date) -> Holding:
    return Holding(slug, day, shelf.size_bytes(shelf.manifest_path(output, day, slug)))
