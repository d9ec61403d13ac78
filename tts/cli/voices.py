"""`ting voices`: who can speak, and the offline voices' installation."""

import asyncio
import sys
from pathlib import Path

import click
import msgspec
from rich.table import Table
from rich.text import Text

from tts.cli import options
from tts.cli.console import stdout_console
from tts.cli.screen import notify
from tts.config import load_settings, user_voices_folder
from tts.narration.engine_choice import open_gate
from tts.voices import load_voices


@click.group(invoke_without_command=True, epilog="Example: ting voices install")
@click.option("--engine", metavar="NAME", help="List what voices this engine has, by its names.")
@options.json_option
@click.pass_context
def command(context: click.Context, engine: str | None, *, as_json: bool) -> None:
    """List the voices, with the name that each engine has for them.

    Your own profiles, which may name any voice of an engine, are read from the voices folder that
    ting config names.
    """
    if context.invoked_subcommand:
        return
    if engine:
        names = asyncio.run(open_gate(engine, load_settings(), notify).voices())
        click.echo(msgspec.json.encode(names).decode() if as_json else "\n".join(names))
        return
    voices = load_voices(user_voices_folder()).values()
    if as_json:
        sys.stdout.writelines(f"{msgspec.json.encode(voice).decode()}\n" for voice in voices)
        return
    table = Table(box=None, pad_edge=False)
    engines = ("edge", "kokoro", "espeak")
    for column in ("voice", "", "", *engines):
        table.add_column(column)
    for voice in voices:
        names = [voice.engines.get(engine, "-") for engine in engines]
        table.add_row(Text(voice.name, "bold"), voice.called, voice.manner, *names)
    stdout_console().print(table)


@command.command(epilog="Example: ting voices install --from voices-v1.0.bin")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Take them from kokoro-js's .tgz, upstream's voices-v1.0.bin, or a folder of .bin packs.",
)
def install(source: Path | None) -> None:
    """Fetch the eight Mandarin voices of the offline engine, and check each by its sha256."""
    from tts.engines.voicepack_install import install as install_packs

    data_dir = load_settings().data_dir
    installed = install_packs(data_dir, source, notify)
    said = f"Installed {', '.join(installed)}." if installed else "All voices are installed already."
    notify(f"{said} They are kept in {data_dir}.")
