"""Where in each episode its listener stopped."""

from contextlib import suppress
from pathlib import Path

import msgspec

from tts.episode_files import shelf
from tts.errors import OutputError

FILE = "positions.json"

WORTH_MS = 5_000
"""Whoever has heard less begins again."""

MOST = 1_000
"""So many are remembered, the latest of them."""


class Memory:
    """Positions in milliseconds by episode, in one small file. Where that cannot be written, none is kept."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / FILE

    def recall(self, episode: str) -> int:
        """Return where the listener stopped; 0 when that is not known."""
        return self._read().get(episode, 0)

    def keep(self, episode: str, position_ms: int) -> None:
        """Remember where the listener stopped; at the very beginning there is nothing to remember."""
        before = self._read()
        kept = {name: position for name, position in before.items() if name != episode}
        if position_ms >= WORTH_MS:
            kept[episode] = position_ms
        if kept != before:
            self._write(kept)

    def _read(self) -> dict[str, int]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, int])
        except (OSError, msgspec.DecodeError):
            return {}

    def _write(self, positions: dict[str, int]) -> None:
        kept = dict(list(positions.items())[-MOST:])
        with suppress(OSError, OutputError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with shelf.whole(self._path) as part:
                part.write_bytes(msgspec.json.encode(kept))
