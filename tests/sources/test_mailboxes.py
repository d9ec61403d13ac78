import asyncio
import mailbox
import os
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.sources import shelf
from tts.errors import ArticleNotFound
from tts.extractor.extract import extract
from tts.sources import mailbox as mailboxes
from tts.sources.collection import names_in
from tts.sources.fetch import Fetcher
from tts.sources.listing import Listing, read_listing
from tts.sources.load import load

STORY = "新碼頭上週啟用，第一天就有三艘貨輪靠岸。"


def letter(number: int) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "東灣 <n@m.example>", f"第{number}期"
    message["Date"], message["Message-ID"] = (
        f"Mon, {number:02} Mar 2026 08:00:00 +0800",
        f"<{number}@m.example>",
    )
    message.set_content(f"第{number}期：{STORY}\n\nFrom here on it goes uphill, at 08:00 each day.\n")
    return message


def listed(place: Path) -> Listing:
    async def read() -> Listing:
        async with Fetcher() as fetcher:
            return await read_listing("folder", str(place), fetcher)

    return asyncio.run(read())


def text(name: str) -> str:
    async def read() -> str:
        async with Fetcher() as fetcher:
            return extract(await load(name, fetcher)).paragraphs[0].text

    return asyncio.run(read())


@pytest.fixture
def mbox(tmp_path: Path) -> Path:
    with closing(mailbox.mbox(tmp_path / "Inbox")) as box:
        for number in (1, 2, 3):
            box.add(letter(number))
    return tmp_path / "Inbox"


@pytest.fixture
def maildir(tmp_path: Path) -> mailbox.Maildir:
    box = mailbox.Maildir(tmp_path / "Maildir")
    for number in (1, 2, 3):
        box.add(letter(number))
    return box


def test_an_mbox_lists_its_letters_the_newest_first(mbox: Path) -> None:
    entries = listed(mbox).entries
    assert [entry.title for entry in entries] == ["第3期", "第2期", "第1期"]
    assert [entry.published.day for entry in entries if entry.published] == [3, 2, 1]
    assert [text(entry.url) for entry in entries] == [f"第{n}期：{STORY}" for n in (3, 2, 1)]
    assert names_in(str(mbox)) == tuple(entry.url for entry in entries)


def test_a_letter_keeps_its_name_when_others_are_deleted(mbox: Path) -> None:
    before = {entry.title: entry.url for entry in listed(mbox).entries}
    with closing(mailbox.mbox(mbox)) as box:
        box.discard(box.keys()[0])
        box.flush()
    after = {entry.title: entry.url for entry in listed(mbox).entries}
    assert after == {title: before[title] for title in ("第2期", "第3期")}
    with pytest.raises(ArticleNotFound, match="There is no letter"):
        text(before["第1期"])


def test_a_line_that_begins_with_from_begins_no_letter(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.write_bytes(
        b"From a Mon Mar  9 08:00:00 2026\nFrom: a@b.example\nSubject: x\n\nwords\n\n"
        b"From here on it is 08:00 each day.\nand no head follows\n\n>From quoted\n"
    )
    [entry] = listed(box).entries
    assert entry.title == "x"


def test_only_the_end_of_a_huge_mbox_is_read(mbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes, "MAX_BYTES", mbox.stat().st_size // 2)
    assert [entry.title for entry in listed(mbox).entries] == ["第3期"]


def test_a_maildir_lists_its_letters_and_keeps_their_names_when_they_are_read(
    maildir: mailbox.Maildir,
) -> None:
    place = Path(maildir._path)  # noqa: SLF001 - it does not tell otherwise
    entries = listed(place).entries
    assert [entry.title for entry in entries] == ["第3期", "第2期", "第1期"]
    for path in list((place / "new").iterdir()):
        path.rename(place / "cur" / f"{path.name}:2,S")
    assert listed(place).entries == entries
    assert text(entries[1].url) == f"第2期：{STORY}"


def test_a_link_in_a_maildir_leads_nowhere(maildir: mailbox.Maildir, tmp_path: Path) -> None:
    place = Path(maildir._path)  # noqa: SLF001 - as above
    (tmp_path / "own").write_bytes(b"From: me@x.example\nSubject: own\n\nsecret")
    (place / "new" / "9.link").symlink_to(tmp_path / "own")
    assert len(listed(place).entries) == 3
    with pytest.raises(ArticleNotFound, match="no letter"):
        text(f"{place}#9.link")


def test_a_letter_that_is_too_large_is_refused(
    maildir: mailbox.Maildir, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Path(maildir._path)  # noqa: SLF001 - as above
    monkeypatch.setattr(mailboxes, "MAX_BYTES", 100)
    with pytest.raises(ArticleNotFound, match="larger than"):
        text(listed(place).entries[0].url)


def test_an_empty_maildir_says_so(tmp_path: Path) -> None:
    mailbox.Maildir(tmp_path / "Maildir")
    with pytest.raises(ArticleNotFound, match="holds nothing to read"):
        listed(tmp_path / "Maildir")


def test_a_folder_of_letters_books_and_pages_is_read_together(tmp_path: Path, mbox: Path) -> None:
    mbox.rename(tmp_path / "box.mbox")
    (tmp_path / "a.eml").write_bytes(letter(4).as_bytes())
    shelf.book(tmp_path / "b.epub", {f"c{n}.xhtml": shelf.chapter(n) for n in (1, 2)})
    (tmp_path / "broken.epub").write_bytes(b"PK")
    for age, name in enumerate(("a.eml", "b.epub", "broken.epub", "box.mbox")):
        os.utime(tmp_path / name, (1_767_916_800 - age, 1_767_916_800 - age))
    listing = listed(tmp_path)
    assert [entry.title for entry in listing.entries] == ["a", "第1章", "第2章", "第3期", "第2期", "第1期"]
    [notice] = listing.notices
    assert "broken.epub is damaged" in notice
    assert text(listing.entries[0].url) == f"第4期：{STORY}"
    assert text(listing.entries[2].url) == "第2章說港口在春天開放了。"


def test_what_its_reader_deleted_and_has_not_cleared_is_left(mbox: Path, maildir: mailbox.Maildir) -> None:
    data = mbox.read_bytes().replace(b"Subject: ", b"X-Mozilla-Status: 0009\nSubject: ", 1)
    mbox.write_bytes(data)
    assert [entry.title for entry in listed(mbox).entries] == ["第3期", "第2期"]
    key = next(key for key, message in maildir.items() if message["Message-ID"] == "<2@m.example>")
    message = maildir[key]
    message.set_flags("ST")
    maildir[key] = message
    place = Path(maildir._path)  # noqa: SLF001 - it has no other name
    assert [entry.title for entry in listed(place).entries] == ["第3期", "第1期"]


def test_a_mailbox_that_apple_mail_exported_is_the_folder_around_it(mbox: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Newsletters.mbox"
    folder.mkdir()
    mbox.rename(folder / "mbox")
    (folder / "table_of_contents").write_bytes(b"\0")
    assert [entry.title for entry in listed(folder).entries] == ["第3期", "第2期", "第1期"]
    assert text(f"{folder}#{names_in(str(folder))[2].rpartition('#')[2]}") == f"第1期：{STORY}"
