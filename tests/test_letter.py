import base64
import datetime as dt

import pytest

from tts.errors import ArticleNotFound
from tts.letter import is_letter, read_head, read_letter

HEAD = b"From: a@b.example\r\nSubject: x\r\n"


def encoded(words: str, charset: str) -> str:
    return f"=?{charset}?B?{base64.b64encode(words.encode(charset)).decode()}?="


@pytest.mark.parametrize("charset", ["big5", "gb18030", "utf-8"])
def test_a_head_in_raw_bytes_is_read_by_the_charset_of_the_text_below(charset: str) -> None:
    subject = "港口的春天开始了" if charset == "gb18030" else "港口的春天，許功蓋記"
    head = f"From: 林編輯 <A@B.Example>\r\nSubject: {subject}\r\n"
    below = f"Content-Type: text/plain; charset={charset}\r\n\r\n"
    read = read_head((head + below).encode(charset))
    assert (read.subject, read.sender, read.address) == (subject, "林編輯", "a@b.example")


@pytest.mark.parametrize("charset", ["big5", "gb2312", "utf-8"])
def test_a_head_in_raw_bytes_that_nothing_names_the_charset_of_is_guessed(charset: str) -> None:
    subject = "东湾周报：港口的春天" if charset == "gb2312" else "東灣週報：港口的春天"
    assert read_head(f"Subject: {subject}\r\nFrom: a@b.example\r\n\r\n".encode(charset)).subject == subject


def test_encoded_words_that_end_within_a_character_are_one() -> None:
    data = "東灣週報：港口".encode()
    first, rest = (base64.b64encode(part).decode() for part in (data[:7], data[7:]))
    head = f"Subject: =?UTF-8?B?{first}?=\r\n =?utf-8?b?{rest}?= 第 3 期\r\nFrom: a@b.example\r\n\r\n"
    assert read_head(head.encode()).subject == "東灣週報：港口 第 3 期"


def test_labels_stand_for_the_larger_sets_around_them() -> None:
    head = f"Subject: =?gb2312?Q?{''.join(f'={byte:02X}' for byte in '镕基'.encode('gb18030'))}?=\n\n"
    assert read_head(head.encode()).subject == "镕基"


@pytest.mark.parametrize("before", ["Re: ", "Fwd: FW: ", "轉寄：", "回覆: Re[2]: ", ""])
def test_a_subject_is_what_it_was_before_it_was_answered_or_passed_on(before: str) -> None:
    assert read_head(f"Subject: {before}港口\nFrom: a@b.example\n\n".encode()).subject == "港口"


def test_a_head_without_anything_is_empty() -> None:
    head = read_head(b"Date: yesterday\nFrom: \nSubject:\n\n")
    assert (head.subject, head.sender, head.address, head.sent) == ("", "", "", None)


def test_a_date_is_aware() -> None:
    head = read_head(b"Date: Mon, 9 Mar 2026 08:00:00 +0800 (CST)\nFrom: a@b.example\n\n")
    assert head.sent == dt.datetime(2026, 3, 9, tzinfo=dt.UTC)


def test_the_same_letter_has_the_same_id_wherever_it_is_kept() -> None:
    letter = b"Message-ID: <42@b.example>\n" + HEAD + b"\nwords"
    kept = b"From - Mon Mar  9 08:00:00 2026\nX-Status: read\n" + letter
    assert read_head(letter).id == read_head(kept).id
    assert read_head(letter).id != read_head(letter.replace(b"42@", b"43@")).id
    assert read_head(HEAD + b"\none").id != read_head(HEAD + b"\nother").id


@pytest.mark.parametrize(
    "line", ["List-Id: <w>", "List-Unsubscribe: <https://b.example>", "Precedence: bulk"]
)
def test_a_circular_says_so(line: str) -> None:
    assert read_head(line.encode() + b"\n" + HEAD + b"\n").circular
    assert not read_head(HEAD + b"\n").circular


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (HEAD + b"\nwords", True),
        (b"\xef\xbb\xbf" + HEAD + b"\nwords", True),
        (b"From a@b Mon Mar  9 08:00:00 2026\n" + HEAD, True),
        ("主旨：港口\n日期：今天\n\n本文".encode(), False),
        (b"<html><body>From: me</body></html>", False),
        (b"From: a@b.example\n\nwords", False),
        (b"Note: one\nNote: two\n\nwords", False),
        (b"", False),
    ],
)
def test_what_begins_as_a_letter_is_one(data: bytes, expected: bool) -> None:  # noqa: FBT001
    assert is_letter(data) is expected


def nested(depth: int) -> bytes:
    lines = ["From: a@b.example", "Subject: x"]
    for level in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{level}"', "", f"--b{level}"]
    return "\n".join([*lines, "Content-Type: text/plain", "", "words"]).encode()


def test_parts_within_parts_are_read_as_deep_as_mailers_make_them() -> None:
    [part] = read_letter(nested(20)).parts
    assert part.plain
    assert part.plain.data == b"words"


@pytest.mark.parametrize("depth", [60, 1_000, 3_000])
def test_parts_that_lie_too_deep_are_refused(depth: int) -> None:
    with pytest.raises(ArticleNotFound, match="too deep within each other"):
        read_letter(nested(depth))


def test_a_letter_of_thousands_of_parts_is_refused() -> None:
    part = b"--b\nContent-Type: text/plain\n\nwords\n"
    with pytest.raises(ArticleNotFound, match="2,000 parts"):
        read_letter(HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + part * 2_000)


@pytest.mark.parametrize(
    "broken",
    [
        b'Content-Type: multipart/mixed; boundary="b"\n\nwords without a part',
        b"Content-Type: multipart/mixed\n\n--b\n\nwords",
        b"Content-Type: text/plain; charset=none-such\nContent-Transfer-Encoding: base64\n\n!!!",
        b"Content-Type: text/plain; charset*=x''%FF\n\nwords",
        b"Content-Type: ;;;=\nContent-Transfer-Encoding: x-none\n\nwords",
        b"Content-Type: message/rfc822\n\nwords",
        b"Content-Type: text/plain; charset=\x00\xff\n\n\xffwords",
        b"Content-Type: text/plain; charset=\x00\nContent-Transfer-Encoding: 8bit\n\nw\xff",
    ],
)
def test_broken_mime_ends_nothing(broken: bytes) -> None:
    assert read_letter(HEAD + broken).head.subject == "x"


def test_a_text_that_says_falsely_that_it_is_in_base64_is_whole() -> None:
    head = HEAD + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    for written in (b"\xe5\x85\xac\xe8\xbb\x8a abcd", b"\nwords and words\n"):
        part = read_letter(head + written).parts[0]
        assert part.plain
        assert part.plain.data.strip() == written.strip()
    part = read_letter(head + b"\nd29yZHM=\n\n____\na footer, put below\n").parts[0]
    assert part.plain
    assert part.plain.data.startswith(b"words")


def test_a_name_that_looks_like_an_address_is_none() -> None:
    head = read_head(b"From: boss@x.example <evil@y.example>\nSubject: x\n\n")
    assert (head.sender, head.address) == ("boss@x.example", "evil@y.example")
