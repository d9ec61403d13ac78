"""`ting token`: which devices may send something to be heard later, and which may hear it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from tts.cli import options
from tts.cli.screen import notify
from tts.cli.serve import PORT
from tts.printable import shown

if TYPE_CHECKING:
    from tts.inbox.tokens import Permission, Token

MAY = ("add", "read", "all")


@click.group(epilog="Example: ting token add phone --may all")
def command() -> None:
    """Let a device send pages to ting serve, or hear them.

    Each has a token of its own, which is shown once and can be revoked.
    """


@command.command(epilog="Example: ting token add phone --may all")
@options.config_option
@options.out_option
@click.argument("name", metavar="NAME")
@click.option(
    "--may",
    type=click.Choice(MAY),
    required=True,
    help="add: send; read: see the list and hear it; all: both, and remove what is in it.",
)
@click.option("--list", "of", default="", metavar="LIST", help="A list of its own; else that of the house.")
def add(name: str, may: "Permission", of: str) -> None:
    """Make a token for a device, and print it: the only time it is shown."""
    from tts.inbox.tokens import Tokens

    with Tokens.open(options.settings().show.output) as tokens:
        word = tokens.add(name, may, of)
    click.echo(word)
    sys.stdout.flush()
    notify("It is shown this once. To send, it goes along as: Authorization: Bearer TOKEN")
    if may != "add":
        notify(f"To hear what was sent, give it to the page {_page()} in the device's browser.")


@command.command("list", epilog="Example: ting token list --json")
@options.config_option
@options.out_option
@options.json_option
def list_(*, as_json: bool) -> None:
    """List the devices that have a token, and when each last used it."""
    output = options.output_folder(options.settings())
    known = all_of(output)
    if as_json:
        sys.stdout.writelines(f"{msgspec.json.encode(token).decode()}\n" for token in known)
        return
    for token in known:
        used = f"{token.used.astimezone():%Y-%m-%d %H:%M}" if token.used else "never"
        click.echo(shown(f"{token.name}  {token.may}  {token.list or '-'}  used: {used}"))
    if not known:
        notify("No device has a token yet: ting token add phone --may all")


@command.command(epilog="Example: ting token revoke phone")
@options.config_option
@options.out_option
@click.argument("name", metavar="NAME")
def revoke(name: str) -> None:
    """Let the token of a device be worth nothing from now on."""
    from tts.inbox.tokens import Tokens

    with Tokens.open(options.output_folder(options.settings())) as tokens:
        tokens.revoke(name)
    notify(f"The token of {name} is worth nothing any more.")


def all_of(output: Path) -> list["Token"]:
    """Return what is known of the tokens of an output folder; where there is no database, none is made."""
    from tts.catalog.store import NAME
    from tts.inbox.tokens import Tokens

    if not (output / NAME).is_file():
        return []
    with Tokens.open(output) as tokens:
        return tokens.all()


def _page() -> str:
    """Return where the page is, as far as that can be known before ting serve runs."""
    from tts.server.lan_addresses import EVERYWHERE, reachable_at

    here = reachable_at(EVERYWHERE[0])
    return f"http://{here[0]}:{PORT}/listen" if here else "/listen of ting serve"
