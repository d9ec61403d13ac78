"""Who an episode is by, for tags and transcripts."""

from collections.abc import Iterable

from tts.model.episode import Episode

SHOW = "聽新聞"
JOINT = "、"


def artist(episode: Episode) -> str:
    """Return the byline of a story, else its publisher; of a digest, the show's title.

    Where that is not known, it is the publishers.
    """
    bylines = [source.byline for source in episode.articles]
    if episode.kind == "digest" and episode.imprint.show:
        return episode.imprint.show
    return bylines[0] if len(bylines) == 1 and bylines[0] else publishers(episode)


def album(episode: Episode) -> str:
    """Return the title of the show that the episode is part of; of one made by itself, the publishers."""
    return episode.imprint.show or publishers(episode)


def publishers(episode: Episode) -> str:
    """Return the names of the publishers, each once; where there is none, the show."""
    return _joined(source.publisher for source in episode.articles) or episode.imprint.show or SHOW


def _joined(names: Iterable[str | None]) -> str:
    return JOINT.join(dict.fromkeys(name for name in names if name))
