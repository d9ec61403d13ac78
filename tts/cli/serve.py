"""`ting serve`: give the show to the phone, and to any podcast app in the house."""

import secrets
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tts.cli import options
from tts.cli.screen import notify
from tts.errors import ExitCode, OutputError, TingError, UsageError
from tts.model.settings import Settings

if TYPE_CHECKING:
    from tts.daily.process import Runs

Log = Callable[[str], None]

LOOPBACK = "127.0.0.1"
PORT = 8080
"""The one that the feeds of a show without an address name."""

TOKEN_FILE = ".serve-token"  # noqa: S105 - where it is kept, and not what it is
TOKEN = r"[A-Za-z0-9_-]{8,128}"  # noqa: S105 - what it may look like

BLACK_ON_WHITE = "\x1b[38;5;231;48;5;16m{}\x1b[0m"
"""segno draws what is light; the colours make that so on light terminals too."""


host_option = click.option(
    "--host", default=LOOPBACK, metavar="ADDRESS", help="Where to listen; 0.0.0.0 is the whole house."
)
port_option = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    metavar="N",
    help="8080 if not given; 0 takes a free one.",
)
token_option = click.option("--token", metavar="WORD", help="A word that addresses must begin with.")


@click.command(epilog="Example: ting serve --host 0.0.0.0")
@host_option
@port_option
@token_option
@options.config_option
@options.out_option
@options.farm_option
@options.shelf_option
def command(host: str, port: int, token: str | None) -> int:
    """Serve the show's feed, pages and episodes, and print the feed's address; take in what is sent to it.

    Only this machine is answered, unless --host names another address; then a token is part of every
    address: the same one each time, unless --token gives another. Ctrl-C stops it.
    """
    from tts.inbox.process import worker_process

    settings = options.settings()
    output = settings.show.output
    require_folder(output)
    begin = opened(settings, notify)
    with listening(host, port) as listener:
        bound, port = listener.getsockname()[:2]
        word = word_for(output, bound, token)
        with suppress(KeyboardInterrupt):
            _announce(output, bound, port, word)
            _tell_of_inbox(output, bound, port)
            with worker_process(settings, lambda line: notify(f"inbox: {line}")) as worker:
                service = Service(settings, word, notify, begin)
                serve(service, listener, lambda: worker.is_well, worker.hang_up)
    return ExitCode.OK


def require_folder(output: Path) -> None:
    """Raise UsageError for an output folder that is none."""
    if output.exists() and not output.is_dir():
        message = f"{output} is not a folder."
        raise UsageError(message, hint="Name the folder of the episodes with --out.")


def opened(settings: Settings, log: Log) -> Callable[[], bool]:
    """Return what tells whether there is a feed; where there is none yet, that is waited for, and said."""
    from tts.server.premiere import Premiere

    begin = Premiere(settings, log).begin
    if not begin():
        output = settings.show.output
        log(f"There is no feed in {output} yet: waiting for the first episode of ting read or ting daily.")
    return begin


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; raise UsageError where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        message = f"Port {port} of {host} cannot be listened at: {reason or error}."
        raise UsageError(message, hint="Take a free one with --port 0, or stop what uses it.") from error


def word_for(output: Path, bound: str, token: str | None) -> str:
    """Return the word that the show's addresses begin with: none where this machine alone is answered."""
    if token is not None:
        return _checked(token)
    return "" if ip_address(bound).is_loopback else _kept_token(output)


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


def addresses(bound: str, port: int) -> list[str]:
    """Return where the server is reached, the likeliest first, each with a slash at its end."""
    from tts.server import reachable_at

    return [f"http://{_in_address(name)}:{port}/" for name in reachable_at(bound)]


def _announce(output: Path, bound: str, port: int, token: str) -> None:
    from tts.feed.addresses import FEED, INDEX

    below = f"{token}/" if token else ""
    bases = [base + below for base in addresses(bound, port)]
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
        show_code(bases[0] + (INDEX if (output / INDEX).is_file() else FEED))
        click.echo(
            "The address is the key: whoever has it hears the show. Others are not answered.", err=True
        )
    click.echo("Ctrl-C stops it.", err=True)


def show_code(address: str) -> None:
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
    base = next(iter(addresses(bound, port)), f"http://{LOOPBACK}:{port}/")
    click.echo(f"To hear later: {base}listen", err=True)
    tell_of_tokens(output, notify)


def tell_of_tokens(output: Path, log: Log) -> None:
    """Say how a device may send something, when none may yet."""
    from tts.cli.token import all_of

    try:
        if not all_of(output):
            log("No device may send anything to it yet: ting token add phone --may all")
    except TingError as error:
        log(str(error))


def _in_address(name: str) -> str:
    return f"[{name}]" if ":" in name else name


@dataclass(frozen=True, slots=True)
class Service:
    """What is served: the show of these settings below a word, and the inbox; `log` is told each request."""

    settings: Settings
    word: str
    log: Log
    begin: Callable[[], bool]


def serve(
    service: Service,
    listener: socket.socket,
    is_alive: Callable[[], bool],
    hang_up: Callable[[], None],
    runs: "Runs | None" = None,
) -> None:
    """Serve until Ctrl-C, or until a service manager says so; then hang up on who works beside it, too."""
    from tts.server import application, server_of
    from tts.server.desk import Desk
    from tts.server.inbox import Inbox
    from tts.server.service_manager import ServiceManager

    show, allow_private = service.settings.show, service.settings.fetch.allow_private
    with Desk(show.output) as desk:
        inbox = Inbox(desk, allow_private=allow_private, is_alive=is_alive, runs=runs)
        served = application(
            show.output, show, token=service.word, log=service.log, begin=service.begin, inbox=inbox
        )

        def close() -> None:
            inbox.close()
            hang_up()

        server = server_of(served, service.log, manager=ServiceManager.of(), close=close)
        server.run(sockets=[listener])
