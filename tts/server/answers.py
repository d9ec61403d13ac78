"""How a file is answered with: whole, in part, or not at all because the reader has it already.

Ranges and entity tags are Starlette's; where RFC 9110 wants something else, the request is put right
before Starlette sees it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Self

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from tts.fingerprint import fingerprint

READING = ("GET", "HEAD")

MOST_RANGES = 32
"""More is an attack, says RFC 9110 in section 14.2, and the request counts as one without."""

MOST_DIGITS = 19
"""Of a number that a file's size can have; a longer one is beyond the end of any."""

_RANGE = re.compile(r"(\d+)-(\d*)|-(\d+)", re.ASCII)
_SELF_LINK = re.compile(rb'<atom:link\b(?>[^<>]*?\brel="self")[^<>]*+>')
_ADDRESS = re.compile(rb'\bhref="([^"]*)"')

_is_not_modified = StaticFiles().is_not_modified


class _File(FileResponse):
    """The ranges of a request that RFC 9110 lets a server serve; all others count as not there."""

    chunk_size = 256 * 1024
    """Each piece costs a change of threads."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file."""
        asked = Headers(scope=scope).get("range")
        if asked is not None:
            wanted = _servable(asked, int(self.headers["content-length"])) if scope["method"] == "GET" else ""
            others = [(name, value) for name, value in scope["headers"] if name != b"range"]
            ranges = [(b"range", wanted.encode())] if wanted else []
            scope = {**scope, "headers": [*others, *ranges]}
        await super().__call__(scope, receive, send)


async def file_answer(request: Request, file: Path, headers: Mapping[str, str]) -> Response:
    """Return the answer to a GET or HEAD for a file; raises OSError when it is gone."""
    state = await anyio.to_thread.run_sync(file.stat)
    tag = f'"{state.st_size:x}-{state.st_mtime_ns:x}"'
    answer = _File(file, headers={**headers, "etag": tag}, stat_result=state)
    return _unless_known(request, answer)


async def feed_answer(
    request: Request, file: Path, headers: Mapping[str, str], path: str, base: str
) -> Response:
    """Return the answer to a GET or HEAD for a feed, its addresses beginning with `base`.

    Raises OSError when it is gone.
    """
    feed = readdressed(await anyio.to_thread.run_sync(file.read_bytes), path, base)
    state = await anyio.to_thread.run_sync(file.stat)
    validators = {
        "etag": f'"{fingerprint(feed.hex())}"',
        "last-modified": formatdate(state.st_mtime, usegmt=True),
    }
    return _unless_known(request, Response(feed, headers={**headers, **validators}))


def content_answer(request: Request, content: bytes, headers: Mapping[str, str]) -> Response:
    """Return the answer to a GET or HEAD for what is at hand already."""
    return _unless_known(
        request, Response(content, headers={**headers, "etag": f'"{fingerprint(content.hex())}"'})
    )


def readdressed(feed: bytes, path: str, base: str) -> bytes:
    """Return the feed with its addresses moved to `base`, from where it says itself that it stands.

    `path` is where it stands below the base.
    """
    link = _SELF_LINK.search(feed)
    own = _ADDRESS.search(link.group()) if link else None
    before = own.group(1).removesuffix(path.encode()) if own else b""
    if not own or before == own.group(1):
        return feed
    return feed.replace(before, base.encode())


def _unless_known(request: Request, answer: Response) -> Response:
    """Return the answer, or "304 Not Modified" when the reader has it."""
    if not _is_not_modified(answer.headers, request.headers):
        return answer
    of_content = ("accept-ranges", "content-length", "content-type", "last-modified")
    kept = {name: value for name, value in answer.headers.items() if name not in of_content}
    return Response(status_code=304, headers=kept)


def _servable(asked: str, size: int) -> str:
    """Return a Range header with what can be served of this one; empty when it is to be ignored.

    A range that begins beyond the end is left out, unless all do: then it stays, and is refused (416).
    """
    unit, _equals, listed = asked.partition("=")
    parts = [_RANGE.fullmatch(part.strip(" \t")) for part in listed.split(",") if part.strip(" \t")]
    ranges = [_Range.of(part) for part in parts if part]
    is_sound = unit.lower() == "bytes" and 0 < len(ranges) == len(parts) <= MOST_RANGES
    if not is_sound or any(one.is_backward for one in ranges):
        return ""
    inside = [one for one in ranges if one.begins_inside(size)]
    return "bytes=" + ",".join(map(str, inside or ranges[:1]))


@dataclass(frozen=True, slots=True)
class _Range:
    """From a first byte to a last one; without the first, so many of the end."""

    first: int | None
    last: int | None

    @classmethod
    def of(cls, part: re.Match[str]) -> Self:
        """Return the range that is written there."""
        first, last, suffix = part.groups()
        return cls(_number(first), _number(last or suffix))

    def __str__(self) -> str:
        return f"{'' if self.first is None else self.first}-{'' if self.last is None else self.last}"

    @property
    def is_backward(self) -> bool:
        return self.first is not None and self.last is not None and self.last < self.first

    def begins_inside(self, size: int) -> bool:
        return self.first < size if self.first is not None else bool(self.last) and size > 0


def _number(digits: str | None) -> int | None:
    """Return the number; of one that is longer than any size its beginning, which is as far beyond it."""
    if not digits:
        return None
    return int(digits.lstrip("0")[:MOST_DIGITS] or "0")
