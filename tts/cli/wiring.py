"""From settings to the parts that commands use; imported libraries and all."""

from datetime import datetime

from tts.cli.console import stderr_console
from tts.config import Settings
from tts.document import Document
from tts.sources.fetch import Fetcher
from tts.sources.load import load
from tts.sources.page import Manners
from tts.studio import Studio


def open_studio(settings: Settings, *, force: bool = False) -> Studio:
    """Return the studio that the settings ask for, on today's date."""
    today = datetime.now().astimezone().date()
    return Studio.from_settings(settings, today, stderr_console().print, force=force)


def open_fetcher(settings: Settings) -> Fetcher:
    """Return a fetcher with the manners that the settings ask for."""
    fetch = settings.fetch
    return Fetcher(Manners(allow_private=fetch.allow_private, ignore_robots=fetch.ignore_robots))


async def read_document(settings: Settings, source: str) -> Document:
    """Return the one document that a command was given."""
    async with open_fetcher(settings) as fetcher:
        return await load(source, fetcher)
