import asyncio
import io
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TextIO

import pytest

from tests.extractor.press import column, pdf
from tests.sources import shelf
from tests.sources.web import OPEN, Answer, Web
from tts.errors import ArticleNotFound, UsageError
from tts.extractor.extract import extract
from tts.model.document import Document
from tts.sources import load as loading
from tts.sources.collection import names_in
from tts.sources.fetch import Fetcher
from tts.sources.load import load, load_all, read_file, read_stream

PAGE = "<p>中再祭稀土牌？</p>".encode()


def read(source: str) -> Document:
    async def scenario() -> Document:
        async with Fetcher(OPEN) as fetcher:
            return await load(source, fetcher)

    return asyncio.run(scenario())


def piped(data: bytes) -> TextIO:
    return io.TextIOWrapper(io.BytesIO(data), encoding="ascii")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "世界 日報#1?.html"
    path.write_bytes(PAGE)
    return path


def test_a_file_is_read_as_it_is_and_has_no_address(page: Path) -> None:
    assert read(str(page)) == Document(PAGE, str(page), url=None, content_type=None)


def test_a_file_may_be_named_by_its_address(page: Path) -> None:
    address = page.as_uri()
    assert read(address) == Document(PAGE, address)
    assert read(address.replace("file://", "FILE://localhost") + "#part").data == PAGE


def test_an_address_of_the_web_is_fetched(web: Web) -> None:
    web.answers["/1"] = Answer(PAGE)
    address = web.url.replace("http", "HTTP") + "/1#top"
    assert read(address) == Document(PAGE, address, url=f"{web.url}/1", content_type="text/html")


def test_a_pipe_is_read_as_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(PAGE,))
    writer.start()
    assert read(str(pipe)).data == PAGE
    writer.join()


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", piped(b"\xa4\xa4"))
    assert read("-") == Document(b"\xa4\xa4", "-")


def test_a_terminal_is_not_waited_for() -> None:
    leader, follower = os.openpty()
    with os.fdopen(leader), os.fdopen(follower) as terminal, pytest.raises(UsageError) as refusal:
        read_stream(terminal)
    assert "ting read -" in refusal.value.hint


def test_a_missing_standard_input_is_said_to_be_empty() -> None:
    with pytest.raises(UsageError, match="nothing on standard input"):
        read_stream(None)


@pytest.mark.parametrize("source", ["ftp://a.example/1", "s3://bucket/1", "chrome-extension://a/1"])
def test_other_addresses_are_refused_by_their_kind(source: str) -> None:
    with pytest.raises(UsageError, match=f"{source.partition(':')[0]} addresses are not known"):
        read(source)


@pytest.mark.parametrize("source", [r"C:\news\1.html", "C:/news/1.html", "c://news/1.html", "a:b", "news\0"])
def test_what_is_no_address_is_a_path(source: str) -> None:
    with pytest.raises(UsageError, match=r"no file|cannot be read|folder"):
        read(source)


def test_a_file_of_another_machine_is_refused() -> None:
    with pytest.raises(UsageError, match="another machine"):
        read("file://server/share/1.html")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(UsageError, match=r"There is no file news/missing\.html\. Check the name"):
        read("news/missing.html")


@pytest.mark.parametrize(
    "source", ["udn.com/news/story/1", "www.udn.com", "https:/udn.com/news/story/1", "http:udn.com/1"]
)
def test_an_address_without_its_beginning_is_recognised(source: str) -> None:
    with pytest.raises(UsageError, match=r"give https://(www\.)?udn\.com"):
        read(source)


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="The name of a source is empty"):
        read(" ")
    with pytest.raises(UsageError, match="is a folder"):
        read(str(tmp_path))


def test_a_name_that_no_file_can_have_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match="cannot be read: File name too long"):
        read("a" * 5_000)


def test_a_file_that_may_not_be_read_is_named() -> None:
    class Locked(type(Path())):  # type: ignore[misc]
        def open(self, *_: object, **__: object) -> None:
            raise PermissionError

    with pytest.raises(UsageError, match=r"page\.html may not be read"):
        read_file(Locked("page.html"), "page.html")


def test_what_is_too_large_is_refused(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MAX_FILE_BYTES", len(PAGE))
    assert read(str(page)).data == PAGE
    page.write_bytes(PAGE + b"\n")
    with pytest.raises(ArticleNotFound, match="larger than"):
        read(str(page))
    with pytest.raises(ArticleNotFound, match="Standard input is larger than"):
        read_stream(piped(PAGE + b"\n"))


def test_a_device_without_end_is_left_at_the_bound() -> None:
    with pytest.raises(ArticleNotFound, match="larger than 50 MB"):
        read("/dev/zero")


def test_a_file_is_read_without_importing_a_web_client(page: Path) -> None:
    program = """
import asyncio, sys
from tts.sources.fetch import Fetcher
from tts.sources.load import load

async def main(source):
    async with Fetcher() as fetcher:
        await load(source, fetcher)

asyncio.run(main(sys.argv[1]))
print({"httpx", "httpcore", "anyio"} & set(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(page)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    ("content_type", "data"),
    [
        ("application/pdf", pdf([column(["新碼頭上週啟用。"])])),
        ("message/rfc822; charset=utf-8", "From: a@x.example\nSubject: 港\n\n新碼頭上週啟用。".encode()),
    ],
)
def test_papers_and_letters_are_read_from_an_address(web: Web, content_type: str, data: bytes) -> None:
    web.answers["/paper"] = Answer(data, headers={"Content-Type": content_type})

    assert extract(read(f"{web.url}/paper")).text == "新碼頭上週啟用。"


def test_a_book_at_an_address_is_read_by_its_chapters(web: Web, tmp_path: Path) -> None:
    data = shelf.book(tmp_path / "b", {f"c{n}.xhtml": shelf.chapter(n) for n in (1, 2)}).read_bytes()
    web.answers["/b.epub"] = Answer(data, headers={"Content-Type": "application/octet-stream"})

    async def every() -> list[str]:
        async with Fetcher(OPEN) as fetcher:
            return [extract(text).title for text in await load_all(f"{web.url}/b.epub", fetcher)]

    assert asyncio.run(every()) == ["第1章", "第2章"]
    assert extract(read(f"{web.url}/b.epub#2")).title == "第2章"
    with pytest.raises(UsageError, match=r"b\.epub holds 2 texts: #1 第1章, #2 第2章"):
        read(f"{web.url}/b.epub")


def test_a_piped_mailbox_of_several_letters_wants_to_know_which(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = (
        "From a@b.example Mon Mar  9 08:00:00 2026\nSubject: {0}\nFrom: a@b.example\n\n港口在春天開放了。\n\n"
    )
    monkeypatch.setattr(sys, "stdin", piped(letter.format("one").encode()))
    assert extract(read("-")).title == "one"
    monkeypatch.setattr(sys, "stdin", piped((letter.format("one") + letter.format("two")).encode()))
    with pytest.raises(UsageError, match="- holds 2 texts") as raised:
        read("-")
    assert raised.value.hint == "Save it as a file, and name one, as in book.epub#1; ting read takes all."


def test_a_chapter_may_be_named_by_its_books_address(tmp_path: Path) -> None:
    path = shelf.book(tmp_path / "b.epub", {f"c{n}.xhtml": shelf.chapter(n) for n in (1, 2)})
    assert extract(read(f"{path.as_uri()}#2")).title == "第2章"
    assert names_in(path.as_uri()) == (f"{path.as_uri()}#1", f"{path.as_uri()}#2")
