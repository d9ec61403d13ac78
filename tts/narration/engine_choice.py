"""Which engines may speak an article, in which order; none is imported before it is asked for."""

from collections.abc import Callable

from tts.engines.base import Engine
from tts.engines.cache import MEGABYTE, Cache
from tts.engines.plugin import open_plugged
from tts.errors import UsageError
from tts.model.settings import AUTO, ENGINES, Settings
from tts.speech.accent import Accent
from tts.synthesizer import Gate, Pace

PACE: dict[str, Pace] = {"edge": Pace(per_s=2.0, burst=8)}
"""No more than this is asked of a service that many share; the engines of this machine need no rest."""


def candidates(settings: Settings) -> tuple[str, ...]:
    """Return the engines to try in turn; one alone when the user named it, for that never falls back."""
    if settings.engine == AUTO:
        return ENGINES[1:] if settings.offline else ENGINES
    if settings.engine == "edge" and settings.offline:
        message = "The edge engine needs the network, and --offline forbids it."
        raise UsageError(message, hint="Leave one of the two out.")
    return (settings.engine,)


def accent(settings: Settings) -> Accent:
    """Return how the settings want syllables to be read."""
    return Accent(taiwan=settings.reading == "tw", third_tone=settings.third_tone)


def open_engine(name: str, settings: Settings) -> Engine:
    """Return the engine of this name, as the settings want it."""
    match name:
        case "edge":
            from tts.engines.edge import EdgeEngine  # noqa: PLC0415 - only when it speaks

            return EdgeEngine(settings.engines.edge.base_url, settings.engines.edge.proxy)
        case "kokoro":
            from tts.engines.kokoro import KokoroEngine  # noqa: PLC0415 - only when it speaks

            return KokoroEngine(settings.data_dir, accent(settings))
        case "espeak":
            from tts.engines.espeak import EspeakEngine  # noqa: PLC0415 - only when it speaks

            return EspeakEngine()
        case _:
            return open_plugged(name, settings.engines.others.get(name, {}))


def open_gate(name: str, settings: Settings, complain: Callable[[str], None]) -> Gate:
    """Return the way to the engine of this name, for all who use it to share."""
    return Gate(open_engine(name, settings), PACE.get(name), tell=complain)


def open_cache(settings: Settings, complain: Callable[[str], None]) -> Cache:
    """Return the cache of finished takes, where the settings want it."""
    return Cache(settings.cache_dir / "takes", settings.cache_megabytes * MEGABYTE, complain)
