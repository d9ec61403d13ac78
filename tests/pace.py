"""How long work takes, told so that neither a slow machine nor a busy one is blamed for it."""

from collections.abc import Callable
from time import thread_time

TRIES = 3
CONTROL_S = 0.0027
"""What the control takes on the machine that the tests' times were measured on: two cores of an EPYC."""
BENT = 3
"""Work of eight times as much may take so much more than in proportion; a quadratic one takes eight times."""


def thread_s(work: Callable[[], object]) -> float:
    """Return how many seconds this thread computes for the work; what others do meanwhile is not counted."""
    started = thread_time()
    work()
    return thread_time() - started


def slowness() -> float:
    """Return how many times slower this machine is now than that one, 1 at least."""
    return max(1.0, thread_s(_control) / CONTROL_S)


def is_quick(work: Callable[[], object], seconds: float) -> bool:
    """Tell whether the work takes no longer, were it done on that machine, in the best of some tries."""
    for _try in range(TRIES):
        took_s = thread_s(work)
        if took_s <= seconds or took_s <= seconds * slowness():
            return True
    return False


def is_straight(work: Callable[[int], object], much: int) -> bool:
    """Tell whether work grows by what it is given much of, not by its square, in the best of some tries."""
    for _try in range(TRIES):
        little_s = min(thread_s(lambda: work(much // 8)) for _ in range(2))
        if thread_s(lambda: work(much)) <= max(0.1, BENT * 8 * little_s):
            return True
    return False


def _control() -> int:
    words = [f"{number}:{number * number}" for number in range(12_000)]
    return len({word.partition(":")[2] for word in words})
