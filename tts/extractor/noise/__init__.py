"""Noise: the lines on a page that a listener must not hear, known by their own wording.

Every rule looks at one whole line, never inside a sentence, and says how long such a line may be:
a long paragraph that happens to use the same words is prose. What can only be told from the place of
a line (beside a picture, in grey, after the story) is decided where that place is known.

A module holds the wordings of one kind; `words` holds what they share.
"""

from functools import lru_cache

from tts.extractor.noise import (
    boards,
    captions,
    contacts,
    crew,
    licences,
    notices,
    page_tools,
    paywall,
    players,
    promotions,
    quizzes,
    related,
)
from tts.extractor.noise.captions import may_be_caption
from tts.extractor.noise.closing import closes_story, is_stamp, without_closing_credit
from tts.extractor.noise.fold import fold, fold_in_place
from tts.extractor.noise.line_model import reads_like_furniture
from tts.extractor.noise.offers import is_offer
from tts.extractor.noise.related import ends_story, opens_section
from tts.extractor.noise.reminders import is_reminder
from tts.extractor.noise.rule import NoiseKind
from tts.extractor.noise.stand_ins import stands_in

__all__ = [
    "NoiseKind",
    "closes_story",
    "ends_story",
    "fold",
    "fold_in_place",
    "is_noise",
    "is_stamp",
    "may_be_caption",
    "noise_in",
    "opens_section",
    "reads_like_furniture",
    "stands_in",
    "without_closing_credit",
]

_RULES = (
    *players.RULES,
    *paywall.RULES,
    *captions.RULES,
    *related.RULES,
    *crew.RULES,
    *boards.RULES,
    *notices.RULES,
    *contacts.RULES,
    *licences.RULES,
    *quizzes.RULES,
    *promotions.RULES,
    *page_tools.RULES,
)
_LONGEST = max(rule.max_chars for rule in _RULES)


@lru_cache(maxsize=2048)
def noise_in(line: str) -> NoiseKind | None:
    """Return what kind of noise the whole line is, or None for a line that may be read out.

    It is asked of a page's lines by all who look for its story, and remembers what it said.
    """
    if len(line) > _LONGEST:
        return None
    folded = fold(line)
    for rule in _RULES:
        if rule.matches(line, folded):
            return rule.kind
    if is_offer(line, folded):
        return "advertisement"
    return "notice" if is_reminder(line, folded) else None


def is_noise(line: str) -> bool:
    """Tell whether the whole line must not be read out."""
    return noise_in(line) is not None
