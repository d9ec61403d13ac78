"""The letter: an e-mail out of its bytes: what its head says, and its texts. Nothing of it is understood.

Python's parser forgives broken MIME; what is read here besides are heads as Chinese mailers write them: raw
in Big5 or GB2312, or in encoded words (RFC 2047) that end within a character.
"""

import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.utils import parseaddr

from tts.dates import read_time
from tts.errors import ArticleNotFound
from tts.fingerprint import fingerprint

MEDIA_TYPE = "message/rfc822"
HEAD_BYTES = 256_000
"""More than any letter's head: what is read to list letters."""

MOST_PARTS = 1_000
MOST_DEPTH = 50
"""Parts within parts; mailers make five."""

_MOST_WORDS = 2_000  # characters of a line of the head: RFC 5322 allows 998 before it is folded
_LINE = re.compile(rb"([!-9;-~]{1,60})[ \t]{0,9}:")
_TELLING = (
    "from to subject date received return-path message-id mime-version content-type delivered-to reply-to "
    "x-original-to dkim-signature sender list-id list-unsubscribe content-transfer-encoding cc"
)
_CIRCULARS = ("list-id", "list-unsubscribe", "list-post", "feedback-id")
"""What mailing lists and senders of newsletters add: RFC 2369, RFC 2919."""

_MAX_LINES = 200
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]*)\?=")
_BRACKETED = re.compile(r"<([^<>\s]{1,320})>$")
_NUMBER_LINE = re.compile(rb"(\d{1,10})[ ]{0,20}\r?\n")
"""How many bytes a letter has: Apple Mail's .emlx has that line above it, and a list of its own below."""

_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
"""Labels that mailers use for the larger sets around them."""

_GUESSES = ("utf-8", "gb2312", "big5hkscs", "gb18030")
"""What a name of no charset may be, the most particular first: hardly any Big5 is GB 2312 by chance."""

_BASE64 = re.compile(rb"\s*+[A-Za-z0-9+/=]++[ \t\r]*+(?:\n|\Z)")
"""How a text in base64 begins: with a line of nothing else."""

_DIGEST = "multipart/digest"
"""What a mailing list sent in a day, in one letter: RFC 2046, 5.1.5."""

_LOCKED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
"""RFC 1847, RFC 8551."""

