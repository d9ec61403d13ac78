"""`ting inspect`: what a player will find in an MP3, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tts.cli import options
from tts.errors import ExitCode

if TYPE_CHECKING:
    from tts.audio.survey import Survey
    from tts.publish.contents import Contents


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
    from tts.audio import survey
    from tts.publish import contents

    audio, tags = survey.survey(file), contents.contents(file)
    faults = (*survey.faults(audio), *contents.faults(tags, audio.counted_ms))
    return Inspection(str(file.absolute()), faults, audio.declared_ms, audio.counted_ms, audio, tags)


def _draw(file: Path, inspection: Inspection, picture: Path) -> None:
    from tts.audio.plot import plot
    from tts.publish import shelf

    starts = [chapter.start_ms for chapter in inspection.tags.chapters]
    lufs = inspection.audio.sound.lufs if inspection.audio.sound else 0.0
    data = plot(file, inspection.counted_ms, starts, lufs)
    with shelf.whole(picture) as part:
        part.write_bytes(data)


def _lines(inspection: Inspection) -> Iterator[tuple[str, str]]:
    audio, tags = inspection.audio, inspection.tags
    yield "file", f"{inspection.path}, {audio.bytes} bytes"
    yield "format", _format(audio)
    declared = "no header says" if audio.declared_ms is None else f"{_clock(audio.declared_ms)} by the header"
    yield "duration", f"{_clock(audio.counted_ms)} by counting, {declared}"
    if header := audio.header:
        skipped = f"skips {header.delay} and {header.padding} samples"
        yield (
            "header",
            f"{header.kind}, {header.frames} frames, {header.encoder or 'no encoder named'}, {skipped}",
        )
    if sound := audio.sound:
        yield "loudness", f"{sound.lufs:.1f} LUFS, highest peak {sound.peak_dbtp:.1f} dBTP"
    yield "tags", f"ID3v{tags.version}" if tags.version else "none"
    named = ("title", "artist", "album", "date", "language", "comment")
    yield from ((name, _one_line(value)) for name in named if (value := getattr(tags, name)))
    yield from ((name.lower()[:11], _one_line(value)) for name, value in tags.texts if len(name) < 12)  # noqa: PLR2004
    if cover := tags.cover:
        yield "cover", f"{cover.width} × {cover.height}, {cover.mime}, {cover.bytes // 1000} kB"
    for number, chapter in enumerate(tags.chapters, 1):
        yield "chapters" if number == 1 else "", f"{_clock(chapter.start_ms)}  {_one_line(chapter.title)}"
    for number, fault in enumerate(inspection.faults or ("nothing",), 1):
        yield "wrong" if number == 1 else "", fault


def _format(audio: "Survey") -> str:
    channels = {1: "mono", 2: "stereo"}.get(audio.channels, "no sound")
    low, high = audio.lowest_bit_rate // 1000, audio.highest_bit_rate // 1000
    rates = f"{low} kbit/s constant" if audio.is_constant else f"{low} to {high} kbit/s"
    return f"{audio.version} Layer III, {audio.sample_rate} Hz, {channels}, {rates}, {audio.frames} frames"


def _clock(moment_ms: int) -> str:
    seconds, milliseconds = divmod(moment_ms, 1000)
    return f"{seconds // 60}:{seconds % 60:02}.{milliseconds:03}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
