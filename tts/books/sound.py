"""The sound of an episode that a book is made of: all of it, or the reason why not."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tts.errors import TingError, UsageError
from tts.model.episode import Episode


@contextmanager
def open_sound(episode: Episode) -> Iterator[IO[bytes]]:
    """Give the episode's MP3; raise UsageError when it cannot be read, and TingError when it is cut off."""
    path = Path(episode.files.mp3)
    try:
        if path.exists() and not path.is_file():
            message = f"The sound {path} is no file."
            raise UsageError(message, hint="Narrate the article again with --force.")
        sound = path.open("rb")
    except OSError as error:
        message = f"The sound {path} cannot be read: {error.strerror or error}."
        raise UsageError(message, hint="Narrate the article again with --force.") from error
    with sound:
        if path.stat().st_size < episode.least_bytes:
            message = f"The sound {path} is cut off: it is shorter than its manifest says."
            raise TingError(message, hint="Narrate the article again with --force.")
        yield sound
