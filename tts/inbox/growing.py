"""What can be heard of an entry while it is narrated: two files that grow, and are gone when it is ready."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Self

import msgspec

from tts.errors import OutputError
from tts.model.episode import Cue

FOLDER = ".inbox"
"""Below the output folder, and hidden: what is in it is never public."""


def sound_path(output: Path, entry_id: str) -> Path:
    """Return where the sound of an entry grows: MP3 frames alone, so that whatever is there can be played."""
    return output / FOLDER / f"{entry_id}.mp3"


def cues_path(output: Path, entry_id: str) -> Path:
    """Return where its cues grow: a line of JSON each, with start_ms, end_ms, text and paragraph."""
    return output / FOLDER / f"{entry_id}.cues"


def clear(output: Path) -> None:
    """Remove what a killed worker left growing."""
    for path in (output / FOLDER).glob("*"):
        with suppress(OSError):
            path.unlink()


class Growing:
    """The relay of an entry; use it as a context manager, which removes the files at its end.

    Who has them open reads on. After another `begin` they are other files. Raises OutputError when they
    cannot be written.
    """

    def __init__(self, output: Path, entry_id: str) -> None:
        self._paths = sound_path(output, entry_id), cues_path(output, entry_id)
        self._files: tuple[BinaryIO, ...] = ()
        self._begun = False
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Return it; nothing is there before it begins."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Let nothing grow any more."""
        self._remove()

    def begin(self) -> None:
        """Let both files be there as soon as there is a sound: another engine may be tried first."""
        self._remove()
        self._begun = True

    def sound(self, frames: bytes) -> None:
        """Append whole frames."""
        self._append(0, frames)

    def words(self, cues: Sequence[Cue]) -> None:
        """Append a line a cue."""
        self._append(1, b"".join(_line(cue) for cue in cues))

    def _append(self, number: int, data: bytes) -> None:
        if not self._begun:
            return
        with _explained():
            self._files = self._files or self._opened()
            self._files[number].write(data)
            self._files[number].flush()

    def _opened(self) -> tuple[BinaryIO, ...]:
        self._paths[0].parent.mkdir(parents=True, exist_ok=True)
        return tuple(self._open.enter_context(path.open("xb")) for path in self._paths)

    def _remove(self) -> None:
        self._files, self._begun = (), False
        with suppress(OSError):  # what could not be written may not be flushed
            self._open.close()
        for path in self._paths:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _line(cue: Cue) -> bytes:
    told = {"start_ms": cue.start_ms, "end_ms": cue.end_ms, "text": cue.text, "paragraph": cue.paragraph}
    return msgspec.json.encode(told) + b"\n"


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"The sound cannot be kept while it is made: {error.strerror or error}."
        raise OutputError(message, hint="Make room, or choose another folder with --out.") from error
