"""The waybill of an episode on its way from a worker: which contents are its files, by digest and size.

A content's digest is its name at the place, so that two workers that make the same story can mix nothing; and
no name that somebody else wrote becomes a path.
"""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from tts.model.episode import Files

MOST_BYTES = 2**31
"""Of a file: 49 hours of sound at 96 kbit/s. What is said to be longer is none of ours."""

LONGEST = 8_192
"""Bytes of a waybill: nine files take less than a thousand."""

HEXADECIMAL = r"^[0-9a-f]{64}\Z"


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: the digest of it (SHA-256), and its size."""

    digest: Annotated[str, Meta(pattern=HEXADECIMAL)]
    size: Annotated[int, Meta(ge=0, le=MOST_BYTES)]

    def is_of(self, data: bytes) -> bool:
        """Tell whether these bytes are that content."""
        return len(data) == self.size and hashlib.sha256(data).hexdigest() == self.digest


@dataclass(frozen=True, slots=True)
class Waybill:
    """The contents of an episode's files."""

    mp3: Content
    json: Content
    vtt: Content
    srt: Content
    lrc: Content
    chapters: Content
    transcript: Content
    txt: Content
    md: Content

    @property
    def contents(self) -> dict[str, Content]:
        """The contents by the fields of `Files`."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def of_files(files: Files) -> Waybill:
    """Return the waybill of files by their absolute paths; raises OSError where one cannot be read."""
    return Waybill(**{name: _content(Path(path)) for name, path in asdict(files).items()})


def written(waybill: Waybill) -> bytes:
    """Return a waybill as it is put down: JSON."""
    return msgspec.json.encode(waybill)


def read(text: bytes | None) -> Waybill | None:
    """Return the waybill that a text is; None where it is none."""
    try:
        return msgspec.json.decode(text, type=Waybill) if text and len(text) <= LONGEST else None
    except (msgspec.DecodeError, UnicodeError):
        return None


def _content(path: Path) -> Content:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return Content(digest.hexdigest(), file.tell())
