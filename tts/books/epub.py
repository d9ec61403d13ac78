"""An EPUB 3 whose text follows the voice: each sentence is lit while it is spoken.

Forms: https://www.w3.org/TR/epub-33/ (package, 5; navigation, 7; media overlays, 9).
"""

import datetime as dt
import re
import shutil
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2

from tts.books.outline import Entry, Part, contents, parts
from tts.books.sound import open_sound
from tts.episode_files import credit
from tts.episode_files.front_cover import front
from tts.episode_files.tag_reader import Picture, front_cover
from tts.feed.addresses import web
from tts.feed.xml_text import legal, one_legal_line
from tts.model.episode import Episode, Source
from tts.printable import one_line

SOUND = "sound.mp3"
MIMETYPE = "application/epub+zip"

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""No file of the book tells when it was written: the same episode makes the same bytes."""

READABLE = 0o100644 << 16

NAMESPACE = uuid.UUID("4b1f3a0e-6f0c-5c5e-9a53-0d7a3b6d2f11")
"""Of books: an episode's guid names one in it."""

LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{2,8})*+")
"""A tag that readers take (RFC 5646); anything else is a slip of a page's."""

CHINESE = "zh-Hant"

ENDINGS = {"image/jpeg": "cover.jpg", "image/png": "cover.png"}


@dataclass(frozen=True, slots=True)
class Book:
    """All that the templates show; texts are as they were found."""

    identifier: str
    title: str
    language: str
    authors: tuple[str, ...]
    narrators: tuple[str, ...]
    publisher: str
    show: str
    date: str
    modified: str
    sources: tuple[str, ...]
    description: str
    made_by: str
    parts: tuple[Part, ...]
    contents: tuple[Entry, ...]
    cover: str
    cover_type: str
    sound: str = SOUND

    @property
    def duration_ms(self) -> int:
        """How long the sentences of all parts sound."""
        return sum(part.duration_ms for part in self.parts)


def write(episode: Episode, target: Path) -> None:
    """Write the episode's book; its files are absolute paths. The same episode makes the same bytes.

    Raises a TingError when its sound is missing or cut off, or has no sentences; OSError when the disk is
    full.
    """
    picture = front_cover(Path(episode.files.mp3)) or Picture("image/jpeg", front(None))
    book = _book(episode, picture.mime)
    with open_sound(episode) as sound, zipfile.ZipFile(target, "w") as archive:
        _add(archive, "mimetype", MIMETYPE)  # first, and stored: readers look for it at its place
        for name, text in _texts(book):
            _add(archive, name, text)
        _add(archive, f"EPUB/{book.cover}", picture.data)
        entry = _entry(f"EPUB/{SOUND}")
        entry.file_size = Path(episode.files.mp3).stat().st_size  # decides whether it is one of over 2 GB
        with archive.open(entry, "w") as copy:
            shutil.copyfileobj(sound, copy)


def _add(archive: zipfile.ZipFile, name: str, data: str | bytes) -> None:
    archive.writestr(_entry(name), data)


def _entry(name: str) -> zipfile.ZipInfo:
    """Return a file's entry; nothing is packed, for the sound is already, and packers differ."""
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.create_system, entry.external_attr = 3, READABLE  # the same on every system
    return entry


def _book(episode: Episode, cover_type: str) -> Book:
    found = parts(episode)
    return Book(
        identifier=f"urn:uuid:{uuid.uuid5(NAMESPACE, episode.guid)}",
        title=_named(episode.title, episode.slug),
        language=episode.language if LANGUAGE.fullmatch(episode.language) else CHINESE,
        authors=_names(credit.authors(episode)),
        narrators=_names(credit.narrators(episode)),
        publisher=_named(credit.publishers(episode), credit.SHOW),
        show=one_legal_line(episode.imprint.show),
        date=_date(episode).isoformat(),
        modified=f"{episode.issued.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z",
        sources=tuple(dict.fromkeys(filter(None, (web(source.url) for source in episode.articles)))),
        description=credit.comment(episode),
        made_by=credit.made_by(episode),
        parts=found,
        contents=contents(episode, found),
        cover=ENDINGS[cover_type],
        cover_type=cover_type,
    )


def _names(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in map(one_legal_line, found) if name)


def _date(episode: Episode) -> dt.date:
    """Return the day an article was published, as its paper has it; a digest's is its own."""
    published = episode.articles[0].published if len(episode.articles) == 1 else None
    return published.date() if published else episode.date


def _texts(book: Book) -> Iterator[tuple[str, str]]:
    yield "META-INF/container.xml", _rendered("container.xml")
    yield "EPUB/package.opf", _rendered("package.opf", book=book)
    yield "EPUB/nav.xhtml", _rendered("nav.xhtml", book=book)
    yield "EPUB/style.css", _rendered("style.css")
    for part in book.parts:
        known = {"credit": _credited(part.source), "link": part.source and web(part.source.url)}
        last = part is book.parts[-1]
        yield f"EPUB/{part.name}.xhtml", _rendered("part.xhtml", book=book, part=part, last=last, **known)
        yield f"EPUB/{part.name}.smil", _rendered("overlay.smil", book=book, part=part)


def _credited(source: Source | None) -> str:
    """Return whose a story is, of which day, and where it is found."""
    if source is None:
        return ""
    day = source.published.date().isoformat() if source.published else None
    known = [one_legal_line(one) for one in (source.publisher, credit.byline(source), day) if one]
    return " · ".join(filter(None, known)) or web(source.url)


def clock(moment_ms: int) -> str:
    """Return the time as a full clock value (https://www.w3.org/TR/epub-33/#sec-clock-values)."""
    seconds, milliseconds = divmod(moment_ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds:03}"


def _named(title: str, otherwise: str) -> str:
    """Return a name in one line; where none of it can be shown, another one."""
    return one_legal_line(title) or otherwise


def _rendered(template: str, **shown: object) -> str:
    return _templates().get_template(template).render(shown).lstrip()


def _finished(value: object) -> object:
    """Return what is to be shown, without the characters that no XML may hold."""
    return legal(one_line(value)) if type(value) is str else value


@cache
def _templates() -> jinja2.Environment:
    """Return the templates; whatever they show is escaped, and what is missing is an error."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("tts.books"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(clock=clock, named=_named)
    return environment
