"""`--farm` as a user has it: what a farm that is gone ends with."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.archive.paper import Paper, page
from tests.cli.conftest import Ting
from tests.farm.barn import WAITING
from tests.farm.farmyard import Farmyard, farmyard, story
from tts.entry_points import plugins
from tts.farm import crew, knock, scheduler

pytestmark = pytest.mark.slow

SETTINGS = """
engine = "barn"
profile = "source"
[fetch]
allow_private = true
delay_ms = 0
[engines.barn]
voices = "hum"
gate = "{gate}"
"""


@pytest.fixture
def yard(tmp_path: Path, ting: Ting, monkeypatch: pytest.MonkeyPatch) -> Iterator[Farmyard]:  # noqa: ARG001
    """Run a farm in the folder that commands run in; what is gone there is soon given up."""
    monkeypatch.setattr(crew, "GONE_S", 1.0)
    monkeypatch.setattr(knock, "CONNECT_S", 0.5)
    monkeypatch.setattr(scheduler, "CONNECT_S", 0.5)
    with farmyard(tmp_path) as yard:
        monkeypatch.syspath_prepend(yard.plugins)
        plugins.cache_clear()
        settings = SETTINGS.format(gate=yard.gate)
        (tmp_path / "ting.toml").write_text(settings, encoding="utf-8")
        for one in (story("甲"), story("乙", WAITING), story("丙", WAITING)):
            (tmp_path / one.origin).write_bytes(one.data)
        yield yard
    plugins.cache_clear()


def test_a_scheduler_that_is_gone_ends_a_run_with_3_where_something_is_made_and_else_with_4(
    yard: Farmyard, ting: Ting
) -> None:
    yard.until_there(brown=yard.worker("brown"))
    first = ting("read", "甲.txt", "--farm", yard.address)
    assert (first.code, len(first.out.splitlines())) == (0, 1)

    def lose() -> None:
        yard.until_begun(2)
        yard.kill_scheduler()

    with ThreadPoolExecutor(1) as beside:
        losing = beside.submit(lose)
        lost = ting("read", "甲.txt", "乙.txt", "丙.txt", "--farm", yard.address)
        losing.result()
    assert (lost.code, lost.out) == (3, first.out)
    away = f"The farm's scheduler {yard.address} is away. What is made is kept: start it, and run again."
    assert [line for line in lost.err.splitlines() if "farm" in line] == [
        f"{name}.txt: {away}" for name in "乙丙"
    ]
    gone = ting("read", "乙.txt", "丙.txt", "--farm", yard.address)
    assert (gone.code, gone.out) == (4, "")


def test_what_is_on_the_shelf_needs_no_worker_and_the_rest_is_not_fetched_for_none(
    yard: Farmyard, ting: Ting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "FIRST_S", 0.0)
    with Paper() as paper:
        for number in range(80):
            paper.answers[f"/{number}.html"] = page(number, "2026-01-09")
        pages = [paper.at(f"/{number}.html") for number in range(80)]
        idle = ting("read", *pages, "--farm", yard.address)
        assert (idle.code, idle.out) == (4, "")
        tried = len(paper.told())
        assert 0 < tried < 80
        assert idle.err.count(".html: The farm ") == tried
        assert (
            f"{80 - tried} more are not tried. The farm {yard.address} has no worker. Start one" in idle.err
        )
        asked = len(paper.asked)
        absent = ting("read", *pages, "--farm", "tcp://127.0.0.1:9")
        assert (absent.code, len(paper.asked)) == (4, asked)
        assert absent.err.startswith("ting: The farm's scheduler tcp://127.0.0.1:9 does not answer.")
