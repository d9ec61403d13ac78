"""Whatever is killed, every article is made once, with the bytes of one process, or told by its name."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.farm.barn import DEADLY, WAITING
from tests.farm.farmyard import BODY, PATIENCE_S, Farmyard, farmyard, stories, story
from tts.farm import crew, scheduler
from tts.farm.failures import FarmUnavailable, Unmade
from tts.model.episode import Episode

pytestmark = pytest.mark.slow

ENDS_AS_IT_FETCHES = """
import os, signal
from distributed.scheduler import Scheduler
async def gather(*_what, **_how):
    os.kill(os.getpid(), signal.SIGKILL)
Scheduler.gather = gather
"""


@pytest.fixture
def yard(tmp_path: Path) -> Iterator[Farmyard]:
    with farmyard(tmp_path) as running:
        yield running


def test_a_worker_killed_in_mid_article_costs_nobody_an_article(yard: Farmyard) -> None:
    told = [*stories(6), *(story(f"久{number}", WAITING + BODY) for number in range(4))]
    workers = {name: yard.worker(name) for name in ("brown", "white")}
    yard.until_there(**workers)

    async def kill_one() -> list[object]:
        making = asyncio.ensure_future(yard.narrate(told))
        begun = await asyncio.to_thread(yard.until_begun, 4)
        os.kill(begun[0], signal.SIGKILL)
        yard.gate.touch()
        return [*await making]

    made = asyncio.run(kill_one())
    assert all(isinstance(one, Episode) for one in made), made
    assert yard.files() == yard.files_of_one_process(told, yard.settings)


def test_a_scheduler_killed_and_started_anew_is_given_again_what_was_not_made(yard: Farmyard) -> None:
    told = [*stories(4), *(story(f"久{number}", WAITING + BODY) for number in range(3))]
    brown = yard.worker("brown")
    yard.until_there(brown=brown)

    async def kill_it() -> list[object]:
        making = asyncio.ensure_future(yard.narrate(told))
        await asyncio.to_thread(yard.until_begun, 3)
        await asyncio.to_thread(yard.kill_scheduler)
        yard.gate.touch()
        yard.scheduler()
        yard.worker("white")
        return [*await making]

    made = asyncio.run(kill_it())
    brown.wait(PATIENCE_S)
    assert all(isinstance(one, Episode) for one in made), made
    assert yard.files() == yard.files_of_one_process(told, yard.settings)


def test_an_answer_that_is_lost_with_the_scheduler_that_fetched_it_is_asked_for_again(yard: Farmyard) -> None:
    yard.kill_scheduler()
    deadly = yard.scheduler(PYTHONPATH=yard.other("path", ENDS_AS_IT_FETCHES))
    brown = yard.worker("brown")
    yard.until_there(brown=brown)

    async def lose_it() -> list[object]:
        making = asyncio.ensure_future(yard.narrate(stories(1)))
        await asyncio.to_thread(deadly.wait, PATIENCE_S)
        made_s = yard.times()
        yard.scheduler()
        yard.worker("white")
        (made,) = await making
        assert yard.times() == made_s
        return [made]

    (made,) = asyncio.run(lose_it())
    brown.wait(PATIENCE_S)
    assert deadly.returncode == -signal.SIGKILL
    assert isinstance(made, Episode), made
    assert [line.split()[1] for line in yard.notes.notices if " 1 made, " in line] == ["white:"]


@pytest.mark.parametrize("gone", ["scheduler", "worker"])
def test_who_is_gone_for_good_is_told_in_a_sentence(
    yard: Farmyard, gone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "GONE_S", 1.0)
    monkeypatch.setattr(scheduler, "CONNECT_S", 1.0)
    worker = yard.worker("brown")
    yard.until_there(brown=worker)

    async def kill_it() -> list[object]:
        making = asyncio.ensure_future(yard.narrate([story("久", WAITING + BODY)]))
        await asyncio.to_thread(yard.until_begun, 1)
        await asyncio.to_thread(yard.kill_scheduler if gone == "scheduler" else worker.kill)
        return [*await making]

    (failure,) = asyncio.run(kill_it())
    assert isinstance(failure, FarmUnavailable)
    assert ("is away" if gone == "scheduler" else "offers barn any more") in failure.message
    worker.wait(PATIENCE_S)
    assert yard.files() == {}


def test_a_story_that_ends_its_workers_is_given_up_by_name_and_no_other_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "MOST_ENDINGS", 1)
    yard = Farmyard(tmp_path)
    try:
        yard.scheduler(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="1")
        yard.until_there(brown=yard.worker("brown", "--nanny"))
        *made, failure = yard.run([*stories(6), story("害群", DEADLY + BODY)])
    finally:
        yard.end()
    assert all(isinstance(one, Episode) for one in made), made
    assert isinstance(failure, Unmade)
    assert failure.message == "「害群的新聞」 ended every worker that tried to make it."


def test_a_store_that_fails_now_and_then_is_asked_again_and_a_slow_worker_costs_nothing_else(
    yard: Farmyard,
) -> None:
    workers = {"flaky": yard.worker("flaky", BARN_FAILS="10"), "slow": yard.worker("slow", BARN_S="0.2")}
    yard.until_there(**workers)
    told = stories(12)
    made = yard.run(told)
    assert all(isinstance(one, Episode) for one in made), made
    assert yard.files() == yard.files_of_one_process(told, yard.settings)


def test_a_worker_that_is_told_to_end_finishes_what_it_has_begun(yard: Farmyard) -> None:
    told = [story(f"久{number}", WAITING + BODY) for number in range(2)]
    brown = yard.worker("brown", "--nanny", "--preload-nanny", "tts.farm.worker")
    yard.until_there(brown=brown)

    async def end_it() -> list[object]:
        making = asyncio.ensure_future(yard.narrate(told))
        await asyncio.to_thread(yard.until_begun, 2)
        brown.terminate()
        await asyncio.to_thread(yard.until_said, "brown", "Run out-of-band function 'drain'")
        yard.gate.touch()
        return [*await making]

    made = asyncio.run(end_it())
    assert all(isinstance(one, Episode) for one in made), made
    assert brown.wait(PATIENCE_S) == 0


def test_of_a_killed_client_the_next_run_finds_what_was_made(yard: Farmyard) -> None:
    told = stories(4)
    yard.until_there(brown=yard.worker("brown"))
    with yard.reading([*told, story("久", WAITING + BODY)], "--farm", yard.address) as client:
        yard.until_begun(1)
        client.kill()
    first = {path: path.stat().st_mtime_ns for path in yard.manifests()}
    yard.gate.touch()
    with yard.reading([*told, story("久", WAITING + BODY)], "--farm", yard.address) as client:
        printed, said = client.communicate(timeout=PATIENCE_S)
    assert client.returncode == 0, said
    assert len(printed.splitlines()) == len(yard.manifests()) == 5
    assert {path: path.stat().st_mtime_ns for path in first} == first


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_of_ones_own_outlives_its_client(tmp_path: Path, number: signal.Signals) -> None:
    yard = Farmyard(tmp_path)
    with yard.reading([story("久", WAITING + BODY)], "--farm", "local:1") as client:
        (worker,) = yard.until_begun(1)
        (os.killpg if number == signal.SIGINT else os.kill)(client.pid, number)  # Ctrl-C is sent to all
        _out, said = client.communicate(timeout=PATIENCE_S)
    assert client.returncode == (130 if number != signal.SIGKILL else -number)
    told = [line for line in said.splitlines() if "resource_tracker" not in line]  # Python's own of a kill
    assert told == ([] if number == signal.SIGKILL else ["ting: Interrupted; finished episodes are kept."])
    yard.until_gone(worker)
