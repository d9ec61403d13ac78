"""Hosts in trouble are left alone, and nobody else."""

import asyncio

from tts.archive.hosts import LONGEST_REST_S, PATIENCE, Hosts
from tts.errors import NetworkError
from tts.sources.page import Refused
from tts.testing import FakeClock

DOWN, NOT_THERE = NetworkError("Down."), Refused("Not there.")


def test_a_host_is_given_up_that_fails_so_often_in_a_row() -> None:
    hosts = Hosts()
    for _ in range(PATIENCE - 1):
        assert hosts.fails("a.example", DOWN)
    assert hosts.is_ready("a.example")
    hosts.fails("a.example", DOWN)
    assert not hosts.is_ready("a.example")
    assert hosts.is_ready("b.example")
    assert hosts.given_up == ["a.example"]


def test_an_answer_in_between_counts_anew_be_it_a_refusal() -> None:
    for well in (True, False):
        hosts = Hosts()
        for _ in range(3 * PATIENCE):
            hosts.fails("a.example", DOWN)
            if well:
                hosts.answers("a.example")
            else:
                hosts.fails("a.example", NOT_THERE)
        assert hosts.is_ready("a.example")


def test_an_answer_that_comes_after_a_host_is_given_up_has_it_asked_no_more() -> None:
    hosts = Hosts()
    for _ in range(PATIENCE):
        hosts.fails("a.example", DOWN)
    hosts.answers("a.example")
    hosts.fails("a.example", NOT_THERE)
    assert hosts.given_up == ["a.example"]


def test_a_rest_is_no_fault_of_what_was_asked_for_and_ends() -> None:
    clock = FakeClock()
    hosts = Hosts(clock, clock.sleep)
    assert not hosts.fails("a.example", NetworkError("Busy.", retry_after_s=60))
    assert not hosts.fails("b.example", NetworkError("Busy.", retry_after_s=30))
    assert not hosts.is_ready("a.example")
    assert asyncio.run(hosts.any_rested())
    assert (clock.waits, hosts.is_ready("a.example"), hosts.is_ready("b.example")) == ([30], False, True)
    assert asyncio.run(hosts.any_rested())
    assert (clock.now_s, hosts.is_ready("a.example")) == (60, True)
    assert not asyncio.run(hosts.any_rested())


def test_who_wants_a_long_rest_is_given_up() -> None:
    hosts = Hosts()
    hosts.fails("a.example", NetworkError("Busy.", retry_after_s=LONGEST_REST_S + 1))
    assert hosts.given_up == ["a.example"]
    assert not asyncio.run(hosts.any_rested())
