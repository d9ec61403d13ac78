"""Where an episode's files stand, and how they get there: all of them whole, or none."""

import datetime as dt
import errno
import glob
import os
import re
import secrets
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from tts import unfinished
from tts.errors import OutputError, UsageError
from tts.fingerprint import SHORT, short
from tts.model.episode import Files

EPISODES = "episodes"
ENDINGS = Files(
    mp3=".mp3",
    json=".json",
    vtt=".vtt",
    srt=".srt",
    lrc=".lrc",
    chapters=".chapters.json",
    transcript=".transcript.json",
    txt=".txt",
    md=".md",
)
_ENDINGS = astuple(ENDINGS)

TITLE_CHARACTERS = 20
ROMAN_CHARACTERS = 48
"""How much of a title a slug says: so many of its characters, in so many letters."""

_MARKED = re.compile(f"-[0-9a-f]{{{SHORT}}}$")

PLACES = ("", "feeds/", "assets/", f"{EPISODES}/*/", f"{EPISODES}/*/*/", f"{EPISODES}/*/*/*/")
"""Where below the output folder files are written."""

ATTEMPTS = 10
"""So often a folder is made anew that others remove while it is empty."""

ASIDE = "aside"
"""How the name of a folder begins from then on that stood in the place of an episode's file."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Draft:
    """The files of an episode while they are written, under names that no reader looks for."""

    mp3: Path
    json: Path
    vtt: Path
    srt: Path
    lrc: Path
    chapters: Path
    transcript: Path
    txt: Path
    md: Path


def slug(date: dt.date, title: str, identity: str) -> str:
    """Return a name in ASCII for files and addresses: the date, how the title begins, the fingerprint."""
    parts = (date.isoformat(), romanized(title), _ascii(short(identity)))
    return "-".join(part for part in parts if part)


def romanized(title: str) -> str:
    """Return how a title begins in ASCII letters, by pinyin; empty when none of it can be said so."""
    from tts.speech import pinyin  # noqa: PLC0415 - its dictionaries are for who makes something

    said = _ascii(pinyin.romanized(title[:TITLE_CHARACTERS]))
    if len(said) <= ROMAN_CHARACTERS:
        return said
    return said[:ROMAN_CHARACTERS].rpartition("-")[0] or said[:ROMAN_CHARACTERS]


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def names(slug: str) -> Files:
    """Return the names of an episode's files, as its manifest has them."""
    return Files(*(slug + ending for ending in _ENDINGS))


def folder(output: Path, date: dt.date) -> Path:
    """Return where below the output folder the episodes of a day stand."""
    return output / EPISODES / f"{date:%Y}" / f"{date:%m}" / f"{date:%d}"


def manifest_path(output: Path, date: dt.date, slug: str) -> Path:
    """Return where the manifest of an episode stands when it is complete."""
    return folder(output, date) / names(slug).json


def absolute(files: Files, manifest: Path) -> Files:
    """Return the absolute paths of the files beside a manifest."""
    here = manifest.absolute().parent
    return Files(*(str(here / name) for name in astuple(files)))


def manifests(output: Path) -> list[Path]:
    """Return the manifests of all complete episodes, oldest day first."""
    return list(written(output))


def written(output: Path) -> dict[Path, int]:
    """Return the same, and when each was written, in nanoseconds; 0 for one that went meanwhile.

    Of a large shelf it takes a fraction of the time that asking for each by its path does.
    """
    found = ((file.path, _modified(file)) for file in day_files(output) if _is_manifest(file.name))
    return {Path(path): at for path, at in sorted(found)}


def day_files(output: Path) -> Iterator[os.DirEntry[str]]:
    """Yield all that stands in the folders of days, a day's together."""
    for day in (output / EPISODES).glob("*/*/*"):
        with suppress(OSError), os.scandir(day) as files:  # no folder, or one that went meanwhile
            yield from files


def _is_manifest(name: str) -> bool:
    return name.endswith(ENDINGS.json) and not name.endswith((ENDINGS.chapters, ENDINGS.transcript))


