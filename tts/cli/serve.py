"""`ting serve`: give the show to the phone, and to any podcast app in the house."""

import secrets
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tts.cli import options
from tts.cli.screen import notify
from tts.errors import ExitCode, OutputError, TingError, UsageError
from tts.model.settings import Settings, ShowSettings

if TYPE_CHECKING:
    from tts.server.inbox import Inbox

LOOPBACK = "127.0.0.1"
PORT = 8080
"""The one that the feeds of a show without an address name."""

TOKEN_FILE = ".serve-token"  # noqa: S105 - where it is kept, and not what it is
TOKEN = r"[A-Za-z0-9_-]{8,128}"  # noqa: S105 - what it may look like

BLACK_ON_WHITE = "\x1b[38;5;231;48;5;16m{}\x1b[0m"
"""segno draws what is light; the colours make that so on light terminals too."""


@click.command(epilog="Example: ting serve --host 0.0.0.0")
@click.option(
    "--host", default=LOOPBACK, metavar="ADDRESS", help="Where to listen; 0.0.0.0 is the whole house."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    metavar="N",
    help="8080 if not given; 0 takes a free one.",
)
@click.option("--token", metavar="WORD", help="A word that addresses must begin with.")
@options.config_option
@options.out_option
def command(host: str, port: int, token: str | None) -> int:
    """Serve the show's feed, pages and episodes, and print the feed's address; take in what is sent to it.

    Only this machine is answered, unless --host names another address; then a token is part of every
    address: the same one each time, unless --token gives another. Ctrl-C stops it.
    """
    settings = options.settings()
    show = settings.show
    _require_folder(show.output)
    begin = _opened(settings)
    with _listening(host, port) as listener:
        bound, port = listener.getsockname()[:2]
        is_open = not ip_address(bound).is_loopback
        token = _checked(token) if token is not None else _kept_token(show.output) if is_open else ""
        with suppress(KeyboardInterrupt):
            _announce(show.output, bound, port, token)
            _tell_of_inbox(show.output, bound, port)
            with _narrated(settings) as is_alive, _inbox(settings, is_alive) as inbox:
                _serve(show, token, listener, begin, inbox)
    return ExitCode.OK


def _require_folder(output: Path) -> None:
    if output.exists() and not output.is_dir():
        message = f"{output} is not a folder."
        raise UsageError(message, hint="Name the folder of the episodes with --out.")


def _opened(settings: Settings) -> Callable[[], bool]:
    """Return what tells whether there is a feed; where there is none yet, that is waited for, and said."""
    from tts.server.premiere import Premiere

    begin = Premiere(settings, notify).begin
    if not begin():
        output = settings.show.output
        notify(f"There is no feed in {output} yet: waiting for the first episode of ting read or ting daily.")
    return begin


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        message = f"Port {port} of {host} cannot be listened at: {reason or error}."
        raise UsageError(message, hint="Take a free one with --port 0, or stop what uses it.") from error


def _checked(token: str) -> str:
    import re

    if not re.fullmatch(TOKEN, token):
        message = "A token is 8 to 128 letters, digits, - and _."
        raise UsageError(message, hint="Leave --token out, and one is made.")
    return token


def _kept_token(output: Path) -> str:
    """Return the token of the output folder, made at the first time: addresses must last."""
    from tts.episode_files.shelf import whole

    path = output / TOKEN_FILE
    with suppress(OSError, UnicodeDecodeError, UsageError):
        return _checked(path.read_text(encoding="ascii").strip())
    token = secrets.token_urlsafe(16)
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{output} cannot be made: {error.strerror or error}."
        raise OutputError(message, hint="Choose another folder with --out.") from error
    with whole(path) as part:
        part.touch(mode=0o600)
        part.write_text(token + "\n", encoding="ascii")
    return token


def _announce(output: Path, bound: str, port: int, token: str) -> None:
    from tts.feed.addresses import FEED, INDEX
    from tts.server import reachable_at

    below = f"{token}/" if token else ""
    bases = [f"http://{_in_address(name)}:{port}/{below}" for name in reachable_at(bound)]
    if not bases:
        click.echo("This machine is in no network now; only it can reach the feed.", err=True)
        bases = [f"http://{LOOPBACK}:{port}/{below}"]
    click.echo(bases[0] + FEED)
    sys.stdout.flush()
    for base in bases[1:]:
        click.echo(f"Or, in another network: {base}{FEED}", err=True)
    if ip_address(bound).is_loopback:
        click.echo("Only this machine is answered. For the phone: ting serve --host 0.0.0.0", err=True)
    else:
        _show_code(bases[0] + (INDEX if (output / INDEX).is_file() else FEED))
        click.echo(
            "The address is the key: whoever has it hears the show. Others are not answered.", err=True
        )
    click.echo("Ctrl-C stops it.", err=True)


def _show_code(address: str) -> None:
    """Draw the address for a phone's camera, where somebody sees it."""
    if not sys.stderr.isatty():
        return
    import io

    import segno

    drawn = io.StringIO()
    segno.make(address, error="l", micro=False).terminal(drawn, border=2, compact=True)
    for line in drawn.getvalue().splitlines():
        click.echo(BLACK_ON_WHITE.format(line), err=True)
    click.echo(f"For the phone's camera: {address}", err=True)


def _tell_of_inbox(output: Path, bound: str, port: int) -> None:
    """Say where what was sent is heard, and how a device may send something when none may yet."""
    from tts.cli.token import all_of
    from tts.server import reachable_at

    name = next(iter(reachable_at(bound)), LOOPBACK)
    click.echo(f"To hear later: http://{_in_address(name)}:{port}/listen", err=True)
    try:
        if not all_of(output):
            notify("No device may send anything to it yet: ting token add phone --may all")
    except TingError as error:
        notify(str(error))


@contextmanager
def _narrated(settings: Settings) -> Iterator[Callable[[], bool]]:
    """Let what is sent be narrated while the block runs; yield what tells whether somebody does."""
    from tts.inbox.process import worker_process

    with worker_process(settings, lambda line: notify(f"inbox: {line}")) as worker:
        yield lambda: worker.is_well


@contextmanager
def _inbox(settings: Settings, is_alive: Callable[[], bool]) -> Iterator["Inbox"]:
    """Yield the inbox of the output folder."""
    from tts.server.desk import Desk
    from tts.server.inbox import Inbox

    with Desk(settings.show.output) as desk:
        yield Inbox(desk, allow_private=settings.fetch.allow_private, is_alive=is_alive)


def _in_address(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def _serve(
    show: ShowSettings, token: str, listener: socket.socket, begin: Callable[[], bool], inbox: "Inbox"
) -> None:
    """Serve until Ctrl-C, or until a service manager says so."""
    from tts.server import application, server_of

    def log(line: str) -> None:
        click.echo(line, err=True)

    served = application(show.output, show, token=token, log=log, begin=begin, inbox=inbox)
    server_of(served, log).run(sockets=[listener])
