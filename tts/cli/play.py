"""`ting play`: listen in the terminal, with the text as it is spoken."""

import asyncio
import io
import math
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from tts.cli import interrupt, options
from tts.cli.console import PlainConsole
from tts.cli.screen import notify
from tts.model.settings import Settings

if TYPE_CHECKING:
    from tts.model.document import Document
    from tts.model.episode import Episode
    from tts.narration.studio import Studio
    from tts.preview.broadcast import Broadcast
    from tts.preview.listening import Face
    from tts.preview.positions import Memory
    from tts.preview.reel import Reel
    from tts.preview.session import Session
    from tts.preview.tape import Tape


def _number(_context: click.Context, _parameter: click.Parameter, value: float) -> float:
    """Return the value; refuse NaN, which is within all bounds."""
    if math.isnan(value):
        message = "nan is no number."
        raise click.BadParameter(message)
    return value


@click.command(epilog="Example: ting play latest --no-audio --speed 2")
@click.argument("source", metavar="EPISODE|SOURCE")
@options.voice_option
@options.quote_voice_option
@options.engine_option
@options.out_option
@options.profile_option
@options.offline_option
@click.option("--no-audio", is_flag=True, help="Play silently, in real time.")
@click.option(
    "--speed",
    type=click.FloatRange(0.5, 3.0),
    default=1.0,
    callback=_number,
    help="0.5 to 3; the pitch is kept.",
)
def command(source: str, *, no_audio: bool, speed: float) -> None:
    """Listen in the terminal, with each sentence as it is spoken; ? shows the keys.

    EPISODE is an MP3's path, a slug, or latest. Anything else is a SOURCE: it is heard while it is
    narrated, and kept as an episode. In a pipe the sentences come as plain lines.
    """
    notices = _Notices()
    try:
        interrupt.run(_Room(options.settings(), notices, no_audio, speed).play(source))
    finally:
        notices.tell()


@dataclass(frozen=True, slots=True)
class _Notices:
    """What the user should know, told when the screen is free again."""

    sentences: list[str] = field(default_factory=list)

    def begins(self, title: str, engine: str, chunks: int) -> None:
        """Take no note: the screen shows it."""

    def spoken(self, chunks: int, audio_ms: int) -> None:
        """Take no note: the screen shows it."""

    def notice(self, sentence: str) -> None:
        """Take note, once."""
        if sentence not in self.sentences:
            self.sentences.append(sentence)

    def tell(self) -> None:
        """Print what was noted."""
        for sentence in self.sentences:
            notify(sentence)


@dataclass(frozen=True, slots=True)
class _Room:
    """Where and how one listener wants to hear things."""

    settings: Settings
    notices: _Notices
    no_audio: bool
    speed: float

    async def play(self, source: str) -> None:
        """Play what the listener named."""
        from tts.preview.episode_lookup import find_episode, is_mp3

        if episode := find_episode(source, self.settings.show.output):
            await self._play_episode(episode)
        elif is_mp3(source):
            await self._play_file(Path(source))
        else:
            await self._play_source(source)

    async def _play_episode(self, episode: "Episode") -> None:
        from tts.preview.reel import reel_of
        from tts.preview.tape import Tape

        with closing(Tape.open(Path(episode.files.mp3))) as tape:
            reel = reel_of(episode, tape.duration_ms)
            await self._hear(lambda: reel, tape, episode.id)

    async def _play_file(self, path: Path) -> None:
        from tts.preview.reel import reel_of_file
        from tts.preview.tape import Tape

        with closing(Tape.open(path)) as tape:
            reel = reel_of_file(path, tape.duration_ms)
            await self._hear(lambda: reel, tape)

    async def _play_source(self, source: str) -> None:
        """Play the episode that was made of the source before, or the one that is made now."""
        from tts.narration.pipeline import narrated_before
        from tts.narration.wiring import open_fetcher, open_studio
        from tts.preview.broadcast import Broadcast
        from tts.sources.load import load

        async with open_fetcher(self.settings) as fetcher:
            studio = open_studio(self.settings, fetcher, complain=self.notices.notice)
            document = await load(source, fetcher)
            if episode := narrated_before(document, studio):
                await self._play_episode(episode)
                return
            with tempfile.TemporaryDirectory() as folder:
                sound = Path(folder) / "sound.mp3"
                with Broadcast(source, sound, self.settings.profile) as broadcast:
                    await self._play_broadcast(broadcast, document, studio)

    async def _play_broadcast(self, broadcast: "Broadcast", document: "Document", studio: "Studio") -> None:
        """Play while it is made; what is made to the end is kept as an episode."""
        making = asyncio.create_task(self._make(broadcast, document, studio))
        try:
            session = await self._hear(lambda: broadcast.reel, broadcast.tape)
            if broadcast.reel.complete:
                episode = await making
                self._remember(episode.id, session)
                self.notices.notice(f"Kept as {episode.files.mp3}")
            else:
                self.notices.notice("Not kept: it was not spoken to its end. ting read makes the rest.")
        finally:
            making.cancel()
            await asyncio.gather(making, return_exceptions=True)

    async def _make(self, broadcast: "Broadcast", document: "Document", studio: "Studio") -> "Episode":
        """Send what is spoken, and make an episode of it: all its takes are there by then."""
        from tts.narration.pipeline import listen, narrate

        await broadcast.send(listen(document, studio, broadcast.begins))
        return await narrate(document, studio, self.notices)

    async def _hear(self, reel: Callable[[], "Reel"], tape: "Tape", episode: str | None = None) -> "Session":
        """Play to the end, and return how things stood; an episode goes on where its listener stopped."""
        from tts.preview.listening import Listening
        from tts.preview.player import SilentPlayer, SoundPlayer, playing
        from tts.preview.transport import Transport

        start_ms = self._memory.recall(episode) if episode and _is_live() else 0
        transport = Transport(start_ms, speed=self.speed)
        player = SilentPlayer(lambda: reel().duration_ms) if self.no_audio else SoundPlayer(tape)
        with playing(player, transport), _face() as face:
            listening = Listening(reel, player, face, transport)
            try:
                await listening.run()
            finally:
                if episode:
                    self._remember(episode, listening.session)
        return listening.session

    def _remember(self, episode: str, session: "Session") -> None:
        """Keep where the listener stopped, but for a pipe, which reads everything."""
        if _is_live():
            self._memory.keep(episode, session.resume_ms)

    @property
    def _memory(self) -> "Memory":
        from tts.preview.positions import Memory

        return Memory(self.settings.data_dir)


def _is_live() -> bool:
    """Tell whether somebody watches on a terminal that can be drawn on."""
    return os.name == "posix" and sys.stdout.isatty() and not Console().is_dumb_terminal


@contextmanager
def _face() -> Iterator["Face"]:
    """Give the whole terminal for as long as the block runs; in a pipe, lines."""
    if not _is_live():
        from tts.preview.lines import Lines

        yield Lines(click.echo)
        return
    from tts.preview.terminal import Screen

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal in Big5 lacks some of the signs
    with Screen(PlainConsole()) as screen:
        yield screen
