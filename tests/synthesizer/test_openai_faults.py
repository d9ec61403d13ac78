"""Whatever a speech server does: every chunk once and in order, or a clear failure in bounded time.

As `test_faults`, for a server with OpenAI's speech interface and for Azure's: the sound is heard again.
"""

import asyncio
import os
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

import numpy as np
import pytest

from tests.emulator import hear_samples, spell
from tests.emulator.azure_server import AzureEmulator
from tests.emulator.faults import Abort, Hang, Refuse, Stall
from tests.emulator.openai_faults import (
    Again,
    Cut,
    Endless,
    OpenaiFault,
    OtherRate,
    Page,
    Redirect,
    Silence,
    Told,
    Torn,
)
from tests.emulator.openai_server import OpenaiEmulator
from tts.engines.azure import AzureEngine
from tts.engines.base import Engine, Pcm, Utterance
from tts.engines.failures import ServiceUnavailable, Throttled
from tts.engines.openai import OpenaiEngine
from tts.engines.speech_server import Timings
from tts.errors import NetworkError, SynthesisError, TingError
from tts.model.settings import AzureSettings, OpenaiSettings
from tts.synthesizer import Gate, Patience, synthesize
from tts.testing import FakeClock, utterance

pytestmark = pytest.mark.slow

VOICES = {OpenaiEmulator: "zf_曉臻", AzureEmulator: "zh-TW-HsiaoChenNeural"}
SERVERS = pytest.mark.parametrize("emulator", VOICES)
QUICK = Timings(idle_s=1.0, answer_s=3.0, per_audio_s=0.0, check_s=1.0)
CHUNKS = 60
UNTIL_KNOWN = 16
"""Requests after which the voice's manner is known: five are judged, while eight more may be asked."""
MIXTURES = int(os.environ.get("DRILLS", "1"))
SYLLABLES = "中日緊張關係再升級今天市府宣布停班課民眾及早準備風雨將在清晨達到高峰下午以後逐漸減弱"


def texts(count: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(10, 24))) + "，請看。" for _ in range(count)]


def engine_of(server: OpenaiEmulator) -> Engine:
    if isinstance(server, AzureEmulator):
        return AzureEngine(AzureSettings(base_url=server.base_url), QUICK)
    settings = OpenaiSettings(base_url=server.base_url, voices=VOICES[OpenaiEmulator])
    return OpenaiEngine("openai", settings, QUICK)


def speak(server: OpenaiEmulator, script: Sequence[str]) -> list[tuple[int, ...]]:
    """Return what is heard of each text of the script."""
    heard: list[tuple[int, ...]] = []
    asyncio.run(_speak(server, script, heard))
    return heard


async def _speak(server: OpenaiEmulator, script: Sequence[str], heard: list[tuple[int, ...]]) -> None:
    clock = FakeClock()
    gate = Gate(engine_of(server), None, clock, clock.sleep)
    utterances = (Utterance(utterance(text).spoken, VOICES[type(server)]) for text in script)
    async for speech in synthesize(utterances, gate, Patience(chance=lambda: 1.0)):
        assert isinstance(speech.audio, Pcm)
        samples = np.frombuffer(speech.audio.samples, "<i2").astype(np.float64)
        heard.append(hear_samples(samples, speech.audio.sample_rate))


def spelt(script: Sequence[str]) -> list[tuple[int, ...]]:
    return [spell(text) for text in script]


ONCE: dict[str, OpenaiFault] = {
    "401": Refuse(401),
    "404": Refuse(404),
    "400": Refuse(400),
    "429 for two seconds": Refuse(429, retry_after=2),
    "500": Refuse(500),
    "503": Refuse(503),
    "redirect": Redirect("http://127.0.0.1:1/"),
    "HTML": Page(),
    "HTML that says it is sound": Page("audio/wav"),
    "JSON": Told(200, {"error": "busy"}),
    "silence": Silence(),
    "nothing": Silence(any=False),
    "cut": Cut(),
    "cut in half": Cut(0.5),
    "cut late": Cut(0.8),
    "torn header": Torn(30),
    "torn data": Torn(9_000),
    "half of the words": Again("half"),
    "twice": Again("twice"),
    "a hole": Again("hole"),
    "another rate": OtherRate(2.0),
    "endless": Endless(),
    "endless and slow": Endless(slowly=True),
    "abort": Abort(),
    "stall": Stall(),
    "hang": Hang(),
}


