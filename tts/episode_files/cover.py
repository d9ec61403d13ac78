"""A show's cover, drawn."""

from pathlib import Path

from tts.episode_files import picture
from tts.episode_files.cover_drawing import draw


def drawn(title: str = "", font: Path | None = None, frame: picture.Frame = picture.DIRECTORY) -> bytes:
    """Return the default cover as a JPEG, with the title when it can be set.

    The same title and font make the same bytes. Raises UsageError when the named font cannot set it.
    """
    return picture.encoded(draw(frame.side, title, font), frame.max_bytes)
