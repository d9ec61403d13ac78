"""Print what an episode of an hour is measured to be, by readers that are not ours, for both profiles.

    python bench/episode.py [--engine espeak|kokoro] [--minutes 60]

An engine speaks the page of seeds/ sentence by sentence; its takes are joined again and again until the
hour is full, tagged with a chapter a minute, and judged.
"""

import argparse
import asyncio
import datetime as dt
import hashlib
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import episode_readers as readers
from tts.audio import mp3
from tts.audio.assemble import prepare
from tts.audio.decode import decode
from tts.audio.encode import encode
from tts.audio.level import Level
from tts.audio.loudness import loudness
from tts.audio.master import master
from tts.audio.meter import measure
from tts.audio.take import Take
from tts.audio.track import Placement, Track
from tts.chunker import write_script
from tts.config import load_settings
from tts.engines.base import Mark, Mp3, Pcm, Speech, Utterance
from tts.episode_files.front_cover import front
from tts.episode_files.shelf import names
from tts.episode_files.tags import tag
from tts.extractor.extract import extract
from tts.model.document import Document
from tts.model.episode import Chapter, Cue, Episode, Profile
from tts.model.script import Pauses
from tts.narration.engine_choice import open_engine
from tts.speech.normalizer import normalize
from tts.voices import load_voices