def _modified(file: os.DirEntry[str]) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def beside(manifest: Path) -> list[Path]:
    """Return the files that an episode has beside its manifest: its page is one of them."""
    found = manifest.parent.glob(glob.escape(manifest.stem) + ".*")
    return sorted(path for path in found if path != manifest)


def size_bytes(manifest: Path) -> int:
    """Return what an episode's files take on disk."""
    return sum(path.stat().st_size for path in (manifest, *beside(manifest)) if path.is_file())


def sizes(output: Path, days: Iterable[dt.date]) -> Counter[str]:
    """Return what the files of each episode of these days take on disk, by its slug.

    However many episodes a day has, its folder is read once.
    """
    found: Counter[str] = Counter()
    for day in days:
        with suppress(OSError), os.scandir(folder(output, day)) as files:  # as `day_files`
            for file in files:
                with suppress(OSError):  # it went meanwhile
                    found[file.name.partition(".")[0]] += file.stat().st_size if file.is_file() else 0
    return found


def remove(manifest: Path) -> None:
    """Remove an episode's files, the manifest first: without it the others are no episode.

    Folders of a day, a month or a year go with their last file. Raises OutputError when they cannot.
    """
    with _explained(manifest.parent):
        for path in (manifest, *beside(manifest)):
            _give_way(path)
            path.unlink(missing_ok=True)
    with suppress(OSError):  # the first folder that is not empty ends it
        for folder_left in manifest.parents[:3]:
            folder_left.rmdir()


def remove_leftovers(output: Path) -> list[str]:
    """Remove files that a killed run left without a manifest, and return their episodes' slugs.

    What was written to within the hour, or has a draft beside it, may yet get its manifest.
    """
    clear_forgotten(output)
    found = [path for day in (output / EPISODES).glob("*/*/*") for path in _without_manifest(day)]
    for path in found:
        remove(path)
    return sorted(path.stem for path in found)


def clear_forgotten(output: Path) -> None:
    """Remove the drafts that killed runs left below the output folder; those still written stay."""
    unfinished.clear(path for place in PLACES for path in output.glob(f"{place}.*.part"))


def _without_manifest(day: Path) -> Iterator[Path]:
    """Yield the manifests that are missing beside forgotten files of a day's episodes."""
    with suppress(OSError):  # no folder, or one that went meanwhile
        there = {path.name for path in day.iterdir()}
        drafted = {name[1:].partition(".")[0] for name in there if name.startswith(".")}
        begun = {name.partition(".")[0] for name in there if name.endswith(_ENDINGS)}
        for slug in sorted(begun):
            path = day / names(slug).json
            is_ours = slug.startswith("-".join(day.parts[-3:])) and _MARKED.search(slug)
            is_begun = slug.rpartition("-")[2] in drafted
            if (
                is_ours
                and not is_begun
                and path.name not in there
                and all(map(unfinished.is_forgotten, beside(path)))
            ):
                yield path


def read_cover(path: Path) -> bytes:
    """Return the bytes of a cover's file; raise UsageError when it cannot be read."""
    try:
        if path.exists() and not path.is_file():
            message = f"The cover {path} is no file."
            raise UsageError(message, hint="Correct [show] cover in the settings.")
        return path.read_bytes()
    except OSError as error:
        message = f"The cover {path} cannot be read: {error.strerror or error}."
        raise UsageError(message, hint="Correct [show] cover in the settings.") from error


