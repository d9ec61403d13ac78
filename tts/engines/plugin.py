"""Engines that other distributions bring: looked at before they speak, and watched while they do.

Whatever a stranger's code raises or returns becomes one sentence here, and nowhere else.
"""

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from inspect import iscoroutinefunction
from typing import NoReturn

from tts.engines.base import BYTES_PER_SAMPLE, Engine, Mark, Mp3, Pcm, Speech, Utterance
from tts.entry_points import ENGINE_GROUP, Plugin, PluginFault, find
from tts.errors import EngineUnavailable, OutputError, TingError, UsageError, told
from tts.model.script import Limits
from tts.model.settings import AUTO, ENGINES

METHODS = ("synthesize", "voices", "check")
COUNTS = ("target_chars", "max_chars", "max_cost", "min_chars")
"""The numbers of `Limits`."""

CHECKED_WITHIN_S = 10
"""Five times what `Engine.check` may take: machines are busy."""

SAMPLE_RATES = range(8_000, 192_001)
"""From the lowest that MP3 knows to the highest that sound is recorded at, in hertz."""

_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_OWN_ERRORS = ("tts.errors", "tts.engines.failures")


def open_plugged(name: str, table: Mapping[str, object]) -> Engine:
    """Return the engine that a plug-in has under this name, made of its table in the settings.

    Raises UsageError when no plug-in has it; else as `open_plugin`.
    """
    plugin = find(ENGINE_GROUP, name)
    if plugin is None:
        message = f"There is no engine named {name}."
        raise UsageError(message, hint="ting doctor lists those there are.")
    return open_plugin(plugin, table)


def open_plugin(plugin: Plugin, table: Mapping[str, object]) -> Engine:
    """Return the plug-in's engine, made of its table in the settings.

    Raises EngineUnavailable when it cannot be made or is none, and what errors of ours its factory raises.
    """
    try:
        _check_name(plugin)
        factory = plugin.load()
        with blamed(plugin, "cannot be made"):
            engine = factory(dict(table))  # type: ignore[operator]  # what is no factory raises TypeError
            lacking = next(shortcomings(engine), "")
            if not lacking and engine.name != plugin.name:
                lacking = f"calls itself {engine.name}"
            if not lacking:
                return PluggedEngine(plugin, engine)
    except PluginFault as fault:
        raise EngineUnavailable(fault.message, hint=fault.hint) from fault
    message = f"The engine {plugin.name} {lacking}."
    raise EngineUnavailable(message, hint=plugin.remedy)


def shortcomings(engine: object) -> Iterator[str]:
    """Yield what keeps an object from being an `Engine`, each as the end of a sentence on it."""
    for method in METHODS:
        if not iscoroutinefunction(getattr(engine, method, None)):
            yield f"has no {method}() that is a coroutine function"
    for fact in ("name", "version"):
        if not isinstance(getattr(engine, fact, None), str):
            yield f"has no {fact} that is a str"
    if not _is_count(getattr(engine, "concurrency", None)):
        yield "has no concurrency that is a whole number above 0"
    if not _are_limits(getattr(engine, "limits", None)):
        yield "has no limits that are Limits of whole numbers above 0, with a cost within them"


def misshapen(speech: object) -> str:
    """Return what was given instead of `Speech`; empty where an object is that."""
    if not isinstance(speech, Speech):
        return f"something of type {type(speech).__name__} instead of Speech"
    if not _is_sound(speech.audio):
        return "audio that is neither Mp3 nor Pcm of whole samples at 8 to 192 kHz"
    if not isinstance(speech.marks, tuple) or not all(map(_is_mark, speech.marks)):
        return "marks that are no tuple of Marks with whole milliseconds"
    if not isinstance(speech.words, tuple) or not all(map(_is_mark, speech.words)):
        return "words that are no tuple of Marks with whole milliseconds"
    return ""


