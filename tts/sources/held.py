"""The held file: what came by a pipe or from an address, and is looked into as a file is."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import NamedTuple


class Stat(NamedTuple):
    """What is asked of a file's state: its size, and when it was written, which is never again."""

    st_size: int
    st_mtime_ns: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes by the name that the user gave what they are of; they never change, and lie nowhere."""

    name: str
    data: bytes

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    @property
    def suffix(self) -> str:
        """None: it is what its bytes say."""
        return ""

    def is_dir(self) -> bool:
        """Tell that it is no folder."""
        return False

    def is_file(self) -> bool:
        """Tell that it is as a file."""
        return True

    def stat(self) -> Stat:
        """Return its size."""
        return Stat(len(self.data))

    def open(self, mode: str = "rb") -> BytesIO:  # noqa: ARG002 - as a path is opened
        """Return it, to be read."""
        return BytesIO(self.data)


File = Path | Held
