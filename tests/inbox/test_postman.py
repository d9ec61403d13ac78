import asyncio
import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.inbox.room import Room
from tts.errors import OutputError
from tts.inbox import queue as queues
from tts.inbox.postman import Postman, may_send
from tts.inbox.queue import InboxFull

STORY = "新碼頭上週啟用，第一天就有三艘貨輪靠岸。港務公司說，年底前貨櫃量可望成長一成。" * 10


def letter(text: str, sender: str = "Me@x.example", **more: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, "碼頭"
    for name, value in more.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "home")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    mailbox.Maildir(tmp_path / "Maildir")
    return tmp_path / "Maildir"


def came(place: Path, data: bytes, name: str = "1.a") -> None:
    (place / "new" / name).write_bytes(data)


def taken_in(room: Room, mail: Path) -> list[tuple[str, str]]:
    postman = Postman(mail, ("me@x.example", "@friends.example"), room.queue, room.said.append)
    asyncio.run(postman.turn())
    return [(entry.url, entry.title) for entry in room.queue.entries()]


def marked(place: Path) -> list[str]:
    return sorted(path.name for path in (place / "cur").iterdir())


def test_a_note_with_an_address_is_an_entry_of_the_page_there(room: Room, place: Path) -> None:
    came(place, letter("給你：https://news.example/1?a=1&b=2。\n\n寄自我的 iPhone"))
    assert taken_in(room, place) == [("https://news.example/1?a=1&b=2", "")]
    assert marked(place) == ["1.a:2,S"]
    assert list((place / "new").iterdir()) == []


def test_an_address_of_a_page_in_html_is_found(room: Room, place: Path) -> None:
    html = (
        letter("").replace(b"text/plain", b"text/html")
        + b'<a href="https://news.example/1?a=1&amp;b=2">x</a>'
    )
    came(place, html)
    assert taken_in(room, place) == [("https://news.example/1?a=1&b=2", "")]


def test_a_letter_without_an_address_is_read_itself(room: Room, place: Path) -> None:
    came(place, letter("新碼頭上週啟用，第一天就有三艘貨輪靠岸。"))
    assert taken_in(room, place) == [("", "碼頭")]
    [entry] = room.queue.entries()
    sent = room.queue.sent(entry.id)
    assert sent
    assert sent.content == "新碼頭上週啟用，第一天就有三艘貨輪靠岸。"


@pytest.mark.parametrize("more", [{"List_Unsubscribe": "<https://m.example/u>"}, {}])
def test_a_newsletter_is_read_itself_whatever_addresses_it_has(
    room: Room, place: Path, more: dict[str, str]
) -> None:
    came(place, letter(f"{STORY}\n\n閱讀全文 https://m.example/1\n", **more))
    assert taken_in(room, place) == [("", "碼頭")]


def test_the_same_letter_is_an_entry_once(room: Room, place: Path) -> None:
    for name in ("1.a", "2.a"):
        came(place, letter("https://news.example/1"), name)
    assert len(taken_in(room, place)) == 1
    came(place, letter("https://news.example/1"), "3.a")
    assert len(taken_in(room, place)) == 1
    assert len(marked(place)) == 3


def test_a_letter_of_somebody_else_is_left_unread_and_told(room: Room, place: Path) -> None:
    came(place, letter("https://news.example/1", "me@x.example <evil@y.example>"))
    assert taken_in(room, place) == []
    assert marked(place) == ["1.a:2,"]
    assert room.said == [
        "A letter of evil@y.example was left: inbox.senders does not name that address.",
    ]


def test_a_letter_with_two_senders_is_left(room: Room, place: Path) -> None:
    came(place, letter("https://news.example/1").replace(b"From:", b"From: evil@y.example\nFrom:"))
    came(place, b"From: me@x.example\n" + letter("https://news.example/2", "evil@y.example"), "2.a")
    assert taken_in(room, place) == []
    assert marked(place) == ["1.a:2,", "2.a:2,"]


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("me@x.example", True),
        ("you@x.example", False),
        ("any@friends.example", True),
        ("any@notfriends.example", False),
        ("any@sub.friends.example", False),
        ("", False),
        ("friends.example", False),
    ],
)
def test_senders_are_whole_addresses_or_domains(address: str, may: bool) -> None:  # noqa: FBT001
    assert may_send(address, ("Me@X.example", "@friends.example")) is may


def test_a_letter_without_words_costs_no_other(room: Room, place: Path) -> None:
    came(place, letter("\n"), "1.a")
    came(place, b"\xff\x00", "2.a")
    came(place, letter("https://news.example/1"), "3.a")
    assert taken_in(room, place) == [("https://news.example/1", "")]
    assert marked(place) == ["1.a:2,", "2.a:2,", "3.a:2,S"]
    assert "no text of its own" in room.said[0]


def test_letters_in_a_folder_are_renamed(room: Room, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "a.eml").write_bytes(letter("https://news.example/1"))
    (folder / "b.eml").write_bytes(letter("https://news.example/2", "evil@y.example"))
    (folder / "notes.txt").write_text("https://news.example/3")
    assert taken_in(room, folder) == [("https://news.example/1", "")]
    assert sorted(path.name for path in folder.iterdir()) == ["a.eml.taken", "b.eml.left", "notes.txt"]


def test_a_link_is_not_followed(room: Room, place: Path, tmp_path: Path) -> None:
    (tmp_path / "own").write_bytes(letter("秘密的日記在這裡。"))
    (place / "new" / "1.a").symlink_to(tmp_path / "own")
    assert taken_in(room, place) == []


def test_a_full_inbox_leaves_letters_where_they_are(
    room: Room, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "MOST_OPEN", 0)
    came(place, letter("https://news.example/1"))
    with pytest.raises(InboxFull):
        taken_in(room, place)
    assert [path.name for path in (place / "new").iterdir()] == ["1.a"]


def test_a_folder_that_is_not_there_is_told(room: Room, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Letters cannot be taken from"):
        taken_in(room, tmp_path / "none")
