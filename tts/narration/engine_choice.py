"""Which engines may speak an article, in which order; none is imported before it is asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tts.engines.base import Engine
from tts.engines.cache import MEGABYTE, Cache
from tts.engines.plugin import open_plugged
from tts.errors import UsageError
from tts.model.address import host_of, is_this_machine
from tts.model.settings import AUTO, ENGINES, SERVERS, AzureSettings, OpenaiSettings, Server, Settings
from tts.speech.accent import Accent
from tts.synthesizer import Gate, Pace

if TYPE_CHECKING:
    from tts.engines.kokoro_line import Speaker

EDGE_PACE = Pace(per_s=2.0, burst=8)
"""No more than this is asked of a service that many share; the engines of this machine need no rest."""

AT_ONCE = 0.2
"""The part of a minute's requests that may begin at once."""


def candidates(settings: Settings) -> tuple[str, ...]:
    """Return the engines to try in turn; one alone when the user named it, for that never falls back."""
    if settings.engine == AUTO:
        return tuple(name for name in ENGINES if _is_wanted(name, settings))
    if settings.offline and _needs_network(settings.engine, settings):
        message = f"The {settings.engine} engine needs the network, and --offline forbids it."
        raise UsageError(message, hint="Leave one of the two out.")
    return (settings.engine,)


def _is_wanted(name: str, settings: Settings) -> bool:
    """Tell whether AUTO may take an engine: a server where it knows all voices that the settings name."""
    if name in SERVERS and not _has_voices(settings.engines.servers.get(name), settings):
        return False
    return not (settings.offline and _needs_network(name, settings))


def _has_voices(server: Server | None, settings: Settings) -> bool:
    if isinstance(server, AzureSettings):
        return True  # it has those of Edge by the same names
    if server is None or isinstance(server.voices, str):
        return server is not None and bool(server.voices)
    narrators = {settings.voice, *settings.daily.voices, *(one.voice for one in settings.source if one.voice)}
    return {*narrators, *settings.quote_voices} <= set(server.voices)


def _needs_network(name: str, settings: Settings) -> bool:
    """Tell whether an engine is asked over the network; a server on this machine is not."""
    server = settings.engines.servers.get(name)
    return name == "edge" or (server is not None and not is_this_machine(host_of(server.address)))


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

            speaker = _batches(settings.engines.kokoro.batches)
            return KokoroEngine(settings.data_dir, accent(settings), speaker)
        case "espeak":
            from tts.engines.espeak import EspeakEngine  # noqa: PLC0415 - only when it speaks

            return EspeakEngine()
        case "azure" if settings.engines.azure.address:
            from tts.engines.azure import AzureEngine  # noqa: PLC0415 - only when it speaks

            return AzureEngine(settings.engines.azure)
        case "azure":
            message = "The engine azure is not set up."
            raise UsageError(message, hint="Set region and api_key in [engines.azure].")
        case _ if isinstance(server := settings.engines.servers.get(name), OpenaiSettings):
            from tts.engines.openai import OpenaiEngine  # noqa: PLC0415 - only when it speaks

            return OpenaiEngine(name, server)
        case _ if name in SERVERS:
            message = f"The engine {name} is not set up."
            raise UsageError(message, hint=f"Set base_url in [engines.{name}].")
        case _:
            return open_plugged(name, settings.engines.others.get(name, {}))


def _batches(where: str) -> "Speaker | None":
    if where == "none":
        return None
    from tts.engines.kokoro_batch.speaker import Batches  # noqa: PLC0415 - only when it speaks

    return Batches(is_card=where == "cuda")


def open_gate(name: str, settings: Settings, complain: Callable[[str], None]) -> Gate:
    """Return the way to the engine of this name, for all who use it to share."""
    return Gate(open_engine(name, settings), pace_of(name, settings), tell=complain)


def pace_of(name: str, settings: Settings) -> Pace | None:
    """Return how fast an engine may be asked, where that is bounded: in a minute as often as was set."""
    if name == "edge":
        return EDGE_PACE
    most = settings.engines.azure.per_minute if name == "azure" else 0
    burst = max(1, int(most * AT_ONCE))
    return Pace(max(most - burst, 1) / 60, burst) if most else None


def open_cache(settings: Settings, complain: Callable[[str], None]) -> Cache:
    """Return the cache of finished takes, where the settings want it."""
    return Cache(settings.cache_dir / "takes", settings.cache_megabytes * MEGABYTE, complain)