@SERVERS
@pytest.mark.parametrize("name", ONCE)
def test_a_fault_that_passes_costs_no_word(name: str, emulator: type[OpenaiEmulator]) -> None:
    script = texts(24)
    with emulator() as server:
        server.queue(*[None] * UNTIL_KNOWN, ONCE[name])
        assert speak(server, script) == spelt(script)


FOR_GOOD: dict[str, tuple[OpenaiFault, type[Exception]]] = {
    "401": (Refuse(401), ServiceUnavailable),
    "404": (Refuse(404), ServiceUnavailable),
    "400": (Refuse(400), SynthesisError),
    "429": (Refuse(429), Throttled),
    "429 for an hour": (Refuse(429, retry_after=3600), Throttled),
    "503": (Refuse(503), NetworkError),
    "HTML": (Page(), SynthesisError),
    "silence": (Silence(), SynthesisError),
    "nothing": (Silence(any=False), SynthesisError),
    "torn header": (Torn(30), SynthesisError),
    "torn data": (Torn(9_000), SynthesisError),
    "endless": (Endless(), SynthesisError),
    "abort": (Abort(), NetworkError),
    "hang": (Hang(), NetworkError),
}


@SERVERS
@pytest.mark.parametrize("name", FOR_GOOD)
def test_a_fault_that_stays_is_a_clear_failure_in_bounded_time(
    name: str, emulator: type[OpenaiEmulator]
) -> None:
    fault, kind = FOR_GOOD[name]
    with emulator() as server:
        server.always(fault)
        started = time.monotonic()
        with pytest.raises((kind, NetworkError, SynthesisError, ServiceUnavailable)) as failure:
            speak(server, texts(3))
        # Of three at once one lets the engine rest; another that tries just then is refused because of that.
        assert any(isinstance(one, kind) for one in (failure.value, failure.value.__cause__))
        assert time.monotonic() - started < 60
        assert server.connections < 120
        assert server.wait_until_idle()


def _mixture(seed: int, share: float) -> Iterator[OpenaiFault | None]:
    """Yield a fault for this share of requests, of all kinds; not of all at once that a text is asked for."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    yield from [None] * UNTIL_KNOWN
    while True:
        yield chance.choice(list(ONCE.values())) if chance.random() < 2 * share else None
        yield None


@SERVERS
@pytest.mark.parametrize("seed", range(MIXTURES))
def test_among_faults_of_all_kinds_no_chunk_is_missing_or_doubled(
    seed: int, emulator: type[OpenaiEmulator]
) -> None:
    script = texts(CHUNKS, seed)
    faults = _mixture(seed, 0.05)
    with emulator() as server:
        server.queue(*(next(faults) for _ in range(10 * CHUNKS)))
        assert speak(server, script) == spelt(script)
        assert server.peak <= OpenaiSettings().concurrency


@SERVERS
@pytest.mark.parametrize("seed", range(MIXTURES))
def test_where_half_of_all_fails_what_is_told_is_whole_as_far_as_it_comes(
    seed: int, emulator: type[OpenaiEmulator]
) -> None:
    script = texts(CHUNKS, seed)
    faults = _mixture(seed, 0.5)
    heard: list[tuple[int, ...]] = []
    with emulator() as server, suppress(TingError):  # of 32 texts one fails five times
        server.queue(*(next(faults) for _ in range(10 * CHUNKS)))
        asyncio.run(_speak(server, script, heard))
    assert heard
    assert heard == spelt(script)[: len(heard)]
