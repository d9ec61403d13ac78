"""Print how well each voice is understood, by a recogniser that writes down every sentence of an MP3.

    python bench/ear.py [FILE ...] [--voices NAME,NAME] [--stock] [--espeak]
                        [--batches {cpu,cuda}] [--worst N]

FILES are pages or texts; by default the seed and the texts of three kinds in bench/ear_texts. Each voice
(by default the default woman and man; `all` for every offline one) narrates them as `ting read` does. Of
each sentence: the share of characters heard otherwise, of syllables (without tone), and of tones among the
syllables that are right; each with its spread over sentences; and of syllables whose melody is that of their
tone, by the pitch track (bench/pitch.py). Beside them in the same run with --stock the
same model and voice by kokoro-onnx with its own front end (misaki), and with --espeak espeak-ng. DNSMOS OVRL
is what listeners would give to how clean and natural it is, of 1 to 5, as a model foretells it (ITU-T P.835;
Reddy and others 2022); it is left out where speechmos is not
installed, as is the melody without praat-parselmouth. What is needed is in the dependency
group `ear`.
"""

import argparse
import asyncio
import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # the wheel has no type hints
import soxr  # type: ignore[import-untyped]  # as above
from kokoro_onnx import Kokoro

from bench import pitch
from bench.kokoro import load_stock
from tests.house import Notes
from tts.config import load_settings
from tts.extractor.extract import extract
from tts.model.document import Document
from tts.model.episode import Episode
from tts.narration.pipeline import narrate
from tts.narration.studio import Newsreader, Studio
from tts.preview.tape import Tape
from tts.proof.comparison import Errors, compare
from tts.proof.proofreader import AROUND_MS, proofread, sound_of
from tts.proof.recogniser import SAMPLE_RATE, Sound
from tts.proof.syllables import heard, said
from tts.proof.whisper import Whisper
from tts.speech.normalizer import normalize
from tts.speech.sentences import spoken_parts
from tts.voices import load_voices

ROOT = Path(__file__).resolve().parents[1]
TEXTS = (
    ROOT / "seeds" / "worldjournal-2026-01-09.txt",
    *sorted((ROOT / "bench" / "ear_texts").glob("*.txt")),
)
DEFAULT_VOICES = "hsiaochen,yunjhe"
TODAY = dt.date(2026, 1, 9)
RATES = ("character_rate", "syllable_rate", "tone_rate")

MOS_SAMPLES = int(9.01 * SAMPLE_RATE)
OVRL = np.poly1d([-0.06766283, 1.11546468, 0.04602535])
"""The window of DNSMOS's model, and how its answer becomes a score: github.com/microsoft/DNS-Challenge."""


@dataclass(frozen=True)
class Line:
    """A sentence, what was heard of it, and its errors."""

    written: str
    heard: str
    errors: Errors


@dataclass
class Row:
    """A voice on an engine: what it said, how it sounds, and how long it took to make."""

    name: str
    lines: list[Line] = field(default_factory=list)
    melodies: list[bool] = field(default_factory=list)
    mos: list[float] = field(default_factory=list)
    seconds: float = 0.0
    sound_s: float = 0.0

    def print(self, worst: int) -> None:
        """Print the row, and under it so many of its sentences, the worst first."""
        errors = sum((line.errors for line in self.lines), Errors())
        cells = " ".join(f"{self.rate(errors, name):>14}" for name in RATES)
        melody = f"{statistics.fmean(self.melodies):.1%}" if self.melodies else "-"
        mos = f"{statistics.fmean(self.mos):.2f}" if self.mos else "-"
        print(f"{self.name:<34}{cells}{melody:>8}{mos:>7}{self.sound_s:8.0f}{self.seconds:8.0f}", flush=True)
        ordered = sorted(self.lines, key=lambda line: line.errors.syllable_rate, reverse=True)
        for line in ordered[:worst]:
            print(f"    {line.errors.syllable_rate:4.0%}  {line.written}\n          {line.heard}")

    def rate(self, errors: Errors, name: str) -> str:
        """Return a rate over all, and its standard deviation over sentences."""
        each = [getattr(line.errors, name) for line in self.lines]
        return f"{getattr(errors, name):.1%} ± {statistics.pstdev(each):.1%}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, default=TEXTS)
    parser.add_argument("--voices", default=DEFAULT_VOICES, help="names with commas between, or all")
    parser.add_argument("--stock", action="store_true", help="kokoro-onnx with misaki beside")
    parser.add_argument("--espeak", action="store_true", help="espeak-ng beside")
    parser.add_argument("--batches", choices=("cpu", "cuda"), help="the same by Kokoro's batches beside")
    parser.add_argument("--worst", type=int, default=0, help="print so many sentences that were heard worst")
    arguments = parser.parse_args()
    ear = Ear()
    rates = f"{'characters':>14} {'syllables':>14} {'tones':>14}"
    print(f"{'':<34}{rates}{'melody':>8}{'DNSMOS':>7}{'sound s':>8}{'took s':>8}")
    for name in voices(arguments.voices):
        ours(name, "kokoro", arguments.files, ear).print(arguments.worst)
        if arguments.batches:
            ours(name, "kokoro", arguments.files, ear, arguments.batches).print(arguments.worst)
        if arguments.stock:
            stock(name, arguments.files, ear).print(arguments.worst)
        if arguments.espeak:
            ours(name, "espeak", arguments.files, ear).print(arguments.worst)


