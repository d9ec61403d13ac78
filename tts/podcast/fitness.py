"""Whether the settings of a show are fit to make it, before hours are spent on it."""

from tts.config import Settings
from tts.order import sound_prints
from tts.podcast.addresses import located
from tts.publish import shelf


def require_fit(settings: Settings) -> None:
    """Return when the show's address, cover and sounds can be used.

    Raises UsageError. Found out story by story, each would count as a story that failed.
    """
    located(settings.show)
    if settings.show.cover:
        shelf.read_cover(settings.show.cover)
    sound_prints(settings)
