"""A burst is let through, and then as many as the rate has."""

from tts.server.rate import Rate


def test_after_a_burst_each_waits_for_its_turn() -> None:
    now = [1_000.0]
    rate = Rate(burst=3, per_minute=30, clock=lambda: now[0])
    assert [rate.wait_s("phone") for _time in range(4)] == [0, 0, 0, 2.0]
    now[0] += 1
    assert rate.wait_s("phone") == 1.0
    now[0] += 1
    assert [rate.wait_s("phone"), rate.wait_s("phone")] == [0, 2.0]


def test_who_was_silent_for_long_has_no_more_than_a_burst() -> None:
    now = [0.0]
    rate = Rate(burst=2, per_minute=60, clock=lambda: now[0])
    assert rate.wait_s("phone") == 0
    now[0] += 86_400
    assert [rate.wait_s("phone") for _time in range(3)] == [0, 0, 1.0]


def test_nobody_waits_for_another() -> None:
    rate = Rate(burst=1, clock=lambda: 0.0)
    assert [rate.wait_s("phone"), rate.wait_s("desk")] == [0, 0]
