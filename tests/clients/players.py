"""Programs that play an MP3, or say what is in it."""

import json
import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import eyed3  # type: ignore[import-untyped]

from tests.clients.client import Client, on_path, pypi_version, run, unlike, version_of
from tests.clients.show import Show

DECODER_MS = 50
"""Players count from the first sound, after LAME's delay and the decoder's (23 ms); so late may it be."""

logging.getLogger("eyed3").setLevel(logging.ERROR)  # it warns of LAME's own files too

Chapter = tuple[int, str]
"""When it begins, in ms, and its title."""


def each(read: Callable[[Path], list[Chapter]], show: Show, within_ms: int = 0) -> Iterator[str]:
    """Compare the chapters that a program finds in every episode with the manifest's."""
    for episode in show.episodes:
        wanted = [(chapter.start_ms, chapter.title) for chapter in episode.chapters]
        found = read(show.sound(episode))
        yield from unlike(
            f"{episode.title}: chapter title", (one[1] for one in found), (one[1] for one in wanted)
        )
        late = [abs(one[0] - other[0]) for one, other in zip(found, wanted, strict=False)]
        if max(late, default=0) > within_ms:
            yield f"{episode.title}: a chapter begins {max(late)} ms off"


def by_mpv(sound: Path) -> list[Chapter]:
    """Return the chapters that mpv can jump to."""
    quick = ("--no-config", "--no-video", "--ao=null", "--length=0.1", "--sub-auto=no")
    said = run(on_path("mpv"), *quick, "--term-playing-msg=${=chapter-list}", sound)
    line = next(line for line in said.splitlines() if line.startswith("["))
    return [(round(one["time"] * 1000), one["title"]) for one in json.loads(line)]


def by_ffprobe(sound: Path) -> list[Chapter]:
    """Return the chapters that FFmpeg finds, and so all that is built on it."""
    found = json.loads(run(on_path("ffprobe"), "-v", "error", "-of", "json", "-show_chapters", sound))
    return [(round(float(one["start_time"]) * 1000), one["tags"]["title"]) for one in found["chapters"]]


def by_eyed3(sound: Path) -> list[Chapter]:
    """Return the chapters that eyeD3 finds."""
    return [(one.times.start, one.title) for one in eyed3.load(sound).tag.chapters]


def mediainfo(show: Show) -> Iterator[str]:
    """Compare what MediaInfo shows of every episode."""
    for episode in show.episodes:
        found = _parts(json.loads(run(on_path("mediainfo"), "--Output=JSON", show.sound(episode))))
        shown = found["General"]["Title"], found["Audio"]["BitRate_Mode"], found["General"]["Cover_Mime"]
        yield from unlike(
            f"{episode.title}: title, bit rate, cover", shown, (episode.title, "CBR", "image/jpeg")
        )
        if abs(float(found["Audio"]["Duration"]) * 1000 - episode.duration_ms) > DECODER_MS:
            yield f"{episode.title}: {found['Audio']['Duration']} s long, not {episode.duration_ms} ms"


def _parts(said: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {part["@type"]: part for part in said["media"]["track"]}


def exiftool(show: Show) -> Iterator[str]:
    """Compare the title, the text and the lines with their times that ExifTool shows of every episode."""
    for episode in show.episodes:
        found = json.loads(run(on_path("exiftool"), "-j", show.sound(episode)))[0]
        yield from unlike(f"{episode.title}: title", [found["Title"]], [episode.title])
        timed = [line.partition("]")[2] for line in found["SynchronizedLyricsText-chi"]]
        yield from unlike(f"{episode.title}: line", timed, (cue.text for cue in episode.cues))
        yield from unlike(f"{episode.title}: lyrics", found["Lyrics-chi"].splitlines(), timed)


CLIENTS = (
    Client(
        "mpv",
        f"chapters: titles, and times within {DECODER_MS} ms",
        partial(version_of, "mpv", "--version"),
        partial(each, by_mpv, within_ms=DECODER_MS),
    ),
    Client(
        "ffprobe",
        "chapters: titles and times",
        partial(version_of, "ffprobe", "-version"),
        partial(each, by_ffprobe),
    ),
    Client(
        "MediaInfo",
        "title, duration, bit rate, cover",
        partial(version_of, "mediainfo", "--Version"),
        mediainfo,
    ),
    Client(
        "ExifTool",
        "title; the text, and its lines with times",
        partial(version_of, "exiftool", "-ver"),
        exiftool,
    ),
    Client(
        "eyeD3",
        "chapters: titles and times",
        partial(pypi_version, "eyeD3"),
        partial(each, by_eyed3),
    ),
)
