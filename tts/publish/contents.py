"""What an MP3's tags tell a player, and what in them would make one trip. Any file, by whomever."""

# mypy: allow-untyped-calls
# (mutagen's annotations leave its methods out)

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from mutagen import MutagenError, id3

from tts.episode import Chapter
from tts.publish.picture import size_of

LARGEST_COVER = 512_000
"""Of directories; players that load covers while playing stumble over more (Apple's podcast requirements)."""

LOST_WITH = 127
"""FFmpeg 5.1 to 9.0 loses a chapter of ID3v2.4 when one of its sub-frames is longer."""

TOLERANCE_MS = 50
"""Chapters may end so long before or after the sound."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture in the tags; `width` and `height` are 0 when it cannot be read."""

    mime: str
    bytes: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What the tags hold; `version` is empty where there are none.

    `chapters` stand as they lie in the file; `listed` says that a table of contents lists them all;
    `longest_inner` is the length of the longest frame inside a chapter.
    """

    version: str
    title: str | None = None
    artist: str | None = None
    album: str | None = None
    date: str | None = None
    language: str | None = None
    comment: str | None = None
    texts: tuple[tuple[str, str], ...] = ()
    words: bool = False
    cover: Cover | None = None
    chapters: tuple[Chapter, ...] = ()
    listed: bool = False
    longest_inner: int = 0


def contents(path: Path) -> Contents:
    """Return what the file's tags hold; a tag that cannot be read counts as none."""
    try:
        tags = id3.ID3(path, translate=False)
    except (MutagenError, OSError, ValueError):
        return Contents("")
    chapters: list[Any] = tags.getall("CHAP")
    listed = {name for table in tags.getall("CTOC") for name in table.child_element_ids}
    covers = tags.getall("APIC")
    return Contents(
        version=".".join(map(str, tags.version[:2])),
        title=_text(tags, "TIT2"),
        artist=_text(tags, "TPE1"),
        album=_text(tags, "TALB"),
        date=_text(tags, "TDRC") or _day(tags),
        language=_text(tags, "TLAN"),
        comment=next((str(comment) for comment in tags.getall("COMM")), None),
        texts=tuple((frame.desc, str(frame)) for frame in tags.getall("TXXX")),
        words=bool(tags.getall("USLT") or tags.getall("SYLT")),
        cover=_cover(covers[0]) if covers else None,
        chapters=tuple(map(_chapter, chapters)),
        listed={chapter.element_id for chapter in chapters} <= listed,
        longest_inner=max((_length(inner) for c in chapters for inner in c.sub_frames.values()), default=0),
    )


def _text(tags: id3.ID3, name: str) -> str | None:
    frames = tags.getall(name)
    return str(frames[0]) or None if frames else None


def _day(tags: id3.ID3) -> str | None:
    year, day = _text(tags, "TYER"), _text(tags, "TDAT")
    return f"{year}-{day[2:]}-{day[:2]}" if year and day else year


def _cover(frame: Any) -> Cover:  # noqa: ANN401 (mutagen's frames have no common type)
    return Cover(frame.mime, len(frame.data), *size_of(frame.data))


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
    if not found.version:
        yield "There is no ID3v2 tag: players show the file's name."
        return
    named = {"title (TIT2)": found.title, "artist (TPE1)": found.artist, "album (TALB)": found.album}
    if missing := [name for name, value in named.items() if not value]:
        yield f"The tags have no {', no '.join(missing)}."
    if found.cover:
        yield from _cover_faults(found.cover)
    if found.version == "2.4" and found.longest_inner > LOST_WITH:
        yield "Chapters of ID3v2.4 with pictures or long titles are lost in FFmpeg's players: write 2.3."
    if found.chapters:
        yield from _chapter_faults(found.chapters, duration_ms)
        if not found.listed:
            yield "No table of contents (CTOC) lists all chapters: some players show none."


def _cover_faults(cover: Cover) -> Iterator[str]:
    if not cover.width:
        yield f"The cover ({cover.mime}) cannot be read."
    elif cover.mime not in ("image/jpeg", "image/png"):
        yield f"The cover is {cover.mime}: players show JPEG and PNG."
    if cover.bytes > LARGEST_COVER:
        yield f"The cover has {cover.bytes // 1000} kB: more than {LARGEST_COVER // 1000} is too large."


def _chapter_faults(chapters: Sequence[Chapter], duration_ms: int) -> Iterator[str]:
    starts = [chapter.start_ms for chapter in chapters]
    if starts != sorted(starts):
        yield "The chapters do not lie in the order of time: players list them shuffled."
    ordered = sorted(chapters, key=lambda chapter: chapter.start_ms)
    for number, (chapter, following) in enumerate(pairwise(ordered), 1):
        if (gap_ms := following.start_ms - chapter.end_ms) != 0:
            what = "a gap" if gap_ms > 0 else "an overlap"
            yield f"Between chapters {number} and {number + 1} there is {what} of {abs(gap_ms)} ms."
    if any(chapter.end_ms <= chapter.start_ms for chapter in chapters):
        yield "A chapter ends before it begins."
    if any(not chapter.title for chapter in chapters):
        yield "A chapter has no title."
    if ordered[-1].end_ms > duration_ms + TOLERANCE_MS:
        yield f"The last chapter ends {ordered[-1].end_ms - duration_ms} ms after the sound."