_ANSWER = re.compile(r"(?:re|aw|回[复覆]|答[复覆])(?:\[\d{1,3}\])?[:：]", re.IGNORECASE)
_AGAIN = re.compile(
    r"(?:(?:re|fwd?|aw|wg|回[复覆]|轉[寄發]|转发|答复|答覆)(?:\[\d{1,3}\])?[:：]\s*+)+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a letter says of itself. `sender` is a name, "" for none; `address` is in lower case.

    Where several lines name a sender `address` is "": mail servers look at another of them than readers do.
    `id` is the same for the same letter wherever it is kept. A `circular` is sent to many.
    """

    subject: str
    sender: str
    address: str
    sent: datetime | None
    id: str
    circular: bool
    page_url: str = ""
    answers: bool = False
    """Whether its subject says that it answers another."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a letter, as bytes, and what its part says of them."""

    data: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a letter that is read: as a page, as plain text, or as either."""

    page: Text | None = None
    plain: Text | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: its head, and its parts in order, attachments left out."""

    head: Head
    parts: tuple[Part, ...]
    locked: bool = False
    """Whether something in it is encrypted."""


def is_letter(data: bytes) -> bool:
    """Tell whether bytes begin as a letter does: with two of the lines that every head has."""
    told = set()
    for number, line in enumerate(_without_mark(data[:HEAD_BYTES]).splitlines()):
        found = _LINE.match(line)
        if number == 0 and line.startswith(b"From "):
            continue
        if not line or number > _MAX_LINES or not (found or line[:1] in b" \t"):
            break
        if found:
            told.add(found[1].decode().lower())
    return len(told.intersection(_TELLING.split())) > 1


def read_head(data: bytes) -> Head:
    """Return what a letter's head says; whatever is not there, or cannot be read, is empty."""
    data = _without_mark(data)
    return _head(BytesHeaderParser().parsebytes(data[:HEAD_BYTES]), data)


def read_letter(data: bytes) -> Letter:
    """Return a letter; a forwarded one that is all that a letter holds stands for it.

    Raises ArticleNotFound for one whose parts lie too deep in each other, or are too many.
    """
    data = _without_mark(data)
    try:
        message = BytesParser().parsebytes(data)
        parts = tuple(_parts(message, MOST_DEPTH))
        enclosed = next(_enclosed(message, MOST_DEPTH), None) if not parts else None
        parts = tuple(_parts(enclosed, MOST_DEPTH)) if enclosed else parts
    except RecursionError as error:
        raise _too_deep() from error
    if len(parts) > MOST_PARTS:
        message_ = f"The letter has {len(parts):,} parts, which no letter has."
        raise ArticleNotFound(message_, hint="Save its text, and give that.")
    locked = any(_kind(part) in _LOCKED for part in _flat(message, MOST_DEPTH))
    return Letter(_head(enclosed or message, data), parts, locked)


def decoded(data: bytes, charset: str = "") -> str:
    """Return words of a head: in their charset if they are, or else in the likeliest one."""
    label = _CHARSETS.get(charset.lower(), charset)
    for name in (label, *_GUESSES):
        try:
            if name and codecs.lookup(name)._is_text_encoding:  # noqa: SLF001 - as bytes.decode asks it
                return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("utf-8", "replace")


def _without_mark(data: bytes) -> bytes:
    """Return the bytes from the head's first line on; editors set a mark before it, mailboxes a line."""
    data = data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
    if counted := _NUMBER_LINE.match(data):
        data = data[counted.end() : counted.end() + int(counted[1])]
    return data.partition(b"\n")[2] if data.startswith(b"From ") else data


def _head(message: Message, data: bytes) -> Head:
    charset = next((c for part in _flat(message, MOST_DEPTH) if (c := _charset(part))), "")
    sender, address = _sender(_raw(message, "from"))
    said = _words(_raw(message, "subject"), charset)
    said_id = _raw(message, "message-id").strip(" <>")
    bulk = _raw(message, "precedence").lower() in {"bulk", "list"}
    return Head(
        subject=_AGAIN.sub("", said, count=1),
        sender=_words(sender, charset).strip("\"' "),
        address=address.strip().lower() if _count(message, "from") == 1 else "",
        sent=read_time(_raw(message, "date")),
        id=fingerprint("letter", said_id or data),
        circular=bulk or any(_raw(message, name) for name in _CIRCULARS),
        page_url=_raw(message, "snapshot-content-location"),  # of a page that Chromium saved as MHTML
        answers=bool(_ANSWER.match(said)),
    )


def _sender(raw: str) -> tuple[str, str]:
    """Return a sender's name and address: what is in brackets at the end, whatever the name looks like."""
    found = _BRACKETED.search(raw)
    return (raw[: found.start()].strip().strip('"'), found[1]) if found else parseaddr(raw)


def _raw(message: Message, name: str) -> str:
    """Return a line of the head as it is written, unfolded; its bytes that are not ASCII as surrogates."""
    values = (value for key, value in message.raw_items() if key.lower() == name)
    return " ".join(str(next(values, ""))[:_MOST_WORDS].split())


def _count(message: Message, name: str) -> int:
    """Return how many lines of the head have this name: of most there may be one (RFC 5322, 3.6)."""
    return sum(key.lower() == name for key in message.keys())  # noqa: SIM118 - a message yields no keys


def _words(raw: str, charset: str) -> str:
    """Return a line of the head in words: encoded ones that stand side by side are of one piece."""
    pieces: list[tuple[str, bytes]] = []
    end = 0
    for found in _WORD.finditer(raw):
        between = raw[end : found.start()]
        if between.strip() or not pieces:
            pieces.append(("", between.encode("utf-8", "surrogateescape")))
        label = found[1].partition("*")[0].lower()
        data = _unpacked(found[2].lower(), found[3])
        if pieces[-1][0] == label:
            data = pieces.pop()[1] + data
        pieces.append((label, data))
        end = found.end()
    pieces.append(("", raw[end:].encode("utf-8", "surrogateescape")))
    return " ".join("".join(decoded(data, label or charset) for label, data in pieces).split())


def _unpacked(way: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape")
    if way == "q":
        return _HEX.sub(lambda found: bytes([int(found[1], 16)]), data.replace(b"_", b" "))
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return b""


def _parts(message: Message, depth: int) -> Iterator[Part]:
    """Yield what of a letter is read: of alternatives the page and the text, of all else each text."""
    if depth == 0:
        raise _too_deep()
    inner = _inner(message)
    if _kind(message) == "multipart/alternative":
        within = [part for each in inner for part in _parts(each, depth - 1)]
        pages = [part.page for part in within if part.page]
        plain = next((part.plain for part in within if part.plain), None)
        if pages or plain:
            yield Part(pages[-1] if pages else None, plain)
    elif inner or message.get_content_maintype() == "multipart":
        for each in inner:
            yield from _parts(each, depth - 1)
    elif not _is_attached(message) and (text := _text(message)):
        is_page = _kind(message) == "text/html"
        yield Part(page=text) if is_page else Part(plain=text)


def _inner(message: Message) -> list[Message]:
    if _kind(message) == MEDIA_TYPE or not message.is_multipart():
        return []
    payload = message.get_payload()
    if _kind(message) == _DIGEST and isinstance(payload, list):
        payload = [_unwrapped(part) for part in payload]
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _unwrapped(part: Message | str) -> Message | str:
    """Return the letter that a part of a digest is around."""
    payload = part.get_payload() if isinstance(part, Message) and _kind(part) == MEDIA_TYPE else None
    return payload[0] if isinstance(payload, list) and payload else part


def _enclosed(message: Message, depth: int) -> Iterator[Message]:
    """Yield the letters that a letter has enclosed."""
    if depth == 0:
        raise _too_deep()
    payload = message.get_payload() if message.is_multipart() else []
    for part in payload if isinstance(payload, list) else []:
        if _kind(message) == MEDIA_TYPE and isinstance(part, Message):
            yield part
        elif isinstance(part, Message):
            yield from _enclosed(part, depth - 1)


def _flat(message: Message, depth: int) -> Iterator[Message]:
    yield message
    if depth:
        for each in _inner(message):
            yield from _flat(each, depth - 1)


def _kind(message: Message) -> str:
    return message.get_content_type()


def _is_attached(message: Message) -> bool:
    return message.get_content_disposition() == "attachment" or _kind(message) == MEDIA_TYPE


def _text(message: Message) -> Text | None:
    """Return a text of a letter; None for a picture, a sound, an invitation."""
    if _kind(message) not in {"text/plain", "text/html", "text/enriched"}:
        return None
    try:
        payload = message.get_payload(decode=True)
    except (LookupError, ValueError):  # an encoding or charset that no name is of
        return None
    if _is_plain_by_mistake(message):
        payload = _written(message)
    if not isinstance(payload, bytes) or not payload.strip():
        return None
    said = _raw(message, "content-type").lower()
    flowed = "; format=flowed" if "flowed" in said else ""
    if re.search(r"delsp=\"?yes", said):
        flowed += "; delsp=yes"
    charset = _charset(message)
    named = f"; charset={charset}" if charset else ""
    return Text(payload, f"{_kind(message)}{named}{flowed}")


def _is_plain_by_mistake(message: Message) -> bool:
    """Tell whether a text says that it is in base64, and is not."""
    return _raw(message, "content-transfer-encoding").lower() == "base64" and not _BASE64.match(
        _written(message)
    )


def _written(message: Message) -> bytes:
    """Return a text as it stands in the letter; Python's parser keeps it there, and decodes it when asked."""
    written = getattr(message, "_payload", "")
    return written.encode("utf-8", "surrogateescape") if isinstance(written, str) else b""


def _charset(message: Message) -> str:
    try:
        return message.get_content_charset() or ""
    except (LookupError, ValueError, TypeError):  # a charset that is written in a charset
        return ""


def _too_deep() -> ArticleNotFound:
    message = "The letter's parts lie too deep within each other."
    return ArticleNotFound(message, hint="Save its text, and give that.")