SEED = Path(__file__).resolve().parents[1] / "seeds" / "worldjournal-2026-01-09.txt"
PAUSE_MS = 400
MINUTE_MS = 60_000
TARGET_LUFS = -16.0


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file, where its takes sound, and how long each step took in seconds."""

    path: Path
    episode: Episode
    placements: tuple[Placement, ...]
    joining_s: float
    mastering_s: float
    tagging_s: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--engine", choices=("espeak", "kokoro"), default="espeak")
    parser.add_argument("--minutes", type=int, default=60)
    arguments = parser.parse_args()
    missing = [name for name, there in readers.available().items() if not there]
    if missing:
        print(f"Not installed, so not asked: {', '.join(missing)}.")
    speeches = asyncio.run(spoken(arguments.engine))
    print(f"{arguments.engine}, {len(speeches)} sentences, {arguments.minutes} minutes\n")
    with tempfile.TemporaryDirectory() as folder:
        for profile in ("podcast", "source"):
            judge(speeches, profile, arguments.minutes * MINUTE_MS, Path(folder))


async def spoken(name: str) -> list[Speech]:
    """Return the sentences of the seed, spoken."""
    engine = open_engine(name, load_settings({}))
    voice = load_voices()["hsiaochen"].engines[name]
    article = extract(Document(SEED.read_bytes(), origin=SEED.name))
    script = write_script(article, engine.limits, Pauses(), "")
    texts = [text for chunk in script if not (text := normalize(chunk.written)).is_silent]
    return [await engine.synthesize(Utterance(text, voice)) for text in texts]


def judge(speeches: Sequence[Speech], profile: Profile, length_ms: int, folder: Path) -> None:
    print(f"profile {profile}")
    if profile == "source":
        speeches = as_service(speeches)
    takes, prepared = prepared_takes(speeches, profile)
    row("prepared", f"{prepared:.0f} × real time on one core")
    made = make(takes, profile, length_ms, folder / f"{profile}.mp3")
    seconds = made.episode.duration_ms / 1000
    row("joined and tagged", f"{seconds / (made.joining_s + made.tagging_s):.0f} × real time")
    row("raised, told", f"{seconds / made.mastering_s:.0f} × real time")
    row("memory while joining", f"{memory_growth(takes, profile) / 1e6:.1f} MB more for ten times the length")
    tell_loudness(made, takes)
    tell_times(made)
    row("mp3val", "; ".join(readers.complaints(made.path)) or "nothing wrong")
    again = make(takes, profile, length_ms, folder / "again.mp3")
    row("second run", "identical" if digest(made.path) == digest(again.path) else "DIFFERENT")
    print()


def as_service(speeches: Sequence[Speech]) -> list[Speech]:
    """Return the speech as the online service would send it: two sentences at once, in MP3, with marks."""
    answers = []
    for first, second in zip(speeches[::2], speeches[1::2], strict=False):
        if isinstance(first.audio, Pcm) and isinstance(second.audio, Pcm):
            silence = bytes(2 * first.audio.sample_rate * PAUSE_MS // 1000)
            both = Pcm(first.audio.samples + silence + second.audio.samples, first.audio.sample_rate)
            shift_ms = first.audio.duration_ms + PAUSE_MS
            later = (Mark(m.start_ms + shift_ms, m.end_ms + shift_ms, m.text) for m in second.marks)
            frames = encode(both, mp3.FORMATS["source"])
            answers.append(Speech(Mp3(frames, 48_000), (*first.marks, *later)))
    return answers


def prepared_takes(speeches: Sequence[Speech], profile: Profile) -> tuple[list[Take], float]:
    prepare(speeches[0], profile)
    started = time.process_time()
    takes = [prepare(speech, profile, TARGET_LUFS) for speech in speeches]
    spent = time.process_time() - started
    return takes, sum(speech.audio.duration_ms for speech in speeches) / 1000 / spent


def make(takes: Sequence[Take], profile: Profile, length_ms: int, path: Path) -> Made:
    started = time.perf_counter()
    placements, duration_ms, level = join(takes, profile, length_ms, path)
    joined = time.perf_counter()
    loud = master(path, profile, TARGET_LUFS, level)
    mastered = time.perf_counter()
    episode = replace(described(profile, placements, duration_ms), loudness=loud)
    cover = front(None)
    tagging = time.perf_counter()
    tag(path, episode, cover)
    times = (joined - started, mastered - joined, time.perf_counter() - tagging)
    return Made(path, episode, tuple(placements), *times)


def join(
    takes: Sequence[Take], profile: Profile, length_ms: int, path: Path
) -> tuple[list[Placement], int, Level]:
    placements: list[Placement] = []
    with path.open("wb") as file:
        track = Track(file, profile)
        while not placements or placements[-1].end_ms < length_ms:
            placements.append(track.add(takes[len(placements) % len(takes)], PAUSE_MS))
        return placements, track.finish(), track.level


def described(profile: Profile, placements: Sequence[Placement], duration_ms: int) -> Episode:
    """Return an episode with a chapter a minute, each beginning where a sentence does."""
    starts = [0]
    for placement in placements:
        if placement.start_ms - starts[-1] >= MINUTE_MS:
            starts.append(placement.start_ms)
    ends = [*starts[1:], duration_ms]
    chapters = (
        Chapter(start, end, f"第{number}分鐘：" + "新聞" * (number * 7 % 9), "https://example.org/新聞")
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    )
    cues = (Cue(placement.start_ms, placement.end_ms, "新聞。", 0) for placement in placements)
    return Episode(
        id="0" * 64, slug="bench", title="一小時的新聞", date=dt.date(2026, 1, 9), language="zh-Hant",
        duration_ms=duration_ms, profile=profile, engine="bench", voice="bench", disclosure="",
        chapters=tuple(chapters), cues=tuple(cues), articles=(), files=names("bench"),
    )  # fmt: skip


def memory_growth(takes: Sequence[Take], profile: Profile) -> int:
    peaks = []
    with tempfile.TemporaryDirectory() as folder:
        for length_ms in (MINUTE_MS, 10 * MINUTE_MS):
            tracemalloc.start()
            join(takes, profile, length_ms, Path(folder) / "memory.mp3")
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    return peaks[1] - peaks[0]


def tell_loudness(made: Made, takes: Sequence[Take]) -> None:
    loud = made.episode.loudness
    if loud is None:
        row("loudness", "silent")
        return
    row("loudness", f"{loud.lufs:.2f} LUFS, peak {loud.peak_dbtp:.2f} dBTP, frames {loud.gain_steps:+} steps")
    file = measure(made.path)
    row(
        "measured in the file",
        f"{file.lufs:.2f} LUFS, peak {file.peak_dbtp:.2f} dBTP, {file.clipped} clipped",
    )
    levels = []
    for take in takes:
        samples, rate = decode([take.frames])
        spoken = samples[take.start_ms * rate // 1000 : take.end_ms * rate // 1000]
        levels.append(loudness([spoken], rate))
    middle = float(np.median(levels))
    row("takes", f"at most {max(abs(level - middle) for level in levels):.2f} LU from their median")


def tell_times(made: Made) -> None:
    found = readers.durations(made.path)
    apart = max(abs(duration - made.episode.duration_ms) for duration in found.values())
    each = ", ".join(f"{name} {duration / 1000:.3f}" for name, duration in found.items())
    row("duration", f"{made.episode.duration_ms / 1000:.3f} s; at most {apart:.0f} ms from it: {each}")
    wanted = [(one.start_ms, one.end_ms, one.title) for one in made.episode.chapters]
    agree = {name: listed == wanted for name, listed in readers.chapters(made.path).items()}
    row(
        "chapters",
        f"{len(wanted)}; "
        + ", ".join(f"{name} {'agrees' if ok else 'DIFFERS'}" for name, ok in agree.items()),
    )
    if not readers.available()["ffprobe"]:
        return
    onsets = readers.onsets_ms(readers.decoded(made.path))
    starts = np.array([mark.start_ms for placement in made.placements for mark in placement.marks])
    errors = np.abs(onsets[np.abs(onsets[None] - starts[:, None]).argmin(axis=1)] - starts)
    middle, worst = np.percentile(errors, (50, 99))
    row("starts of sentences", f"{middle:.0f} ms from the sound in the middle, {worst:.0f} ms for 99 of 100")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def row(label: str, value: str) -> None:
    print(f"  {label:<22}{value}")


if __name__ == "__main__":
    main()
