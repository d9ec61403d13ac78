"""`ting publish`: the show where others find it."""

from typing import TYPE_CHECKING

import click
import msgspec
from rich.text import Text

from tts.cli import options
from tts.cli.console import stderr_console
from tts.cli.screen import notify
from tts.errors import ExitCode, NetworkError, about
from tts.printable import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tts.catalog.card import Card
    from tts.model.settings import ShowSettings
    from tts.publication.upload import Published

MEGABYTE = 1_000_000


@click.command(epilog="Example: ting publish s3://my-bucket/podcast --dry-run")
@click.argument("dest", metavar="DEST")
@click.option("--delete", is_flag=True, help="Remove what was published and is no longer on the shelf.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing at DEST.")
@options.config_option
@options.out_option
@options.json_option
def command(dest: str, *, delete: bool, dry_run: bool, as_json: bool) -> int:
    """Put the show into a folder or a store, and print the address of its feed.

    DEST is a folder, or an address such as s3://bucket/path. What is there already is not sent again,
    and the feeds go last. The articles' texts stay here, unless [show] show_text is true.
    """
    from tts.catalog.store import Catalog
    from tts.episode_files import shelf
    from tts.feed.addresses import FEED, public
    from tts.publication.edition import of_those_that_show
    from tts.publication.upload import offered, open_place, publish

    settings = options.settings()
    output = options.output_folder(settings)
    place = open_place(dest, output, settings.show)
    shelf.clear_forgotten(output)
    with Catalog.open(output) as catalog:
        refreshed = catalog.refresh()
        with stderr_console().status(Text(f"Publishing to {dest} …")):
            cards = catalog.cards()

            def send(some: "Sequence[Card]") -> "Published":
                parcels = offered(output, settings, some, notify)
                is_whole = len(some) == len(cards)  # what was left out may be told again
                return publish(parcels, place, delete=delete and is_whole, dry_run=dry_run)

            done, left_out = of_those_that_show(settings, cards, notify, send)
            if not dry_run and not settings.offline:
                _tell_hub(settings.show, done)
    feed = public(settings.show, FEED)
    if as_json:
        facts = {"feed": feed, "dry_run": dry_run, **msgspec.to_builtins(done)}
        click.echo(msgspec.json.encode(facts).decode())
    else:
        _tell(done, feed, dry_run=dry_run)
    for path, error in refreshed.damaged:
        notify(about(str(path), error))
    return ExitCode.SOME_FAILED if refreshed.damaged or left_out else ExitCode.OK


def _tell_hub(show: "ShowSettings", done: "Published") -> None:
    """Tell the hub of the feeds that are new; that it fails is no failure of what was published."""
    from tts.publication.websub import tell_hub

    try:
        tell_hub(show, done.feeds)
    except NetworkError as error:
        notify(str(error))


def _tell(done: "Published", feed: str, *, dry_run: bool) -> None:
    """Print the feed's address; of a dry run, what would be done."""
    if dry_run:
        for verb, paths in (("send", done.sent), ("remove", done.removed)):
            for path in paths:
                click.echo(shown(f"{verb} {path}"))
    else:
        click.echo(feed)
    megabytes = done.sent_bytes / MEGABYTE
    verb = "to send" if dry_run else "sent"
    click.echo(f"{len(done.sent)} files {verb} ({megabytes:.1f} MB), {done.unchanged} unchanged.", err=True)
    if done.removed and not dry_run:
        click.echo(f"{len(done.removed)} files removed.", err=True)
    if done.stale:
        click.echo(
            f"{len(done.stale)} files there are no longer on the shelf; --delete removes them.", err=True
        )
