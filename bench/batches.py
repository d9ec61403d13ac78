"""Print how much sound a second Kokoro makes: a sentence on each core, and in batches, in one run.

    python bench/batches.py [FILE] [--voice NAME] [--on {cpu,cuda}] [--sentences N] [--rounds N]

FILE is a page or a text; by default the seed, whose sentences are repeated until there are enough. Both sides
speak the same phonemes of the same voice with a warm model; they take turns, and the best round counts. What
is padding in the batches is told as well. A graphics card wants a thousand sentences or more; without one,
`--on cpu` shows where batches stand beside the cores.
"""

import argparse
import asyncio
import os
import resource
import sys
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.kokoro import SEED
from tts.chunker import write_script
from tts.config import load_settings
from tts.engines import voicepacks
from tts.engines.kokoro import KokoroEngine
from tts.engines.kokoro_batch.shapes import bucket
from tts.engines.kokoro_batch.speaker import Batches
from tts.engines.kokoro_cores import Cores
from tts.engines.kokoro_line import Line, Speaker, Voiced
from tts.extractor.extract import extract
from tts.model.document import Document
from tts.model.script import Pauses
from tts.speech.normalizer import normalize
from tts.speech.phonemes import phonemize

SAMPLE_RATE = 24_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, default=SEED)
    parser.add_argument("--voice", default="zf_xiaoni")
    parser.add_argument("--on", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--sentences", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=2)
    arguments = parser.parse_args()
    work = lines(arguments)
    padded = sum(bucket(len(line.tokens)) for line in work)
    share = 1 - sum(len(line.tokens) for line in work) / padded
    cores, batches = Cores(), Batches(is_card=arguments.on == "cuda")
    print(f"{len(work)} sentences, of the batches' tokens {share:.0%} padding, load {os.getloadavg()[0]:.1f}")
    for speaker in (cores, batches):
        asyncio.run(spoken(speaker, work[:4]))
    rounds = [[timed(speaker, work) for speaker in (cores, batches)] for _ in range(arguments.rounds)]
    sounds = {}
    for name, trials in zip(
        ("a sentence a core", f"batches on {arguments.on}"), zip(*rounds, strict=True), strict=True
    ):
        seconds, voiced = min(trials, key=lambda trial: trial[0])
        sounds[name] = voiced
        sound_s = sum(len(one.samples) for one in voiced) / SAMPLE_RATE
        print(f"{name:20}{sound_s:8.1f} s of sound in {seconds:6.1f} s: {sound_s / seconds:7.2f} a second")
    same = sum(one.starts == other.starts for one, other in zip(*sounds.values(), strict=True))
    print(f"{'the same durations':20}{same:8} of {len(work)} sentences: floats here, 8-bit numbers there")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'memory at most':20}{memory:8.0f} MB, with both models")


def lines(arguments: argparse.Namespace) -> list[Line]:
    article = extract(Document(arguments.file.read_bytes(), origin=str(arguments.file)))
    folder = load_settings({}).data_dir
    pack = voicepacks.load(folder, arguments.voice)
    chunks = write_script(article, KokoroEngine(folder).limits, Pauses())
    said = [Line(phonemize(normalize(chunk.written).text), pack, 1.0) for chunk in chunks]
    return list(islice(cycle(said), arguments.sentences))


async def spoken(speaker: Speaker, work: Sequence[Line]) -> list[Voiced]:
    places = asyncio.Semaphore(speaker.concurrency)

    async def speak(line: Line) -> Voiced:
        async with places:
            return await speaker.speak(line)

    return list(await asyncio.gather(*map(speak, work)))


def timed(speaker: Speaker, work: Sequence[Line]) -> tuple[float, list[Voiced]]:
    began_s = time.perf_counter()
    voiced = asyncio.run(spoken(speaker, work))
    return time.perf_counter() - began_s, voiced


if __name__ == "__main__":
    main()
