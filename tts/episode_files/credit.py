"""Who an episode is by and who reads it, for tags, transcripts, feeds and pages."""

from collections.abc import Iterable
from functools import cache

from tts.model.episode import BETWEEN_VOICES, Cue, Episode, Source
from tts.printable import one_line
from tts.voices import Voice, called, load_voices

SHOW = "聽新聞"
JOINT = "、"


def authors(episode: Episode) -> tuple[str, ...]:
    """Return the reporters of a story, else the desk that its byline names; of a digest, the show's title.

    Where that is not known, it is the publishers.
    """
    if episode.kind == "digest" and episode.imprint.show:
        return (episode.imprint.show,)
    if len(episode.articles) != 1:
        return (publishers(episode),)
    return reporters(episode) or (byline(episode.articles[0]) or publishers(episode),)


def artist(episode: Episode) -> str:
    """Return the authors in one line."""
    return JOINT.join(authors(episode))


def album(episode: Episode) -> str:
    """Return the title of the show that the episode is part of; of one made by itself, the publishers."""
    return episode.imprint.show or publishers(episode)


def publishers(episode: Episode) -> str:
    """Return the names of the publishers, each once; where there is none, the show."""
    return _joined(source.publisher for source in episode.articles) or episode.imprint.show or SHOW


def reporters(episode: Episode) -> tuple[str, ...]:
    """Return the persons who wrote the stories, each once, without their roles and places."""
    from tts.extractor.reporters import persons  # noqa: PLC0415 - its forms take long to compile

    named = (name for source in episode.articles for name in persons(source.byline or ""))
    return tuple(dict.fromkeys(named))


def byline(source: Source) -> str:
    """Return a story's byline as its paper has it; empty where it is a role alone."""
    from tts.extractor.reporters import is_role  # noqa: PLC0415 - as above

    return "" if is_role(source.byline or "") else source.byline or ""


def narrators(episode: Episode) -> tuple[str, ...]:
    """Return what listeners call those who read, each once; never an engine's own name of a voice."""
    voices = episode.voice.split(BETWEEN_VOICES)
    return tuple(dict.fromkeys(narrator_of(episode, voice) for voice in voices))


def made_by(episode: Episode) -> str:
    """Return the engine and who reads, in one line."""
    return f"語音引擎：{episode.engine}；聲音：{one_line(BETWEEN_VOICES.join(narrators(episode)))}"


def comment(episode: Episode) -> str:
    """Return what a listener should know of how it was made: the disclosure, if there is one, and by whom."""
    return f"{episode.disclosure}\n{made_by(episode)}" if episode.disclosure else made_by(episode)


def narrator(episode: Episode, cue: Cue) -> str:
    """Return what listeners call the one who reads the cue."""
    return narrator_of(episode, cue.speaker or episode.voice)


def narrator_of(episode: Episode, voice: str) -> str:
    """Return what listeners call the episode's voice that an engine has under this name."""
    known = (one.name for one in episode.narrators if one.voice == voice)
    return next(known, None) or called(voice, _shipped())


@cache
def _shipped() -> dict[str, Voice]:
    """Return the voices by which older versions, whose manifests name none, were read."""
    return load_voices()


def _joined(names: Iterable[str | None]) -> str:
    return JOINT.join(dict.fromkeys(name for name in names if name))
