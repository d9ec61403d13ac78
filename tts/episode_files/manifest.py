"""The manifest: everything known of an episode, as JSON. Keys are the names of Episode's fields."""

import stat
from pathlib import Path

import msgspec

from tts.episode_files.indented import folded
from tts.errors import TingError
from tts.model.episode import Episode


def dump(episode: Episode) -> str:
    """Return the manifest: readable, its fields in the order they are declared, a line break last.

    A cue's words stand in one line; where it has none, their field is left out.
    """
    return folded(msgspec.json.format(msgspec.json.encode(episode), indent=2).decode()) + "\n"


def line(episode: Episode) -> str:
    """Return the manifest as one line, without a line break."""
    return msgspec.json.encode(episode).decode()


def load(text: str | bytes) -> Episode:
    """Return the episode a manifest tells of; raise TingError when it is not a whole manifest."""
    try:
        return msgspec.json.decode(text, type=Episode)
    except (msgspec.DecodeError, UnicodeError) as error:
        message = f"The manifest is not one of an episode: {error}."
        raise TingError(message, hint="Narrate the article again with --force.") from error


def read(path: Path) -> Episode:
    """Return the episode whose manifest this file is; raise TingError when it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # to read a pipe, or a device, may never end
            message = f"The manifest {path} is no file."
            raise TingError(message, hint="Remove it, or name the manifest of an episode.")
        text = path.read_bytes()
    except OSError as error:
        message = f"The manifest {path} cannot be read: {error.strerror or error}."
        raise TingError(message, hint="Name the manifest of an episode.") from error
    return load(text)
