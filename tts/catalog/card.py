"""The card: what the catalog says of an episode before anybody opens it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from tts.episode_files import manifest
from tts.fingerprint import fingerprint
from tts.model.episode import Episode, EpisodeKind


@dataclass(frozen=True, slots=True)
class Card:
    """An episode without its words: little enough to hold those of a year.

    `issued` is aware. `print` changes when anything in the manifest does, so that what was made of the
    episode once need not be made again. `sent` says whether somebody sent the story to hear it later.
    """

    guid: str
    slug: str
    date: dt.date
    kind: EpisodeKind
    series: str | None
    voice: str
    issued: dt.datetime
    title: str
    print: str
    _load: Callable[["Card"], Episode] = field(repr=False, compare=False)
    sent: bool = False

    def read(self) -> Episode:
        """Return the whole episode; raise TingError when it is gone."""
        return self._load(self)


def card_of(episode: Episode) -> Card:
    """Return the card of an episode that is at hand."""
    return Card(
        guid=episode.guid,
        slug=episode.slug,
        date=episode.date,
        kind=episode.kind,
        series=episode.imprint.series,
        voice=episode.voice,
        issued=episode.issued,
        title=episode.title,
        print=fingerprint(manifest.line(episode)),
        _load=lambda _card: episode,
    )
