"""Which episode a listener means: however many there are, only a few folders are looked into."""

import datetime as dt
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from tts.episode_files import manifest, shelf
from tts.errors import UsageError
from tts.model.episode import Episode

DAY = "YYYY-MM-DD"
OTHERS = (shelf.ENDINGS.chapters, shelf.ENDINGS.transcript)


def find_episode(name: str, output: Path) -> Episode | None:
    """Return the episode that the path of its MP3 or another of its files, a slug or "latest" names.

    Its files are absolute paths. None when it names no episode. Raises UsageError for "latest" when there
    is no episode yet, and for what can only be an MP3 or a slug when there is none of it.
    """
    if is_mp3(name) or _is_file(Path(name)):
        return _beside(Path(name))
    if name == "latest":
        newest = _latest(output)
        if not newest:
            message = f"There is no episode in {output} yet."
            raise UsageError(message, hint="Make one: ting read SOURCE.")
        return _opened(newest)
    return _by_slug(name, output)


def is_mp3(name: str) -> bool:
    """Tell whether a listener named a file with sound, and not an article."""
    return name.lower().endswith(shelf.ENDINGS.mp3)


def _beside(path: Path) -> Episode | None:
    """Return the episode that the file belongs to, as its name tells; None for any other file."""
    told, sound = (path.with_suffix(ending) for ending in (shelf.ENDINGS.json, shelf.ENDINGS.mp3))
    if _is_file(told) and (is_mp3(path.name) or _is_file(sound)):
        return _opened(told)
    if not _is_file(path):
        message = f"There is no file {path}."
        raise UsageError(message, hint="Check the name and the folder.")
    return None


def _by_slug(slug: str, output: Path) -> Episode | None:
    """Return the episode of this slug: it begins with its day, which is its folder."""
    day = _day(slug)
    if not day or Path(slug).name != slug:
        return None
    path = shelf.folder(output, day) / f"{slug}{shelf.ENDINGS.json}"
    if _is_file(path):
        return _opened(path)
    if not Path(slug).suffix:
        message = f"There is no episode {slug} in {output}."
        raise UsageError(message, hint="ting catalog lists those there are.")
    return None


def _day(slug: str) -> dt.date | None:
    with suppress(ValueError):
        return dt.date.fromisoformat(slug[: len(DAY)])
    return None


def _latest(output: Path) -> Path | None:
    """Return the manifest that was written last.

    A folder is as young as the youngest name in it, or younger: those that are older than the best
    found so far need not be read.
    """
    folders = [output / shelf.EPISODES]
    for _year_month_day in range(3):
        folders = [Path(entry.path) for folder in folders for entry in _inside(folder) if entry.is_dir()]
    newest: Path | None = None
    newest_ns = 0
    for folder_ns, folder in sorted(((path.stat().st_mtime_ns, path) for path in folders), reverse=True):
        if folder_ns < newest_ns:
            break
        for entry in _inside(folder):
            if _is_manifest(entry.name) and (written_ns := entry.stat().st_mtime_ns) > newest_ns:
                newest, newest_ns = Path(entry.path), written_ns
    return newest


def _inside(folder: Path) -> Iterable["os.DirEntry[str]"]:
    with suppress(OSError), os.scandir(folder) as entries:
        return list(entries)
    return ()


def _is_manifest(name: str) -> bool:
    return name.endswith(shelf.ENDINGS.json) and not name.endswith(OTHERS) and not name.startswith(".")


def _is_file(path: Path) -> bool:
    """Tell whether there is such a file; what no path can be is none."""
    with suppress(OSError, ValueError):
        return path.is_file()
    return False


def _opened(path: Path) -> Episode:
    episode = manifest.read(path)
    return replace(episode, files=shelf.absolute(episode.files, path))
