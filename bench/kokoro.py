"""Print how fast this project and kokoro-onnx speak the same chunks, what an episode takes beside, and more.

    python bench/kokoro.py [FILE] [--voice NAME] [--chunks N] [--rounds N] [--speed-only]
                           [--processor {own,avx2,both}]

FILE is a page or a text; by default the seed. Both sides use all cores, the same model (warm), voice
and phonemes. They take turns, and the best round counts; CPU time tells what a busy machine hides. Then
the whole way to an episode, with the share of everything but the model; and how exact the marks are.
As a processor with AVX2 and without 8-bit dot products, this one tells its speed alone: what it needs
for that, bench/processor/avx2.py says.
"""

import argparse
import asyncio
import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from kokoro_onnx import Kokoro

from bench.processor.avx2 import run_on_avx2
from tests.house import Notes
from tts.chunker import write_script
from tts.config import load_settings
from tts.engines import kokoro_graph, kokoro_weights, voicepacks
from tts.engines.base import Pcm, Speech, Utterance
from tts.engines.kokoro import MAX_CHARS, KokoroEngine
from tts.engines.kokoro_line import Line, Voiced
from tts.engines.kokoro_model import Run
from tts.engines.voicepacks import STYLE_SIZE, STYLES
from tts.extractor.extract import extract
from tts.model.article import Article
from tts.model.document import Document
from tts.model.script import Limits, Pauses
from tts.narration.pipeline import narrate
from tts.narration.studio import Studio
from tts.speech.normalizer import normalize
from tts.speech.phonemes import phonemize
from tts.speech.sentences import spoken_parts
from tts.synthesizer import Gate, synthesize

SEED = Path(__file__).resolve().parents[1] / "seeds" / "worldjournal-2026-01-09.txt"
WARMING = "今天天氣很好。"

WINDOW_MS = 10
BELOW_PEAK_DB = 45
SHORTEST_PAUSE_MS = 40
"""The judge of the marks is not their maker: peaks in windows of its own."""


@dataclass(frozen=True, order=True)
class Cost:
    """What one side took for one round."""

    wall_s: float
    cpu_s: float


def cost_of(work: Callable[[], object]) -> Cost:
    wall, cpu = time.monotonic(), time.process_time()
    work()
    return Cost(time.monotonic() - wall, time.process_time() - cpu)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=SEED)
    parser.add_argument("--voice", default="zf_xiaoni")
    parser.add_argument("--chunks", type=int, help="only so many")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--speed-only", action="store_true", help="neither an episode nor marks")
    parser.add_argument("--processor", choices=("own", "avx2", "both"), default="own")
    arguments = parser.parse_args()
    if arguments.processor != "avx2":
        measure(arguments)
    if arguments.processor != "own":
        print("\nAs a processor with AVX2, without 8-bit dot products:", flush=True)
        sys.exit(run_on_avx2(again(arguments)))


def again(arguments: argparse.Namespace) -> list[str]:
    """Return the arguments by which Python tells the speed of the same here."""
    chunks = [] if arguments.chunks is None else ["--chunks", str(arguments.chunks)]
    rounds = ["--rounds", str(arguments.rounds)]
    return [__file__, str(arguments.file), "--voice", arguments.voice, *rounds, *chunks, "--speed-only"]


def measure(arguments: argparse.Namespace) -> None:
    article = extract(Document(arguments.file.read_bytes(), origin=str(arguments.file)))
    engine = KokoroEngine(load_settings({}).data_dir)
    cores = engine.concurrency
    dots = "with" if has_dot_products() else "without"
    print(f"{cores} cores {dots} 8-bit dot products, load {os.getloadavg()[0]:.1f}, voice {arguments.voice}")
    throughput(utterances(article, engine.limits, arguments), engine, arguments.rounds)
    if arguments.speed_only:
        return
    everything_else(arguments)
    together = replace(engine.limits, target_chars=MAX_CHARS)
    marks(utterances(article, together, arguments), engine)


def has_dot_products() -> bool:
    """Tell whether the processor adds up products of 8-bit numbers, and cuts nothing off."""
    weights = np.full((16, 32, 3), 255, np.uint8)
    unsigned, signed = kokoro_graph.convolution(weights), kokoro_graph.convolution(weights)
    kokoro_graph.sign(signed)
    one, other = kokoro_graph.measure(unsigned, signed)
    return np.array_equal(one.sums, other.sums)


def utterances(article: Article, limits: Limits, arguments: argparse.Namespace) -> list[Utterance]:
    chunks = write_script(article, limits, Pauses())[: arguments.chunks]
    return [Utterance(normalize(chunk.written), arguments.voice) for chunk in chunks]


