"""The options that several commands share. Each sets a setting, which the command then reads."""

from collections.abc import Callable

import click

from tts.config import Settings, load_settings

ENGINES = ("auto", "edge", "kokoro", "espeak")
PROFILES = ("podcast", "source")

_FLAGS = "tts.flags"
_Keep = Callable[[click.Context, click.Parameter, object], None]


def settings() -> Settings:
    """Return the settings of the command that is running, its own options first."""
    flags: dict[tuple[str, ...], object] = click.get_current_context().meta.get(_FLAGS, {})
    return load_settings(flags)


def _sets(*path: str) -> _Keep:
    def keep(context: click.Context, _parameter: click.Parameter, value: object) -> None:
        context.meta.setdefault(_FLAGS, {})[path] = value

    return keep


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")
voice_option = click.option(
    "--voice",
    metavar="NAME",
    expose_value=False,
    callback=_sets("voice"),
    help="Which voice speaks (ting voices lists them).",
)
engine_option = click.option(
    "--engine",
    type=click.Choice(ENGINES),
    expose_value=False,
    callback=_sets("engine"),
    help="Which engine speaks; auto takes the best that works.",
)
offline_option = click.option(
    "--offline",
    is_flag=True,
    default=None,
    expose_value=False,
    callback=_sets("offline"),
    help="Use no engine that needs the network.",
)
out_option = click.option(
    "--out",
    type=click.Path(file_okay=False),
    metavar="DIR",
    expose_value=False,
    callback=_sets("show", "output"),
    help="Where episodes go.",
)
profile_option = click.option(
    "--profile",
    type=click.Choice(PROFILES),
    expose_value=False,
    callback=_sets("profile"),
    help="podcast: 48 kHz, even loudness; source: the engine's own sound.",
)
