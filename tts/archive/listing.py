"""Listing: all that a collection names, and the lists that it leads to, noted on the worklist."""

import asyncio
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urldefrag

from tts.archive.collection import Collection
from tts.archive.hosts import Hosts
from tts.archive.report import NAMED
from tts.catalog.worklist import Part, Worklist
from tts.daily.day import Day
from tts.errors import ArticleNotFound, NetworkError, TingError, border
from tts.model.address import bare, host_of
from tts.sources.entry import Entry
from tts.sources.fetch import Fetcher
from tts.sources.listing import read_listing
from tts.sources.load import STANDARD_INPUT, read_file, read_stream
from tts.sources.long_list import Further, Misfit, Named, each_in, each_line
from tts.sources.page import LISTING, Page

MOST_LISTS = 50_000
"""So many sitemaps an index may name: https://www.sitemaps.org/protocol.html#index."""

DEEPEST = 5
"""An index of indexes is against that page, and there are some; one below five others leads nowhere."""

QUIET = timedelta(days=1)
"""A list that has been the same for so long when it was read is believed to be what it was."""

_SHOWN = 80  # characters of a line in a sentence
_BEGIN = 1_000
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
                address = urldefrag(url).url
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
            self.tell(f"{bare(name)}: lines that are no addresses are left out: {some}{more}.")
        if not stories and not self.worklist.further(self.number, name):
            message = f"{bare(name)} names no story."
            raise ArticleNotFound(message, hint="Open it, and see what it lists.")


@dataclass(slots=True)
class _Misfits:
    """The lines that are no addresses: how many, and the first of them."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def without(self, named: Iterable[Named], day: Day) -> Iterator[Entry | tuple[str, datetime | None]]:
        """Yield what is left, each story with its time as it is told here."""
        for one in named:
            match one:
                case Misfit(line):
                    self.count += 1
                    if len(self.first) < NAMED:
                        self.first.append(line[:_SHOWN])
                case Further(url, changed):
                    yield url, changed
                case entry:
                    time = entry.published
                    yield replace(entry, published=day.dated(time)) if time else entry


def _is_quiet(known: Part, changed: datetime | None) -> bool:
    """Tell whether by the list above one is what it was, and had long been so when it was read."""
    return bool(changed and known.changed == changed and known.read and known.read - changed >= QUIET)


def _local(location: str) -> Iterator[Named]:
    """Yield what a file or standard input names."""
    if location == STANDARD_INPUT:
        data = read_stream(sys.stdin).data
        yield from each_in(Page("file:///dev/stdin", data))
        return
    path = Path(location)
    with path.open("rb") as file:
        begin = file.read(_BEGIN)
        if begin.startswith(_GZIP) or begin.lstrip().removeprefix(_BOM).lstrip().startswith(b"<"):
            yield from each_in(Page(path.absolute().as_uri(), read_file(path, location).data))
        else:
            file.seek(0)
            yield from each_line(file)
