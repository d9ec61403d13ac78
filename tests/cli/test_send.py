"""`ting send` puts a page, a file or a text into an inbox, and says where it is or why it is not."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.conftest import NOWHERE, Ting
from tests.server.letterbox import FERRY, Letterbox, letterbox
from tests.sources import shelf
from tts.inbox.entry import Entry, Sent

POEM = "船在霧裡等，等一個不來的人。"
PAGE = f"<!DOCTYPE html><html><body><article><p>{POEM}</p></article></body></html>"


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Letterbox]:
    with letterbox(tmp_path / "inbox") as box:
        monkeypatch.setenv("TING_TOKEN", box.token("desk", "add"))
        yield box


def kept(box: Letterbox, printed: str) -> Entry:
    address = printed.removesuffix("\n")
    assert address.startswith(f"{box.server.base}/inbox/")
    entry = box.queue.entry(address.rpartition("/")[2])
    assert entry is not None
    return entry


def test_an_address_is_sent_and_its_entry_printed(box: Letterbox, ting: Ting) -> None:
    for base in (box.server.base, f"{box.server.base}/"):
        sent = ting("send", FERRY, "--to", base, "--title", "渡\n口\udcff")
        assert (sent.code, sent.err) == (0, "")
        entry = kept(box, sent.out)
        assert (entry.url, entry.title) == (FERRY, "渡 口")


def test_of_a_file_the_contents_are_sent(box: Letterbox, ting: Ting, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE.replace("<body>", '<meta charset="big5"><body>').encode("big5"))
    (tmp_path / "poem.txt").write_text(POEM, encoding="utf-8")
    page = kept(box, ting("send", "page.html", "--to", box.server.base).out)
    poem = kept(box, ting("send", tmp_path / "poem.txt", "--to", box.server.base, "--title", "渡口").out)
    piped = kept(box, ting("send", "-", "--to", box.server.base, stdin=POEM.encode()).out)
    found = box.queue.sent(page.id)
    assert found is not None
    assert (found.kind, POEM in found.content) == ("html", True)
    assert (poem.title, box.queue.sent(poem.id)) == ("渡口", Sent("text", POEM))
    assert box.queue.sent(piped.id) == Sent("text", POEM)


def test_of_a_letter_its_words_are_sent(box: Letterbox, ting: Ting, tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "me@x.example", "渡口"
    letter.set_content(POEM)
    (tmp_path / "letter.eml").write_bytes(letter.as_bytes())
    entry = kept(box, ting("send", "letter.eml", "--to", box.server.base).out)
    assert (entry.title, box.queue.sent(entry.id)) == ("渡口", Sent("text", POEM))


def test_of_a_chapter_the_words_are_sent_and_of_a_whole_book_it_is_asked_which(
    box: Letterbox, ting: Ting, tmp_path: Path
) -> None:
    leaves = {f"{n}.xhtml": shelf.chapter(n) for n in (1, 2)}
    shelf.write(tmp_path / "b.epub", shelf.members(leaves))
    entry = kept(box, ting("send", "b.epub#2", "--to", box.server.base).out)
    assert (entry.title, box.queue.sent(entry.id)) == ("第2章", Sent("text", "第2章說港口在春天開放了。"))
    refused = ting("send", "b.epub", "--to", box.server.base)
    assert (refused.code, "holds 2 texts" in refused.err) == (2, True)


def test_where_it_is_sent_may_be_given_as_where_it_is_heard(box: Letterbox, ting: Ting) -> None:
    for page in ("/listen", "/listen/", "/listen#token=secret"):
        assert ting("send", FERRY, "--to", box.server.base + page).code == 0
    elsewhere = ting("send", FERRY, "--to", f"{box.server.base}/inbox")
    assert (elsewhere.code, "/listen" in elsewhere.err) == (2, True)


def test_a_line_end_behind_a_token_is_none_of_it(box: Letterbox, ting: Ting) -> None:
    token = box.token("laptop", "add")
    assert ting("send", FERRY, "--to", box.server.base, "--token", f"{token}\r\n").code == 0


@pytest.mark.parametrize("token", ["渡口", "to\nken", "to\x7fken", " \n"])
def test_what_can_be_no_token_is_a_slip_and_is_not_repeated(box: Letterbox, ting: Ting, token: str) -> None:
    wrong = ting("send", FERRY, "--to", box.server.base, "--token", token)
    assert (wrong.code, wrong.out) == (2, "")
    assert token.strip() not in wrong.err or not token.strip()
    assert "ting token add" in wrong.err


def test_a_token_is_needed_and_must_be_right(
    box: Letterbox, ting: Ting, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = ting("send", FERRY, "--to", box.server.base, "--token", "wrong")
    reads = ting("send", FERRY, "--to", box.server.base, "--token", box.token("reader", "read"))
    monkeypatch.delenv("TING_TOKEN")
    none = ting("send", FERRY, "--to", box.server.base)
    for result in (wrong, reads, none):
        assert (result.code, result.out) == (2, "")
        assert "ting token add" in result.err
    assert box.queue.entries() == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("http://10.0.0.1/", "not on the public Internet"),
        ("missing.txt", "There is no file missing.txt."),
        ("ftp://news.example/", "There is no file"),
    ],
)
@pytest.mark.usefixtures("box")
def test_what_cannot_be_sent_is_a_slip_of_usage(ting: Ting, box: Letterbox, source: str, said: str) -> None:
    result = ting("send", source, "--to", box.server.base)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


@pytest.mark.parametrize("base", ["home", "file:///tmp", "", "http://"])
@pytest.mark.usefixtures("box")
def test_an_inbox_is_an_address_of_the_web(ting: Ting, base: str) -> None:
    assert ting("send", FERRY, "--to", base).code == 2


@pytest.mark.usefixtures("box")
def test_a_server_that_is_not_there_is_the_networks_fault(ting: Ting) -> None:
    result = ting("send", FERRY, "--to", NOWHERE)
    assert (result.code, result.out) == (4, "")
    assert "cannot be reached" in result.err
    assert "ting serve" in result.err


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """Answer one request with these bytes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            wire, _client = listener.accept()
            with wire:
                wire.recv(65_536)
                wire.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 2),
        (b"HTTP/1.1 421 Misdirected\r\nContent-Length: 0\r\n\r\n", 2),
        (b"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", 4),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 4),
        (b"HTTP/1.1 202 OK\r\nContent-Length: 2\r\n\r\n[]", 4),
        (b'HTTP/1.1 429 Too Many\r\nRetry-After: 2\r\nContent-Length: 16\r\n\r\n{"error":"wait"}', 4),
        (b'HTTP/1.1 503 Busy\r\nContent-Length: 16\r\n\r\n{"error":"\x1b[2J"}'[:-1] + b"}", 4),
        (b"", 4),
    ],
    ids=lambda value: str(value[:24]) if isinstance(value, bytes) else "",
)
@pytest.mark.usefixtures("box")
def test_whatever_a_server_answers_is_said_in_a_sentence(ting: Ting, answer: bytes, code: int) -> None:
    with answering(answer) as base:
        result = ting("send", FERRY, "--to", base)
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith("ting: ")
    assert "\x1b" not in result.err
    assert "Traceback" not in result.err
