"""Whether the settings of a show are fit to make it, before hours are spent on it."""

from tts.config import user_voices_folder
from tts.episode_files import shelf
from tts.errors import UsageError
from tts.feed.addresses import located
from tts.model.settings import Settings
from tts.narration.order import sound_prints
from tts.voices import find_voice, load_voices


def require_fit(settings: Settings) -> None:
    """Return when a day can be made: of sources that have names of their own, with what the show names.

    Raises UsageError. What is wrong with the show would otherwise be found story by story, and
    each would count as one that failed.
    """
    if not settings.source:
        message = "No source of news is set."
        raise UsageError(message, hint="Name one as [[source]] in ting.toml; ting init writes an example.")
    require_show(settings)
    names = [source.name for source in settings.source]
    if twice := next((name for name in names if names.count(name) > 1), None):
        message = f"Two sources are named {twice}."
        raise UsageError(message, hint="Give each a name of its own: it has its own feed and limit by it.")


def require_show(settings: Settings) -> None:
    """Return when what the show names is there; raise UsageError where it is not."""
    located(settings.show)
    if settings.show.cover:
        shelf.read_cover(settings.show.cover)
    sound_prints(settings)


def require_voices(settings: Settings) -> None:
    """Return when every voice that the settings name exists; raise UsageError for one that does not."""
    voices = load_voices(user_voices_folder())
    others = (*settings.daily.voices, *settings.quote_voices, settings.latin_voice)
    for name in (settings.voice, *others, *(source.voice for source in settings.source)):
        if name:
            find_voice(name, voices)
