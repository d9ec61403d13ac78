"""Which engines may speak an article, in which order; none is imported before it is asked for."""

from collections.abc import Callable
from typing import assert_never

from tts.config import EngineName, Settings
from tts.engines.base import Engine
from tts.engines.cache import MEGABYTE, Cache
from tts.errors import UsageError
from tts.speech.accent import Accent
from tts.synthesizer import Gate, Pace

PREFERENCE: tuple[EngineName, ...] = ("edge", "kokoro", "espeak")
"""Best voice first; the last one never fails, so that the program never stays silent."""

PACE: dict[EngineName, Pace] = {"edge": Pace(per_s=2.0, burst=8)}
"""No more than this is asked of a service that many share; the engines of this machine need no rest."""


def candidates(settings: Settings) -> tuple[EngineName, ...]:
    """Return the engines to try in turn; one alone when the user named it, for that never falls back."""
    if settings.engine == "auto":
        return PREFERENCE[1:] if settings.offline else PREFERENCE
    if settings.engine == "edge" and settings.offline:
        message = "The edge engine needs the network, and --offline forbids it."
        raise UsageError(message, hint="Leave one of the two out.")
    return (settings.engine,)


def accent(settings: Settings) -> Accent:
    """Return how the settings want syllables to be read."""
    return Accent(taiwan=settings.reading == "tw", third_tone=settings.third_tone)


def open_engine(name: EngineName, settings: Settings) -> Engine:
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
        case "auto":
            message = "auto stands for several engines; choose among candidates()"
            raise ValueError(message)
        case _:
            assert_never(name)


def open_gate(name: EngineName, settings: Settings, complain: Callable[[str], None]) -> Gate:
    """Return the way to the engine of this name, for all who use it to share."""
    return Gate(open_engine(name, settings), PACE.get(name), tell=complain)


def open_cache(settings: Settings, complain: Callable[[str], None]) -> Cache:
    """Return the cache of finished takes, where the settings want it."""
    return Cache(settings.cache_dir / "takes", settings.cache_megabytes * MEGABYTE, complain)
