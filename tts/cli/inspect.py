"""`ting inspect`: what a player will find in an MP3, and what is wrong with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tts.cli import options
from tts.errors import ExitCode
from tts.printable import one_line

if TYPE_CHECKING:
    from tts.audio.inspection import Survey
    from tts.episode_files.tag_reader import Contents

HOUR_S = 3600
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that was found of one file; `declared_ms` is its header's duration, `counted_ms` its frames'."""

    path: str
    faults: tuple[str, ...]
    declared_ms: int | None
    counted_ms: int
    audio: "Survey"
    tags: "Contents"


@click.command(epilog="Example: ting inspect episode.mp3 --plot episode.png")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--plot",
    "picture",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.png",
    help="Draw the wave, the loudness over time and the chapters.",
)
@options.json_option
def command(file: Path, *, picture: Path | None, as_json: bool) -> ExitCode:
    """Show what a player will find in an MP3, any MP3, and what is wrong with it.

    Exits with 0 when all is well, with 1 when there is something that a player would trip over.
    """
    import msgspec

    inspection = inspect(file)
    if as_json:
        click.echo(msgspec.json.encode(inspection).decode())
    else:
        for label, value in _lines(inspection):
            click.echo(f"{label:<12}{value}".rstrip())
    if picture:
        _draw(file, inspection, picture)
    return ExitCode.FAILED if inspection.faults else ExitCode.OK


def inspect(file: Path) -> Inspection:
    """Return all that is found of a file; raise TingError when it cannot be read."""
    from tts.audio import inspection
    from tts.episode_files import tag_reader

    audio, tags = inspection.survey(file), tag_reader.contents(file)
    of_tags = tag_reader.faults(tags, audio.counted_ms) if audio.frames else ()
    faults = (*inspection.faults(audio), *of_tags)
    return Inspection(str(file.absolute()), faults, audio.declared_ms, audio.counted_ms, audio, tags)


def _draw(file: Path, inspection: Inspection, picture: Path) -> None:
    from tts.audio.plot import plot
    from tts.episode_files import shelf

    starts = [chapter.start_ms for chapter in inspection.tags.chapters]
    lufs = inspection.audio.sound.lufs if inspection.audio.sound else 0.0
    data = plot(file, inspection.counted_ms, starts, lufs)
    with shelf.whole(picture) as part:
        part.write_bytes(data)


def _lines(inspection: Inspection) -> Iterator[tuple[str, str]]:
    """Yield what there is to read, a label and a line each; a line that goes on has no label."""
    audio, tags = inspection.audio, inspection.tags
    yield "file", f"{inspection.path}, {audio.bytes:,} bytes"
    if audio.frames:
        yield from _sound_lines(audio)
    yield "tags", ", ".join(_tag_kinds(tags)) or "none"
    named = ("title", "artist", "album", "track", "genre", "date", "language", "comment")
    yield from ((name, _one_line(value)) for name in named if (value := getattr(tags, name)))
    yield from _listed("more", (f"{name}: {_one_line(value)}" for name, value in (*tags.texts, *tags.ape)))
    yield from _listed("links", (f"{value}  ({name})" for name, value in tags.links))
    if tags.lines or tags.timed:
        yield "words", f"{tags.lines} lines, {tags.timed} with the time"
    if cover := tags.cover:
        yield "cover", f"{cover.width} × {cover.height}, {cover.mime}, {cover.bytes // 1000} kB"
    yield from _listed("chapters", _chapters(tags))
    yield from _listed("wrong", inspection.faults or ("nothing",))


def _listed(label: str, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines):
        yield "" if number else label, line


def _sound_lines(audio: "Survey") -> Iterator[tuple[str, str]]:
    yield "format", _format(audio)
    declared = "no header says" if audio.declared_ms is None else f"{_clock(audio.declared_ms)} by the header"
    yield "duration", f"{_clock(audio.counted_ms)} by counting, {declared}"
    if header := audio.header:
        skipped = f"skips {header.delay} and {header.padding} samples"
        named = header.encoder or "no encoder named"
        yield "header", f"{header.kind}, {header.frames} frames, {named}, {skipped}"
    if sound := audio.sound:
        yield "loudness", f"{sound.lufs:.1f} LUFS, highest peak {sound.peak_dbtp:.1f} dBTP"


def _tag_kinds(tags: "Contents") -> Iterator[str]:
    if tags.version:
        yield f"ID3v{tags.version}" + (f", {tags.bytes:,} bytes" if tags.bytes else "")
    if tags.ape:
        yield "APEv2"


def _chapters(tags: "Contents") -> Iterator[str]:
    """Yield a line a chapter; a link that is the one before's is not said again."""
    before = None
    for chapter in tags.chapters:
        picture = ", with a picture" if chapter.image else ""
        link = f"  {chapter.url}" if chapter.url and chapter.url != before else ""
        yield f"{_clock(chapter.start_ms)}  {_one_line(chapter.title)}{picture}{link}"
        before = chapter.url


def _format(audio: "Survey") -> str:
    channels = {1: "mono", 2: "stereo"}.get(audio.channels, "no sound")
    low, high = audio.lowest_bit_rate // 1000, audio.highest_bit_rate // 1000
    rates = f"{low} kbit/s constant" if audio.is_constant else f"{low} to {high} kbit/s"
    return f"{audio.version} Layer III, {audio.sample_rate} Hz, {channels}, {rates}, {audio.frames} frames"


def _clock(moment_ms: int) -> str:
    seconds, milliseconds = divmod(moment_ms, 1000)
    hours = f"{seconds // 3600}:" if seconds >= HOUR_S else ""
    return f"{hours}{seconds // 60 % 60:0{2 if hours else 1}}:{seconds % 60:02}.{milliseconds:03}"


def _one_line(text: str) -> str:
    """Return the text as a line that a terminal can show; of a long one the beginning."""
    line = one_line(" ".join(text.split()))
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}… ({len(line):,} characters)"
