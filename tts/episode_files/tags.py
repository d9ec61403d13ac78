"""What an MP3 says of itself: ID3v2.3 with chapters, as every player reads them.

Forms: https://id3.org/id3v2.3.0 and https://id3.org/id3v2-chapters-1.0. Version 2.3 with UTF-16,
because FFmpeg up to 9.0 loses chapters of version 2.4 with sub-frames longer than 127 bytes.
"""

# mypy: allow-untyped-calls
# (mutagen's annotations leave its constructors out)

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from mutagen import MutagenError, id3

from tts.episode_files import aigc
from tts.episode_files.credit import album, authors, comment
from tts.episode_files.plain_text import address
from tts.errors import OutputError
from tts.model.episode import Chapter, Episode
from tts.printable import one_line

UTF_16 = id3.Encoding.UTF16
MAJOR_VERSION = 3

ORDER = (
    *(b"TIT2", b"TPE1", b"TALB", b"TRCK", b"TCON", b"TYER", b"TDAT", b"TLAN"),
    *(b"COMM", b"WOAF", b"WOAS", b"TXXX", b"CTOC", b"CHAP", b"USLT", b"SYLT", b"APIC"),
)
HEADER_BYTES = 10
"""Of the tag and of each frame in it; both hold their size from byte 4 or 6 on."""

LARGEST_LIST = 255
"""A table of contents counts its entries in one byte."""

NO_OFFSET = 0xFFFFFFFF
"""A chapter is found by its time, not by a place in the file."""

REPLAYGAIN_LUFS = -18
"""The loudness that players bring all files to (ReplayGain 2.0)."""

ISO_639_2 = {"zh": "chi", "en": "eng", "ja": "jpn", "ko": "kor"}
UNDETERMINED = "und"

NO_PICTURES: Mapping[int, bytes] = MappingProxyType({})


def tag(
    path: Path,
    episode: Episode,
    cover: bytes | None = None,
    pictures: Mapping[int, bytes] = NO_PICTURES,
    producer: str = "",
) -> None:
    """Give the MP3 the episode's tags in place of any it has.

    The same episode makes the same bytes. `cover` is a JPEG or PNG, and so are the `pictures` of
    chapters, by their numbers from 0 on. A `producer` is named in the label of `aigc`.
    Raises OutputError when the file cannot be written.
    """
    tags = id3.ID3()
    for frame in _frames(episode, cover, pictures):
        tags.add(frame)
    if producer:
        tags.add(_label(episode, producer))
    try:
        tags.save(path, v1=0, v2_version=MAJOR_VERSION, padding=lambda _info: 0)
        _put_in_order(path)
    except (OSError, MutagenError) as error:
        message = f"The tags of {path} cannot be written: {error}."
        raise OutputError(message, hint="Make room or choose another folder.") from error


def _frames(episode: Episode, cover: bytes | None, pictures: Mapping[int, bytes]) -> Iterator[id3.Frame]:
    yield from _text_frames(episode)
    yield from _contents(len(episode.chapters))
    for number, chapter in enumerate(episode.chapters):
        yield _chapter(number, chapter, pictures.get(number))
    yield from _lyrics(episode)
    if cover is not None:
        yield _picture(cover, id3.PictureType.COVER_FRONT)


def _text_frames(episode: Episode) -> Iterator[id3.Frame]:
    language = _language(episode)
    yield id3.TIT2(encoding=UTF_16, text=one_line(episode.title))
    yield id3.TPE1(encoding=UTF_16, text=[one_line(name) for name in authors(episode)])
    yield id3.TALB(encoding=UTF_16, text=one_line(album(episode)))
    if episode.kind == "digest":
        yield id3.TRCK(
            encoding=UTF_16, text=str(episode.date.timetuple().tm_yday)
        )  # one a day: its day of the year
    yield id3.TCON(encoding=UTF_16, text="Podcast")
    yield id3.TYER(encoding=UTF_16, text=f"{episode.date:%Y}")
    yield id3.TDAT(encoding=UTF_16, text=f"{episode.date:%d%m}")
    yield id3.TLAN(encoding=UTF_16, text=language)
    yield id3.COMM(encoding=UTF_16, lang=language, desc="", text=comment(episode))
    if len(episode.articles) == 1 and episode.articles[0].url:
        yield id3.WOAF(url=address(episode.articles[0].url))
        yield id3.WOAS(url=address(episode.articles[0].url))
    facts = {
        "engine": episode.engine,
        "voice": episode.voice,
        "fingerprint": " ".join(source.fingerprint for source in episode.articles),
        "ai-content": "true",
        "notices": " ".join(episode.notices),
    }
    for name, value in facts.items():
        if value:
            yield id3.TXXX(encoding=UTF_16, desc=name, text=one_line(value))
    for name, value in _loudness(episode).items():
        yield id3.TXXX(encoding=id3.Encoding.LATIN1, desc=name, text=value)  # mp3gain reads no other


