"""The show put where others find it: what has changed and nothing else, and the feeds last of all.

Nobody may see a feed that names what is not there. So the feeds are read before the shelf is looked
through, and sent when all else has arrived; what is no longer needed goes at the very end. What was
sent is noted at the destination, also on the way, so that the next run goes on from there.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from pathlib import Path, PurePosixPath

import msgspec

from tts.catalog.card import Card
from tts.destination import Destination, Folder, open_destination
from tts.episode_files.shelf import ENDINGS
from tts.errors import OutputError, UsageError
from tts.feed.addresses import COVER, FEED, INDEX, sound_path
from tts.feed.write import write_feeds
from tts.model.settings import Settings, ShowSettings
from tts.publication.public_files import facts_of, is_feed, public_files
from tts.site import pages

LEDGER = ".ting-published.json"
"""The file at the destination where it is noted what was sent there."""

SPOKEN = frozenset({ENDINGS.mp3, ENDINGS.chapters, ENDINGS.vtt, ENDINGS.srt, ENDINGS.transcript})
"""The sound, and what podcast apps show in step with it."""

WRITTEN = frozenset({ENDINGS.txt, ENDINGS.md, ENDINGS.lrc})
"""The articles to read without the sound: for those whose texts they are."""

BATCH = 40
"""So many files at least are sent between two notes of what was; a killed run sends as many once more.

Where a tenth of what is there is more, it is a tenth: what the notes cost stays in proportion.
"""

_MADE_HERE = b'<meta name="generator" content="tingxinwen">'
"""What every page of ours says of itself."""

_ARCHIVE = re.compile(r"-\d{4}-W\d\d\.xml")

Notify = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file to be published. Its `mark` changes when its content does, and perhaps without."""

    path: str
    mark: str
    content: Path | Callable[[], bytes]

    @property
    def stage(self) -> int:
        """When it is sent: sounds, pages, the index, archives of feeds, feeds, the show's own feed."""
        if is_feed(self.path):
            return 3 if _is_archive(self.path) else 5 if self.path == FEED else 4
        if self.path == INDEX:
            return 2
        return 1 if self.path.endswith(".html") else 0


