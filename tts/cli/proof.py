"""`ting proof`: the sentences of an episode that a recogniser hears otherwise than they were written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from tts.cli import options
from tts.errors import TingError, UsageError
from tts.printable import shown

if TYPE_CHECKING:
    from tts.model.episode import Episode
    from tts.proof.comparison import Errors
    from tts.proof.proofreader import Sentence

NOT_THE_TEXT = 0.8
"""A share of wrong syllables that no voice has: espeak, the least clear of the engines, has 0.66."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that is heard otherwise; `lexicon` holds entries that pin the words concerned."""

    start_ms: int
    end_ms: int
    written: str
    heard: str
    lexicon: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """What the command found; rates are shares of 1."""

    episode: str
    recogniser: str
    sentences: int
    character_rate: float
    syllable_rate: float
    tone_rate: float
    findings: tuple[Finding, ...]


@click.command(epilog="Example: ting proof latest")
@click.argument("episode", metavar="EPISODE")
@options.out_option
@options.voice_option
@options.json_option
def command(episode: str, *, as_json: bool) -> None:
    """List the sentences that a recogniser hears otherwise than they were written.

    EPISODE is an MP3's path, a slug, or latest. Each sentence comes with its time, what is written, what
    was heard, and entries for [lexicon] that pin the words concerned to their reading: keep those you
    want, or change them. A recogniser errs, too, most often on names. It is in the extra `proof`.
    """
    import msgspec

    report = _report(_episode(episode))
    click.echo(msgspec.json.encode(report).decode() if as_json else "\n".join(map(shown, _readable(report))))


def _episode(name: str) -> "Episode":
    from tts.preview.episode_lookup import find_episode

    found = find_episode(name, options.settings().show.output)
    if found is None:
        message = f"{name} is no episode of this program: there is no manifest beside it."
        raise UsageError(message, hint="Name an episode that ting read made.")
    return found


def _report(episode: "Episode") -> Report:
    from tts.proof.whisper import Whisper

    recogniser = Whisper()  # which tells what is not installed, before it is imported
    from tts.narration.engine_choice import accent
    from tts.narration.studio import casting
    from tts.proof.proofreader import proofread, total

    settings = options.settings()
    sentences = tuple(proofread(episode, recogniser, casting(settings)(None), accent(settings)))
    errors = total(sentences)
    _refuse_other_sound(episode, errors)
    findings = tuple(_finding(sentence) for sentence in sentences if sentence.is_misheard)
    return Report(
        episode=episode.id,
        recogniser=recogniser.name,
        sentences=len(sentences),
        character_rate=round(errors.character_rate, 4),
        syllable_rate=round(errors.syllable_rate, 4),
        tone_rate=round(errors.tone_rate, 4),
        findings=findings,
    )


def _refuse_other_sound(episode: "Episode", errors: "Errors") -> None:
    if not errors.syllables:
        message = f"「{episode.title}」 holds no sentence that is long enough to be heard."
        raise TingError(message, hint="Name a longer episode.")
    if errors.syllable_rate >= NOT_THE_TEXT:
        message = f"What is heard in {episode.files.mp3} is not its text: another voice, music, or noise."
        raise TingError(message, hint="Listen to it, or narrate the article again with --force.")


def _finding(sentence: "Sentence") -> Finding:
    cue = sentence.cue
    return Finding(cue.start_ms, cue.end_ms, cue.text.strip(), sentence.heard, sentence.lexicon)


def _readable(report: Report) -> Iterator[str]:
    for finding in report.findings:
        yield from _lines(finding)
    yield (
        f"{len(report.findings)} of {report.sentences} sentences are heard otherwise by {report.recogniser}: "
        f"{report.syllable_rate:.1%} of syllables, {report.character_rate:.1%} of characters."
    )


def _lines(finding: Finding) -> Iterator[str]:
    seconds = finding.start_ms // 1000
    yield f"{seconds // 60:02}:{seconds % 60:02}  {finding.written}"
    yield f"heard  {finding.heard or '(nothing)'}"
    yield from (f'       "{word}" = "{reading}"' for word, reading in finding.lexicon.items())
