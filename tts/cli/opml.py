"""`ting opml`: feeds out of another reader's list, and the list of one's own."""

from __future__ import annotations

import stat
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tts.cli import options
from tts.cli.screen import notify
from tts.errors import OutputError, UsageError
from tts.model.address import bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tts.model.settings import SourceSettings
    from tts.sources.opml import Feed


@click.group(epilog="Example: ting opml import feeds.opml")
def command() -> None:
    """Take feeds from another reader's list (OPML), or give yours to one."""


@command.command("import", epilog="Example: ting opml import feeds.opml")
@click.argument("file", metavar="FILE")
@options.config_option
def import_(file: str) -> None:
    """Add the feeds of an OPML file to the settings file, each as a [[source]]; - reads standard input.

    The settings file is ./ting.toml, or that of --config; without one, one is made. What is a source
    already is left out, and nothing else of the file is touched.
    """
    from tts.sources.load import STANDARD_INPUT, read_file, read_stream
    from tts.sources.opml import MAX_BYTES, read_opml

    if "://" in file:
        message = f"{bare(file)} is an address, and not a file."
        raise UsageError(message, hint="Save what is there, or pipe it in: curl … | ting opml import -")
    data = (read_stream(sys.stdin) if file == STANDARD_INPUT else read_file(Path(file), file)).data
    if len(data) > MAX_BYTES:
        message = f"{file} is larger than {MAX_BYTES // 1_000_000} MB."
        raise UsageError(message, hint="Export your feeds alone.")
    subscriptions = read_opml(data, file)
    named = click.get_current_context().meta.get(options.SETTINGS_FILE)
    path = named or Path("ting.toml")
    if not named:
        _refuse_to_shadow(path)
    known = options.settings().source if path.exists() else ()
    feeds = list(_new(subscriptions.feeds, known))
    if feeds:
        _append(path, feeds)
    for notice in subscriptions.notices:
        notify(notice)
    left = len(subscriptions.feeds) - len(feeds)
    click.echo(path)
    click.echo(f"{len(feeds)} sources added" + (f", {left} were there already." if left else "."), err=True)


@command.command("export", epilog="Example: ting opml export > feeds.opml")
@options.config_option
def export() -> None:
    """Print the feeds of the settings as an OPML file, without the logins in their addresses."""
    from tts.model.address import login_in
    from tts.sources.opml import Feed, write_opml

    settings = options.settings()
    feeds = [one for one in settings.source if one.kind == "feed" and "://" in one.location]
    others = [one.name for one in settings.source if one not in feeds]
    listed = (Feed(one.name, bare(one.location)) for one in feeds)
    click.echo(write_opml(settings.show.title, listed), nl=False)
    if private := [one.name for one in feeds if login_in(one.location)]:
        notify(f"The logins of these were left out: {', '.join(private)}.")
    if others:
        notify(f"Left out, for they are no feeds of the web: {', '.join(others)}.")


def _refuse_to_shadow(path: Path) -> None:
    """Raise where sources in this file would put those out of force that stand in another."""
    from tts.config import has_project_table, user_config_file

    if not path.exists() and has_project_table():
        message = "The settings stand in pyproject.toml, and a ting.toml would put them out of force."
        raise UsageError(message, hint="Move them into a ting.toml first.")
    known = options.settings().source  # it says what is wrong with the file
    own = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
    if known and "source" not in own:
        message = f"Your sources stand in another file, and those of {path} would take their place."
        raise UsageError(message, hint=f"Add to it, as in: --config {user_config_file()}")


def _new(feeds: Iterable[Feed], known: Iterable[SourceSettings]) -> Iterator[Feed]:
    """Yield the feeds that are no sources yet, each by a name of its own."""
    from tts.sources.canonical import canonical
    from tts.sources.opml import Feed

    addresses = {canonical(source.location) for source in known}
    names = {source.name for source in known}
    for feed in feeds:
        if canonical(feed.url) not in addresses:
            numbered = (f"{feed.name} {number}" for number in range(2, len(names) + 3))
            name = next(name for name in (feed.name, *numbered) if name not in names)
            names.add(name)
            yield Feed(name, feed.url)


def _append(path: Path, feeds: list[Feed]) -> None:
    """Write the feeds below what stands in the file, all of them or none."""
    import tomli_w

    from tts.episode_files import shelf

    tables = ({"name": feed.name, "kind": "feed", "location": feed.url} for feed in feeds)
    added = "\n".join(f"[[source]]\n{tomli_w.dumps(table)}" for table in tables)
    try:
        before = path.read_bytes().decode() if path.exists() else ""  # with its line ends as they are
        end = "\r\n" if "\r\n" in before else "\n"
        whole = (before.rstrip() + 2 * end + added.replace("\n", end)).lstrip()
        tomllib.loads(whole.removeprefix("\ufeff"))
        file = path.resolve()  # a link, as to a folder that is shared between machines, stays one
        with shelf.whole(file) as part:
            if file.exists():  # it may hold what is secret
                part.touch(mode=0o600)
                part.chmod(stat.S_IMODE(file.stat().st_mode))
            part.write_bytes(whole.encode())
    except tomllib.TOMLDecodeError as error:
        message = f"{path} has its sources in another form than [[source]] tables."
        raise UsageError(message, hint="Write each source as a [[source]] of its own first.") from error
    except (OSError, UnicodeError) as error:
        message = f"{path} cannot be written: {getattr(error, 'strerror', None) or error}."
        raise OutputError(message, hint="Name another file with --config.") from error
