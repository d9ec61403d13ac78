"""What each worker of a farm has done: a line for each."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

MS_PER_MINUTE = 60_000
S_PER_MINUTE = 60

TOLD_EVERY_S = 60.0
"""How often it is told how it goes on: a run of a few articles needs no more than its end."""


@dataclass(slots=True)
class Account:
    """One worker's: episodes made, how long they sound, and how many failed."""

    made: int = 0
    sound_ms: int = 0
    failed: int = 0


@dataclass(slots=True)
class Ledger:
    """The accounts of a run, by the names of workers; `clock` counts seconds."""

    clock: Callable[[], float] = time.monotonic
    _accounts: dict[str, Account] = field(default_factory=dict)
    _began_s: float = -1.0
    _told_s: float = -1.0
    _last: tuple[str, ...] = ()

    def begin(self) -> None:
        """Take note that there is work; the first time is what rates are counted from."""
        if self._began_s < 0:
            self._began_s = self._told_s = self.clock()

    def made(self, worker: str, sound_ms: int) -> None:
        """Take note of an episode."""
        account = self._accounts.setdefault(worker, Account())
        account.made += 1
        account.sound_ms += sound_ms

    def failed(self, worker: str) -> None:
        """Take note of a failure."""
        self._accounts.setdefault(worker, Account()).failed += 1

    def lines(self) -> Iterator[str]:
        """Yield a line for each worker that has done something."""
        minutes = max(self.clock() - self._began_s, 1e-3) / S_PER_MINUTE
        for name, account in sorted(self._accounts.items()):
            sound = f"{account.sound_ms / MS_PER_MINUTE:.1f} minutes of sound"
            failed = f", {account.failed} failed" if account.failed else ""
            rate = f"{account.made / minutes:.1f} a minute"
            yield f"Worker {name}: {account.made} made, {rate}, {sound}{failed}."

    def news(self) -> tuple[str, ...]:
        """Return the lines when it is time to tell them again and there is something new; else none."""
        if self._began_s < 0 or self.clock() - self._told_s < TOLD_EVERY_S:
            return ()
        self._told_s = self.clock()
        counts = tuple(f"{name} {account.made} {account.failed}" for name, account in self._accounts.items())
        if counts == self._last:
            return ()
        self._last = counts
        return tuple(self.lines())
