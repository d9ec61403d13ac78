"""Print whether a clause that Kokoro would swallow is found, and whether good speech is ever refused.

    python bench/proof.py [--trials N] [--sentences N] [--seed N]

Invented sentences in all newsreaders' voices, at speeds from 0.8 to 1.3. Each is judged as it is: every alarm
is printed with its reason. In the first of them words that take 0.4 s or more are made silent: to nothing,
with soft edges, or to noise at -70 dBFS; in the finished speech, whose times are known, and in what the model
gives, from which times are still to be made. And what the judging costs, as a share of the speaking.
"""

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import numpy.typing as npt

from bench.proof_texts import sentence
from tts.config import load_settings
from tts.engines.acceptance import check_complete
from tts.engines.base import Pcm, Prosody, Speech, Utterance
from tts.engines.failures import Incomplete, NoAudio
from tts.engines.kokoro import KokoroEngine
from tts.engines.kokoro_line import Line, Voiced
from tts.engines.kokoro_model import Run
from tts.speech.normalizer import normalize
from tts.voices import load_voices

SPEEDS_PERCENT = (-20, -10, 0, 0, 10, 20, 30)
SHORTEST_MS = 400
RAMP_MS = 30
NOISE = 10 ** (-70 / 20)

Samples = npt.NDArray[np.float32]
Damage = Callable[[Samples, int], Samples]
"""Returns a stretch of samples, at a rate, as nobody hears it."""


def zeroed(samples: Samples, _rate: int) -> Samples:
    return np.zeros_like(samples)


def faded(samples: Samples, rate: int) -> Samples:
    ramp = np.linspace(1, 0, rate * RAMP_MS // 1000, dtype=np.float32)
    shape = np.zeros_like(samples)
    shape[: len(ramp)], shape[-len(ramp) :] = ramp, ramp[::-1]
    return samples * shape


def noisy(samples: Samples, _rate: int) -> Samples:
    return np.random.default_rng(len(samples)).normal(0, NOISE, len(samples)).astype(np.float32)


DAMAGES: dict[str, Damage] = {"zeroed": zeroed, "faded": faded, "noise at -70 dBFS": noisy}


@dataclass(slots=True)
class Recorder:
    """Keeps what the model gave last, and gives it again in another form when one is set."""

    voiced: Voiced | None = None
    instead: Voiced | None = None
    model_s: float = 0.0

    def speak(self, run: Run, line: Line) -> Voiced:
        """Stand in for `Run.speak`."""
        if self.instead is None:
            began_s = time.thread_time()
            self.voiced = SPEAK(run, line)
            self.model_s += time.thread_time() - began_s
        return self.instead or self.voiced  # type: ignore[return-value]


SPEAK = Run.speak


@dataclass(slots=True)
class Tally:
    """What was damaged and found, and what was refused though it was good."""

    found: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)
    alarms: list[str] = field(default_factory=list)
    judging_s: float = 0.0
    sentences: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--sentences", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    tally, recorder = Tally(), Recorder()
    Run.speak = lambda *given: recorder.speak(*given)  # type: ignore[method-assign]  # noqa: PLW0108 - a method
    asyncio.run(tried(arguments, tally, recorder))
    for name in tally.tried:
        print(f"{name:44}{tally.found[name]} of {tally.tried[name]} found")
    print(f"{'false alarms':44}{len(tally.alarms)} of {tally.sentences}")
    print("".join(f"    {alarm}\n" for alarm in tally.alarms), end="")
    print(f"{'judging, as a share of the model':44}{tally.judging_s / recorder.model_s:.2%}")


async def tried(arguments: argparse.Namespace, tally: Tally, recorder: Recorder) -> None:
    engine = KokoroEngine(load_settings({}).data_dir)
    voices = sorted({voice.on("kokoro") for voice in load_voices().values()})
    chance = random.Random(arguments.seed)  # noqa: S311 - to be the same each time
    for number in range(max(arguments.sentences, arguments.trials)):
        prosody = Prosody(rate_percent=chance.choice(SPEEDS_PERCENT))
        asked = Utterance(normalize(sentence(chance)), voices[number % len(voices)], prosody)
        recorder.instead = None
        speech = await engine.synthesize(asked)
        began_s = time.process_time()
        if reason := complaint(asked, speech):
            tally.alarms.append(f"{asked.voice}, {prosody.rate_percent:+d} %, {asked.spoken.text}: {reason}")
        tally.judging_s += time.process_time() - began_s
        tally.sentences += 1
        place = clause(speech, chance)
        if number < arguments.trials and place and recorder.voiced:
            for name, damage in DAMAGES.items():
                note(tally, f"{name} in the finished speech", complaint(asked, spoilt(speech, place, damage)))
                recorder.instead = replace(
                    recorder.voiced, samples=cut(recorder.voiced.samples, place, damage)
                )
                try:
                    reason = complaint(asked, await engine.synthesize(asked))
                except NoAudio as error:
                    reason = str(error)
                note(tally, f"{name} in the model's sound", reason)


def note(tally: Tally, name: str, reason: str) -> None:
    tally.tried[name] += 1
    tally.found[name] += bool(reason)


def complaint(asked: Utterance, speech: Speech) -> str:
    """Return what is wrong with the speech, empty if nothing is."""
    try:
        check_complete(asked, speech)
    except Incomplete as error:
        return str(error)
    return ""


def clause(speech: Speech, chance: random.Random) -> tuple[int, int] | None:
    """Return from when to when neighbouring words sound, at random, for so long or hardly longer."""
    places = []
    for first, word in enumerate(speech.words):
        sounding_ms = 0
        for other in speech.words[first:]:
            sounding_ms += other.end_ms - other.start_ms
            if sounding_ms >= SHORTEST_MS:
                places.append((word.start_ms, other.end_ms))
                break
    return chance.choice(places) if places else None


def spoilt(speech: Speech, place: tuple[int, int], damage: Damage) -> Speech:
    assert isinstance(speech.audio, Pcm)  # noqa: S101 - Kokoro's speech is samples
    samples = np.divide(np.frombuffer(speech.audio.samples, "<i2"), 32768, dtype=np.float32)
    pcm = np.rint(cut(samples, place, damage) * 32768).astype("<i2").tobytes()
    return replace(speech, audio=replace(speech.audio, samples=pcm))


def cut(samples: Samples, place: tuple[int, int], damage: Damage) -> Samples:
    rate = 24_000
    start, end = (moment_ms * rate // 1000 for moment_ms in place)
    return np.concatenate((samples[:start], damage(samples[start:end], rate), samples[end:]))


if __name__ == "__main__":
    main()
