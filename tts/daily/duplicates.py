"""Duplicates: the same story told twice, by two sources or with few words changed. All pure.

Texts are compared by their shingles, all runs of so many characters (`tts.catalog.simhash`). Of those told on
earlier days the SimHash alone, 64 bits, is looked at first; only where it is like, the text decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tts.catalog.simhash import shingles, simhash
from tts.catalog.story import Print

SHARED = 0.6
"""Of the shorter text's shingles, so many in the longer make it a retelling. Of 27 saved news
pages about different things no two share more than 0.03 (`python bench/duplicates.py`)."""

LIKE = 18
"""Bits of 64 in which the SimHashes of two tellings may differ: those of the pages and of their first 60 %
differ in 9 to 18, those of different pages in 19 and more."""

NEAR = 8
"""So many where the earlier text is gone, and nothing but its SimHash can tell."""

TELLING = 60
"""Characters: briefs shorter than this may share their phrases without sharing their story."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A story as one source tells it; `guid` is the same where the address is."""

    guid: str
    text: str


def duplicates(
    tellings: Sequence[Telling], known: Sequence[Print], text_of: Callable[[str], str | None]
) -> dict[int, str]:
    """Return the tellings to leave out, by their index, each with the guid of the one that is told instead.

    Of several tellings the longest is kept, and of the equally long the first; what was told before is
    not told again. `text_of` returns what was told under a guid, where it is kept.
    """
    kept: list[tuple[str, frozenset[int]]] = []
    left_out: dict[int, str] = {}
    for index in sorted(range(len(tellings)), key=lambda index: -len(tellings[index].text)):
        telling, own = tellings[index], shingles(tellings[index].text)
        guid = _known(telling, own, known, text_of) or _kept(telling, own, kept)
        if guid:
            left_out[index] = guid
        else:
            kept.append((telling.guid, own))
    return left_out


def same(one: frozenset[int], other: frozenset[int]) -> bool:
    """Tell whether of the shorter text nearly all is in the longer."""
    fewer = min(len(one), len(other))
    return fewer >= TELLING and len(one & other) >= SHARED * fewer


def _known(
    telling: Telling,
    own: frozenset[int],
    known: Sequence[Print],
    text_of: Callable[[str], str | None],
) -> str | None:
    mark = simhash(telling.text)
    for told in known:
        differing = (told.simhash ^ mark).bit_count()
        if told.guid == telling.guid:
            return told.guid
        if differing > LIKE or min(told.length, len(telling.text)) < TELLING:
            continue
        text = text_of(told.guid)
        if differing <= NEAR if text is None else same(own, shingles(text)):
            return told.guid
    return None


def _kept(telling: Telling, own: frozenset[int], kept: Sequence[tuple[str, frozenset[int]]]) -> str | None:
    return next((guid for guid, other in kept if guid == telling.guid or same(own, other)), None)
