"""`ting cover`: a cover for the show."""

from pathlib import Path

import click

from tts.cli import options
from tts.cli.screen import notify
from tts.episode_files.credit import SHOW

NO_FONT = "No font of this machine has all of the title: it is not set. Name a font with --font."
TOO_SMALL = "It is {} × {}: directories refuse covers below {} pixels. Give a larger picture."


@click.command(epilog="Example: ting cover --title 聽新聞 --out cover.jpg")
@click.option("--title", metavar="TEXT", default=SHOW, show_default=True, help="Set as the headline.")
@click.option(
    "--font",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Set it in this font; without, in a Chinese font of this machine, or not at all.",
)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Take this picture, and make it fit for directories, instead of drawing one.",
)
@click.option(
    "--out",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    default="cover.jpg",
    show_default=True,
    help="Where it goes.",
)
@options.json_option
def command(title: str, font: Path | None, source: Path | None, file: Path, *, as_json: bool) -> None:
    """Draw a cover for the show, 3000 × 3000, as directories accept it; print its path.

    To have a cover in every episode, name it in your settings as cover below [show].
    """
    import msgspec

    from tts.episode_files import cover, picture, shelf
    from tts.episode_files.lettering import Lettering

    if source:
        data = picture.fitted(shelf.read_cover(source), picture.DIRECTORY, source)
        if (side := picture.size_of(data)[0]) < picture.SMALLEST_OF_DIRECTORY:
            notify(TOO_SMALL.format(side, side, picture.SMALLEST_OF_DIRECTORY))
    else:
        data = cover.drawn(title, font)
        if title and Lettering.find(title, font) is None:
            notify(NO_FONT)
    with shelf.whole(file) as part:
        part.write_bytes(data)
    path = str(file.absolute())
    click.echo(msgspec.json.encode({"cover": path, "bytes": len(data)}).decode() if as_json else path)
