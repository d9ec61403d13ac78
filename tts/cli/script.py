"""`ting script`: what would be said, in which pieces, with which pauses; nothing is spoken."""

import asyncio
import sys
from dataclasses import dataclass

import click
import msgspec
from rich.table import Table

from tts.cli import options
from tts.cli.console import stdout_console
from tts.model.article import ChunkKind
from tts.model.settings import Settings
from tts.narration.engine_choice import accent, candidates, open_engine


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One chunk, written and spoken; `phonemes` only for the engine that is given them, `voice` of others."""

    index: int
    kind: ChunkKind
    paragraph: int | None
    written: str
    spoken: str
    pinyin: tuple[tuple[str, str], ...]
    pause_after_ms: int
    phonemes: str | msgspec.UnsetType = msgspec.UNSET
    voice: str | msgspec.UnsetType = msgspec.UNSET


@click.command(epilog="Example: ting script page.html --engine kokoro --json")
@click.argument("source", metavar="SOURCE")
@options.voice_option
@options.quote_voice_option
@options.engine_option
@options.offline_option
@options.json_option
def command(source: str, *, as_json: bool) -> None:
    """Show the chunks to be spoken, written and spoken, with the pauses after them.

    Nothing is spoken. The chunks are those of the engine that --engine names, or that would be tried
    first. With --json one chunk is printed a line.
    """
    lines = asyncio.run(_lines(options.settings(), source))
    if as_json:
        sys.stdout.writelines(f"{msgspec.json.encode(line).decode()}\n" for line in lines)
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("#", justify="right", style="dim")
    table.add_column("kind", style="cyan")
    table.add_column("spoken", ratio=1)
    table.add_column("pause", justify="right", style="dim")
    for line in lines:
        kind = f"{line.kind} {line.voice}" if line.voice else line.kind
        table.add_row(str(line.index), kind, line.spoken, f"{line.pause_after_ms} ms")
    stdout_console().print(table)


async def _lines(settings: Settings, source: str) -> list[ScriptLine]:
    from tts.chunker import write_script
    from tts.narration.studio import casting, roles
    from tts.narration.wiring import read_article

    cast = casting(settings)
    reader = cast(None)
    article = await read_article(settings, source)
    engine, read = open_engine(candidates(settings)[0], settings), accent(settings)
    others = roles(settings, cast, reader.voice, engine.name)
    script = write_script(article, engine.limits, reader.voice.pauses, settings.disclosure, others)
    lines = []
    for chunk in script:
        spoken = (cast(chunk.voice) if chunk.voice else reader).speak(chunk).text
        phonemes = read.phonemize(spoken) if engine.name == "kokoro" else msgspec.UNSET
        lines.append(
            ScriptLine(
                chunk.index, chunk.kind, chunk.paragraph, chunk.written, spoken, read.pinyin(spoken),
                chunk.pause_after_ms, phonemes, chunk.voice or msgspec.UNSET,
            )
        )  # fmt: skip
    return lines
