"""What is kept of a show's feeds: above all the podcast:guid by which each is known wherever it moves."""

import uuid
from pathlib import Path

import msgspec

from tts.episode_files.shelf import renew
from tts.errors import TingError

NAME = "feeds.json"

NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""https://podcasting2.org/docs/podcast-namespace/tags/guid."""


class Identity(msgspec.Struct):
    """Each feed's guid, by its path; fingerprints of what the cover, and each document, was made of."""

    guids: dict[str, str] = {}
    cover: str = ""
    made_of: dict[str, str] = {}

    def guid(self, path: str, url: str) -> str:
        """Return the guid of the feed at the path; the first address it has gives it one for good."""
        return self.guids.setdefault(path, podcast_guid(url))


def podcast_guid(url: str) -> str:
    """Return the guid of a feed that is first seen at the address."""
    return str(uuid.uuid5(NAMESPACE, url.partition("://")[2].rstrip("/")))


def read(output: Path) -> Identity:
    """Return what is kept in the output folder; raise TingError when it is damaged."""
    path = output / NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=Identity)
    except FileNotFoundError:
        return Identity()
    except (OSError, msgspec.DecodeError) as error:
        message = f"{path}, by which directories know the feeds, cannot be read: {error}."
        raise TingError(message, hint="Restore it, or remove it if no directory lists the feeds.") from error


def write(output: Path, identity: Identity) -> None:
    """Keep it, when it has changed; raise OutputError when it cannot be written."""
    encoded = msgspec.json.encode(identity, order="sorted")
    renew(output / NAME, msgspec.json.format(encoded, indent=2) + b"\n")