class PluggedEngine:
    """A plug-in's engine, as it was when it was opened.

    Its version names its distribution as well: what one engine said is not taken for what another of that
    name would say.
    """

    def __init__(self, plugin: Plugin, engine: Engine) -> None:
        self.name = plugin.name
        self.version = f"{plugin.distribution} {engine.version}"
        self.concurrency = engine.concurrency
        self.limits = replace(engine.limits, cost=self._cost)
        self._weigh = engine.limits.cost
        self._plugin = plugin
        self._engine = engine

    async def synthesize(self, utterance: Utterance) -> Speech:
        """Return what the engine says, which is Speech; whether it is whole is not judged here."""
        with self._watched("failed"):
            speech = await self._engine.synthesize(utterance)
        if wrong := misshapen(speech):
            self._refuse(f"gives {wrong}")
        return speech

    async def voices(self) -> Sequence[str]:
        """Return the names of the voices, sorted."""
        with self._watched("cannot name its voices"):
            names = tuple(await self._engine.voices())
        if not all(isinstance(name, str) for name in names):
            self._refuse("has voices whose names are no str")
        return tuple(sorted(names))

    async def check(self) -> None:
        """Return when the engine can be used now; raise EngineUnavailable when it cannot, or does not say."""
        with self._watched("cannot be checked"):
            async with asyncio.timeout(CHECKED_WITHIN_S):
                await self._engine.check()

    def _cost(self, text: str) -> int:
        with self._watched("cannot weigh a text"):
            cost = self._weigh(text)
        if not isinstance(cost, int):
            self._refuse(f"weighs a text as {cost!r}")
        return cost

    @contextmanager
    def _watched(self, what: str) -> Iterator[None]:
        """As `blamed`; of our errors those that would end a whole day are the engine's alone."""
        try:
            with blamed(self._plugin, what):
                yield
        except (OutputError, UsageError) as error:
            raise EngineUnavailable(error.message, hint=error.hint) from error

    def _refuse(self, what: str) -> NoReturn:
        message = f"The engine {self.name} {what}."
        raise EngineUnavailable(message, hint=self._plugin.remedy)


@contextmanager
def blamed(plugin: Plugin, what: str) -> Iterator[None]:
    """Turn what a stranger's code raises into EngineUnavailable, with what it could not do.

    Our own errors pass, and so does what ends our work and not only its own.
    """
    try:
        yield
    except TingError as error:
        raise _as_ours(error) from error.__cause__
    except BaseException as error:  # a stranger's code may even leave the program
        if ends_our_work(error):
            raise
        message = f"The engine {plugin.name} {what} ({told(error)})."
        raise EngineUnavailable(message, hint=plugin.remedy) from error


def ends_our_work(error: BaseException) -> bool:
    """Return whether an exception that comes out of a stranger's code is meant for us, who called it."""
    if isinstance(error, asyncio.CancelledError):
        return _are_cancelled()
    return isinstance(error, KeyboardInterrupt | GeneratorExit)


def _as_ours(error: TingError) -> TingError:
    """Return the error, or that of ours of which it is a kind: only ours can be made anew by their words."""
    kind = next(kind for kind in type(error).__mro__ if kind.__module__ in _OWN_ERRORS)
    if kind is type(error):
        return error
    ours: TingError = kind(getattr(error, "message", told(error)), hint=getattr(error, "hint", ""))
    return ours


def _are_cancelled() -> bool:
    try:
        task = asyncio.current_task()
    except RuntimeError:  # nothing can be cancelled where no loop runs
        return False
    return task is not None and task.cancelling() > 0


def _check_name(plugin: Plugin) -> None:
    if not _NAME.fullmatch(plugin.name):
        plugin.refuse("has a name that is not made of small letters, digits, - and _")
    if plugin.name in (AUTO, *ENGINES):
        plugin.refuse("has the name of an engine that is always there")
    first = find(ENGINE_GROUP, plugin.name)
    if first is not None and first is not plugin:
        plugin.refuse(f"has a name that {first.origin} has as well, which is taken first")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and value > 0


def _are_limits(limits: object) -> bool:
    if not isinstance(limits, Limits) or not all(_is_count(getattr(limits, count)) for count in COUNTS):
        return False
    cost = limits.cost("字")
    return isinstance(cost, int) and 0 <= cost <= limits.max_cost


def _is_sound(audio: object) -> bool:
    match audio:
        case Pcm(bytes() as samples, int() as rate):
            return rate in SAMPLE_RATES and len(samples) % BYTES_PER_SAMPLE == 0
        case Mp3(bytes(), int() as bits_per_second):
            return bits_per_second > 0
        case _:
            return False


def _is_mark(mark: object) -> bool:
    match mark:
        case Mark(int(), int(), str()):
            return True
        case _:
            return False
