"""The press: pages and feeds of what is on the shelf, without what the show keeps no longer."""

import datetime as dt
from collections.abc import Callable

from tts.catalog.removal import due, remove
from tts.catalog.store import Catalog
from tts.episode_files import shelf
from tts.errors import TingError, about
from tts.feed.addresses import FEED
from tts.feed.write import advice
from tts.model.settings import Settings, ShowSettings
from tts.publication.edition import publishing, write_edition

Tell = Callable[[str], None]


def publish(catalog: Catalog, settings: Settings, today: dt.date, tell: Tell) -> list[TingError]:
    """Write pages and feeds of what is on the shelf; then remove what they no longer name.

    What could not be shown is told, and returned. Raises what `publishing` and `write_edition` do.
    """
    show = settings.show
    with publishing(show.output):
        refreshed = catalog.refresh()
        for path, error in refreshed.damaged:
            tell(about(str(path), error))
        failures: list[TingError] = [error for _path, error in refreshed.damaged]
        gone = {holding.slug for holding in due(catalog, show.output, show, today)}
        cards = [card for card in catalog.cards() if card.slug not in gone]
        if cards or gone:
            _feeds, left_out = write_edition(show.output, settings, cards, _telling_news(show, tell))
            failures += left_out
        for path in refreshed.superseded:
            shelf.remove(path)
        for slug in gone:
            remove(catalog, show.output, slug)
        shelf.clear_forgotten(show.output)
    return failures


def _telling_news(show: ShowSettings, tell: Tell) -> Tell:
    """Return who is told of the feeds: what the owner might set, with the first of them alone."""
    told = set(advice(show)) if (show.output / FEED).is_file() else set[str]()
    return lambda sentence: None if sentence in told else tell(sentence)
