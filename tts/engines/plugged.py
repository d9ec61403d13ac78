"""Engines that other distributions bring: found by their entry points, and looked at before they speak."""

from collections.abc import Mapping

from tts.engines.base import Engine
from tts.errors import EngineUnavailable, TingError, UsageError
from tts.plugins import ENGINE_GROUP, installed

METHODS = ("synthesize", "voices", "check")
FACTS = ("name", "version", "limits", "concurrency")
"""What `tts.engines.base.Engine` asks of an engine."""


def open_plugged(name: str, table: Mapping[str, object]) -> Engine:
    """Return the engine that a plug-in has under this name, made of its table in the settings.

    Raises UsageError when no plug-in has it, and EngineUnavailable when it cannot be loaded or is none.
    """
    entry = installed(ENGINE_GROUP).get(name)
    if entry is None:
        message = f"There is no engine named {name}."
        raise UsageError(message, hint="ting doctor lists those there are.")
    hint = f"It comes from {entry.dist.name if entry.dist else entry.value}: update that, or remove it."
    try:
        engine = entry.load()(table)
        lacking = [part for part in (*METHODS, *FACTS) if not hasattr(engine, part)]
    except TingError:
        raise
    except Exception as error:  # whatever a stranger's code does
        message = f"The engine {name} cannot be loaded ({type(error).__name__}: {error})."
        raise EngineUnavailable(message, hint=hint) from error
    if lacking:
        message = f"The engine {name} is none: it has no {', '.join(lacking)}."
        raise EngineUnavailable(message, hint=hint)
    opened: Engine = engine
    return opened