@contextmanager
def draft(output: Path, date: dt.date, mark: str) -> Iterator[Draft]:
    """Give the files of an episode to write; `put` them in their places when all are written.

    Until then they are named by a mark, what ends their slug: to spell the rest of it takes a while, and the
    engine can be asked first. What is not put in place is gone at the end, and an episode that was there
    before stays as it was. Raises OutputError when the disk is full or the folder cannot be written.
    """
    home = folder(output, date)
    with _explained(home):
        missing = [path for path in (home, *home.parents) if not path.exists()]
        own = unfinished.writer()
        drafts = Draft(*(home / f".{mark}{ending}.{own}.part" for ending in _ENDINGS))
        try:
            _begin(drafts.mp3)
            unfinished.clear(home.glob(f".{glob.escape(mark)}.*.part"))
            yield drafts
        finally:
            _clear(drafts, missing)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a name to write a single file under; when all is written it becomes the file of that path.

    When anything fails nothing is left behind. Raises OutputError like `draft`, and UsageError for a path
    that names no file, or a device or a pipe, in whose place a file would be put.
    """
    if not path.name:
        message = "There is no name of a file to write to."
        raise UsageError(message, hint="Name one, as in: --out speech.mp3")
    if _is_device(path):
        message = f"{path} is there, and is no file."
        raise UsageError(message, hint="Name another, as in: --out speech.mp3")
    part = path.with_name(f".{path.name}.{unfinished.writer()}.part")
    with _explained(path.parent):
        unfinished.clear(path.parent.glob(f".{glob.escape(path.name)}.*.part"))
        try:
            yield part
            with part.open("r+b") as file:
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _is_device(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):  # there is nothing; what stands against a file is told when it is written
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def renew(path: Path, data: bytes) -> bool:
    """Let the file hold these bytes, and its folder be there; return whether it had to be written.

    Raises OutputError like `draft`.
    """
    with _explained(path.parent):
        with suppress(FileNotFoundError):
            state = path.stat()
            is_like = stat.S_ISREG(state.st_mode) and state.st_size == len(data)
            if is_like and path.read_bytes() == data:
                return False
        path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as part:
        part.write_bytes(data)
    return True


def put(drafts: Draft, slug: str) -> None:
    """Put all files of an episode in their places: where its manifest is, which goes last, it is complete.

    An older manifest goes first; a folder in the place of a file is kept under another name. Raises OSError,
    which `draft` explains.
    """
    home = drafts.json.parent
    finals = Draft(*(home / name for name in astuple(names(slug))))
    moves = list(zip(astuple(drafts), astuple(finals), strict=True))
    for before, _after in moves:
        with before.open("r+b") as file:
            os.fsync(file.fileno())
    for place in astuple(finals):
        _give_way(place)
    finals.json.unlink(missing_ok=True)
    for before, after in sorted(moves, key=lambda move: move[1] == finals.json):
        before.replace(after)
    _keep_names(home)


def _give_way(place: Path) -> None:
    """Rename a folder that stands in a file's place: what somebody has put there is not ours to remove."""
    if place.is_dir() and not place.is_symlink():
        place.replace(place.with_name(f"{ASIDE}-{place.name}-{secrets.token_hex(4)}"))


def _keep_names(home: Path) -> None:
    """Make the new names survive a power cut, on systems where a folder can be told to."""
    with suppress(PermissionError):
        descriptor = os.open(home, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _begin(first: Path) -> None:
    """Let the file be there, and so its folder stay: another draft that ends removes an empty one."""
    for _attempt in range(ATTEMPTS):
        with suppress(FileNotFoundError, FileExistsError):  # the folder is gone again, or was within mkdir
            first.parent.mkdir(parents=True, exist_ok=True)
            first.touch()
            return
    first.touch()


def _clear(drafts: Draft, folders: list[Path]) -> None:
    """Remove what is left of the drafts, and of the folders made for them the empty ones."""
    with suppress(OSError):
        for path in astuple(drafts):
            path.unlink(missing_ok=True)
        for folder_made in folders:
            folder_made.rmdir()


@contextmanager
def _explained(home: Path) -> Iterator[None]:
    """Raise every failure to write as an OutputError; a lost connection is not one."""
    try:
        yield
    except (ConnectionError, TimeoutError):
        raise
    except OSError as error:
        reason = "the disk is full" if error.errno in FULL else error.strerror or str(error)
        message = f"Nothing can be written to {home}: {reason}."
        raise OutputError(message, hint="Make room, or choose another folder with --out.") from error
