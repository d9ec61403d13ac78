"""`ting lexicon`: whether the words that are said in a way of one's own do what they are meant to."""

import asyncio
from collections.abc import Iterator, Sequence

import click
import msgspec

from tts.cli import options
from tts.errors import ExitCode
from tts.model.settings import Settings
from tts.printable import shown
from tts.speech.lexicon_check import Finding, Sheet


@click.group("lexicon", epilog="Example: ting lexicon check seeds/worldjournal-2026-01-09.txt")
def command() -> None:
    """Check the words that you have said your own way: [lexicon], lexicon_file, and the voice's own."""


@command.command(epilog="Example: ting lexicon check page.html --json")
@click.argument("sources", nargs=-1, metavar="[SOURCE...]")
@options.config_option
@options.voice_option
@options.json_option
def check(sources: Sequence[str], *, as_json: bool) -> int:
    """List the entries that contradict each other, never fire, or are not said as asked.

    SOURCE is an address, an .html or text file, or - for standard input; entries that none of them has are
    told only where there are some. Prints an entry a line, the places where it stands, and exits with 1
    when there is any. With --json each is an object.
    """
    settings = options.settings()
    findings = tuple(_findings(settings, sources))
    for finding in findings:
        click.echo(msgspec.json.encode(finding).decode() if as_json else shown(_line(finding)))
    if not findings and not as_json:
        click.echo("Nothing is wrong.", err=True)
    return ExitCode.FAILED if findings else ExitCode.OK


def _findings(settings: Settings, sources: Sequence[str]) -> Iterator[Finding]:
    from tts.narration.engine_choice import accent
    from tts.narration.wiring import read_article
    from tts.speech.lexicon_check import check

    sheets = list(_sheets(settings))
    texts: list[str] = []
    for source in sources:
        article = asyncio.run(read_article(settings, source))
        texts += [article.title, *(paragraph.text for paragraph in article.paragraphs)]
    yield from check(sheets, texts, accent(settings))


def _sheets(settings: Settings) -> Iterator[Sheet]:
    from tts.config import user_voices_folder
    from tts.narration.studio import word_list
    from tts.speech.lexicon import lexicon
    from tts.speech.lexicon_check import sheet_of
    from tts.voices import find_voice, load_voices

    voice = find_voice(settings.voice, load_voices(user_voices_folder()))
    yield Sheet(f"the voice {voice.name}", lexicon(voice.lexicon))
    yield Sheet("[lexicon]", lexicon(settings.lexicon))
    for path in settings.lexicon_file:
        yield sheet_of(word_list(path))


def _line(finding: Finding) -> str:
    detail = f": {finding.detail}" if finding.detail else ""
    return f"{finding.kind:12}  {finding.written} = {finding.value}  ({finding.place}){detail}"
