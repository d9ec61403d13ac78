"""Who an episode is by, for tags and transcripts."""

from collections.abc import Iterable

from tts.episode import Episode

SHOW = "聽新聞"
JOINT = "、"


def artist(episode: Episode) -> str:
    """Return the byline of the only article; of several, and where it is missing, the publishers."""
    bylines = [source.byline for source in episode.articles]
    return bylines[0] if len(bylines) == 1 and bylines[0] else album(episode)


def album(episode: Episode) -> str:
    """Return the names of the publishers, each once."""
    return _joined(source.publisher for source in episode.articles) or SHOW


def _joined(names: Iterable[str | None]) -> str:
    return JOINT.join(dict.fromkeys(name for name in names if name))
