"""What each worker has done is told in a line: at the end, and now and then before."""

from tts.farm.ledger import TOLD_EVERY_S, Ledger
from tts.testing import FakeClock


def test_each_worker_has_a_line_with_its_rate_and_failures() -> None:
    clock = FakeClock()
    ledger = Ledger(clock)
    ledger.begin()
    clock.now_s = 30.0
    ledger.made("white", 90_000)
    ledger.made("brown", 60_000)
    ledger.made("white", 90_000)
    ledger.failed("white")
    assert list(ledger.lines()) == [
        "Worker brown: 1 made, 2.0 a minute, 1.0 minutes of sound.",
        "Worker white: 2 made, 4.0 a minute, 3.0 minutes of sound, 1 failed.",
    ]


def test_it_is_told_now_and_then_and_only_what_is_new() -> None:
    clock = FakeClock()
    ledger = Ledger(clock)
    assert ledger.news() == ()
    ledger.begin()
    ledger.made("white", 90_000)
    assert ledger.news() == ()
    clock.now_s = TOLD_EVERY_S
    assert len(ledger.news()) == 1
    clock.now_s = 2 * TOLD_EVERY_S
    assert ledger.news() == ()
    ledger.made("white", 90_000)
    clock.now_s = 3 * TOLD_EVERY_S
    assert len(ledger.news()) == 1
