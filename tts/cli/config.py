"""`ting config`: every setting and its value."""

import sys
from collections.abc import Iterator

import click
import msgspec
import tomli_w

from tts.cli import options
from tts.config import as_table, load_settings, user_config_file, user_voices_folder


@click.command(epilog="Example: ting config --json")
@options.json_option
def command(*, as_json: bool) -> None:
    """Show every setting and its value, as a settings file has it; those that have none are named.

    A flag wins over a TING_ variable, that over ./ting.toml or [tool.ting] in ./pyproject.toml, and
    that over your own settings file.
    """
    table = as_table(load_settings())
    if as_json:
        sys.stdout.write(f"{msgspec.json.encode(table).decode()}\n")
        return
    click.echo(f"# your own settings: {user_config_file()}")
    click.echo(f"# your own voices:   {user_voices_folder()}")
    click.echo(f"# not set:           {', '.join(_unset(table))}")
    click.echo(tomli_w.dumps(_set(table)), nl=False)


def _unset(table: dict[str, object], above: str = "") -> Iterator[str]:
    """Yield the names of what is not set, with those of the tables that it is in."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _unset(value, f"{above}{key}.")
        elif value is None:
            yield f"{above}{key}"


def _set(table: dict[str, object]) -> dict[str, object]:
    """Return the table without what is not set, which TOML cannot say."""
    return {
        key: _set(value) if isinstance(value, dict) else value
        for key, value in table.items()
        if value is not None
    }
