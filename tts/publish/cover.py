"""A show's cover: the user's own, or the one that is drawn."""

from functools import cache, lru_cache
from pathlib import Path

from tts.publish import picture
from tts.publish.artwork import draw
from tts.publish.shelf import read_cover


def drawn(title: str = "", font: Path | None = None, frame: picture.Frame = picture.DIRECTORY) -> bytes:
    """Return the default cover as a JPEG, with the title when it can be set.

    The same title and font make the same bytes. Raises UsageError when the named font cannot set it.
    """
    return picture.encoded(draw(frame.side, title, font), frame.max_bytes)


def embedded(own: Path | None) -> bytes:
    """Return the cover to put inside an MP3: the user's own, or the default one without a title.

    No font of this machine is in it, so that an episode is the same on every machine. Raises
    UsageError when the user's own cannot be read or is no picture.
    """
    return _default() if own is None else _fitted(read_cover(own))


@cache
def _default() -> bytes:
    return drawn(frame=picture.EMBEDDED)


@lru_cache(maxsize=1)
def _fitted(data: bytes) -> bytes:
    return picture.fitted(data, picture.EMBEDDED)
