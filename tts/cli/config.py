"""`ting config`: every setting and its value."""

import sys
from collections.abc import Iterator
from typing import Any

import click
import msgspec
import tomli_w

from tts.cli import options
from tts.config import as_shown, load_settings, user_config_file, user_voices_folder
from tts.model.address import bare
from tts.printable import shown


@click.command(epilog="Example: ting config --json")
@options.json_option
def command(*, as_json: bool) -> None:
    """Show every setting and its value, as a settings file has it; those that have none are named.

    Words that are secret are hidden: keys, passwords, headers, the logins in addresses. A flag wins over a
    TING_ variable, that over ./ting.toml or [tool.ting] in ./pyproject.toml, and that over your own
    settings file.
    """
    table = _without_logins(as_shown(load_settings()))
    if as_json:
        sys.stdout.write(f"{_escaped(msgspec.json.encode(table).decode())}\n")
        return
    click.echo(f"# your own settings: {user_config_file()}")
    click.echo(f"# your own voices:   {user_voices_folder()}")
    click.echo(f"# not set:           {', '.join(_unset(table))}")
    click.echo(_escaped(tomli_w.dumps(_set(table))), nl=False)


def _without_logins(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a settings file
    """Return the value with every address in it as it may be shown."""
    if isinstance(value, dict):
        return {key: _without_logins(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return list(map(_without_logins, value))
    return bare(value) if isinstance(value, str) and "://" in value else value


def _escaped(text: str) -> str:
    """Return JSON or TOML with what would act on a terminal as both escape it."""
    return "".join(one if one == "\n" or shown(one) == one else f"\\u{ord(one):04x}" for one in text)


def _unset(value: object, place: str = "") -> Iterator[str]:
    """Yield the places of what is not set, as `show.cover` and `source[0].voice`."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _unset(part, f"{place}.{key}" if place else key)
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _unset(part, f"{place}[{index}]")
    elif value is None:
        yield place


def _set(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a settings file
    """Return the value without what is not set in it, which TOML cannot say."""
    if isinstance(value, dict):
        return {key: _set(part) for key, part in value.items() if part is not None}
    return list(map(_set, value)) if isinstance(value, list | tuple) else value
