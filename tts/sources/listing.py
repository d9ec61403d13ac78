"""The listing: what a configured source tells of its stories, wherever and however it lists them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Literal

from tts.errors import ArticleNotFound, TingError, UsageError, border
from tts.model.address import bare
from tts.sources import collection, mailbox
from tts.sources.entry import Entry
from tts.sources.feeds import MAX_ENTRIES, newest_first, plain_title, read_feed, read_section, read_sitemap
from tts.sources.fetch import Fetcher
from tts.sources.load import LETTERS, read_file
from tts.sources.page import LISTING, Page, Validators
from tts.sources.part import MARK, Part
from tts.sources.services import read_service
from tts.sources.subscription import TOKEN_HEADERS

Kind = Literal["feed", "sitemap", "page", "folder", "url", "miniflux", "readeck", "karakeep", "wallabag"]

MAX_SITEMAPS = 5
"""Of an index, so many are read, the newest first: a paper has one a day, or one for each section."""

NAMED = 5
"""So many of the files that are left out a notice names."""

SAVED = frozenset({".html", ".htm", ".txt", ".pdf", ".epub", ".mbox", *LETTERS})
"""How the files of a folder are called that are read."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source lists, the newest first if it says.

    When `not_modified`, it lists what it listed before, and `entries` is empty. `notices` say what of
    it could not be read.
    """

    entries: tuple[Entry, ...]
    validators: Validators | None = None
    not_modified: bool = False
    notices: tuple[str, ...] = ()


async def read_listing(
    kind: Kind,
    location: str,
    fetcher: Fetcher,
    *,
    selector: str | None = None,
    validators: Validators | None = None,
) -> Listing:
    """Return what a source lists; `validators` are those of an earlier listing.

    A service of the reader's own, as Miniflux is one, lists what it has for the subscription on the ring.

    Raises what `Fetcher.fetch` raises, UsageError where a folder or file is not there, and
    ArticleNotFound where what is there lists nothing.
    """
    if kind == "url":
        fetcher.ring.learn(location)
        return Listing((Entry(bare(location)),))
    if kind == "folder":
        place = Path(location)
        return _letters(place) if mailbox.is_mailbox(place) else _saved(place)
    if kind in TOKEN_HEADERS:
        return Listing(await read_service(kind, location, fetcher))
    return await _listed(kind, await _read(location, fetcher, validators), fetcher, selector)


async def _listed(kind: Kind, page: Page, fetcher: Fetcher, selector: str | None) -> Listing:
    if page.not_modified:
        return Listing((), page.validators, not_modified=True)
    try:
        match kind:
            case "feed":
                return Listing(read_feed(page), page.validators)
            case "page":
                return Listing(read_section(page, selector), page.validators)
            case _:
                return await _through_sitemaps(page, fetcher)
    except ArticleNotFound as error:
        if not page.renewal:
            raise
        raise ArticleNotFound(error.message, hint=f"{error.hint.rstrip('.')}. {page.renewal}") from error


async def _read(location: str, fetcher: Fetcher, validators: Validators | None) -> Page:
    if "://" in location:
        return await fetcher.fetch(location, validators, LISTING)
    return _saved_page(Path(location))


async def _through_sitemaps(page: Page, fetcher: Fetcher) -> Listing:
    """Return what a sitemap lists, or what those list that it is the index of.

    An index may stay as it is while they change, so that its validators are not worth keeping.
    """
    sitemap = read_sitemap(page)
    if not sitemap.sitemaps:
        return Listing(sitemap.entries, page.validators)
    entries: list[Entry] = list(sitemap.entries)
    notices: list[str] = []
    for address in sitemap.sitemaps[:MAX_SITEMAPS]:
        try:
            with border("reading a sitemap of the index"):
                entries += read_sitemap(await fetcher.fetch(address, wanted=LISTING)).entries
        except TingError as error:
            notices.append(str(error))
    return Listing(tuple(newest_first(entries)[:MAX_ENTRIES]), notices=tuple(notices))


def _saved_page(file: Path) -> Page:
    return Page(file.absolute().as_uri(), read_file(file, str(file)).data)


def leads_out(path: Path) -> bool:
    """Tell whether what a folder has under this name is a link to what is not in it.

    Who may write to a folder that others share must not have a file of its owner's read out.
    """
    try:
        return not path.resolve().is_relative_to(path.parent.resolve())
    except (OSError, RuntimeError):  # links that run in a circle
        return True


def _saved(folder: Path) -> Listing:
    """Return the texts of a folder's files, those saved last first; folders in it are left alone."""
    if not _is_folder(folder):
        message = f"There is no folder {folder}."
        raise UsageError(message, hint="Make it and save pages in it, or correct the source's location.")
    try:
        paths = [path for path in folder.iterdir() if _is_text(path.name)]
    except OSError as error:
        message = f"The folder {folder} cannot be read: {error.strerror or error}."
        raise UsageError(message, hint="Check its permissions.") from error
    dated = [(saved, path) for path in paths if (saved := _saved_at(path))]
    dated.sort(key=lambda entry: (-entry[0].timestamp(), entry[1].name))
    out = {path for _saved_then, path in dated if leads_out(path)}
    entries: list[Entry] = []
    notices = list(_of_links(out))
    for saved, path in dated:
        if path not in out and len(entries) < MAX_ENTRIES:
            try:
                entries += _texts_of(path, saved)
            except TingError as error:
                notices.append(str(error))
    return Listing(tuple(entries[:MAX_ENTRIES]), notices=tuple(notices))


def _is_text(name: str) -> bool:
    """Tell whether a name is one of a text; hidden files, which macOS sets beside others, are none."""
    return not name.startswith(".") and PurePath(name).suffix.lower() in SAVED


def _texts_of(path: Path, saved: datetime) -> list[Entry]:
    """Return the entry of a saved file; of a book one for each chapter, of an mbox one for each letter."""
    place = path.absolute()
    if not collection.is_collection(place):
        return [Entry(str(place), path.stem, saved)]
    with border("reading the book or mailbox"):
        return [_entry(place, part, saved) for part in collection.parts_of(place)]


def _letters(place: Path) -> Listing:
    """Return the letters of a mailbox."""
    whole = place.absolute()
    return Listing(tuple(_entry(whole, part) for part in collection.parts_of(whole)))


def _entry(place: Path, part: Part, saved: datetime | None = None) -> Entry:
    return Entry(f"{place}{MARK}{part.name}", plain_title(part.title), part.published or saved)


def _of_links(out: set[Path]) -> Iterator[str]:
    """Yield the sentence on the links that are left out, if there are any."""
    names = sorted(path.name for path in out)
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    if names:
        yield f"Links that lead out of the folder are not followed: {', '.join(names[:NAMED])}{more}."


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that no folder can have
        return False


def _saved_at(path: Path) -> datetime | None:
    """Return when a file was saved; None for what is none, or is there no more."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) if path.is_file() else None
    except (OSError, OverflowError, ValueError):
        return None
