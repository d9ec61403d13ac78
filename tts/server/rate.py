"""The rate: how often somebody may do a thing, in bursts and in the long run."""

import time
from collections.abc import Callable

BURST = 300
"""A reader's whole list of open pages may come at once."""

PER_MINUTE = 30
"""Ten times what can be narrated in that time."""


class Rate:
    """A bucket of permits for each name: full at first, one taken each time, filled again steadily.

    Names are those of tokens, of which there are few.
    """

    def __init__(
        self,
        burst: int = BURST,
        per_minute: int = PER_MINUTE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._burst = burst
        self._per_s = per_minute / 60
        self._clock = clock
        self._levels: dict[str, tuple[float, float]] = {}

    def wait_s(self, name: str) -> float:
        """Take a permit and return 0; where there is none, return how many seconds it is until there is."""
        now = self._clock()
        level, at = self._levels.get(name, (float(self._burst), now))
        level = min(self._burst, level + (now - at) * self._per_s)
        has_one = level >= 1
        self._levels[name] = (level - has_one, now)
        return 0.0 if has_one else (1 - level) / self._per_s