def voices(wanted: str) -> list[str]:
    """Return the personas that are named; of all those with an offline voice, one for each."""
    if wanted != "all":
        return wanted.split(",")
    by_pack = {voice.engines["kokoro"]: name for name, voice in load_voices().items()}
    return sorted(by_pack.values())


class Ear:
    """The recogniser, and where it is installed the model that foretells what listeners think."""

    def __init__(self) -> None:
        self.recogniser = Whisper()
        found = find_spec("speechmos")
        folder = Path(found.origin).parent if found and found.origin else None
        model = folder / "dnsmos_models" / "sig_bak_ovr.onnx" if folder else None
        self._mos = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"]) if model else None

    def mos(self, sound: Sound) -> list[float]:
        """Return the score of each nine seconds of a sound."""
        if self._mos is None:
            return []
        whole = np.resize(sound, max(len(sound), MOS_SAMPLES))
        starts = range(0, len(whole) - MOS_SAMPLES + 1, MOS_SAMPLES)
        windows = (whole[np.newaxis, start : start + MOS_SAMPLES].astype(np.float32) for start in starts)
        answers = (self._mos.run(None, {"input_1": window})[0] for window in windows)
        return [float(OVRL(answer[0][2])) for answer in answers]


def ours(name: str, engine: str, files: Sequence[Path], ear: Ear, batches: str = "none") -> Row:
    """Return how a persona is heard that this project lets speak."""
    how = "" if batches == "none" else f" on {batches}"
    row = Row(f"{name} ({load_voices()[name].engines[engine]}){how}")
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            begun = time.monotonic()
            studio = open_studio(name, engine, Path(folder), batches)
            episode = asyncio.run(narrate(Document(file.read_bytes(), origin=str(file)), studio, Notes()))
            row.seconds += time.monotonic() - begun
            row.sound_s += episode.duration_ms / 1000
            row.lines += lines(episode, studio.cast(None), ear)
            row.melodies += melodies(episode, studio.cast(None))
            row.mos += ear.mos(sound(episode))
    return row


def open_studio(name: str, engine: str, folder: Path, batches: str) -> Studio:
    names = {
        "TING_ENGINE": engine,
        "TING_VOICE": name,
        "TING_CACHE_DIR": str(folder / "cache"),
        "TING_OUT": str(folder / "output"),
    }
    return Studio.from_settings(
        load_settings({("engines", "kokoro", "batches"): batches}, names), TODAY, print
    )


def lines(episode: Episode, newsreader: Newsreader, ear: Ear) -> Iterator[Line]:
    for sentence in proofread(episode, ear.recogniser, newsreader):
        yield Line(sentence.cue.text.strip(), sentence.heard, sentence.comparison.errors)


def melodies(episode: Episode, newsreader: Newsreader) -> Iterator[bool]:
    """Yield of each syllable whether it has the melody of its tone, where that can be told."""
    if not pitch.is_installed():
        return
    with closing(Tape.open(Path(episode.files.mp3))) as tape:
        for cue in episode.cues:
            heard_in = sound_of(tape, cue.start_ms, cue.end_ms)[SAMPLE_RATE * AROUND_MS // 1000 :]
            yield from pitch.tones_that_fit(cue, newsreader.say(cue.text).text, heard_in, SAMPLE_RATE)


def sound(episode: Episode) -> Sound:
    with closing(Tape.open(Path(episode.files.mp3))) as tape:
        return sound_of(tape, 0, tape.duration_ms)


def stock(name: str, files: Sequence[Path], ear: Ear) -> Row:
    """Return how the same voice is heard as kokoro-onnx speaks the sentences, by misaki's phonemes."""
    from misaki import zh  # type: ignore[import-untyped]  # noqa: PLC0415 - only here, and slow to load

    pack = load_voices()[name].engines["kokoro"]
    kokoro, phonemize = load_stock(pack), zh.ZHG2P()
    row = Row("  the same by kokoro-onnx, misaki")
    for sentence in (one for file in files for one in sentences(file)):
        begun = time.monotonic()
        spoken, rate = said_by(kokoro, pack, phonemize(sentence)[0])
        row.seconds += time.monotonic() - begun
        row.sound_s += len(spoken) / rate
        at_16k = soxr.resample(spoken, rate, SAMPLE_RATE)
        transcript = ear.recogniser.hear(at_16k)
        errors = compare(said(normalize(sentence)), heard(transcript)).errors
        row.lines.append(Line(sentence, transcript, errors))
        row.mos += ear.mos(at_16k)
    return row


def said_by(kokoro: Kokoro, pack: str, phonemes: str) -> tuple[Sound, int]:
    return kokoro.create(phonemes, pack, is_phonemes=True)


def sentences(file: Path) -> Iterator[str]:
    """Yield the sentences of a page's title and paragraphs."""
    article = extract(Document(file.read_bytes(), origin=str(file)))
    for text in (article.title, *(paragraph.text for paragraph in article.paragraphs)):
        yield from (part.strip() for part in spoken_parts(text) if part.strip())


if __name__ == "__main__":
    main()
