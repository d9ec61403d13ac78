"""Print what MP3 formats and LAME's qualities cost, and how far from the voice their noise is.

    python bench/encoding.py [--voice NAME] [--chunks N] [--rounds N]

Kokoro speaks the seed's page, brought to an episode's loudness. Of each format: seconds of the processor for
100 s of speech, to encode and to decode, the least of N rounds in turn; and in bands that begin at so many
hertz the decibels between voice and noise: the median of all moments of 32 ms, and what a twentieth is under.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import lameenc  # type: ignore[import-not-found]
import numpy as np
import numpy.typing as npt

from bench.kokoro import spoken, utterances
from bench.synthesizer import SEED
from tts.audio.assemble import FIRST_CEILING_DBTP
from tts.audio.decode import decode
from tts.audio.encode import GAIN, QUALITY
from tts.audio.loudness import levelled
from tts.audio.pcm import Samples, in_16_bits, resample, to_samples, whole
from tts.config import load_settings
from tts.engines.base import Pcm
from tts.engines.kokoro import KokoroEngine
from tts.extractor.extract import extract
from tts.model.document import Document

BANDS_HZ = (100, 200, 400, 800, 1600, 3200, 6400, 11500)
MOMENT_S = 0.032
AUDIBLE = 1e-5
"""Of the loudest moment's power; what is softer, in all or in a band, is no voice."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to encode: what LAME is set to."""

    sample_rate: int
    kilobits: int
    quality: int

    def encoded(self, sound: Samples) -> bytes:
        """Return the frames of a sound of this rate."""
        encoder = lameenc.Encoder()
        encoder.silence()
        encoder.set_bit_rate(self.kilobits)
        encoder.set_in_sample_rate(self.sample_rate)
        encoder.set_channels(1)
        encoder.set_quality(self.quality)
        blocks = in_16_bits([sound / GAIN])
        return b"".join((*(bytes(encoder.encode(block)) for block in blocks), bytes(encoder.flush())))


WAYS = (
    Way(48000, 96, QUALITY),
    Way(48000, 96, 2),
    Way(48000, 96, 7),
    Way(32000, 96, QUALITY),
    Way(24000, 96, QUALITY),
    Way(24000, 64, QUALITY),
    Way(24000, 48, QUALITY),
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--voice", default="zf_xiaobei+zf_xiaoxiao+zm_yunxi")
    parser.add_argument("--chunks", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    pcm = speech(arguments)
    sound = whole(levelled([to_samples(pcm)], pcm.sample_rate, FIRST_CEILING_DBTP)[0].on([to_samples(pcm)]))
    sounds = {way: resample(sound, pcm.sample_rate, way.sample_rate) for way in WAYS}
    costs = [{way: cost(way, sounds[way]) for way in WAYS} for _round in range(arguments.rounds)]
    share = 100 * pcm.sample_rate / len(sound)
    bands = "".join(f"{hertz:>8}" for hertz in BANDS_HZ[:-1])
    print(f"{len(sound) / pcm.sample_rate:.0f} s of {arguments.voice}\n")
    print(f"{'':20}{'encode':>8}{'decode':>8}  from{bands} Hz, dB")
    for way in WAYS:
        encoding, decoding = (share * min(each) for each in zip(*(one[way] for one in costs), strict=True))
        name = f"{way.sample_rate // 1000} kHz {way.kilobits:3} kbit/s {way.quality}"
        cells = "".join(f"{median:5.0f}{low:3.0f}" for median, low in distances(way, sounds[way]))
        print(f"{name:20}{encoding:8.3f}{decoding:8.3f}      {cells}", flush=True)


def speech(arguments: argparse.Namespace) -> Pcm:
    """Return the seed's page, as the voice speaks it."""
    engine = KokoroEngine(load_settings({}).data_dir)
    article = extract(Document(SEED.read_bytes(), origin=str(SEED)))
    parts = [one.audio for one in spoken(engine, utterances(article, engine.limits, arguments))]
    return Pcm(b"".join(part.samples for part in parts if isinstance(part, Pcm)), 24000)


def cost(way: Way, sound: Samples) -> tuple[float, float]:
    """Return the seconds of the processor that it takes to encode a sound, and to decode it again."""
    frames: list[bytes] = []
    encoding = seconds(lambda: frames.append(way.encoded(sound)))
    return encoding, seconds(lambda: decode(frames))


def seconds(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def distances(way: Way, sound: Samples) -> list[tuple[float, float]]:
    """Return for each band the median and the lowest twentieth of the distance between voice and noise."""
    heard, _rate = decode([way.encoded(sound)])
    length = min(len(sound), len(heard))
    voice, noise = (
        powers(each[:length], way.sample_rate) for each in (sound, sound[:length] - heard[:length])
    )
    hertz = np.fft.rfftfreq(int(MOMENT_S * way.sample_rate), 1 / way.sample_rate)
    loud = voice.sum(axis=1) > AUDIBLE * voice.sum(axis=1).max()
    return [
        distance(voice[loud][:, inside].sum(axis=1), noise[loud][:, inside].sum(axis=1))
        for inside in ((hertz >= low) & (hertz < high) for low, high in pairwise(BANDS_HZ))
    ]


def powers(sound: Samples, sample_rate: int) -> npt.NDArray[np.float64]:
    """Return the power at each frequency in each moment, half of which the next one shares."""
    length = int(MOMENT_S * sample_rate)
    moments = np.lib.stride_tricks.sliding_window_view(sound, length)[:: length // 2]
    return np.square(np.abs(np.fft.rfft(moments * np.hanning(length))))


def distance(voice: npt.NDArray[np.float64], noise: npt.NDArray[np.float64]) -> tuple[float, float]:
    sounding = voice > AUDIBLE * voice.max()
    decibels = 10 * np.log10(voice[sounding] / (noise[sounding] + 1e-12))
    return float(np.median(decibels)), float(np.percentile(decibels, 5))


if __name__ == "__main__":
    main()
