"""What is posted: a body in JSON or as a form, read within bounds of size and time."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

import anyio.to_thread
import msgspec
from starlette.requests import Request

from tts.server.resource import JSON, Refusal

MOST_BYTES = 16_000_000
"""Of a body: 5 MB of HTML in Chinese take three times as many in a form."""

MOST_HELD_BYTES = 64_000_000
"""Of all bodies that are being read: so many phones never send at once, but somebody may try."""

SLOWEST_S = 60.0
"""A body takes no longer: 5 MB over a telephone's slow connection."""

MOST_FIELDS = 16
"""Of a form: ours has five, and browsers add the name of a button."""

MOST_BEGINNING = 1_000
"""Bytes of a form that are read before it is known whose it is."""

FORM = "application/x-www-form-urlencoded"
TAKEN = (JSON, FORM)

MOST_HALVES = 100_000
"""Halves of characters, in pairs or not, among which those without another half are looked for: a page has
some hundred, of emoji."""

_MEGABYTE = 1_000_000
_HALF = re.compile(
    rb"(?<!\\)(?P<before>(?:\\\\)*+)\\u(?:(?P<pair>[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|[dD][89a-fA-F][0-9a-fA-F]{2})"
)
_NO_CHARACTER = rb"\ufffd"
_ESCAPED = re.compile(rb"(?:%[0-9a-fA-F]{2})++")
_PIECE = 1 << 16
"""Bytes of a field that are unescaped at a time: what is between takes fifty times as much memory."""

Shape = TypeVar("Shape", bound=msgspec.Struct)


class Posted(msgspec.Struct, frozen=True):
    """What somebody sends. Of a field that comes twice the last one counts; unknown ones say nothing."""

    url: str | None = None
    text: str | None = None
    title: str | None = None
    html: str | None = None
    token: str | None = None


class Bodies:
    """Reads bodies, all of them together within bounds."""

    def __init__(self, most: int = MOST_HELD_BYTES, slowest_s: float = SLOWEST_S) -> None:
        self._free = most
        self._slowest_s = slowest_s

    @asynccontextmanager
    async def of(self, request: Request, most: int = MOST_BYTES) -> AsyncIterator["Body"]:
        """Yield the body of a request; the room that it takes is free again after the block.

        Raises Refusal, in the block too, for one that is too large, too slow, or of another type.
        """
        body = Body(request, most, self)
        try:
            async with asyncio.timeout(self._slowest_s):
                yield body
        except TimeoutError as error:
            sentence = "This takes too long to come."
            raise Refusal(408, sentence, {"connection": "close"}) from error
        finally:
            self._free += body.size

    def take(self, size: int) -> None:
        """Let a body take so much room; raise Refusal where there is none."""
        if size > self._free:
            raise Refusal(503, "Too much is being sent at once. Try again.", {"retry-after": "5"})
        self._free -= size


class Body:
    """The body of one request, read as far as somebody wants it."""

    def __init__(self, request: Request, most: int, room: Bodies) -> None:
        self._most = most
        self._room = room
        self._data = bytearray()
        self.size = 0
        self.kind = _kind_of(request)
        _require_bounded(request, most)
        self._stream = request.stream()

    async def first_token(self) -> str:
        """Return the token that a form begins with, and read no more of it; empty where there is none."""
        while self.kind == FORM and self.size < MOST_BEGINNING and b"&" not in self._data:
            if not await self._more():
                break
        beginning = bytes(self._data[:MOST_BEGINNING]).partition(b"&")[0]
        return (_form(beginning).token or "") if beginning.startswith(b"token=") else ""

    async def posted(self) -> Posted:
        """Return what was posted; raise Refusal where it cannot be read."""
        data = await self.whole()
        if self.kind == FORM:
            return await anyio.to_thread.run_sync(_form, data)
        return await anyio.to_thread.run_sync(decoded, data, Posted)

    async def whole(self) -> bytes:
        """Return all of it; raise Refusal where it is too large."""
        while await self._more():
            pass
        return bytes(self._data)

    async def _more(self) -> bool:
        """Read a piece; tell whether there was one."""
        piece = await anext(self._stream, None)
        if piece is None:
            return False
        if self.size + len(piece) > self._most:
            raise _too_large(self._most)
        self._room.take(len(piece))
        self.size += len(piece)
        self._data += piece
        return True


def _kind_of(request: Request) -> str:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in TAKEN:
        raise Refusal(415, f"What is sent here is {' or '.join(TAKEN)}.", {"accept-post": ", ".join(TAKEN)})
    return kind


def _require_bounded(request: Request, most: int) -> None:
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refusal(415, "Nothing that is packed is taken here: leave out Content-Encoding.")
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced[:20]) > most:
        raise _too_large(most)


def _too_large(most: int) -> Refusal:
    if most < _MEGABYTE:
        return Refusal(413, f"This is more than {most:,} bytes.")
    return Refusal(413, f"This is more than {most / _MEGABYTE:g} MB: send the address alone.")


def _form(data: bytes) -> Posted:
    """Return what a form says (https://url.spec.whatwg.org/#urlencoded-parsing)."""
    if data.count(b"&") >= MOST_FIELDS:
        raise Refusal(400, f"This form has more than {MOST_FIELDS} fields.")
    fields = dict[str, str]()
    for field in data.split(b"&"):
        name, _equals, value = field.partition(b"=")
        if (known := _unescaped(name)) in Posted.__struct_fields__:
            fields[known] = _unescaped(value)
    return msgspec.convert(fields, Posted)


def _unescaped(field: bytes) -> str:
    pieces = [field[start : start + _PIECE] for start in range(0, len(field), _PIECE)]
    for at in range(len(pieces) - 1):  # an escape is not cut in two
        whole, percent, cut = pieces[at].rpartition(b"%")
        if percent and len(cut) < len("FF"):
            pieces[at], pieces[at + 1] = whole, percent + cut + pieces[at + 1]
    return b"".join(map(_unescaped_piece, pieces)).decode(errors="replace")


def _unescaped_piece(piece: bytes) -> bytes:
    return _ESCAPED.sub(_bytes_of, piece.replace(b"+", b" "))


def _bytes_of(escaped: re.Match[bytes]) -> bytes:
    return bytes.fromhex(escaped[0].replace(b"%", b"").decode("ascii"))


def decoded(data: bytes, shape: type[Shape]) -> Shape:
    """Return what JSON says, in the shape that is wanted; halves of characters are as none.

    Raises Refusal for what is no JSON, or has another shape.
    """
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        whole = _mended(data)
        if whole != data:
            return decoded(whole, shape)
        raise Refusal(400, f"This is not the JSON that is wanted: {error}.") from error


def _mended(data: bytes) -> bytes:
    """Return JSON in which each half of a character that stands alone is written as none."""
    halves = data.count(rb"\ud") + data.count(rb"\uD")
    return _HALF.sub(_whole, data) if 0 < halves <= MOST_HALVES else data


def _whole(found: re.Match[bytes]) -> bytes:
    return found[0] if found["pair"] else found["before"] + _NO_CHARACTER
