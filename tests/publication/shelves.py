"""A shelf as `ting daily` leaves it: episodes with all their files, pages and feeds."""

import random
from collections.abc import Sequence
from pathlib import Path

from tests.feed.stories import SETTINGS
from tts.catalog.card import card_of
from tts.episode_files import companions, shelf
from tts.feed.addresses import sound_path
from tts.model.episode import Episode
from tts.model.settings import Settings
from tts.publication.edition import write_edition

SIZE = 100_000


def fill(
    output: Path, episodes: Sequence[Episode], settings: Settings = SETTINGS, size_bytes: int = SIZE
) -> dict[str, bytes]:
    """Put the episodes on the shelf, and return each one's sound by its path: bytes of its own."""
    for episode in episodes:
        with shelf.draft(output, episode.date, episode.slug) as draft:
            sound = random.Random(episode.slug).randbytes(size_bytes)  # noqa: S311 - no secret
            draft.mp3.write_bytes(sound)
            companions.write(draft, episode)
            shelf.put(draft, episode.slug)
    write_edition(output, settings, list(map(card_of, episodes)), lambda _sentence: None)
    paths = map(sound_path, episodes)
    return {path: (output / path).read_bytes() for path in paths}