def throughput(work: Sequence[Utterance], engine: KokoroEngine, rounds: int) -> None:
    stock = load_stock(work[0].voice)
    spoken(engine, [replace(work[0], spoken=normalize(WARMING))])
    say_stock(stock, work[:1], [phonemize(WARMING)])
    phonemes = [phonemize(utterance.spoken.text) for utterance in work]
    sides: list[tuple[Cost, Cost]] = [
        (cost_of(lambda: say_stock(stock, work, phonemes)), cost_of(lambda: spoken(engine, work)))
        for _ in range(rounds)
    ]
    theirs, ours = map(min, zip(*sides, strict=True))
    characters = sum(len(utterance.spoken.written) for utterance in work)
    print(f"\n{len(work)} chunks, {characters} characters, the best of {rounds} round(s)")
    print(f"{'':24}{'wall s':>9}{'CPU s':>9}{'chars/s':>9}{'chars/CPU s':>13}")
    for name, cost in (("kokoro-onnx create", theirs), ("tingxinwen", ours)):
        print(
            f"{name:24}{cost.wall_s:9.1f}{cost.cpu_s:9.1f}{characters / cost.wall_s:9.2f}"
            f"{characters / cost.cpu_s:13.2f}"
        )
    print(f"{'faster by':24}{theirs.wall_s / ours.wall_s:9.2f}{theirs.cpu_s / ours.cpu_s:9.2f}")


def load_stock(voice: str) -> Kokoro:
    pack = np.frombuffer(voicepacks.load(load_settings({}).data_dir, voice), "<f4")
    with tempfile.TemporaryDirectory() as folder, kokoro_weights.joined() as model:
        voices = Path(folder) / "voices.npz"
        packs = {voice: pack.reshape(STYLES, 1, STYLE_SIZE)}
        np.savez(voices, allow_pickle=False, **packs)
        return Kokoro(str(model), str(voices))


def say_stock(stock: Kokoro, work: Sequence[Utterance], phonemes: Sequence[str]) -> None:
    for utterance, said in zip(work, phonemes, strict=True):
        stock.create(said, utterance.voice, is_phonemes=True)


def spoken(engine: KokoroEngine, work: Sequence[Utterance]) -> list[Speech]:
    async def collected() -> list[Speech]:
        return [speech async for speech in synthesize(work, Gate(engine))]

    return asyncio.run(collected())


def everything_else(arguments: argparse.Namespace) -> None:
    """Narrate the file with a warm model, and tell what was done beside its runs."""
    model_s: list[float] = []
    speak = Run.speak

    def timed(run: Run, line: Line) -> Voiced:
        started = time.thread_time()
        try:
            return speak(run, line)
        finally:
            model_s.append(time.thread_time() - started)

    with tempfile.TemporaryDirectory() as folder:
        names = {"TING_ENGINE": "kokoro", "TING_CACHE_DIR": f"{folder}/cache", "TING_OUT": f"{folder}/output"}
        studio = Studio.from_settings(load_settings({}, names), dt.date(2026, 1, 9), print)
        warming = Utterance(normalize(WARMING), arguments.voice)
        asyncio.run(studio.gate("kokoro").engine.synthesize(warming))
        Run.speak = timed  # type: ignore[assignment, method-assign]
        document = Document(arguments.file.read_bytes(), origin=str(arguments.file))
        cost = cost_of(lambda: asyncio.run(narrate(document, studio, Notes())))
        Run.speak = speak  # type: ignore[method-assign]
    print(
        f"\nnarrated in {cost.wall_s:.1f} s: {cost.cpu_s:.1f} s of processor, {sum(model_s):.1f} of them the "
        f"model's; everything else {1 - sum(model_s) / cost.cpu_s:.1%}"
    )


def marks(work: Sequence[Utterance], engine: KokoroEngine) -> None:
    """Print how far each sentence's mark is from the end of a pause, or that there is no pause."""
    errors, unjudged = [], 0
    several = [utterance for utterance in work if len(spoken_parts(utterance.spoken.text)) > 1]
    for speech in spoken(engine, several):
        ends = pause_ends(speech)
        for _, mark in pairwise(speech.marks):
            nearest = min((abs(mark.start_ms - end) for end in ends), default=MAX_CHARS)
            if nearest < SHORTEST_PAUSE_MS * 5:
                errors.append(nearest)
            else:
                unjudged += 1
    if errors:
        print(
            f"\nstarts of {len(errors)} sentences that follow another in their chunk, against the sound: "
            f"median {median(errors):.0f} ms off, at most {max(errors):.0f} ms; {unjudged} without a pause"
        )


def pause_ends(speech: Speech) -> list[float]:
    """Return when each pause in the speech ends, in milliseconds."""
    if not isinstance(speech.audio, Pcm):
        sys.exit("Kokoro's speech is not PCM any more.")
    samples = np.abs(np.frombuffer(speech.audio.samples, "<i2").astype(np.int32))
    size = speech.audio.sample_rate * WINDOW_MS // 1000
    peaks = samples[: len(samples) // size * size].reshape(-1, size).max(axis=1)
    loud = np.flatnonzero(peaks > peaks.max() * 10 ** (-BELOW_PEAK_DB / 20)) * WINDOW_MS
    return [float(after) for before, after in pairwise(loud) if after - before > SHORTEST_PAUSE_MS]


if __name__ == "__main__":
    main()
