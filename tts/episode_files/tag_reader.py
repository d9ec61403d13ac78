"""What an MP3's tags tell a player, and what in them would make one trip. Any file, by whomever."""

# mypy: allow-untyped-calls
# (mutagen's annotations leave its methods out)

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from mutagen import MutagenError, apev2, id3

from tts.episode_files.picture import size_of
from tts.model.episode import Chapter

LARGEST_COVER = 512_000
"""Of directories; players that load covers while playing stumble over more (Apple's podcast requirements)."""

LOST_WITH = 127
"""FFmpeg 5.1 to 9.0 loses a chapter of ID3v2.4 when one of its sub-frames is longer."""

TOLERANCE_MS = 50
"""Chapters may end so long before or after the sound."""

LENGTH_TOLERANCE_MS = 1000
"""A tag's TLEN may be so far off: it is often of the sound before encoding, or in whole seconds."""

SHOWN = 20
"""Letters of a text that a sentence quotes."""

LINKS = ("WOAF", "WOAS", "WOAR", "WORS", "WPUB", "WCOM", "WCOP", "WPAY", "WXXX")

ENCODINGS = ("utf-8", "big5", "gb18030")
"""What Chinese programs have written into frames that say Latin-1."""

MOSTLY = 0.5

PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8": "image/jpeg"}
SAME_AS = {"image/jpg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture in the tags; `width` and `height` are 0 when it cannot be read.

    `mime` is what its frame says, `kind` what its data are, as far as players show that.
    """

    mime: str
    bytes: int
    width: int
    height: int
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What the tags hold; `version` is empty where there are none, `broken` says that one cannot be read.

    `texts` are the free ones, `links` the addresses by the names of their frames, `ape` what an APEv2 tag
    holds. `lines` counts those of the words, `timed` those with times. `chapters` stand as they lie in the
    file; `listed` says that a table of contents lists them all; `longest_inner` is the length of the longest
    frame inside a chapter. `misread` are texts as players show them and as they were meant.
    """

    version: str
    broken: bool = False
    bytes: int = 0
    title: str | None = None
    artist: str | None = None
    album: str | None = None
    track: str | None = None
    genre: str | None = None
    date: str | None = None
    language: str | None = None
    comment: str | None = None
    length_ms: int | None = None
    texts: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    ape: tuple[tuple[str, str], ...] = ()
    lines: int = 0
    timed: int = 0
    cover: Cover | None = None
    chapters: tuple[Chapter, ...] = ()
    pictures: tuple[Cover, ...] = ()
    listed: bool = False
    longest_inner: int = 0
    misread: tuple[tuple[str, str], ...] = ()


def contents(path: Path) -> Contents:
    """Return what the file's tags hold; a tag that cannot be read counts as none."""
    try:
        tags = id3.ID3(path, translate=False)
    except id3.ID3NoHeaderError:
        return Contents("", ape=_ape(path))
    except (MutagenError, OSError, ValueError):
        return Contents("", broken=True, ape=_ape(path))
    chapters: list[Any] = tags.getall("CHAP")
    listed = {name for table in tags.getall("CTOC") for name in table.child_element_ids}
    covers = sorted(tags.getall("APIC"), key=lambda frame: bool(frame.type != id3.PictureType.COVER_FRONT))
    length = _text(tags, "TLEN")
    return Contents(
        version=".".join(map(str, tags.version[:2])),
        bytes=tags.size,
        title=_text(tags, "TIT2"),
        artist=_text(tags, "TPE1"),
        album=_text(tags, "TALB"),
        track=_text(tags, "TRCK"),
        genre=next((genre for frame in tags.getall("TCON") for genre in frame.genres), None),
        date=_text(tags, "TDRC") or _day(tags),
        language=_text(tags, "TLAN"),
        comment=_comment(tags),
        length_ms=int(length) if length and length.isdecimal() else None,
        texts=tuple((frame.desc, str(frame)) for frame in tags.getall("TXXX")),
        links=tuple((name, str(frame.url)) for name in LINKS for frame in tags.getall(name)),
        ape=_ape(path),
        lines=sum(len(str(words).split("\n")) for words in tags.getall("USLT")),
        timed=sum(len(words.text) for words in tags.getall("SYLT")),
        cover=_cover(covers[0]) if covers else None,
        chapters=tuple(map(_chapter, chapters)),
        pictures=tuple(_cover(found) for chapter in chapters for found in chapter.sub_frames.getall("APIC")),
        listed={chapter.element_id for chapter in chapters} <= listed,
        longest_inner=max((_length(inner) for c in chapters for inner in c.sub_frames.values()), default=0),
        misread=tuple(_misread(tags)),
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a kind that players show, with its bytes."""

    mime: str
    data: bytes


def front_cover(path: Path) -> Picture | None:
    """Return the cover in an MP3, the front one before others; None where there is none that can be shown."""
    try:
        covers: list[Any] = id3.ID3(path, translate=False).getall("APIC")
    except (MutagenError, OSError, ValueError):
        return None
    covers.sort(key=lambda frame: bool(frame.type != id3.PictureType.COVER_FRONT))
    for data in (frame.data for frame in covers):
        kind = next((kind for mark, kind in PICTURES.items() if data.startswith(mark)), None)
        if kind and size_of(data)[0]:
            return Picture(kind, data)
    return None


def _ape(path: Path) -> tuple[tuple[str, str], ...]:
    try:
        return tuple((name, str(value)) for name, value in apev2.APEv2(path).items())
    except (MutagenError, OSError, ValueError):
        return ()


def _text(tags: id3.ID3, name: str) -> str | None:
    frames = tags.getall(name)
    return str(frames[0]) or None if frames else None


def _comment(tags: id3.ID3) -> str | None:
    """Return the comment that players show: the one without a name, before those that programs made."""
    comments = sorted(tags.getall("COMM"), key=lambda frame: bool(frame.desc))
    return next((str(comment) for comment in comments), None)


def _day(tags: id3.ID3) -> str | None:
    year, day = _text(tags, "TYER"), _text(tags, "TDAT")
    return f"{year}-{day[2:]}-{day[:2]}" if year and day else year


def _misread(tags: id3.ID3) -> Iterator[tuple[str, str]]:
    """Yield texts that are said to be Latin-1 and are Chinese, as they are shown and as they were meant."""
    for frame in tags.values():
        shown = str(frame) if getattr(frame, "encoding", None) == id3.Encoding.LATIN1 else ""
        if sum(character > "\x7f" for character in shown) >= MOSTLY * len(shown) > 0:
            for encoding in ENCODINGS:
                with suppress(UnicodeError):
                    yield shown, shown.encode("latin-1").decode(encoding)
                    break


def _cover(frame: Any) -> Cover:  # noqa: ANN401 (mutagen's frames have no common type)
    kind = next((kind for mark, kind in PICTURES.items() if frame.data.startswith(mark)), None)
    return Cover(frame.mime, len(frame.data), *size_of(frame.data), kind)


def _chapter(frame: Any) -> Chapter:  # noqa: ANN401 (as above)
    inner = frame.sub_frames
    link = next((str(found.url) for found in inner.getall("WXXX")), None)
    image = next((str(found.mime) for found in inner.getall("APIC")), None)
    return Chapter(frame.start_time, frame.end_time, _text(inner, "TIT2") or "", link, image)


def _length(frame: id3.Frame) -> int:
    data = getattr(frame, "data", b"")
    return len(data) or 2 * len(str(frame))


def faults(found: Contents, duration_ms: int) -> Iterator[str]:
    """Yield, in a sentence each, what of the tags a player would trip over."""
    if found.broken:
        yield "The ID3 tag cannot be read: players show the file's name."
        return
    if not found.version:
        instead = ", only an APEv2 one" if found.ape else ""
        yield f"There is no ID3v2 tag{instead}: players show the file's name."
        return
    if found.version.startswith("1"):
        yield "There is only an ID3v1 tag: names end after 30 letters, and Chinese comes out as nonsense."
    named = {"title (TIT2)": found.title, "artist (TPE1)": found.artist, "album (TALB)": found.album}
    if missing := [name for name, value in named.items() if not value]:
        yield f"The tags have no {', no '.join(missing)}."
    for shown, meant in found.misread:
        yield f"Chinese is called Latin-1: players show “{_short(shown)}” for “{_short(meant)}”."
    if found.length_ms is not None and abs(found.length_ms - duration_ms) > LENGTH_TOLERANCE_MS:
        yield f"The tags say {found.length_ms / 1000:.2f} s (TLEN), but it plays {duration_ms / 1000:.2f} s."
    if found.cover:
        yield from _cover_faults(found.cover)
    if found.chapters:
        yield from _chapter_faults(found, duration_ms)


def _cover_faults(cover: Cover) -> Iterator[str]:
    if not cover.width:
        yield f"The cover ({cover.mime}) cannot be read."
    elif cover.kind is None:
        yield f"The cover is {cover.mime}: players show JPEG and PNG."
    elif SAME_AS.get(cover.mime, cover.mime) != cover.kind:
        yield f"The cover is called {cover.mime or 'nothing'}, but it is {cover.kind}."
    if cover.bytes > LARGEST_COVER:
        yield f"The cover has {cover.bytes // 1000} kB: more than {LARGEST_COVER // 1000} is too large."


def _chapter_faults(found: Contents, duration_ms: int) -> Iterator[str]:
    chapters = found.chapters
    if found.version == "2.4" and found.longest_inner > LOST_WITH:
        yield "Chapters of ID3v2.4 with pictures or long titles are lost in FFmpeg's players: write 2.3."
    starts = [chapter.start_ms for chapter in chapters]
    if starts != sorted(starts):
        yield "The chapters do not lie in the order of time: players list them shuffled."
    ordered = sorted(chapters, key=lambda chapter: chapter.start_ms)
    yield from _seams(ordered)
    if any(chapter.end_ms <= chapter.start_ms for chapter in chapters):
        yield "A chapter ends before it begins."
    if any(not chapter.title for chapter in chapters):
        yield "A chapter has no title."
    if any(not picture.width for picture in found.pictures):
        yield "A chapter's picture cannot be read."
    if ordered[-1].end_ms > duration_ms + TOLERANCE_MS:
        yield f"The last chapter ends {ordered[-1].end_ms - duration_ms} ms after the sound."
    if not found.listed:
        yield "No table of contents (CTOC) lists all chapters: some players show none."


def _seams(ordered: Sequence[Chapter]) -> Iterator[str]:
    """Yield the first place where a chapter's end is not the next one's start, and how many follow."""
    gaps = [(number, b.start_ms - a.end_ms) for number, (a, b) in enumerate(pairwise(ordered), 1)]
    apart = [(number, gap_ms) for number, gap_ms in gaps if gap_ms]
    if apart:
        number, gap_ms = apart[0]
        what = "a gap" if gap_ms > 0 else "an overlap"
        more = f", and in {len(apart) - 1} more places something like it" if apart[1:] else ""
        yield f"Between chapters {number} and {number + 1} there is {what} of {abs(gap_ms)} ms{more}."


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
