"""Whatever a plug-in's engine does while it speaks comes to one sentence, or to speech."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from importlib.metadata import EntryPoint

import pytest

from tts.engines import plugin
from tts.engines.base import Engine, Mark, Mp3, Pcm, Speech, Utterance
from tts.engines.failures import Throttled
from tts.engines.plugin import PluggedEngine
from tts.entry_points import ENGINE_GROUP, Plugin
from tts.errors import EngineUnavailable, NetworkError, OutputError, SynthesisError, TingError, UsageError
from tts.synthesizer import Gate, Speaker
from tts.testing import FakeEngine, hum, utterance

TEXT = "市政府昨天晚間宣布，明天停班停課。"
PLUGIN = Plugin("fake", "ting-fake", "1.0", EntryPoint("fake", "fake:engine", ENGINE_GROUP))
REMEDY = "It comes from ting-fake 1.0: update that, or remove it."


class Raising(FakeEngine):
    """An engine that raises what it is given, whatever is asked."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    async def synthesize(self, _utterance: Utterance) -> Speech:
        raise self.error

    async def voices(self) -> Sequence[str]:
        raise self.error

    async def check(self) -> None:
        raise self.error


class Giving(FakeEngine):
    """An engine that gives something in place of speech."""

    def __init__(self, given: object) -> None:
        super().__init__()
        self.given = given

    async def synthesize(self, _utterance: Utterance) -> Speech:
        return self.given  # type: ignore[return-value]


class Loud(SynthesisError):
    """A failure of a plug-in's own, which is made of something else than words."""

    def __init__(self, decibels: int) -> None:
        super().__init__(f"It is too loud by {decibels} dB.", hint="Whisper.")


class Wordless(NetworkError):
    """A failure that forgot to say anything."""

    def __init__(self) -> None:
        """Say nothing."""


def speak(engine: Engine) -> Speech:
    async def once() -> Speech:
        return await PluggedEngine(PLUGIN, engine).synthesize(utterance(TEXT))

    return asyncio.run(once())


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyError("voice"), "KeyError: 'voice'"),
        (ValueError(), "ValueError"),
        (SystemExit(3), "SystemExit: 3"),
        (asyncio.CancelledError(), "CancelledError"),
        (TimeoutError("late\nagain"), "TimeoutError: late again"),
    ],
)
def test_what_it_raises_is_told_with_its_distribution(error: BaseException, told: str) -> None:
    with pytest.raises(EngineUnavailable) as failure:
        speak(Raising(error))
    assert failure.value.message == f"The engine fake failed ({told})."
    assert failure.value.hint == REMEDY


def test_what_ends_all_of_our_work_passes() -> None:
    async def cancelled() -> None:
        engine = PluggedEngine(PLUGIN, FakeEngine())
        task = asyncio.create_task(engine.synthesize(utterance(TEXT)))
        await asyncio.sleep(0)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled())
    with pytest.raises(KeyboardInterrupt):
        speak(Raising(KeyboardInterrupt()))


def test_our_own_errors_pass_as_they_are() -> None:
    error = Throttled("Too much.", retry_after_s=3.0)
    with pytest.raises(Throttled) as failure:
        speak(Raising(error))
    assert failure.value is error


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        (Loud(3), SynthesisError, "It is too loud by 3 dB. Whisper."),
        (Wordless(), NetworkError, "Wordless"),
    ],
)
def test_a_kind_of_our_errors_is_told_as_ours(error: TingError, kind: type[TingError], told: str) -> None:
    with pytest.raises(kind) as failure:
        speak(Raising(error))
    assert type(failure.value) is kind
    assert str(failure.value) == told


@pytest.mark.parametrize("kind", [UsageError, OutputError])
@pytest.mark.parametrize("asked", [PluggedEngine.check, PluggedEngine.voices])
def test_what_would_end_a_day_is_the_engines_alone(
    kind: type[TingError], asked: Callable[[PluggedEngine], Coroutine[None, None, object]]
) -> None:
    engine = PluggedEngine(PLUGIN, Raising(kind("There is no room.", hint="Make some.")))
    for said in (asked(engine), engine.synthesize(utterance(TEXT))):
        with pytest.raises(EngineUnavailable) as failure:
            asyncio.run(said)
        assert str(failure.value) == "There is no room. Make some."


WHOLE = hum(TEXT)
PCM = Pcm(bytes(48_000), 24_000)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, "something of type NoneType instead of Speech"),
        (Speech(PCM.samples, ()), "audio that is neither"),  # type: ignore[arg-type]
        (Speech(Pcm(bytearray(2), 24_000), ()), "audio that is neither"),  # type: ignore[arg-type]
        (replace(WHOLE, audio=replace(PCM, samples=bytes(3))), "audio that is neither"),
        (replace(WHOLE, audio=replace(PCM, sample_rate=0)), "audio that is neither"),
        (replace(WHOLE, audio=Mp3(b"", 0)), "audio that is neither"),
        (Speech(PCM, list(WHOLE.marks)), "marks that are no tuple"),  # type: ignore[arg-type]
        (Speech(PCM, (Mark(0, 2000.5, TEXT),)), "marks that are no tuple"),  # type: ignore[arg-type]
        (Speech(PCM, WHOLE.marks, list(WHOLE.marks)), "words that are no tuple"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_speech_is_told(given: object, told: str) -> None:
    with pytest.raises(EngineUnavailable, match=f"The engine fake gives {told}"):
        speak(Giving(given))


def test_speech_passes_and_is_judged_like_any_engines() -> None:
    assert speak(FakeEngine()) == WHOLE
    gate = Gate(PluggedEngine(PLUGIN, Giving(replace(WHOLE, marks=()))), sleep=lambda _: asyncio.sleep(0))
    with pytest.raises(SynthesisError, match="leaves out 5 letters from 「市政府昨天」"):
        asyncio.run(Speaker(gate).speak(utterance(TEXT)))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (PluggedEngine.check, "cannot be checked (OSError: no model)."),
        (PluggedEngine.voices, "cannot name its voices (OSError: no model)."),
    ],
)
def test_checks_and_voices_are_watched_too(asked: Callable[..., object], told: str) -> None:
    with pytest.raises(EngineUnavailable) as failure:
        asyncio.run(asked(PluggedEngine(PLUGIN, Raising(OSError("no model")))))  # type: ignore[arg-type]
    assert failure.value.message == f"The engine fake {told}"


def test_a_check_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging(FakeEngine):
        async def check(self) -> None:
            await asyncio.Event().wait()

    monkeypatch.setattr(plugin, "CHECKED_WITHIN_S", 0)
    with pytest.raises(EngineUnavailable, match=r"The engine fake cannot be checked \(TimeoutError\)"):
        asyncio.run(PluggedEngine(PLUGIN, Hanging()).check())


@pytest.mark.parametrize(
    ("cost", "told"),
    [(lambda _: 1 // 0, "cannot weigh a text .ZeroDivisionError"), (lambda _: "1", "weighs a text as '1'")],
)
def test_a_cost_that_is_none_is_told(cost: Callable[[str], int], told: str) -> None:
    engine = FakeEngine()
    engine.limits = replace(engine.limits, cost=cost)
    with pytest.raises(EngineUnavailable, match=f"The engine fake {told}"):
        PluggedEngine(PLUGIN, engine).limits.cost(TEXT)


def test_two_distributions_engines_of_one_name_and_version_share_no_take() -> None:
    other = replace(PLUGIN, distribution="ting-other")
    versions = {PluggedEngine(one, FakeEngine()).version for one in (PLUGIN, other)}
    assert versions == {"ting-fake 1", "ting-other 1"}
