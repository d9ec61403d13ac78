"""What publishers paste into a page of their own, so that an episode is heard there."""

from html import escape

from tts.errors import UsageError
from tts.feed.addresses import EMBED_FRAME, EMBED_SCRIPT, located, public
from tts.model.episode import Episode
from tts.model.settings import ShowSettings
from tts.printable import one_line

FRAME_HEIGHT = 220
"""Pixels: the player on the narrowest telephone, with a sentence of three lines."""


def script_tag(show: ShowSettings, episode: Episode) -> str:
    """Return the line that puts the player in its place, and lights the page's own words.

    Raises UsageError when the show has no address.
    """
    return f'<script src="{_address(show, EMBED_SCRIPT)}" data-episode="{episode.slug}" async></script>'


def frame_tag(show: ShowSettings, episode: Episode) -> str:
    """Return the line that shows the player in a frame. Raises UsageError like the other."""
    address = f"{_address(show, EMBED_FRAME)}?episode={episode.slug}"
    title = escape(f"聽新聞：{one_line(episode.title)}")
    return (
        f'<iframe src="{address}" title="{title}" width="100%" height="{FRAME_HEIGHT}"'
        ' frameborder="0" loading="lazy"></iframe>'
    )


def _address(show: ShowSettings, path: str) -> str:
    if not show.url:
        message = "The show has no address, and a page of somebody else must name one."
        raise UsageError(message, hint='Set [show] url to where the show is published: "https://…/".')
    return escape(public(located(show), path))
