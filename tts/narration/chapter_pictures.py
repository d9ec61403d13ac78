"""The pictures of chapters: fetched once, small, and never worth an episode."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace

from tts.episode_files import picture
from tts.errors import TingError, border
from tts.fingerprint import fingerprint
from tts.model.episode import Episode
from tts.narration.studio import Pictures, Studio

PATIENCE_S = 30.0
"""So long an episode waits for its pictures; a digest of stories that were told has them already."""


async def illustrated(
    episode: Episode, studio: Studio, patience_s: float = PATIENCE_S
) -> tuple[Episode, Mapping[int, bytes]]:
    """Return the episode, and its chapters' pictures by number, as JPEGs that fit a chapter.

    A chapter whose picture cannot be had names none. A picture is fetched once, and kept.
    """
    wanted = {number: chapter.image for number, chapter in enumerate(episode.chapters) if chapter.image}
    pictures = studio.pictures
    if pictures is None:
        pictures = await pictures_at(wanted.values(), studio, patience_s)
    found = {number: pictures[address] for number, address in wanted.items() if address in pictures}
    chapters = tuple(
        replace(chapter, image=chapter.image if number in found else None)
        for number, chapter in enumerate(episode.chapters)
    )
    return replace(episode, chapters=chapters), found


async def pictures_at(addresses: Iterable[str], studio: Studio, patience_s: float = PATIENCE_S) -> Pictures:
    """Return the pictures at these addresses that can be had in time."""
    found: dict[str, bytes] = {}

    async def look(address: str) -> None:
        if data := await _picture(address, studio):
            found[address] = data

    try:
        async with asyncio.timeout(patience_s):
            await asyncio.gather(*map(look, dict.fromkeys(addresses)))
    except TimeoutError:
        pass  # those that came in time are good
    return found


async def _picture(address: str, studio: Studio) -> bytes | None:
    """Return the picture at an address, reduced; None when it cannot be had, or nobody is to look."""
    key = fingerprint("picture", picture.CHAPTER, address)
    async with studio.alone_with(key):
        kept = studio.made(key) if studio.look else studio.cache.get(key)
        if kept or studio.look is None:
            return kept
        try:
            with border("looking at the picture"):
                seen = await studio.look(address)
                small = await asyncio.to_thread(picture.fitted, seen, picture.CHAPTER)
        except TingError:
            return None
        studio.keep(key, small)
        return small
