"""Whether the settings of a show are fit to make it, before hours are spent on it."""

from tts.episode_files import shelf
from tts.feed.addresses import located
from tts.narration.order import sound_prints
from tts.settings import Settings


def require_fit(settings: Settings) -> None:
    """Return when the show's address, cover and sounds can be used.

    Raises UsageError. Found out story by story, each would count as a story that failed.
    """
    located(settings.show)
    if settings.show.cover:
        shelf.read_cover(settings.show.cover)
    sound_prints(settings)
