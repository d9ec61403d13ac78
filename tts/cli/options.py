"""The options that several commands share. Each sets a setting, which the command then reads."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import get_args

import click

from tts.config import load_settings
from tts.errors import UsageError
from tts.model.episode import Profile
from tts.model.settings import AUTO, ENGINES, Settings

_FLAGS = "tts.flags"
SETTINGS_FILE = "tts.file"
"""Under this name a command finds the settings file that --config named."""

_Keep = Callable[[click.Context, click.Parameter, object], None]


def settings() -> Settings:
    """Return the settings of the command that is running, its own options first."""
    return reader()()


def reader() -> Callable[[], Settings]:
    """Return what reads them anew, from any thread."""
    meta = click.get_current_context().meta
    return partial(load_settings, meta.get(_FLAGS, {}), project_file=meta.get(SETTINGS_FILE))


def put(value: object, *path: str) -> None:
    """Let the settings that the running command reads from here on have this value."""
    click.get_current_context().meta.setdefault(_FLAGS, {})[path] = value


def output_folder(settings: Settings) -> Path:
    """Return the output folder; raise UsageError when there is none, for nothing is made by looking."""
    output = settings.show.output
    if not output.is_dir():
        message = f"There is no folder {output}."
        raise UsageError(message, hint="Make an episode first: ting read SOURCE.")
    return output


def _sets(*path: str) -> _Keep:
    def keep(context: click.Context, _parameter: click.Parameter, value: object) -> None:
        if value is not None:  # what a group was given, its command need not be given again
            context.meta.setdefault(_FLAGS, {})[path] = value

    return keep


def _keep_file(context: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.meta[SETTINGS_FILE] = value


config_option = click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    expose_value=False,
    callback=_keep_file,
    help="The settings file to use instead of ./ting.toml.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")
voice_option = click.option(
    "--voice",
    metavar="NAME",
    expose_value=False,
    callback=_sets("voice"),
    help="Which voice speaks (ting voices lists them).",
)
quote_voice_option = click.option(
    "--quote-voice",
    multiple=True,
    metavar="NAME",
    expose_value=False,
    callback=lambda context, parameter, value: _sets("quote_voice")(context, parameter, value or None),
    help="Which voice speaks what is quoted; given twice, speakers are told apart.",
)
engine_option = click.option(
    "--engine",
    metavar=f"[{'|'.join((AUTO, *ENGINES))}]",
    expose_value=False,
    callback=_sets("engine"),
    help="Which engine speaks; auto takes the best that works. A server or a plug-in's goes by its name.",
)
offline_option = click.option(
    "--offline",
    is_flag=True,
    default=None,
    expose_value=False,
    callback=_sets("offline"),
    help="Do without engines that need the network; a speech server on this machine needs none.",
)
out_option = click.option(
    "--out",
    type=click.Path(file_okay=False),
    metavar="DIR",
    expose_value=False,
    callback=_sets("show", "output"),
    help="Where episodes go.",
)
farm_option = click.option(
    "--farm",
    metavar="tcp://HOST:PORT|local:N",
    expose_value=False,
    callback=_sets("farm"),
    help="Which machines make the episodes: a Dask scheduler's, or so many processes of this one.",
)
shelf_option = click.option(
    "--shelf",
    metavar="s3://BUCKET/PATH|FOLDER",
    expose_value=False,
    callback=_sets("shelf"),
    help="A place that the machines of a farm reach, where they do not share the output folder.",
)
cookies_option = click.option(
    "--cookies",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Cookies for these addresses, as a browser's extension exports them (cookies.txt).",
)
profile_option = click.option(
    "--profile",
    type=click.Choice(get_args(Profile)),
    expose_value=False,
    callback=_sets("profile"),
    help="podcast: 48 kHz, even loudness; source: the engine's own sound.",
)
