"""The cover inside an MP3: the user's own, or the default one, which was drawn once and for all."""

from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from tts.episode_files.shelf import read_cover


def front(own: Path | None) -> bytes:
    """Return the cover to put inside an MP3: the user's own, or the default one without a title.

    No font of this machine is in it, so that an episode is the same on every machine. Raises
    UsageError when the user's own cannot be read or is no picture.
    """
    return _default() if own is None else _fitted(read_cover(own), own)


@cache
def _default() -> bytes:
    """Return what `cover.drawn` draws for an MP3: to draw it costs each run 0.2 s and 30 MB."""
    return files(__package__).joinpath("front.jpg").read_bytes()


@lru_cache(maxsize=1)
def _fitted(data: bytes, name: Path) -> bytes:
    from tts.episode_files import picture  # noqa: PLC0415 - heavy: only for a picture of the user's own

    return picture.fitted(data, picture.EMBEDDED, name)
