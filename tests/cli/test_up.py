"""`ting up` serves, makes the day and narrates what is sent; ended or killed, it loses and doubles nothing.

`DRILLS=50 pytest tests/cli/test_up.py` kills it fifty times.
"""

import os
import random
import re
import signal
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.cli.conftest import Ting
from tests.cli.household import DAY_IS_MADE, Household, Up, manager, text_of
from tests.inbox.machine import is_alive, until
from tests.newspaper import Newspaper
from tts.cli.journal import discreet
from tts.cli.serve import TOKEN_FILE
from tts.inbox.growing import FOLDER

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("DRILLS", "3"))
LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} (serve|daily|inbox): \S.*\n")
LONGEST_S = 3.0
"""The latest that a kill comes after the server is there: the day and two entries take about as long."""


@pytest.fixture
def household(tmp_path: Path) -> Iterator[Household]:
    with Newspaper() as paper:
        yield Household(tmp_path, paper)


def send(up: Up, number: int) -> str:
    """Send a text, and return the entry's id."""
    sent = up.ask("POST", "/inbox", json=text_of(number))
    assert sent.status_code == 202
    entry_id: str = sent.json()["id"]
    return entry_id


def ended(process: "subprocess.Popen[str]", within_s: float) -> int | None:
    """Return the exit code of a process; None while it has none."""
    try:
        return process.wait(within_s)
    except subprocess.TimeoutExpired:
        return None


def test_the_day_and_what_is_sent_are_served_with_one_log_that_tells_no_secret(household: Household) -> None:
    token = household.token("phone")
    story = household.paper.stories[0]
    with household.up(token=token) as up:
        page = f"{household.paper.url}{story.path}?key=hidden-in-it"
        ids = {send(up, 1), up.ask("POST", "/inbox", json={"url": page}).json()["id"]}
        gone = up.ask("POST", "/inbox", json={"url": f"{household.paper.url}/none?key=hidden-in-it"})
        up.until_said(DAY_IS_MADE)
        until(lambda: up.ask("GET", f"/inbox/{gone.json()['id']}").json()["state"] == "failed")
        up.ask("DELETE", f"/inbox/{gone.json()['id']}")
        until(household.is_done)
        assert up.ask("GET", "/feed.xml").status_code == up.ask("GET", "/readyz").status_code == 200
        metrics = up.ask("GET", "/metrics").text
        up.end()
        assert up.process.stdout
        assert up.process.stdout.read() == f"{up.base}/feed.xml\n"
    assert ids
    assert 'ting_daily_runs_total{code="0"} 1\n' in metrics
    assert "ting_daily_last_run_code 0\n" in metrics
    assert [line for line in up.said if not LINE.fullmatch(line)] == []
    assert {line.split()[1] for line in up.said} == {"serve:", "daily:", "inbox:"}
    assert up.said[-1].endswith("serve: Ended.\n")
    assert "hidden" not in "".join(up.said)
    assert token not in "".join(up.said)


def test_ended_amid_everything_it_puts_all_away_and_goes_on_the_next_time(household: Household) -> None:
    token, numbers, ids = household.token("phone"), count(), set[str]()
    for number in (signal.SIGTERM, signal.SIGINT):
        with household.up(token=token) as up:
            ids |= {send(up, next(numbers)) for _ in range(3)}
            up.until_said("inbox: ")
            children = up.children()
            assert len(children) == 2
            up.end(number)
            assert not any(map(is_alive, children))
    with household.up() as up:
        up.until_said(DAY_IS_MADE)
        until(household.is_done)
        up.end()
    household.assert_whole(ids)


def test_a_day_that_others_make_and_what_is_sent_do_not_hurt_each_other(household: Household) -> None:
    token, numbers = household.token("phone"), count()
    told = household.paper.address(household.paper.stories[0].path)
    with household.up("--no-daily", token=token) as up:
        ids = {send(up, next(numbers)), up.ask("POST", "/inbox", json={"url": told}).json()["id"]}
        until(lambda: bool(list((household.output / FOLDER).glob("*.mp3"))))
        for command in ("daily", "feed"):
            with household.running(command) as run:
                while (code := ended(run, within_s=0.2)) is None:
                    if 'state="waiting"} 0' in up.ask("GET", "/metrics").text:
                        ids.add(send(up, next(numbers)))  # the worker is never idle meanwhile
                assert code == 0
        until(household.is_done)
        up.end()
    household.assert_whole(ids)


def test_killed_at_random_moments_it_loses_nothing_and_doubles_nothing(household: Household) -> None:
    chance = random.Random(os.environ.get("SEED", "1"))  # noqa: S311 - repeatable, not secret
    token, numbers, ids = household.token("phone"), count(), set[str]()
    for kill in range(KILLS):
        household.paper.day = 1 + kill * 3 // KILLS
        with household.up(token=token) as up:
            ids |= {send(up, next(numbers)) for _ in range(2)}
            children = up.children()
            try:
                up.process.wait(chance.uniform(0, LONGEST_S))
            except subprocess.TimeoutExpired:
                up.process.kill()
            until(lambda: not any(map(is_alive, children)))  # noqa: B023 - called here
    with household.up() as up:
        up.until_said(DAY_IS_MADE)
        until(household.is_done)
        up.end()
    household.assert_whole(ids)


def test_the_service_manager_hears_that_it_serves_for_as_long_as_it_does(household: Household) -> None:
    household.subscribe(sources=False)
    where = {"NOTIFY_SOCKET": str(household.folder / "notify"), "WATCHDOG_USEC": "20000"}
    with manager(household.folder) as wire, household.up("--every", "60", **where) as up:
        told = [wire.recv(64), wire.recv(64)]
        assert "daily: No source is named" in up.until_said("daily:")
        up.end()
        while told[-1] != b"STOPPING=1":
            told.append(wire.recv(64))
    assert (told[0], set(told[1:-1])) == (b"READY=1", {b"WATCHDOG=1"})


def test_in_the_house_the_shows_word_stands_in_no_log(household: Household) -> None:
    with household.up("--host", "0.0.0.0", "--no-daily") as up:  # noqa: S104 - what is tested
        word = (household.output / TOKEN_FILE).read_text(encoding="ascii").strip()
        assert up.ask("GET", f"/{word}/feed.xml").status_code == 503
        up.until_said("GET")
        up.end()
        assert up.process.stdout
        assert up.process.stdout.read() == ""
    assert f"/WORD/feed.xml: WORD is the word of --token, or the one in output/{TOKEN_FILE}." in "".join(
        up.said
    )
    assert {line.split()[1] for line in up.said} == {"serve:"}


def test_of_a_pages_address_the_log_has_where_it_is_and_no_more() -> None:
    told = (
        "https://me:word@a.example/b?key=1#part cannot be read, http://b.example?c nor http://[::1]:8080/d."
    )
    where = "https://a.example/b cannot be read, http://b.example nor http://[::1]:8080/d."
    assert discreet(told) == where
    assert discreet("第1號: ready?") == "第1號: ready?"


def test_what_does_not_go_together_or_cannot_be_is_one_sentence(ting: Ting) -> None:
    assert ting("up", "--no-daily", "--at", "05:00").code == 2
    assert ting("up", "--token", "a/b").code == 2
    Path("ting.toml").write_text("engine = 3", encoding="utf-8")
    refused = ting("up")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