class Sent(msgspec.Struct, frozen=True, array_like=True):
    """What is noted of a file that is at the destination."""

    size: int
    mark: str
    digest: str


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did, or would do; `stale` was sent once, belongs to the show no more, and is still there."""

    sent: tuple[str, ...]
    sent_bytes: int
    unchanged: int
    removed: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def feeds(self) -> tuple[str, ...]:
        """The feeds to subscribe to that were sent."""
        return tuple(path for path in self.sent if is_feed(path) and not _is_archive(path))


def open_place(where: str, output: Path, show: ShowSettings) -> Destination:
    """Return the place that the show of an output folder is published to: below its secret, if it has one.

    Raises UsageError when the show has no address yet, or the place will not do.
    """
    if not show.url:
        message = "The show has no address, and its feeds must name one."
        raise UsageError(message, hint=f'Set [show] url to where {where} is found: "https://…/".')
    place = open_destination(where, show.secret, facts_of)
    if isinstance(place, Folder) and _real(place.root).is_relative_to(_real(output)):
        message = f"{where} is in the folder of the show itself."
        raise UsageError(message, hint="Publish to a folder outside of it.")
    return place


def _real(path: Path) -> Path:
    """Return the path without links; `Path.resolve` raises for one that leads to itself."""
    return Path(os.path.realpath(path))


def publish(
    parcels: Sequence[Parcel], place: Destination, *, delete: bool = False, dry_run: bool = False
) -> Published:
    """Send what is not at the place as it is now, stage after stage, and return what was done.

    With `delete` what an earlier run sent, and is none of these, is removed. Raises UsageError when the
    place has a front page of somebody else, and NetworkError or OutputError when it fails: then the feeds
    that were there still are.
    """
    run = _Run(place, dry_run=dry_run)
    run.respect_others()
    try:
        for _stage, group in groupby(parcels, key=lambda parcel: parcel.stage):
            run.send(group)
    finally:
        run.note()
    stale = run.stale(parcels)
    if delete and stale:
        run.remove(stale)
    return Published(
        sent=tuple(path for path, _size in run.sent),
        sent_bytes=sum(size for _path, size in run.sent),
        unchanged=len(parcels) - len(run.sent),
        removed=stale if delete else (),
        stale=() if delete else stale,
    )


def offered(output: Path, settings: Settings, cards: Sequence[Card], notify: Notify) -> list[Parcel]:
    """Return all that is to be published of a show, in the order in which it is sent.

    That is the feeds, written anew with the show's address, the pages, and what podcast apps ask for;
    the articles to read, only if the settings say so. Raises UsageError when there is no episode.
    """
    write_feeds(output, settings, cards, notify)
    feeds = [*output.glob("feed*.xml"), *output.glob("feeds/*.xml")]
    parcels = [_feed(path.relative_to(output).as_posix(), path) for path in feeds]
    show_text = bool(settings.show.show_text)
    parcels += _sounds(output, {card.slug for card in cards}, show_text=show_text)
    there = {parcel.path for parcel in parcels}
    told = [card for card in cards if sound_path(card) in there]
    if not told:
        message = f"There is no episode in {output}."
        raise UsageError(message, hint="Make one first: ting daily, or ting read SOURCE.")
    site = pages(settings, told, show_text=show_text)
    parcels += [Parcel(page.path, page.mark, page.render) for page in site]
    return sorted(parcels, key=lambda parcel: parcel.stage)


def _is_archive(path: str) -> bool:
    return bool(_ARCHIVE.search(path))


def _feed(path: str, file: Path) -> Parcel:
    """Return a feed as it is now: kept in mind, or if it is one of hundreds of archives, only its digest."""
    content = file.read_bytes()
    digest = _measured(content)[1]
    return Parcel(path, digest, partial(_as_it_was, file, digest) if _is_archive(path) else lambda: content)


def _as_it_was(file: Path, digest: str) -> bytes:
    content = file.read_bytes()
    if _measured(content)[1] != digest:
        raise FileNotFoundError(file)
    return content


def _sounds(output: Path, slugs: set[str], *, show_text: bool) -> Iterator[Parcel]:
    """Yield the files of the episodes that are for others, and the cover."""
    endings = SPOKEN | WRITTEN if show_text else SPOKEN
    for path, state in public_files(output):
        slug, _dot, ending = PurePosixPath(path).name.partition(".")
        if path == COVER or (slug in slugs and f".{ending}" in endings):
            yield Parcel(path, f"{state.st_size}-{state.st_mtime_ns}", output / path)


class _Run:
    """One run: what is known to be there, and what it adds."""

    def __init__(self, place: Destination, *, dry_run: bool) -> None:
        self._place = place
        self._dry_run = dry_run
        self._known = _ledger(place.read(LEDGER))
        self._there = place.sizes()
        self._unnoted = 0
        self.sent: list[tuple[str, int]] = []

    def respect_others(self) -> None:
        """Return when the front page that is there, if any, was made by this program."""
        unknown = INDEX in self._there and INDEX not in self._known
        if unknown and _MADE_HERE not in (self._place.read(INDEX) or b""):
            message = f"There is another site: its {INDEX} was not made by ting."
            raise UsageError(message, hint="Choose a folder for the show alone, or move that file away.")

    def send(self, parcels: Iterator[Parcel]) -> None:
        """Send those that are not there as they are now, and return when all have arrived."""
        with ThreadPoolExecutor(self._place.at_once) as hands:
            while batch := list(islice(parcels, BATCH)):
                list(hands.map(self._send, batch))
                if self._unnoted >= max(BATCH, len(self._known) // 10):
                    self.note()

    def stale(self, parcels: Sequence[Parcel]) -> tuple[str, ...]:
        """Return what an earlier run sent that is none of these, and is still there."""
        wanted = {parcel.path for parcel in parcels}
        return tuple(sorted(path for path in self._known if path not in wanted and path in self._there))

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files, and the notes of them."""
        if self._dry_run:
            return
        self._place.remove(paths)
        for path in paths:
            del self._known[path]
        self._unnoted += len(paths)
        self.note()

    def note(self) -> None:
        """Keep at the destination what is there, when that has changed."""
        if self._unnoted and not self._dry_run:
            self._place.put(LEDGER, msgspec.json.encode(self._known, order="sorted"))
        self._unnoted = 0

    def _send(self, parcel: Parcel) -> None:
        known = self._known.get(parcel.path)
        if known and self._there.get(parcel.path) != known.size:
            known = None
        if known and known.mark == parcel.mark:
            return
        try:
            content = parcel.content if isinstance(parcel.content, Path) else parcel.content()
            size, digest = _measured(content)
            if known is None or known.digest != digest:
                if not self._dry_run:
                    self._place.put(parcel.path, content)
                self.sent.append((parcel.path, size))
        except FileNotFoundError as error:
            message = f"{parcel.path} is gone: the show was changed while it was published."
            raise OutputError(message, hint="Run ting publish again.") from error
        self._known[parcel.path] = Sent(size, parcel.mark, digest)
        self._unnoted += 1


def _ledger(noted: bytes | None) -> dict[str, Sent]:
    """Return what is noted; without a note that can be read, all is sent again."""
    with suppress(msgspec.DecodeError):
        return msgspec.json.decode(noted or b"{}", type=dict[str, Sent])
    return {}


def _measured(content: Path | bytes) -> tuple[int, str]:
    """Return the size and the digest of a content."""
    if isinstance(content, Path):
        with content.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            return file.tell(), digest.hexdigest()
    return len(content), hashlib.sha256(content).hexdigest()
