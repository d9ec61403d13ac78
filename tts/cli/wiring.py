"""From settings to the parts that commands use; imported libraries and all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tts.cli.screen import notify
from tts.model.article import Article
from tts.model.document import Document
from tts.narration.studio import Look, Studio
from tts.settings import Settings
from tts.sources.fetch import Fetcher
from tts.sources.load import load
from tts.sources.page import PICTURE, Manners

if TYPE_CHECKING:
    from tts.narration.story import Follow


def open_studio(
    settings: Settings,
    fetcher: Fetcher | None = None,
    *,
    force: bool = False,
    complain: Callable[[str], None] | None = None,
) -> Studio:
    """Return the studio that the settings ask for, on today's date.

    The fetcher reads further pages and pictures; offline no pictures, which nobody asked for.
    What the user should know is printed as it happens, unless the caller takes the complaints.
    """
    today = datetime.now().astimezone().date()
    studio = Studio.from_settings(settings, today, complain or notify, force=force)
    if fetcher is None:
        return studio
    return replace(studio, follow=follower(fetcher), look=None if settings.offline else looker(fetcher))


def open_fetcher(settings: Settings) -> Fetcher:
    """Return a fetcher with the manners that the settings ask for."""
    fetch = settings.fetch
    manners = Manners(
        allow_private=fetch.allow_private, ignore_robots=fetch.ignore_robots, delay_ms=fetch.delay_ms
    )
    return Fetcher(manners)


def follower(fetcher: Fetcher) -> "Follow":
    """Return what reads a story's further pages."""

    async def follow(address: str) -> Document:
        return (await fetcher.fetch(address)).document(address)

    return follow


def looker(fetcher: Fetcher) -> Look:
    """Return what fetches a story's picture."""

    async def look(address: str) -> bytes:
        return (await fetcher.fetch(address, wanted=PICTURE)).data

    return look


async def read_article(settings: Settings, source: str) -> Article:
    """Return the whole article of the one source that a command was given."""
    from tts.narration.story import read_story

    async with open_fetcher(settings) as fetcher:
        return await read_story(await load(source, fetcher), follower(fetcher))
