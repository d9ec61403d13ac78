"""The extension sends what is seen in a browser to the inbox, and says what became of it."""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.extension.browsers import EXTENSION, READERS, Reader, chromium_reader
from tests.server.running import running
from tests.site.browser import absent, chromium, serving
from tests.site.webdriver import firefox_program
from tts.inbox.queue import Queue
from tts.inbox.tokens import Tokens
from tts.server.desk import Desk
from tts.server.inbox import Inbox

pytestmark = pytest.mark.slow

PAGE = """<!doctype html><html lang="zh-Hant"><meta charset="utf-8"><title>擺渡人</title>
<body><article><h1>擺渡人</h1><p id="told"></p></article>
<script>document.querySelector("#told").innerText = "渡船天亮才開。\\n{more}";</script>"""
LARGE = 5_000_001

PROGRAMS = {"chromium": chromium(), "firefox": firefox_program()}


@dataclass(frozen=True, slots=True)
class House:
    """A server with an inbox, and one with pages to read."""

    inbox: str
    pages: str
    queue: Queue
    token: str


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    pages, output = tmp_path / "pages", tmp_path / "output"
    pages.mkdir()
    (pages / "ferry.html").write_text(PAGE.format(more="收費二十元。"), encoding="utf-8")
    (pages / "large.html").write_text(PAGE.format(more="長" * (LARGE // 3)), encoding="utf-8")
    with ExitStack() as held:
        desk = held.enter_context(Desk(output))
        server = held.enter_context(running(output, inbox=Inbox(desk, allow_private=True)))
        with Tokens.open(output) as tokens:
            token = tokens.add("browser", "add")
        queue = held.enter_context(Queue.open(output))
        yield House(server.base, held.enter_context(serving(pages, "/news")), queue, token)


@contextmanager
def reading(name: str, folder: Path) -> Iterator[Reader]:
    if PROGRAMS[name] is None:
        absent(f"{name} is not installed")
    with READERS[name](folder) as reader:
        yield reader


@pytest.mark.parametrize("name", READERS)
def test_the_button_sends_the_page_as_it_is_seen_or_says_why_not(
    name: str, house: House, tmp_path: Path
) -> None:
    page = f"{house.pages}/ferry.html"
    with reading(name, tmp_path) as reader:
        reader.visit(page)
        assert reader.press() == ("!", "稍後聽：還沒填伺服器的網址和權杖。請打開選項。")
        assert reader.set_up(house.inbox, "not-the-token") == "儲存了。"
        reader.visit(f"{page}?again")
        assert reader.press() == ("!", "稍後聽：權杖不對。請在選項裡重填。")
        reader.set_up(f"{house.inbox}/listen", f" {house.token} ")
        reader.visit(page)
        assert reader.press() == ("✓", "稍後聽：送到了，等一下就能聽。")
    (entry,) = house.queue.entries()
    sent = house.queue.sent(entry.id)
    assert sent
    assert (entry.url, sent.kind) == (page, "html")
    assert "渡船天亮才開。<br>收費二十元。" in sent.content


def test_the_menu_sends_what_is_selected_line_by_line_and_the_popup_says_the_same(
    house: House, tmp_path: Path
) -> None:
    if chromium() is None:
        absent("chromium is not installed")
    with chromium_reader(tmp_path) as reader:
        reader.set_up(house.inbox, house.token)
        reader.visit(f"{house.pages}/ferry.html")
        reader.press()
        assert "送到了，等一下就能聽。" in reader.popup()
        reader.page.evaluate("getSelection().selectAllChildren(document.querySelector('#told'))")
        assert reader.choose("selection") == ("✓", "稍後聽：送到了，等一下就能聽。")
    entry, _page = house.queue.entries()
    sent = house.queue.sent(entry.id)
    assert sent
    assert (entry.title, sent.kind, sent.content) == ("擺渡人", "text", "渡船天亮才開。\n收費二十元。")


def test_of_a_page_that_is_too_large_the_address_is_sent_and_no_server_is_told(
    house: House, tmp_path: Path
) -> None:
    if chromium() is None:
        absent("chromium is not installed")
    with chromium_reader(tmp_path) as reader:
        reader.set_up(house.inbox, house.token)
        reader.visit(f"{house.pages}/large.html")
        assert reader.press()[0] == "✓"
        with socket.create_server(("127.0.0.1", 0)) as closed:
            nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}"
        reader.set_up(nowhere, house.token)
        reader.visit(f"{house.pages}/ferry.html")
        assert reader.press() == ("!", "稍後聽：連不上伺服器。它開著嗎？和這台裝置在同一個網路嗎？")
    (entry,) = house.queue.entries()
    assert (entry.url, house.queue.sent(entry.id)) == (f"{house.pages}/large.html", None)


def test_it_asks_for_no_more_than_it_needs_and_runs_nothing_from_elsewhere() -> None:
    manifest = json.loads((EXTENSION / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["permissions"] == ["activeTab", "contextMenus", "scripting", "storage"]
    assert not {"host_permissions", "content_scripts", "externally_connectable"} & manifest.keys()
    for path in EXTENSION.glob("*.[hj]*"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|eval\(|(src|href)=\"(https?:)?//", text), path
