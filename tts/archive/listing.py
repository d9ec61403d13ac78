"""Listing: all that a collection names, and the lists that it leads to, noted on the worklist."""

import asyncio
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from tts.archive.collection import Collection
from tts.archive.hosts import Hosts
from tts.archive.report import NAMED
from tts.catalog.worklist import Part, Worklist
from tts.daily.day import Day
from tts.errors import ArticleNotFound, NetworkError, TingError, UsageError, border
from tts.model.address import bare, host_of, whole_page
from tts.sources.entry import Entry
from tts.sources.fetch import Fetcher
from tts.sources.listing import read_listing
from tts.sources.load import STANDARD_INPUT
from tts.sources.long_list import UTF16, Further, Misfit, Named, each_in, each_line
from tts.sources.page import LISTING, Page

MOST_LISTS = 50_000
"""So many sitemaps an index may name: https://www.sitemaps.org/protocol.html#index."""

DEEPEST = 5
"""An index of indexes is against that page, and there are some; one below five others leads nowhere."""

QUIET = timedelta(days=1)
"""A list that has been the same for so long when it was read is believed to be what it was."""

_SHOWN = 80  # characters of a line in a sentence
_BEGIN = _LONGEST_LINE = 10_000  # bytes
_GZIP, _BOM = b"\x1f\x8b", b"\xef\xbb\xbf"

Leads = list[tuple[str, datetime | None]]


@dataclass(slots=True)
class Listing:
    """How a collection is listed; `failures` are of the lists that could not be read, by their names."""

    collection: Collection
    number: int
    worklist: Worklist
    fetcher: Fetcher
    hosts: Hosts
    day: Day
    tell: Callable[[str], None]
    failures: list[tuple[str, TingError]] = field(default_factory=list)
    read: int = 0
    stories: int = 0

    async def run(self) -> None:
        """Read all lists; one that cannot be read costs itself alone, and what it once named stays named."""
        if not self.collection.is_list:
            await self._try(self.collection.name, self._now_listed)
            return
        first = self.collection.location
        waiting: deque[tuple[str, datetime | None, int]] = deque([(first, None, 0)])
        seen = {first}
        while waiting:
            location, changed, depth = waiting.popleft()
            for url, said in await self._leads_of(location, changed):
                address = whole_page(url)
                if address not in seen and depth < DEEPEST and len(seen) < MOST_LISTS:
                    seen.add(address)
                    waiting.append((address, said, depth + 1))

    async def _leads_of(self, location: str, changed: datetime | None) -> Leads:
        """Return where a list leads, now or else when it was read last."""
        here = self.collection.name if location == self.collection.location else location

        async def read() -> None:
            if self.collection.is_local and location == self.collection.location:
                await self._note(here, Part(read=self.day.now), _local(location))
                self.worklist.forget_others(self.number, self.day.now)
            else:
                self.fetcher.ring.require_at(location)
                await self._fetched(location, here, changed)

        await self._try(here, read)
        return self.worklist.further(self.number, here)

    async def _try(self, name: str, read: Callable[[], Awaitable[None]]) -> None:
        self.read += 1
        try:
            with border("reading a list"):
                await read()
        except TingError as error:
            self.failures.append((bare(name), error))

    async def _fetched(self, location: str, here: str, changed: datetime | None) -> None:
        known = self.worklist.part(self.number, here)
        if known and _is_quiet(known, changed):
            return
        page = await self._page(location, known)
        if not page.not_modified:
            await self._note(here, Part(page.validators, changed, self.day.now), each_in(page))

    async def _page(self, location: str, known: Part | None) -> Page:
        """Return a list's page, when its server wants to be asked."""
        while True:
            try:
                return await self.fetcher.fetch(location, known.validators if known else None, LISTING)
            except NetworkError as error:
                host = host_of(location)
                self.hosts.fails(host, error)
                if error.retry_after_s is None or not await self.hosts.rested(host):
                    raise

    async def _now_listed(self) -> None:
        """Note what a source lists now that has no list to be read to its end."""
        source = self.collection.source
        if source is None:
            return
        self.fetcher.ring.require(source.location)
        listing = await read_listing(source.kind, source.location, self.fetcher, selector=source.selector)
        for sentence in listing.notices:
            self.tell(f"{source.name}: {sentence}")
        await self._note(self.collection.name, Part(read=self.day.now), listing.entries)

    async def _note(self, name: str, part: Part, named: Iterable[Named]) -> None:
        """Keep all that a list names; beside, for it may be long, the screen is looked after."""
        misfits = _Misfits()
        kept = misfits.without(named, self.day)
        stories = await asyncio.to_thread(self.worklist.note, self.number, name, part, kept)
        self.stories += stories
        if misfits.count:
            some = ", ".join(misfits.first)
            more = f" and {misfits.count - NAMED} more" if misfits.count > NAMED else ""
            self.tell(f"{bare(name)}: left out is what is no address: {some}{more}.")
        if not stories and not self.worklist.further(self.number, name):
            message = f"{bare(name)} names no story."
            raise ArticleNotFound(message, hint="Open it, and see what it lists.")


@dataclass(slots=True)
class _Misfits:
    """What is listed and is no address: how often, and the first of it."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def without(self, named: Iterable[Named], day: Day) -> Iterator[Entry | tuple[str, datetime | None]]:
        """Yield what is left, each story with its time as it is told here, and none that is yet to come."""
        for one in named:
            match one:
                case Misfit(text):
                    self.count += 1
                    if len(self.first) < NAMED:
                        self.first.append(text[:_SHOWN])
                case Further(url, changed):
                    yield url, changed
                case entry:
                    time = entry.published and day.dated(entry.published)
                    is_past = time is not None and day.age(time) >= 0
                    yield replace(entry, published=time if is_past else None)


def _is_quiet(known: Part, changed: datetime | None) -> bool:
    """Tell whether by the list above one is what it was, and had long been so when it was read."""
    return bool(changed and known.changed == changed and known.read and known.read - changed >= QUIET)


def _local(location: str) -> Iterator[Named]:
    """Yield what a file, a pipe or standard input names; UsageError where there is nothing to read."""
    if location == STANDARD_INPUT:
        if sys.stdin is None or sys.stdin.isatty():
            message = "There is nothing on standard input to read."
            raise UsageError(message, hint="Pipe addresses into it, one a line.")
        yield from _in_file(sys.stdin.buffer, "file:///dev/stdin")
        return
    path = Path(location).absolute()
    try:
        with path.open("rb") as file:
            yield from _in_file(file, path.as_uri())
    except OSError as error:
        message = f"{location} cannot be read: {error.strerror or error}."
        raise UsageError(message, hint="Check its name and permissions.") from error


def _in_file(file: BinaryIO, url: str) -> Iterator[Named]:
    """Yield what a list names, be it in markup, which is held as a whole, or in lines."""
    begin = file.readline(_BEGIN)
    is_markup = begin.removeprefix(_BOM).lstrip().startswith(b"<")
    if not (is_markup or begin.startswith((_GZIP, *UTF16)) or not begin.strip()):
        yield from each_line(chain([begin], iter(partial(file.readline, _LONGEST_LINE), b"")))
        return
    data = begin + file.read(LISTING.max_bytes)
    if len(data) > LISTING.max_bytes:
        message = f"{bare(url)} is larger than any sitemap."
        raise ArticleNotFound(message, hint="Give its addresses, one a line.")
    yield from each_in(Page(url, data))
