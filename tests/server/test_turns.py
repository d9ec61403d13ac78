"""Where memory is small the day and the inbox take turns: never are both at work."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.inbox.machine import Machine, machine_in, until
from tts.inbox.process import worker_process
from tts.server.turns import ROOM_FOR_BOTH, memory_bytes, turn_of_day

pytestmark = pytest.mark.slow

SMALL = ROOM_FOR_BOTH - 1


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with machine_in(tmp_path) as machine:
        yield machine


def test_the_day_waits_for_the_inbox_and_the_inbox_for_the_day(machine: Machine) -> None:
    never = threading.Event()
    with worker_process(machine.settings, lambda _line: None) as worker:
        turn = turn_of_day(machine.output, worker, SMALL)
        sent = machine.send(1)
        with turn(never):
            told = machine.queue.entry(sent.id)
            assert told
            assert told.state == "ready"
            assert worker.pid is None
            assert worker.is_well
            late = machine.send(2)
            assert worker.pid is None
        until(machine.is_done)
        assert worker.pid is not None
    assert machine.queue.entry(late.id)
    machine.assert_whole()


def test_the_end_does_not_wait_for_a_turn(machine: Machine) -> None:
    machine.send(1)  # and nobody narrates it
    ended = threading.Event()
    ended.set()
    with worker_process(machine.settings, lambda _line: None) as worker:
        worker.hang_up()
        with turn_of_day(machine.output, worker, SMALL)(ended):
            assert machine.queue.waiting() == 1


def test_with_memory_enough_both_are_at_work(machine: Machine) -> None:
    with worker_process(machine.settings, lambda _line: None) as worker:
        until(lambda: worker.pid is not None)
        with turn_of_day(machine.output, worker, ROOM_FOR_BOTH)(threading.Event()):
            assert worker.pid is not None


@pytest.mark.parametrize(
    ("told", "bound"), [("1073741824\n", 2**30), ("max\n", None), (f"{2**60}\n", None), (None, None)]
)
def test_memory_is_what_the_machine_has_or_a_container_may_use(
    tmp_path: Path, told: str | None, bound: int | None
) -> None:
    cgroup = tmp_path / "memory.max"
    if told:
        cgroup.write_text(told, encoding="ascii")
    assert memory_bytes(cgroup) == (bound or memory_bytes(tmp_path / "none")) > 2**29
