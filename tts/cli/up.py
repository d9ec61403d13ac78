"""`ting up`: the server, the day and the inbox in one, for a machine that is always on."""

from __future__ import annotations

import sys
from contextlib import ExitStack, suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING

import click

from tts.cli import options, serve
from tts.cli.daily import at_option, every_option, schedule
from tts.errors import ExitCode

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path


@click.command(epilog="Example: ting up --host 0.0.0.0")
@serve.host_option
@serve.port_option
@serve.token_option
@at_option("When the day is made, 05:30 if not given: ")
@every_option("Or ")
@click.option("--no-daily", is_flag=True, help="Leave the day to another: cron, or a timer.")
@options.config_option
@options.voice_option
@options.engine_option
@options.out_option
@options.profile_option
@options.offline_option
@options.farm_option
@options.shelf_option
def command(  # noqa: PLR0913 - one parameter an option
    *, host: str, port: int, token: str | None, at: dt.datetime | None, every: int | None, no_daily: bool
) -> int:
    """Serve the show, make the day when it is due, and narrate what is sent.

    It is ting serve and ting daily --watch in one. Standard error is the log, a line for each
    event. Ctrl-C or SIGTERM ends it, with nothing half made.
    """
    from tts.cli.journal import journal
    from tts.daily.process import days
    from tts.inbox.process import worker_process
    from tts.server.turns import turn_of_day

    if no_daily and (at or every):
        message = "--at and --every say when the day is made: leave --no-daily out."
        raise click.UsageError(message)
    due = None if no_daily else schedule(at, every)
    settings, read = options.settings(), options.reader()
    output, log = settings.show.output, journal("serve")
    serve.require_folder(output)
    with suppress(KeyboardInterrupt), ExitStack() as house, serve.listening(host, port) as listener:
        bound, port = listener.getsockname()[:2]
        service = serve.Service(
            settings, serve.word_for(output, bound, token), log, serve.opened(settings, log)
        )
        _announce(output, bound, port, service.word)
        worker = house.enter_context(worker_process(settings, journal("inbox")))
        made = None
        if due:
            turn = turn_of_day(output, worker)
            made = house.enter_context(days(read, due, turn, journal("daily")))

        def hang_up() -> None:
            worker.hang_up()
            if made:
                made.hang_up()

        serve.serve(service, listener, lambda: worker.is_well, hang_up, made.runs if made else None)
    log("Ended.")
    return ExitCode.OK


def _announce(output: Path, bound: str, port: int, word: str) -> None:
    """Say where it is. The show's word is told to who sits before it, and to no log: others read those."""
    from tts.cli.journal import journal
    from tts.feed.addresses import FEED

    log = journal("serve")
    base = next(iter(serve.addresses(bound, port)), f"http://{serve.LOOPBACK}:{port}/")
    below = f"{word}/" if word else ""
    if not word or sys.stdout.isatty():
        click.echo(base + below + FEED)
        sys.stdout.flush()
    else:
        where = f"the word of --token, or the one in {output / serve.TOKEN_FILE}"
        log(f"The feed is at {base}WORD/{FEED}: WORD is {where}.")
    if not ip_address(bound).is_loopback:
        serve.show_code(base + below + FEED)
    log(f"Listening at {base}; to hear later: {base}listen")
    serve.tell_of_tokens(output, log)
