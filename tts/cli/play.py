"""`ting play`: listen in the terminal, with the text as it is spoken."""

from functools import partial
from pathlib import Path

import click
from rich.console import Console

from tts.cli import interrupt, options
from tts.cli.console import ScreenListener, stderr_console, stdout_console
from tts.config import Settings
from tts.episode import Cue, Episode


@click.command(epilog="Example: ting play latest --no-audio --speed 2")
@click.argument("source", metavar="EPISODE|SOURCE")
@options.voice_option
@options.engine_option
@options.out_option
@options.profile_option
@options.offline_option
@click.option("--no-audio", is_flag=True, help="Play silently, in real time.")
@click.option("--speed", type=click.FloatRange(0.5, 3.0), default=1.0, help="0.5 to 3; the pitch is kept.")
def command(source: str, *, no_audio: bool, speed: float) -> None:
    """Listen in the terminal, with each sentence as it is spoken.

    EPISODE is an MP3's path, a slug, or latest. Anything else is a SOURCE, and narrated first.
    """
    from tts.preview import SilentPlayer, SoundPlayer, find_episode, play

    settings = options.settings()
    episode = find_episode(source, settings.show.output) or interrupt.run(_narrated(settings, source))
    player = SilentPlayer(speed) if no_audio else SoundPlayer(Path(episode.files.mp3), speed)
    console = stdout_console()
    console.print(f"[bold]{episode.title}[/bold]")
    play(episode.cues, episode.duration_ms, player, partial(_show, console))


async def _narrated(settings: Settings, source: str) -> Episode:
    from tts.cli.wiring import open_fetcher, open_studio
    from tts.pipeline import narrate
    from tts.sources.load import load

    screen = ScreenListener(stderr_console())
    async with open_fetcher(settings) as fetcher:
        with screen.live(), screen.article() as listener:
            return await narrate(await load(source, fetcher), open_studio(settings, fetcher), listener)


def _show(console: Console, cue: Cue) -> None:
    minutes, seconds = divmod(cue.start_ms // 1000, 60)
    console.print(f"[dim]{minutes:d}:{seconds:02d}[/dim]  ", cue.text.strip(), markup=True)
