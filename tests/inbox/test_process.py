"""The worker's real process: killed, left by its server, or begun twice, it loses and doubles nothing.

`DRILLS=50 pytest tests/inbox/test_process.py` kills it fifty times.
"""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from tests.inbox.machine import PATIENCE_S, Machine, is_alive, machine_in, until
from tts.catalog.store import NAME
from tts.inbox.growing import FOLDER
from tts.inbox.process import worker_process
from tts.inbox.queue import Queue

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("DRILLS", "4"))

SERVER = """
import sys, time
import msgspec
from tts.config import from_table
from tts.inbox.process import worker_process

with worker_process(from_table(msgspec.json.decode(sys.stdin.buffer.readline())), print) as worker:
    while not worker.pid:
        time.sleep(0.01)
    print(worker.pid, flush=True)
    time.sleep(600)
"""
"""A server that tells its worker's number, and serves nothing."""


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with machine_in(tmp_path) as machine:
        yield machine


def test_killed_at_random_moments_it_loses_nothing_and_doubles_nothing(machine: Machine) -> None:
    chance = random.Random(os.environ.get("SEED", "1"))  # noqa: S311 - repeatable, not secret
    numbers, states = count(), Counter[str]()
    for _kill in range(KILLS):
        while machine.queue.waiting() < 2:
            machine.send(next(numbers))
        before = machine.queue.last_change()
        with machine.working() as worker:
            until(lambda: machine.queue.last_change() > before)  # noqa: B023 - called here
            try:
                worker.wait(chance.uniform(0, 1))
            except subprocess.TimeoutExpired:
                worker.kill()
            states.update(entry.state for entry in machine.queue.entries())
    with machine.working() as worker:
        until(machine.is_done)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE_S) == 0
    machine.assert_whole()
    assert states["reading"] + states["speaking"]


def test_it_ends_when_its_server_is_killed_and_puts_away_what_it_had_begun(machine: Machine) -> None:
    entry = machine.send(1)
    with machine.begun(["-c", SERVER]) as server:
        assert server.stdout
        worker = int(server.stdout.readline())
        until((machine.output / FOLDER).exists)
        server.kill()
        until(lambda: not is_alive(worker))
    left = machine.queue.entry(entry.id)
    assert left
    assert left.state in {"waiting", "ready"}
    assert list((machine.output / FOLDER).iterdir()) == []


def test_a_second_worker_waits_until_the_first_has_ended(machine: Machine) -> None:
    machine.send(1)
    with machine.working() as first:
        until(lambda: machine.queue.entries()[0].state != "waiting")
        with machine.working() as second:
            machine.send(2)
            until(machine.is_done)
            first.kill()
            first.wait()  # until then its number is one of a process that there is
            machine.send(4)
            until(machine.is_done)
            assert second.poll() is None
    machine.assert_whole()


def test_a_worker_that_dies_is_begun_anew(machine: Machine) -> None:
    said: list[str] = []
    with worker_process(machine.settings, said.append) as process:
        until(lambda: process.pid is not None)
        os.kill(process.pid or 0, signal.SIGKILL)
        machine.send(1)
        until(machine.is_done)
        worker = process.pid or 0
    assert not is_alive(worker)
    assert "The inbox's worker ended (-9). The next one begins in 1 s." in said
    machine.assert_whole()


def test_it_goes_on_with_the_database_that_took_the_place_of_its_own(machine: Machine) -> None:
    said: list[str] = []
    with worker_process(machine.settings, said.append):
        machine.send(1)
        until(machine.is_done)
        for file in machine.output.glob(f"{NAME}*"):
            file.rename(file.with_name(f"aside-{file.name}"))
        with Queue.open(machine.output) as queue:
            anew = replace(machine, queue=queue)
            anew.send(2)
            until(lambda: queue.entries()[0].state == "ready")
    assert "The inbox's worker ended (0). The next one begins in 1 s." in said


def test_a_worker_that_cannot_be_begun_is_begun_when_it_can(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    with ExitStack() as held:
        with monkeypatch.context() as broken:
            broken.setattr(sys, "executable", str(machine.folder / "none"))
            process = held.enter_context(worker_process(machine.settings, said.append))
            until(lambda: bool(said))
            assert not process.is_well
        until(lambda: process.is_well)
    assert "could not be begun (No such file or directory)" in said[0]
