"""What is on the shelf, published as a whole: the pages, then the feeds that name them."""

from collections.abc import Sequence
from pathlib import Path

from tts.catalog.card import Card
from tts.feed.write import Notify, write_feeds
from tts.model.settings import Settings
from tts.site import write_site


def write_edition(output: Path, settings: Settings, cards: Sequence[Card], notify: Notify) -> list[Path]:
    """Write pages and feeds of these episodes, and return the feeds, the show's own first.

    Files that are the same stay as they are. The pages have the articles' words, for they are this
    machine's, unless the settings say otherwise. Raises what `write_feeds` does.
    """
    show_text = settings.show.show_text is not False
    write_site(output, settings, cards, show_text=show_text)
    return write_feeds(output, settings, cards, notify)
