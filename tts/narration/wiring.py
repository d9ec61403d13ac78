"""From settings to what narrates: a studio, and a fetcher for what it reads."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tts.model.address import host_of
from tts.model.article import Article
from tts.model.document import Document
from tts.model.settings import Settings, SourceSettings
from tts.narration.studio import Look, Studio
from tts.sources.fetch import Fetcher
from tts.sources.load import load
from tts.sources.page import PICTURE, Manners
from tts.sources.subscription import BEARER, TOKEN_HEADERS, Ring, Subscription

if TYPE_CHECKING:
    from tts.narration.multipage import Follow


def open_studio(
    settings: Settings,
    fetcher: Fetcher | None = None,
    *,
    force: bool = False,
    complain: Callable[[str], None],
) -> Studio:
    """Return the studio that the settings ask for, on today's date.

    The fetcher reads further pages and pictures; offline no pictures, which nobody asked for.
    `complain` is told what the user should know. Raises UsageError when the voice does not exist.
    """
    today = datetime.now().astimezone().date()
    studio = Studio.from_settings(settings, today, complain, force=force)
    studio.cache.clear_leftovers()
    if fetcher is None:
        return studio
    return replace(studio, follow=follower(fetcher), look=None if settings.offline else looker(fetcher))


def open_fetcher(settings: Settings) -> Fetcher:
    """Return a fetcher with the manners that the settings ask for, and the subscriptions of their sources."""
    fetch = settings.fetch
    manners = Manners(
        allow_private=fetch.allow_private, ignore_robots=fetch.ignore_robots, delay_ms=fetch.delay_ms
    )
    return Fetcher(manners, ring=Ring(map(subscription_of, settings.source)))


def subscription_of(source: SourceSettings) -> Subscription:
    """Return what a source is subscribed with."""
    base = ""
    if source.kind in TOKEN_HEADERS:
        from tts.sources.services import base_of  # noqa: PLC0415 - its parsers take long to load

        base = base_of(source.kind, source.location)
    return Subscription(
        source.location,
        source.cookies,
        source.headers,
        source.user,
        source.password,
        source.token,
        TOKEN_HEADERS.get(source.kind, BEARER),
        base,
    )


def with_cookies(settings: Settings, cookies: Path | None, addresses: Iterable[str]) -> Settings:
    """Return the settings with a file of cookies for addresses given by hand, as if each were a source."""
    if cookies is None:
        return settings
    given = (SourceSettings(one, "url", one, cookies=cookies) for one in addresses if host_of(one))
    return replace(settings, source=(*given, *settings.source))


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
    """Return the whole article of one source, as `load` and `read_story` do."""
    from tts.narration.multipage import read_story  # noqa: PLC0415 - its parsers take long to load

    async with open_fetcher(settings) as fetcher:
        return await read_story(await load(source, fetcher), follower(fetcher))
