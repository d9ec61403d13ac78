"""Rule: a kind of noise by its wordings, and what lines may be that kind at all."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tts.extractor.noise.words import READER, TOLD
from tts.extractor.prose import has_sentence

NoiseKind = Literal["caption", "related", "credit", "notice", "player", "advertisement", "paywall"]
Manner = Literal["any", "address", "phrase"]

_TOLD, _READER = re.compile(TOLD), re.compile(READER)
_QUOTES = ("「", "“", "『", '"')


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of noise: a line longer than `max_chars` is prose that happens to use the words.

    `manner` says what else is prose: for an `address`, a line that opens with a quotation, and a finished
    sentence that tells of somebody or does not turn to the reader; for a `phrase`, every finished sentence,
    unless it only exclaims, trails off or lists. So is a line in which `unless` is found.
    """

    kind: NoiseKind
    pattern: re.Pattern[str]
    max_chars: int
    manner: Manner = "any"
    unless: re.Pattern[str] | None = None

    def matches(self, line: str, folded: str) -> bool:
        """Tell whether the line, given also as `fold` writes it, is noise of this kind."""
        # That a line is prose is told sooner than what it says.
        if len(line) > self.max_chars or _is_prose(self.manner, line, folded):
            return False
        return bool(self.pattern.match(folded)) and not (self.unless and self.unless.search(folded))


@lru_cache(maxsize=16)
def _is_prose(manner: Manner, line: str, folded: str) -> bool:
    """Tell whether a line is prose in one manner; the rules are asked of one line after the other."""
    if manner == "any":
        return False
    if manner == "phrase":
        return has_sentence(line.rstrip("！!.…").replace("；", "，"))
    if line.startswith(_QUOTES):
        return True
    if "。" in line and not _READER.search(folded):
        return True
    return has_sentence(line) and bool(_TOLD.search(folded))


def rule(
    kind: NoiseKind, wordings: tuple[str, ...], max_chars: int, manner: Manner = "any", *, unless: str = ""
) -> Rule:
    """Return the rule for these wordings; each is the source of a regular expression.

    It is tried at the line's beginning only, which saves most of the time: what may stand further on opens
    with `^.*`. `unless` is sought anywhere.
    """
    told = re.compile(unless, re.IGNORECASE) if unless else None
    return Rule(kind, re.compile("|".join(wordings), re.IGNORECASE), max_chars, manner, told)