def _label(episode: Episode, producer: str) -> id3.Frame:
    """Return the label of what artificial intelligence made, in single bytes where it can be."""
    text = aigc.label(episode, producer)
    return id3.TXXX(encoding=id3.Encoding.LATIN1 if text.isascii() else UTF_16, desc=aigc.KEY, text=text)


def _loudness(episode: Episode) -> dict[str, str]:
    """Return what players need to even out loudness, and mp3gain to take back what was raised."""
    if episode.loudness is None:
        return {}
    told = {
        "REPLAYGAIN_TRACK_GAIN": f"{REPLAYGAIN_LUFS - episode.loudness.lufs:+.2f} dB",
        "REPLAYGAIN_TRACK_PEAK": f"{10 ** (episode.loudness.peak_dbtp / 20):.6f}",
    }
    if back := -episode.loudness.gain_steps:
        told["MP3GAIN_UNDO"] = f"{back:+04},{back:+04},N"
    return told


def _contents(chapters: int) -> Iterator[id3.Frame]:
    """Yield the table of contents; more chapters than one list holds make a table of tables."""
    names = [_chapter_id(number) for number in range(chapters)]
    parts = [names[first : first + LARGEST_LIST] for first in range(0, chapters, LARGEST_LIST)]
    if len(parts) > 1:
        names = [f"toc{number}" for number in range(len(parts))]
        for name, part in zip(names, parts, strict=True):
            yield id3.CTOC(element_id=name, flags=id3.CTOCFlags.ORDERED, child_element_ids=part)
    if chapters:
        flags = id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED
        yield id3.CTOC(element_id="toc", flags=flags, child_element_ids=names)


def _chapter(number: int, chapter: Chapter, picture: bytes | None) -> id3.Frame:
    inner: list[id3.Frame] = [id3.TIT2(encoding=UTF_16, text=one_line(chapter.title))]
    if chapter.url:
        inner.append(id3.WXXX(encoding=UTF_16, desc="", url=address(chapter.url)))
    if picture:
        inner.append(_picture(picture, id3.PictureType.ILLUSTRATION))
    return id3.CHAP(
        element_id=_chapter_id(number),
        start_time=chapter.start_ms,
        end_time=chapter.end_ms,
        start_offset=NO_OFFSET,
        end_offset=NO_OFFSET,
        sub_frames=inner,
    )


def _picture(data: bytes, kind: int) -> id3.Frame:
    mime = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
    return id3.APIC(encoding=UTF_16, mime=mime, type=kind, desc="", data=data)


def _chapter_id(number: int) -> str:
    return f"chp{number:05}"


def _lyrics(episode: Episode) -> Iterator[id3.Frame]:
    """Yield the words, plain and with their times, for players that show them."""
    if not episode.cues:
        return
    language = _language(episode)
    lines = [(one_line(cue.text), cue.start_ms) for cue in episode.cues]
    text = "\n".join(line for line, _start in lines)
    yield id3.USLT(encoding=UTF_16, lang=language, desc="", text=text)
    yield id3.SYLT(encoding=UTF_16, lang=language, format=2, type=1, desc="", text=lines)  # ms, lyrics


def _language(episode: Episode) -> str:
    return ISO_639_2.get(episode.language.partition("-")[0].lower(), UNDETERMINED)


def _put_in_order(path: Path) -> None:
    """Sort the tag's frames where they lie.

    mutagen sorts them by size, which shuffles chapters (https://github.com/quodlibet/mutagen/issues/506).
    Frames of one kind go by their contents, and a chapter's begin with its number.
    """
    with path.open("r+b") as file:
        first, second, third, fourth = file.read(HEADER_BYTES)[6:]  # seven bits each
        frames = _split(file.read(first << 21 | second << 14 | third << 7 | fourth))
        ordered = sorted(frames, key=_rank)
        file.seek(HEADER_BYTES)
        file.write(b"".join(ordered))


def _rank(frame: bytes) -> tuple[int, bytes]:
    return ORDER.index(frame[:4]), frame[HEADER_BYTES:]


def _split(frames: bytes) -> Iterator[bytes]:
    position = 0
    while position < len(frames):
        end = position + HEADER_BYTES + int.from_bytes(frames[position + 4 : position + 8], "big")
        yield frames[position:end]
        position = end
