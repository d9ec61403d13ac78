"""An audiobook with chapters (M4B), encoded by ffmpeg where it is installed.

Form: https://developer.apple.com/documentation/quicktime-file-format. The chapters are a track of text, and
stand in Nero's list, too.
"""

# mypy: allow-untyped-calls
# (mutagen's annotations leave its constructors out)

import errno
import re
import shutil
import signal
import subprocess
from pathlib import Path

from mutagen import MutagenError
from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

from tts.books.sound import open_sound
from tts.episode_files import aigc, credit
from tts.episode_files.front_cover import front
from tts.episode_files.tag_reader import contents, front_cover
from tts.episode_files.wrap import clipped
from tts.errors import TingError, told
from tts.feed.xml_text import one_legal_line
from tts.model.episode import BETWEEN_VOICES, Chapter, Episode

FFMPEG = "ffmpeg"
BIT_RATE = "64k"
"""AAC needs two thirds of an MP3's rate for the same sound, and an episode's MP3 has 96 kbit/s at most."""

LONGEST_TITLE = 60
"""Nero's list counts a title's bytes in one byte, and a character has four at most."""

AUDIOBOOK = 2
"""What players put among books (`stik`, as iTunes has it)."""

TOLERANCE_MS = 1000
"""The file may be so much shorter than the episode: encoders pad, and decoders cut it off."""

SPECIAL = re.compile(r"([=;#\\])")
LAST_BACKSLASH = re.compile(r"\\$")
"""Escaped or not, ffmpeg lets a line go on behind it, and the next chapter is lost."""
NO_ROOM = "No space left on device"


def write(episode: Episode, target: Path) -> None:
    """Write the episode's audiobook; its files are absolute paths.

    Raises a TingError when there is no ffmpeg, it fails, or the sound is missing or cut off; OSError when the
    disk is full.
    """
    ffmpeg = shutil.which(FFMPEG)
    if ffmpeg is None:
        message = "There is no ffmpeg here, which makes audiobooks."
        raise TingError(message, hint="Install it (apt install ffmpeg), or make an EPUB: --format epub.")
    with open_sound(episode):
        _encode(ffmpeg, episode, target)
    try:
        _tag(episode, target)
    except MutagenError as error:
        message = f"What ffmpeg made cannot be read: {told(error)}."
        raise TingError(message, hint="Try another version of ffmpeg.") from error


def _encode(ffmpeg: str, episode: Episode, target: Path) -> None:
    made_of = ("-i", f"file:{episode.files.mp3}", "-f", "ffmetadata", "-i", "pipe:0")
    taken = ("-map", "0:a:0", "-map_metadata", "1", "-map_chapters", "1", "-metadata:s:a:0", "language=chi")
    form = ("-c:a", "aac", "-b:a", BIT_RATE, "-movflags", "+faststart", "-f", "ipod")
    the_same_each_time = ("-fflags", "+bitexact", "-flags:a", "+bitexact")
    command = (*(ffmpeg, "-loglevel", "error", "-y"), *made_of, *taken, *form, *the_same_each_time)
    done = subprocess.run(  # noqa: S603 - names of files stand behind "file:", and are no options
        [*command, f"file:{target}"], input=_chapters(episode).encode(), capture_output=True, check=False
    )
    said = done.stderr.decode(errors="replace").strip()
    if NO_ROOM in said or done.returncode == -signal.SIGXFSZ:
        raise OSError(errno.ENOSPC, NO_ROOM)
    if done.returncode:
        last = said.splitlines()[-1] if said else f"it ended with {done.returncode}"
        message = f"ffmpeg could not make an audiobook: {last.rstrip('.')}."
        raise TingError(message, hint="Make an EPUB, or try another version of ffmpeg.")


def _chapters(episode: Episode) -> str:
    """Return the chapters as ffmpeg reads them (https://ffmpeg.org/ffmpeg-formats.html#Metadata-2)."""
    return "\n".join((";FFMETADATA1", *(_chapter(chapter, episode) for chapter in episode.chapters), ""))


def _chapter(chapter: Chapter, episode: Episode) -> str:
    named = one_legal_line(chapter.title) or one_legal_line(episode.title) or episode.slug
    title = SPECIAL.sub(r"\\\1", LAST_BACKSLASH.sub("＼", clipped(named, LONGEST_TITLE)))
    times = f"TIMEBASE=1/1000\nSTART={chapter.start_ms}\nEND={chapter.end_ms}"
    return f"[CHAPTER]\n{times}\ntitle={title}"


def _tag(episode: Episode, target: Path) -> None:
    """Give the audiobook its tags and its cover; raise TingError when it is shorter than the episode."""
    book = MP4(target)
    length_s = book.info.length if book.info else 0.0
    if length_s * 1000 < episode.duration_ms - TOLERANCE_MS:
        message = f"The audiobook would be cut off: ffmpeg made {length_s:.1f} s of it."
        raise TingError(message, hint="Look at the MP3 with ting inspect.")
    texts = {
        "\xa9nam": [episode.title],
        "\xa9ART": [*credit.authors(episode)],
        "aART": [credit.artist(episode)],
        "\xa9alb": [credit.album(episode)],
        "\xa9wrt": [BETWEEN_VOICES.join(credit.narrators(episode))],
        "\xa9gen": ["Audiobook"],
        "\xa9day": [episode.date.isoformat()],
        "\xa9cmt": [credit.comment(episode)],
    }
    if book.tags is None:
        book.add_tags()
    else:
        book.tags.clear()
    for name, values in texts.items():
        book[name] = [one_legal_line(value) for value in values]
    book["stik"] = [AUDIOBOOK]
    book["----:com.apple.iTunes:ai-content"] = [MP4FreeForm(b"true", AtomDataType.UTF8)]
    if label := dict(contents(Path(episode.files.mp3)).texts).get(aigc.KEY):
        book[f"----:com.apple.iTunes:{aigc.KEY}"] = [MP4FreeForm(label.encode(), AtomDataType.UTF8)]
    book["covr"] = [_cover(Path(episode.files.mp3))]
    book.save(padding=lambda _info: 0)


def _cover(mp3: Path) -> MP4Cover:
    picture = front_cover(mp3)
    if picture is None:
        return MP4Cover(front(None), MP4Cover.FORMAT_JPEG)
    form = MP4Cover.FORMAT_PNG if picture.mime == "image/png" else MP4Cover.FORMAT_JPEG
    return MP4Cover(picture.data, form)
