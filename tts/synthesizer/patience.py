"""What to do about a failure: decided here and nowhere else, by nothing but the failure and the count."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from tts.engines.failures import Incomplete, Misspoken, NoAudio, Throttled, TooLong, Unreachable, Unsayable
from tts.errors import NetworkError, SynthesisError, TingError


@dataclass(frozen=True, slots=True)
class Again:
    """Ask for the same text again after a while."""

    after_s: float


@dataclass(frozen=True, slots=True)
class Cut:
    """Ask for the text in pieces."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Ask this engine for nothing at all for a while, and let another one speak."""

    for_s: float


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Let another engine speak, or say that none can."""


Step = Again | Cut | Rest | GiveUp


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a failed text is tried again, and when it is cut or its engine left alone.

    Waits grow by doubling from `first_wait_s` up to `longest_wait_s`, each shortened at random so that
    requests do not come in step (full jitter). A service that wants to be left alone, and does not say for
    how long, is asked once more after `throttled_wait_s`, for one refusal is no ban; and then left alone for
    `rest_s`: users of the Edge service were let in again after five minutes. One that answers nobody for
    longer than `silence_s`, or as long as a text is tried, is left alone for `outage_s`: each article of
    a run would wait for it as long as the first. Before anything was spoken, one that cannot be reached at
    all is given up after `attempts_to_reach`: where there is no network, another engine needs none.
    """

    attempts: int = 5
    attempts_before_cut: int = 3
    attempts_to_reach: int = 3
    cuts: int = 2
    first_wait_s: float = 1.0
    longest_wait_s: float = 30.0
    throttled_wait_s: float = 10.0
    rest_s: float = 300.0
    silence_s: float = 45.0
    outage_s: float = 60.0
    chance: Callable[[], float] = field(default=random.random)

    def next_step(self, failure: TingError, failures: int, cuts: int, silent_s: float) -> Step:
        """Return what follows this failure, the so manieth of a text that was cut so often already.

        For `silent_s` the engine has answered nobody.
        """
        match failure:
            case Throttled():
                return self._when_throttled(failure.retry_after_s, failures)
            case TooLong() | NoAudio() | Incomplete() if self._is_hopeless_whole(failure, failures):
                return Cut() if cuts < self.cuts else GiveUp()
            case Unsayable():
                return GiveUp()
            case NetworkError() if silent_s > (self.silence_s if failures < self.attempts else 0):
                return Rest(self.outage_s)
            case NetworkError() | SynthesisError() if failures < self.attempts:
                return Again(self.wait_s(failures))
            case _:
                return GiveUp()

    def next_question(self, failure: TingError, failures: int, silent_s: float) -> Step:
        """Return what follows the so manieth failure to learn whether an engine can be used at all."""
        attempts = self.attempts_to_reach if isinstance(failure, Unreachable) else self.attempts
        return replace(self, attempts=attempts, cuts=0).next_step(failure, failures, 0, silent_s)

    def _when_throttled(self, asked_s: float | None, failures: int) -> Step:
        if asked_s is None:
            return Again(self.throttled_wait_s) if failures == 1 else Rest(self.rest_s)
        if asked_s > self.longest_wait_s:
            return Rest(max(self.rest_s, asked_s))
        return Again(asked_s + self.wait_s(failures)) if failures < self.attempts else Rest(self.rest_s)

    def _is_hopeless_whole(self, failure: TingError, failures: int) -> bool:
        return isinstance(failure, TooLong | Misspoken) or failures >= self.attempts_before_cut

    def wait_s(self, failures: int) -> float:
        """Return the seconds to wait after this many failures in a row."""
        return self.chance() * min(self.longest_wait_s, self.first_wait_s * 2.0 ** (failures - 1))
