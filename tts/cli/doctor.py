"""`ting doctor`: what works on this machine, and what to do about what does not."""

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.text import Text

from tts.cli import options
from tts.cli.console import stdout_console
from tts.cli.screen import notify
from tts.config import load_settings, user_voices_folder
from tts.engines.plugin import open_plugin
from tts.entry_points import ENGINE_GROUP, Plugin, PluginFault, plugins
from tts.errors import ExitCode, OutputError, TingError, UsageError
from tts.extractor.plugin_sites import Found, looked_at
from tts.model.settings import ENGINES, SERVERS, Settings
from tts.narration.engine_choice import open_gate
from tts.narration.studio import casting
from tts.synthesizer import Gate
from tts.voices import find_voice, load_voices


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `remedy` says what to do when it is not well."""

    subject: str
    ok: bool
    detail: str = ""
    remedy: str = ""


@click.command(epilog="Example: ting doctor --json")
@options.json_option
def command(*, as_json: bool) -> ExitCode:
    """Check the settings, the voices, every engine, the output folder, the sound and the plug-ins.

    An engine that fails in a way that may pass is asked again, as often as an article's run would.

    Exits with 0 when an article can be narrated here, by whichever engine.
    """
    settings = load_settings()
    own = [_look(*look) for look in _own_looks(settings)]
    findings = [*own, *(_look(*look) for look in _plugged_looks(settings))]
    if as_json:
        sys.stdout.writelines(f"{msgspec.json.encode(finding).decode()}\n" for finding in findings)
    else:
        console = stdout_console()
        for finding in findings:
            _show(console, finding)
    speaks = any(finding.ok for finding in own if finding.subject in _engine_names(settings))
    needed = all(finding.ok for finding in own if finding.subject in ("voice", "output"))
    return ExitCode.OK if speaks and needed else ExitCode.FAILED


def _show(console: Console, finding: Finding) -> None:
    mark = ("ok    ", "green") if finding.ok else ("not ok", "yellow")
    said = f"{finding.detail} {finding.remedy}".strip()
    console.print(Text.assemble(mark, " ", (finding.subject, "bold"), "  ", said))


def _own_looks(settings: Settings) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "voice", partial(_voice, settings)
    yield "lexicon", partial(_lexicon, settings)
    for name in _engine_names(settings):
        yield name, partial(_engine, name, settings)
    yield "output", partial(_output, settings.show.output)
    yield "sound", _sound


def _engine_names(settings: Settings) -> tuple[str, ...]:
    """Return the engines that are always there, and the servers that the settings name."""
    servers = settings.engines.servers
    always = (name for name in ENGINES if name in servers or name not in SERVERS)
    return tuple(dict.fromkeys((*always, *servers)))


def _plugged_looks(settings: Settings) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield what other distributions bring, under whatever names they like: nothing is decided by it."""
    for plugin in plugins(ENGINE_GROUP):
        yield plugin.name, partial(_plugged_engine, plugin, settings)
    for plugin, found in looked_at():
        yield plugin.name, partial(_plugged_site, plugin, found)


def _look(subject: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(subject, ok=True, detail=look())
    except TingError as error:
        return Finding(subject, ok=False, detail=error.message, remedy=error.hint)


def _voice(settings: Settings) -> str:
    voice = find_voice(settings.voice, load_voices(user_voices_folder()))
    return f"{voice.name} ({voice.label}); your own profiles go to {user_voices_folder()}"


def _lexicon(settings: Settings) -> str:
    from tts.narration.studio import lexicon_of
    from tts.speech.lexicon import lexicon

    voice = find_voice(settings.voice, load_voices(user_voices_folder()))
    own, shared = lexicon(voice.lexicon), lexicon_of(settings)
    conflicts = own.conflicts(shared)
    if conflicts:
        words = "; ".join(f"{a.written} is {a.value} there and {b.value} here" for a, b in conflicts)
        message = f"The lexicons of the voice {voice.name} and of your settings differ: {words}."
        raise UsageError(message, hint="The voice's own reading holds; remove one of the two.")
    counts = [len(each.words) + len(each.patterns) for each in (own, shared)]
    return f"{counts[0]} words of the voice, {counts[1]} of your settings"


def _engine(name: str, settings: Settings) -> str:
    asyncio.run(open_gate(name, settings, notify).check())
    return f"ready{_reading(name, settings)}"


def _reading(engine: str, settings: Settings) -> str:
    """Return how an engine reads that Taiwan's readings cannot be asked of, where they are."""
    if settings.reading != "tw" or engine == "kokoro":
        return ""
    voice = casting(replace(settings, engine=engine))(None).voice.engines.get(engine, "")
    if voice.startswith("zh-TW"):
        return f'; {voice} reads as in Taiwan by nature, whatever "reading" is'
    return f'; {voice or engine} reads as on the mainland, whatever "reading" is'


def _plugged_engine(plugin: Plugin, settings: Settings) -> str:
    engine = open_plugin(plugin, settings.engines.others.get(plugin.name, {}))
    asyncio.run(Gate(engine, tell=notify).check())
    return f"ready; an engine of {plugin.origin}"


def _plugged_site(plugin: Plugin, found: Found) -> str:
    if isinstance(found, PluginFault):
        raise found
    return f"{', '.join(host for site in found for host in site.hosts)}; a site of {plugin.origin}"


def _output(folder: Path) -> str:
    folder = folder.absolute()
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        message = f"Episodes cannot be written to {folder}."
        raise OutputError(message, hint="Choose another folder with --out or TING_OUT.")
    return f"episodes go to {folder}"


def _sound() -> str:
    from tts.preview.player import check_sound

    check_sound()
    return "a sound device is there"
