"""`ting cache`: the finished parts of episodes that are kept, so that no work is done twice."""

import sys
from collections.abc import Callable, Sequence

import click
import msgspec

from tts.cli import options
from tts.cli.screen import notify
from tts.config import load_settings
from tts.engines.cache import MEGABYTE, Cache, Usage
from tts.errors import ExitCode
from tts.narration.engine_choice import open_cache


@click.group(invoke_without_command=True, epilog="Example: ting cache prune")
@options.json_option
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Show where the cache is and what it holds: spoken and encoded parts of episodes.

    Its bound is the setting cache_megabytes; the parts that were not used for longest go first.
    """
    if context.invoked_subcommand:
        return
    settings = load_settings()
    usage = _cache(notify).usage()
    if as_json:
        facts = {"folder": str(settings.cache_dir), **msgspec.to_builtins(usage)}
        sys.stdout.write(f"{msgspec.json.encode(facts).decode()}\n")
        return
    click.echo(f"{settings.cache_dir}: {_said(usage)}, of {settings.cache_megabytes} MB at most.")


@command.command(epilog="Example: ting cache prune --to 0")
@click.option("--to", "megabytes", type=click.IntRange(0), metavar="MB", help="default: cache_megabytes.")
def prune(megabytes: int | None) -> ExitCode:
    """Remove the parts that were not used for longest, until the bound is kept; --to 0 removes all."""
    complaints: list[str] = []
    removed = _cache(complaints.append).prune(None if megabytes is None else megabytes * MEGABYTE)
    click.echo(f"Removed {_said(removed)}.")
    return _told(complaints)


@command.command(epilog="Example: ting cache verify")
def verify() -> ExitCode:
    """Read every part and remove the damaged ones; they are made again when they are needed."""
    complaints: list[str] = []
    cache = _cache(complaints.append)
    removed = cache.verify()
    kept = cache.usage()
    left = "are left" if complaints else "are whole"
    click.echo(f"Removed {_said(removed)} that were damaged; {_said(kept)} {left}.")
    return _told(complaints)


def _cache(complain: Callable[[str], None]) -> Cache:
    return open_cache(load_settings(), complain)


def _told(complaints: Sequence[str]) -> ExitCode:
    """Print what could not be done; return what the command came to."""
    for complaint in complaints:
        notify(complaint)
    return ExitCode.FAILED if complaints else ExitCode.OK


def _said(usage: Usage) -> str:
    return f"{usage.entries} parts, {usage.size_bytes / MEGABYTE:.1f} MB"
