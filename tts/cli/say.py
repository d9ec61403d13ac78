"""`ting say`: speak a sentence to try a voice, or explain how it would be said."""

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from tts.cli import interrupt, options
from tts.cli.display import open_screen
from tts.cli.screen import notify
from tts.model.settings import Settings
from tts.printable import shown

if TYPE_CHECKING:
    from tts.speech.explain import Explanation


@click.command(epilog="Example: ting say 日本掌控90％的市場。 --explain")
@click.argument("text", metavar="TEXT|-")
@options.voice_option
@options.engine_option
@options.offline_option
@click.option(
    "--out",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write an MP3 instead.",
)
@click.option("--explain", is_flag=True, help="Show how it would be said and why, without speaking.")
@options.json_option
def command(text: str, *, file: Path | None, explain: bool, as_json: bool) -> None:
    """Speak one sentence, to try a voice; - reads it from standard input.

    With --explain nothing is spoken; with - as well, every line of standard input is explained.
    """
    if as_json and not explain:
        message = "--json shows an explanation: add --explain."
        raise click.UsageError(message)
    settings = options.settings()
    if explain:
        lines = (line.rstrip("\r\n") for line in sys.stdin) if text == "-" else (text,)
        _explain(settings, lines, as_json=as_json)
        return
    said = sys.stdin.read() if text == "-" else text
    if file:
        interrupt.run(_speak(settings, said, file))
        click.echo(file.absolute())
        return
    with tempfile.TemporaryDirectory() as folder:
        mp3 = Path(folder) / "say.mp3"
        interrupt.run(_speak(settings, said, mp3))
        _play(mp3)


def _explain(settings: Settings, lines: Iterable[str], *, as_json: bool) -> None:
    from tts.narration.engine_choice import accent
    from tts.narration.studio import casting
    from tts.speech.explain import explain

    lexicon, read = casting(settings)(None).lexicon, accent(settings)

    for line in lines:
        explanation = explain(line, lexicon, read)
        click.echo(msgspec.json.encode(explanation).decode() if as_json else _readable(explanation))


def _readable(explanation: "Explanation") -> str:
    rules = [
        f"  {rule.written or '(nothing)'} → {rule.spoken or '(silent)'}  [{rule.rule}]"
        for rule in explanation.rules
    ]
    lines = [
        f"written   {explanation.written}",
        f"spoken    {explanation.spoken}",
        f"sentences {' | '.join(explanation.sentences)}",
        f"pinyin    {' '.join(f'{character}{syllable}' for character, syllable in explanation.pinyin)}",
        f"phonemes  {explanation.phonemes}",
        *(["rules", *rules] if rules else []),
    ]
    return "\n".join(map(shown, lines))


async def _speak(settings: Settings, text: str, mp3: Path) -> None:
    from tts.narration.pipeline import speak
    from tts.narration.wiring import open_studio

    listener = open_screen()
    with listener.live():
        await speak(text, open_studio(settings, complain=notify), mp3, listener)


def _play(mp3: Path) -> None:
    from tts.preview.listening import hear

    interrupt.run(hear(mp3))
