"""What is on the shelf, published as a whole: the pages, then the feeds that name them.

An episode that makes the program do what nobody foresaw costs no other its place.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from tts.catalog.card import Card
from tts.errors import OutputError, TingError, Unforeseen, of_the_others
from tts.feed.addresses import FEED, located
from tts.feed.channels import Channel
from tts.feed.items import Item
from tts.feed.paging import Document
from tts.feed.rss import render
from tts.feed.write import Notify, write_feeds
from tts.model.settings import Settings
from tts.site import pages, write_site
from tts.site.pages import ASSETS

Made = TypeVar("Made")

LOCK = ".edition.lock"

PATIENCE_S = 600.0
"""How long one waits for another: a year's pages and feeds, all of them anew, take some minutes."""


@contextmanager
def publishing(output: Path) -> Iterator[None]:
    """Hold what is published of an output folder, from looking which episodes there are to writing them down.

    Who has looked earlier would otherwise write later, and leave out what was added meanwhile. Raises
    OutputError when nothing can be written there, and TingError when another run holds it for ten minutes.
    """
    try:
        lock = FileLock(output / LOCK).acquire(timeout=PATIENCE_S)
    except Timeout as error:
        message = f"Another run is writing the pages and feeds of {output}."
        raise TingError(message, hint="Wait until it has finished, and try again.") from error
    except OSError as error:
        message = f"Nothing can be written to {output}: {error.strerror or error}."
        raise OutputError(message, hint="Make room, or choose another folder with --out.") from error
    with lock:
        yield


def write_edition(
    output: Path, settings: Settings, cards: Sequence[Card], notify: Notify
) -> tuple[list[Path], list[Unforeseen]]:
    """Write pages and feeds of these episodes, and return the feeds, the show's own first.

    Files that are the same stay as they are. The pages have the articles' words, for they are this
    machine's, unless the settings say otherwise. What episodes were left out for, which nobody foresaw, is
    returned too, and told. Raises what `write_feeds` does, and Unforeseen where it is no episode's fault.
    """
    show_text = settings.show.show_text is not False

    def write(some: Sequence[Card]) -> list[Path]:
        write_site(output, settings, some, show_text=show_text)
        return write_feeds(output, settings, some, notify)

    return of_those_that_show(settings, cards, notify, write)


def of_those_that_show(
    settings: Settings, cards: Sequence[Card], notify: Notify, make: Callable[[Sequence[Card]], Made]
) -> tuple[Made, list[Unforeseen]]:
    """Return what is made of the episodes, without those of which no page or no item of a feed can be made.

    What each was left out for is returned too, and told.
    """
    made, odd = of_the_others(
        cards, make, "writing the pages and feeds", lambda card: _show_alone(settings, card)
    )
    for card, error in odd:
        notify(f"{card.slug} is left out of the pages and feeds: {error}")
    return made, [error for _card, error in odd]


def _show_alone(settings: Settings, card: Card) -> None:
    """Make the page and the feed of one episode, in memory."""
    for page in pages(settings, [card], show_text=True):
        if not page.path.startswith(ASSETS):
            page.render()
    feed = Channel(FEED, settings.show.title, (Item(card, 1),))
    render(located(settings.show), Document(feed, FEED, feed.items), None)
