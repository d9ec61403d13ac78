"""`ting feed`: the feeds and the pages of what is on the shelf."""

import sys

import click
import msgspec

from tts.cli import options
from tts.cli.screen import notify
from tts.errors import ExitCode, about


@click.command(epilog="Example: ting feed --config ting.toml")
@options.config_option
@options.out_option
@options.json_option
def command(*, as_json: bool) -> int:
    """Write the feeds and pages of all episodes, and print where the feeds are.

    ting daily does this at its end; ting feed does it for episodes of ting read, and after a change of
    the settings. What is the same stays as it is.
    """
    from tts.catalog.store import Catalog
    from tts.episode_files import shelf
    from tts.feed.addresses import located, public
    from tts.publication.edition import publishing, write_edition

    settings = options.settings()
    output = options.output_folder(settings)
    with publishing(output), Catalog.open(output) as catalog:
        refreshed = catalog.refresh()
        feeds, left_out = write_edition(output, settings, catalog.cards(), notify)
    shelf.clear_forgotten(output)
    show = located(settings.show)
    for path in feeds:
        facts = {"path": str(path.absolute()), "url": public(show, path.relative_to(output).as_posix())}
        line = msgspec.json.encode(facts).decode() if as_json else facts["path"]
        sys.stdout.write(f"{line}\n")
    for path, error in refreshed.damaged:
        notify(about(str(path), error))
    return ExitCode.SOME_FAILED if refreshed.damaged or left_out else ExitCode.OK
