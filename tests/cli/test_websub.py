"""A hub is told of news by whoever publishes it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.cli.conftest import Ting
from tests.feed.stories import story
from tests.publication.shelves import fill


@contextmanager
def hub(status: int) -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """Run a hub that answers so; give its address, and the forms that it got."""
    forms = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            forms.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hub", forms
        finally:
            server.shutdown()
            thread.join()


def settle(address: str) -> None:
    Path("ting.toml").write_text(
        f'[show]\nurl = "https://podcast.example.org/"\nhub = "{address}"\n', encoding="utf-8"
    )


@pytest.fixture(autouse=True)
def _shelf(ting: Ting) -> None:  # noqa: ARG001 - which goes to a folder of its own
    fill(Path("output"), [story(1)])


def test_it_is_told_which_feeds_are_new_once(ting: Ting) -> None:
    with hub(204) as (address, forms):
        settle(address)
        assert ting("publish", "web", "--dry-run").code == 0
        assert forms == []
        assert ting("publish", "web").code == 0
        assert ting("publish", "web").code == 0
    base = "https://podcast.example.org/"
    feeds = [base + "feeds/shi-jie-ri-bao.xml", base + "feed.xml"]
    assert forms == [{"hub.mode": ["publish"], "hub.url": feeds}]


@pytest.mark.parametrize("status", [404, 500, 302])
def test_a_hub_that_refuses_is_named_and_nothing_fails(ting: Ting, status: int) -> None:
    with hub(status) as (address, _forms):
        settle(address)
        done = ting("publish", "web")
    assert (done.code, done.out) == (0, "https://podcast.example.org/feed.xml\n")
    assert f"The hub {address} could not be told of the news: " in done.err


def test_nobody_is_told_offline(ting: Ting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TING_OFFLINE", "1")
    with hub(204) as (address, forms):
        settle(address)
        assert ting("publish", "web").code == 0
    assert forms == []
