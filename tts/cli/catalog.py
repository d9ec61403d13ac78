"""`ting catalog`: which episodes there are, and where in them something was said."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click
import msgspec

from tts.cli import options
from tts.cli.screen import notify
from tts.clock import clock
from tts.errors import ExitCode, UsageError, about
from tts.model.episode import Episode, EpisodeKind
from tts.printable import shown

if TYPE_CHECKING:
    from tts.catalog.retention import Holding
    from tts.catalog.store import Catalog, Refreshed

MEGABYTE = 1_000_000
FEED_HINT = "Write the feed again: ting feed."


@click.group(invoke_without_command=True, epilog="Example: ting catalog --series 世界日報 --limit 20")
@options.config_option
@options.out_option
@click.option("--series", metavar="NAME", help="Only the episodes of this source.")
@click.option("--kind", type=click.Choice(get_args(EpisodeKind)), help="Only digests, or only articles.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only the latest N.")
@options.json_option
@click.pass_context
def command(
    context: click.Context,
    *,
    series: str | None,
    kind: EpisodeKind | None,
    limit: int | None,
    as_json: bool,
) -> int:
    """List the episodes, the latest first.

    The catalog is kept beside the episodes, and follows what is added or removed there.
    """
    if context.invoked_subcommand:
        return ExitCode.OK
    with _catalog() as catalog:
        refreshed = catalog.refresh()
        _list(catalog.each(kind=kind, series=series, limit=limit), as_json=as_json)
    return _exit_code(refreshed)


@command.command(epilog="Example: ting catalog search 稀土 出口")
@options.config_option
@options.out_option
@click.argument("words", nargs=-1, required=True, metavar="TEXT...")
@click.option("--limit", type=click.IntRange(1), default=20, metavar="N", help="20 if not given.")
@options.json_option
def search(words: Sequence[str], *, limit: int, as_json: bool) -> int:
    """Find episodes by what is said in them.

    An episode must have all the words. Shown is when the sentence with most of them is spoken.
    Traditional and Simplified characters find each other. ting play SLUG plays an episode.
    """
    with _catalog() as catalog:
        refreshed = catalog.refresh()
        hits = catalog.search(" ".join(words), limit)
    if as_json:
        sys.stdout.writelines(f"{msgspec.json.encode(hit).decode()}\n" for hit in hits)
    for hit in () if as_json else hits:
        click.echo(shown(f"{clock(hit.start_ms):>7}  {hit.slug}  {hit.title}"))
        click.echo(shown(f"         {hit.text}"))
    if not hits:
        notify("Nothing was found.")
    return _exit_code(refreshed)


@command.command(epilog="Example: ting catalog embed 2026-01-09-digest-0123abcd")
@options.config_option
@options.out_option
@click.argument("slug", metavar="SLUG")
@click.option("--frame", is_flag=True, help="A frame, which lights no word of the page's own.")
def embed(slug: str, *, frame: bool) -> int:
    """Print the line of HTML that puts a player for an episode into a page of your own.

    The page may be anywhere; the player's files are where [show] url says that the show is published.
    """
    from tts.site.embed import frame_tag, script_tag

    show = options.settings().show
    with _catalog() as catalog:
        catalog.refresh()
        episode = catalog.episode(slug)
    if episode is None:
        message = f"There is no episode {slug}."
        raise UsageError(message, hint="ting catalog lists them.")
    click.echo((frame_tag if frame else script_tag)(show, episode))
    if show.secret:
        notify("Whoever reads that page learns the show's secret address.")
    return ExitCode.OK


@command.command(epilog="Example: ting catalog remove 2026-01-09-digest-0123abcd")
@options.config_option
@options.out_option
@click.argument("slugs", nargs=-1, required=True, metavar="SLUG...")
def remove(slugs: Sequence[str]) -> int:
    """Remove episodes with all their files.

    Nothing is asked. The feed names them until it is written again: ting feed.
    """
    from tts.catalog import removal

    output = options.settings().show.output
    with _catalog() as catalog:
        removed = {slug: removal.remove(catalog, output, slug) for slug in slugs}
        catalog.refresh()
        for slug in [slug for slug, holding in removed.items() if not holding]:
            removed[slug] = removal.remove(catalog, output, slug)
    _say_removed([holding for holding in removed.values() if holding])
    unknown = [slug for slug, holding in removed.items() if not holding]
    if not unknown:
        return ExitCode.OK
    notify(f"There is no episode {', '.join(unknown)}. ting catalog lists them.")
    return ExitCode.USAGE if len(unknown) == len(removed) else ExitCode.SOME_FAILED


@command.command(epilog="Example: ting catalog rebuild")
@options.config_option
@options.out_option
def rebuild() -> int:
    """Make the catalog anew from the manifests.

    The stories that were seen stay known. A damaged catalog is put aside first.
    """
    from tts.catalog.rebuild import rebuild as made_anew

    output = options.output_folder(options.settings())
    refreshed = made_anew(output, notify)
    _remove_leftovers(output)
    click.echo(f"{_counted(refreshed.added)} in the catalog.")
    return _exit_code(refreshed)


@command.command(epilog="Example: ting catalog prune --days 30")
@options.config_option
@options.out_option
@click.option("--days", type=click.IntRange(0), metavar="N", help="Keep those of N days.")
@click.option("--megabytes", type=click.IntRange(0), metavar="MB", help="Keep the latest that fit.")
def prune(days: int | None, megabytes: int | None) -> int:
    """Remove episodes that are too old or too many.

    The bounds are the settings [show] keep_days and keep_megabytes, or those given; 0 sets no bound.
    Files of an episode whose manifest is gone, as a killed run leaves them, go too.
    """
    from tts.catalog import removal

    show = options.settings().show
    show = replace(
        show,
        keep_days=show.keep_days if days is None else days,
        keep_megabytes=show.keep_megabytes if megabytes is None else megabytes,
    )
    if not show.keep_days and not show.keep_megabytes:
        message = "Nothing says how much is to be kept."
        raise UsageError(message, hint="Give --days or --megabytes, or set [show] keep_days.")
    today = datetime.now().astimezone().date()
    with _catalog() as catalog:
        gone = removal.prune(catalog, show.output, show, today)
        refreshed = catalog.refresh()
        gone += removal.prune(catalog, show.output, show, today)
    _say_removed(gone)
    _remove_leftovers(show.output)
    return _exit_code(refreshed)


def _catalog() -> "Catalog":
    from tts.catalog.store import Catalog

    return Catalog.open(options.output_folder(options.settings()))


def _list(episodes: Iterable[Episode], *, as_json: bool) -> None:
    from tts.episode_files import manifest

    if as_json:
        sys.stdout.writelines(f"{manifest.line(episode)}\n" for episode in episodes)
        return
    for episode in episodes:
        label = "digest" if episode.kind == "digest" else episode.imprint.series or "-"
        click.echo(shown(f"{clock(episode.duration_ms):>7}  {episode.slug}  {label}  {episode.title}"))


def _say_removed(gone: Sequence["Holding"]) -> None:
    for holding in gone:
        click.echo(holding.slug)
    size = sum(holding.size_bytes for holding in gone) / MEGABYTE
    hint = f" {FEED_HINT}" if gone else ""
    notify(f"Removed {_counted(len(gone))}, {size:.1f} MB.{hint}")


def _remove_leftovers(output: Path) -> None:
    from tts.episode_files import shelf

    if slugs := shelf.remove_leftovers(output):
        notify(f"Removed what a killed run left of {', '.join(slugs)}.")


def _exit_code(refreshed: "Refreshed") -> ExitCode:
    """Name the manifests that could not be read, and return what that comes to."""
    for path, error in refreshed.damaged:
        notify(about(str(path), error))
    return ExitCode.SOME_FAILED if refreshed.damaged else ExitCode.OK


def _counted(episodes: int) -> str:
    return "1 episode" if episodes == 1 else f"{episodes} episodes"
