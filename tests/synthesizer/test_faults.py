"""Whatever the Edge service does: every chunk once and in order, or a clear failure in bounded time.

The sound is decoded and heard again, so nothing here rests on what the service or the engine says of it.
`DRILLS=50 pytest tests/synthesizer/test_faults.py` (make drill) goes through more mixtures.
"""

import asyncio
import os
import random
import time
from collections.abc import Iterator, Sequence

import pytest

from tests.emulator import (
    Abort,
    Drop,
    EdgeEmulator,
    Fault,
    Garbage,
    Hang,
    NoAudio,
    Refuse,
    Skip,
    Stall,
    hear,
    spell,
)
from tts.engines.base import Mp3, Utterance
from tts.engines.edge import EdgeEngine, Timings
from tts.engines.failures import ServiceUnavailable, Throttled
from tts.errors import EngineUnavailable, NetworkError, SynthesisError
from tts.synthesizer import Gate, Patience, synthesize
from tts.testing import FakeClock, utterance

pytestmark = pytest.mark.slow

VOICE = "zh-TW-HsiaoChenNeural"
QUICK = Timings(idle_s=0.3, check_s=0.3, voices_s=0.3)
BOUND_S = 60
CHUNKS = 200
MIXTURES = int(os.environ.get("DRILLS", "2"))
SYLLABLES = "中日緊張關係再升級今天市府宣布停班課民眾及早準備風雨將在清晨達到高峰下午以後逐漸減弱"


def texts(count: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(3, 7))) + "，請看。" for _ in range(count)]


def speak(emulator: EdgeEmulator, script: Sequence[str], voice: str = VOICE) -> tuple[bytes, FakeClock]:
    """Return the sound of the whole script, and a clock that knows how long was waited for it."""
    clock = FakeClock()

    async def collect() -> bytes:
        gate = Gate(EdgeEngine(emulator.base_url, timings=QUICK), None, clock, clock.sleep)
        utterances = (Utterance(utterance(text).spoken, voice) for text in script)
        sound = b""
        async for speech in synthesize(utterances, gate, Patience(chance=lambda: 1.0)):
            assert isinstance(speech.audio, Mp3)
            sound += speech.audio.frames
        return sound

    return asyncio.run(collect()), clock


ONCE: dict[str, Fault] = {
    "403": Refuse(403),
    "429 for two seconds": Refuse(429, retry_after=2),
    "503": Refuse(503),
    "no audio": NoAudio(),
    "drop": Drop(),
    "drop at the end": Drop(after=0.95),
    "abort": Abort(),
    "stall": Stall(),
    "hang": Hang(),
    "garbage": Garbage("audio"),
    "torn": Garbage("torn"),
    "header": Garbage("header"),
    "path": Garbage("path"),
    "metadata": Garbage("metadata"),
    "time": Garbage("time"),
    "skip": Skip(),
}


@pytest.mark.parametrize("name", ONCE)
def test_a_fault_that_passes_costs_no_word(emulator: EdgeEmulator, name: str) -> None:
    script = texts(6)
    emulator.queue(None, ONCE[name])
    sound, _ = speak(emulator, script)
    assert hear(sound) == spell("".join(script))


FOR_GOOD: dict[str, tuple[Fault, type[Exception]]] = {
    "403": (Refuse(403), Throttled),
    "403 without a date": (Refuse(403, dated=False), Throttled),
    "404": (Refuse(404), ServiceUnavailable),
    "429": (Refuse(429), Throttled),
    "429 for two seconds": (Refuse(429, retry_after=2), Throttled),
    "429 for an hour": (Refuse(429, retry_after=3600), Throttled),
    "503": (Refuse(503), NetworkError),
    "no audio": (NoAudio(), SynthesisError),
    "drop": (Drop(), SynthesisError),
    "abort": (Abort(), SynthesisError),
    "stall": (Stall(), NetworkError),
    "hang": (Hang(), NetworkError),
    "garbage": (Garbage("audio"), SynthesisError),
    "torn": (Garbage("torn"), SynthesisError),
    "header": (Garbage("header"), SynthesisError),
    "skip": (Skip(), SynthesisError),
}


@pytest.mark.parametrize("name", FOR_GOOD)
def test_a_fault_that_stays_is_a_clear_failure_in_bounded_time(emulator: EdgeEmulator, name: str) -> None:
    fault, kind = FOR_GOOD[name]
    emulator.queue(*[fault] * 1000)
    started = time.monotonic()
    with pytest.raises((kind, NetworkError, SynthesisError, ServiceUnavailable)) as failure:
        speak(emulator, texts(3))
    # Of three at once one lets the engine rest; another that tries just then is refused because of that.
    assert any(isinstance(one, kind) for one in (failure.value, failure.value.__cause__))
    assert time.monotonic() - started < BOUND_S
    assert emulator.connections < 80
    assert emulator.wait_until_idle()


def test_a_chunk_that_the_service_will_not_speak_whole_is_spoken_in_pieces() -> None:
    script = ["今天市府宣布停班停課，請民眾及早準備，風雨將在清晨達到高峰，下午以後逐漸減弱。"]
    with EdgeEmulator(cap_ms=7_000) as emulator:
        sound, _ = speak(emulator, script)
    assert hear(sound) == spell(script[0])


def test_a_voice_that_is_not_there_is_told_at_once(emulator: EdgeEmulator) -> None:
    with pytest.raises(EngineUnavailable, match="zh-TW-NobodyNeural"):
        speak(emulator, texts(3), "zh-TW-NobodyNeural")
    assert emulator.connections <= 3


def test_a_name_that_cannot_be_looked_up_is_a_failure_of_the_network() -> None:
    clock = FakeClock()

    async def ask() -> None:
        gate = Gate(EdgeEngine("http://no..where", timings=QUICK), None, clock, clock.sleep)
        await anext(synthesize([Utterance(utterance("今天晴。").spoken, VOICE)], gate))

    with pytest.raises(NetworkError, match="cannot be reached"):
        asyncio.run(ask())


def _mixture(seed: int) -> Iterator[Fault | None]:
    """Yield a fault for about every eighth connection, of all kinds.

    After a 403 there are more connections without one than there are at a time, so that no chunk meets two:
    that would be a lasting refusal, which ends the engine's part.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    mild = [fault for fault in ONCE.values() if fault != Refuse(403)]
    until_refusal = 0
    while True:
        kinds = mild if until_refusal > 0 else [*mild, Refuse(403)]
        fault = chance.choice(kinds) if chance.random() < 1 / 4 else None
        until_refusal = 8 if fault == Refuse(403) else until_refusal - 2
        yield fault
        yield None


@pytest.mark.parametrize("seed", range(MIXTURES))
def test_among_faults_of_all_kinds_no_chunk_is_missing_or_doubled(emulator: EdgeEmulator, seed: int) -> None:
    script = texts(CHUNKS, seed)
    faults = _mixture(seed)
    emulator.queue(*(next(faults) for _ in range(3 * CHUNKS)))
    sound, _ = speak(emulator, script)
    assert hear(sound) == spell("".join(script))
    assert emulator.peak_connections <= 4
