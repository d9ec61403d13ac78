"""`ting export`: an episode as a book."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from tts.cli import options
from tts.errors import UsageError

if TYPE_CHECKING:
    from tts.model.episode import Episode

Form = Literal["epub", "m4b"]


@click.command(epilog="Example: ting export latest --format epub")
@click.argument("episode", metavar="EPISODE")
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Form)),
    help="epub: text that follows the voice; m4b: an audiobook. If not given, as FILE ends, or epub.",
)
@click.option(
    "--out",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where it goes; without, here, by the episode's name.",
)
@options.config_option
@options.json_option
def command(episode: str, form: Form | None, file: Path | None, *, as_json: bool) -> None:
    """Make an EPUB or an audiobook of an episode or a digest, and print its path.

    EPISODE is an MP3's path, a slug, or latest. In the EPUB each sentence is lit while it is spoken
    (media overlays); the audiobook has chapters, and needs ffmpeg. The episode stays as it is.
    """
    import msgspec

    from tts.episode_files import shelf

    found = _episode(episode)
    chosen = form or _form_of(file)
    target = file or Path(f"{found.slug}.{chosen}")
    with shelf.whole(target) as part:
        _write(found, part, chosen)
    path = str(target.absolute())
    told = {chosen: path, "bytes": target.stat().st_size}
    click.echo(msgspec.json.encode(told).decode() if as_json else path)


def _form_of(file: Path | None) -> Form:
    """Return the form that a file's name asks for; UsageError where it asks for one that is not made."""
    ending = file.suffix.lower().lstrip(".") if file else ""
    if ending not in {"", *get_args(Form)}:
        message = f"What ends with .{ending} is not made."
        raise UsageError(message, hint="Let the name end with .epub or .m4b, or say which with --format.")
    return "m4b" if ending == "m4b" else "epub"


def _episode(name: str) -> "Episode":
    from tts.preview.episode_lookup import find_episode

    found = find_episode(name, options.settings().show.output)
    if found is None:
        message = f"{name} is no episode of this program: there is no manifest beside it."
        raise UsageError(message, hint="Name an episode that ting read made.")
    return found


def _write(episode: "Episode", part: Path, form: Form) -> None:
    if form == "epub":
        from tts.books import epub

        epub.write(episode, part)
        return
    from tts.books import audiobook

    audiobook.write(episode, part)
