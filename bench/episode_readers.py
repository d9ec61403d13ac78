"""Programs that read MP3s and are not ours: what each says of duration and chapters."""

# mypy: allow-untyped-calls
# (mutagen's annotations leave its constructors out)

import json
import logging
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import Any

import eyed3  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
from mutagen.id3 import ID3
from mutagen.mp3 import MPEGInfo

RATE = 16_000
GETID3 = Path("/usr/share/php/getid3/getid3.php")
ASK_GETID3 = (
    "require $argv[1]; $i = (new getID3)->analyze($argv[2]);"
    'echo json_encode([$i["playtime_seconds"], $i["id3v2"]["chapters"] ?? []]);'
)

Chapters = list[tuple[int, int, str]]


def available() -> dict[str, bool]:
    """Return which of the programs are installed."""
    return {
        "ffprobe": shutil.which("ffprobe") is not None,
        "mp3val": shutil.which("mp3val") is not None,
        "getID3": shutil.which("php") is not None and GETID3.exists(),
    }


def durations(path: Path) -> dict[str, float]:
    """Return the milliseconds that each reader finds."""
    with path.open("rb") as file:
        file.seek(ID3(path).size)
        told_by_mutagen: Any = MPEGInfo(file)
    found = {"mutagen": told_by_mutagen.length * 1000, "eyeD3": _eyed3(path).info.time_secs * 1000}
    if available()["ffprobe"]:
        told = json.loads(_run("ffprobe", "-v", "error", "-show_format", "-of", "json", str(path)))
        found["ffprobe"] = float(told["format"]["duration"]) * 1000
        found["decoded"] = len(decoded(path)) * 1000 / RATE
    if available()["getID3"]:
        found["getID3"] = _getid3(path)[0] * 1000
    return found


def chapters(path: Path) -> dict[str, Chapters]:
    """Return the chapters that each reader lists, in its order."""
    tags = ID3(path)
    found = {
        "mutagen": [
            (chapter.start_time, chapter.end_time, str(chapter.sub_frames.getall("TIT2")[0]))
            for chapter in tags.getall("CHAP")
        ],
        "eyeD3": [(*chapter.times, chapter.title) for chapter in _eyed3(path).tag.chapters],
    }
    if available()["ffprobe"]:
        told = json.loads(_run("ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(path)))
        found["ffprobe"] = [
            (_ms(one["start_time"]), _ms(one["end_time"]), one["tags"]["title"]) for one in told["chapters"]
        ]
    if available()["getID3"]:
        listed = _getid3(path)[1]
        found["getID3"] = [(one["time_begin"], one["time_end"], one["chapter_name"]) for one in listed]
    return found


def complaints(path: Path) -> list[str]:
    """Return what mp3val finds wrong."""
    told = _run("mp3val", str(path)).splitlines() if available()["mp3val"] else []
    return [line for line in told if line.startswith(("WARNING", "ERROR"))]


def decoded(path: Path) -> npt.NDArray[np.float32]:
    """Return the sound as ffmpeg decodes it, at RATE."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "f32le", "-ac", "1", "-ar", str(RATE), "-"]
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603 (fixed programs)
    return np.frombuffer(done.stdout, np.float32)


def onsets_ms(samples: npt.NDArray[np.float32], quiet_ms: int = 120) -> npt.NDArray[np.float64]:
    """Return when sound begins after at least so much quiet."""
    step = RATE // 500
    levels = np.abs(samples[: len(samples) // step * step]).reshape(-1, step).max(axis=1)
    audible = np.flatnonzero(levels > 10 ** (-50 / 20))
    starts = audible[np.diff(audible, prepend=-(10**6)) > quiet_ms * 500 // 1000]
    return np.asarray(starts * 2.0, np.float64)


def _getid3(path: Path) -> tuple[float, list[dict[str, object]]]:
    seconds, listed = json.loads(_run("php", "-r", ASK_GETID3, "--", str(GETID3), str(path)))
    return float(seconds), listed


def _eyed3(path: Path) -> Any:  # noqa: ANN401 (eyeD3 has no types)
    logging.getLogger("eyed3").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return eyed3.load(path)


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 (as above)


def _ms(seconds: str) -> int:
    return round(float(seconds) * 1000)
