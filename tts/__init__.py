"""聽新聞 gives every Chinese news page a voice: articles in, tagged MP3 episodes with chapters out.

The names below are the Python interface (docs/python.md); everything else may change without notice.
None is imported before it is used, so `import tts` costs nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tts.api import (
        DayReport,
        Narrator,
        Readable,
        explain,
        extract,
        extract_async,
        narrate,
        narrate_async,
        tell_day,
        tell_day_async,
    )
    from tts.catalog.database import DatabaseDamaged
    from tts.config import load_settings
    from tts.daily.lock import AlreadyRunning
    from tts.errors import (
        ArticleNotFound,
        EngineUnavailable,
        Exhausted,
        ExitCode,
        NetworkError,
        OutputError,
        SynthesisError,
        TingError,
        Unforeseen,
        UsageError,
    )
    from tts.model.article import Article, Paragraph
    from tts.model.document import Document
    from tts.model.episode import Chapter, Cue, Episode, Files, Loudness, Persona, Word
    from tts.model.settings import (
        AzureSettings,
        DailySettings,
        EdgeSettings,
        EngineSettings,
        FetchSettings,
        InboxSettings,
        KokoroSettings,
        OpenaiSettings,
        Settings,
        ShowSettings,
        SourceSettings,
    )
    from tts.narration.studio import Listener, Silent
    from tts.speech.explain import Explanation

__all__ = [
    "AlreadyRunning",
    "Article",
    "ArticleNotFound",
    "AzureSettings",
    "Chapter",
    "Cue",
    "DailySettings",
    "DatabaseDamaged",
    "DayReport",
    "Document",
    "EdgeSettings",
    "EngineSettings",
    "EngineUnavailable",
    "Episode",
    "Exhausted",
    "ExitCode",
    "Explanation",
    "FetchSettings",
    "Files",
    "InboxSettings",
    "KokoroSettings",
    "Listener",
    "Loudness",
    "Narrator",
    "NetworkError",
    "OpenaiSettings",
    "OutputError",
    "Paragraph",
    "Persona",
    "Readable",
    "Settings",
    "ShowSettings",
    "Silent",
    "SourceSettings",
    "SynthesisError",
    "TingError",
    "Unforeseen",
    "UsageError",
    "Word",
    "explain",
    "extract",
    "extract_async",
    "load_settings",
    "narrate",
    "narrate_async",
    "tell_day",
    "tell_day_async",
]

_MODULES = {
    "tts.api": """
        DayReport Narrator Readable explain extract extract_async narrate narrate_async
        tell_day tell_day_async
    """,
    "tts.catalog.database": "DatabaseDamaged",
    "tts.config": "load_settings",
    "tts.daily.lock": "AlreadyRunning",
    "tts.errors": """
        ArticleNotFound EngineUnavailable Exhausted ExitCode NetworkError OutputError SynthesisError
        TingError Unforeseen UsageError
    """,
    "tts.model.article": "Article Paragraph",
    "tts.model.document": "Document",
    "tts.model.episode": "Chapter Cue Episode Files Loudness Persona Word",
    "tts.narration.studio": "Listener Silent",
    "tts.model.settings": """
        AzureSettings DailySettings EdgeSettings EngineSettings FetchSettings InboxSettings KokoroSettings
        OpenaiSettings Settings ShowSettings SourceSettings
    """,
    "tts.speech.explain": "Explanation",
}
_PLACES = {name: module for module, names in _MODULES.items() for name in names.split()}


if not TYPE_CHECKING:  # a type checker is told by the imports above, and complains of any other name

    def __getattr__(name):  # noqa: ANN001, ANN202 - as said
        """Return an exported name, imported when it is first used (PEP 562)."""
        if name not in _PLACES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        from importlib import import_module  # noqa: PLC0415 - only when something is used

        value = globals()[name] = getattr(import_module(_PLACES[name]), name)
        return value

    def __dir__():  # noqa: ANN202 - as said
        """Return the exported names."""
        return __all__
