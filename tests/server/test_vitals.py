"""Whoever watches the server learns whether it answers, can be used, and how much there is to do."""

import re
import time
from pathlib import Path

import httpx
import pytest

from tests.feed.stories import story
from tests.publication.shelves import fill
from tests.server.letterbox import FERRY, Letterbox, letterbox
from tests.server.running import running
from tts.catalog.store import Catalog
from tts.daily.process import Runs
from tts.inbox.queue import Queue
from tts.server.desk import Desk
from tts.server.inbox import Inbox

TRIES = 10
VITALS = ("/healthz", "/readyz", "/metrics")


@pytest.mark.parametrize("path", VITALS)
def test_this_machine_may_look_and_others_with_a_token_that_may_read(
    box: Letterbox, reader: httpx.Client, sender: httpx.Client, path: str
) -> None:
    with box.as_() as here:
        assert here.get(path).status_code == 200
        for headers in (
            {"x-forwarded-for": "192.0.2.7"},
            {"x-forwarded-for": "127.0.0.1"},
            {"forwarded": "for=192.0.2.7"},
            {"host": "home.example"},
        ):
            assert here.get(path, headers=headers).status_code == 401
            assert sender.get(path, headers=headers).status_code == 403
            assert reader.get(path, headers=headers).status_code == 200


def test_that_all_is_well_stands_in_no_log_and_what_is_not_does(tmp_path: Path) -> None:
    alive = [True]
    with Desk(tmp_path) as desk, running(tmp_path, inbox=Inbox(desk, is_alive=lambda: alive[0])) as server:

        def look(path: str, **headers: str) -> None:
            httpx.request("GET", server.base + path, headers=headers, trust_env=False)

        for path in VITALS:
            look(path)
        assert server.lines == []
        look("/healthz", forwarded="for=192.0.2.7")
        alive[0] = False
        look("/readyz")
        look("/healthz/")
        look("/inbox")
    assert [line.split(" ", 1)[1] for line in server.lines] == [
        "GET /healthz 401",
        "GET /readyz 503",
        "GET /healthz/ 404",
        "GET /inbox 401",
    ]


def test_metrics_are_in_the_text_form_that_is_read_by_machines(tmp_path: Path) -> None:
    episode = story(1)
    fill(tmp_path, [episode])
    with letterbox(tmp_path) as box, box.as_(box.token("phone")) as phone, Catalog.open(tmp_path) as catalog:
        ids = [phone.post("/inbox", json={"url": f"{FERRY}{number}"}).json()["id"] for number in range(3)]
        phone.get("/none")
        assert "last_ready" not in phone.get("/metrics").text
        box.queue.fail(ids[0], "x")
        box.queue.finish(ids[1], episode.slug, "x")
        phone.delete(f"/inbox/{ids[2]}")
        catalog.refresh()
        catalog._database.change(  # noqa: SLF001 - as if it had been narrated from there
            "UPDATE episode SET guid = (SELECT guid FROM inbox WHERE id = ?)", (ids[1],)
        )
        answer = phone.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    metrics = dict(re.findall(r"^(\w+(?:\{.+\})?) (\d+)$", answer.text, re.MULTILINE))
    assert len(metrics) + answer.text.count("\n#") + 1 == answer.text.count("\n")
    assert metrics.pop('ting_http_answers_total{status="200"}') == "2"
    assert int(metrics.pop("ting_inbox_last_ready_seconds")) < 3_600
    assert metrics == {
        'ting_inbox_entries{state="waiting"}': "0",
        'ting_inbox_entries{state="reading"}': "0",
        'ting_inbox_entries{state="speaking"}': "0",
        'ting_inbox_entries{state="ready"}': "1",
        'ting_inbox_entries{state="failed"}': "1",
        'ting_http_answers_total{status="202"}': "3",
        'ting_http_answers_total{status="404"}': "1",
    }
    assert answer.text.count("# TYPE") == answer.text.count("# HELP") == 3


def test_metrics_tell_of_the_days_by_their_exit_codes(tmp_path: Path) -> None:
    runs = Runs()
    with Desk(tmp_path) as desk, running(tmp_path, inbox=Inbox(desk, runs=runs)) as server:
        assert "ting_daily_last" not in httpx.get(f"{server.base}/metrics", trust_env=False).text
        for code in (0, 3, -9, 3):
            runs.note(code)
        told = httpx.get(f"{server.base}/metrics", trust_env=False).text
    assert re.findall(r"^ting_daily_.*$", told, re.MULTILINE) == [
        'ting_daily_runs_total{code="-9"} 1',
        'ting_daily_runs_total{code="0"} 1',
        'ting_daily_runs_total{code="3"} 2',
        "ting_daily_last_run_code 3",
        "ting_daily_last_run_seconds 0",
    ]


def test_it_is_not_ready_while_nobody_narrates(tmp_path: Path) -> None:
    alive = [True]
    with Desk(tmp_path) as desk, running(tmp_path, inbox=Inbox(desk, is_alive=lambda: alive[0])) as server:
        statuses = [httpx.get(f"{server.base}/readyz", trust_env=False).status_code]
        alive[0] = False
        statuses += [httpx.get(server.base + path, trust_env=False).status_code for path in VITALS]
    assert statuses == [200, 200, 503, 200]


def test_it_is_not_ready_while_the_database_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "catalog.db").write_bytes(b"no database" * 1000)
    with Desk(tmp_path) as desk, running(tmp_path, inbox=Inbox(desk)) as server:
        answer = httpx.get(f"{server.base}/readyz", trust_env=False)
        assert (answer.status_code, str(tmp_path) in answer.text) == (503, False)
        assert httpx.get(f"{server.base}/healthz", trust_env=False).status_code == 200
        (tmp_path / "catalog.db").unlink()
        with Queue.open(tmp_path):
            assert httpx.get(f"{server.base}/readyz", trust_env=False).status_code == 200


def test_an_answer_does_not_wait_until_the_last_one_is_acknowledged(tmp_path: Path) -> None:
    with (
        Desk(tmp_path) as desk,
        running(tmp_path, inbox=Inbox(desk)) as server,
        httpx.Client(base_url=server.base, trust_env=False) as client,
    ):
        # Linux waits 0.04 s: https://www.rfc-editor.org/rfc/rfc896
        assert any(sorted(answered_s(client) for _time in range(20))[5] < 0.03 for _try in range(TRIES))


def answered_s(client: httpx.Client) -> float:
    began_s = time.perf_counter()
    client.get("/healthz")
    return time.perf_counter() - began_s
