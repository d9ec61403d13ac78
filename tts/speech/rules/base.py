"""What every rule of reading aloud has in common: a pattern, its context, and the words it says."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tts.speech import numerals

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
"""An unsigned ASCII number, with thousands commas or without."""

RANGE = r"[-~–—]"
"""What stands between the ends of a range, after folding."""

CONTEXT = 16
"""How many characters around a match may decide how it is said."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How numbers are said where the text was written: in Taiwan, or on the mainland."""

    mainland: bool = False

    def cardinal(self, number: str) -> str:
        """Return the number in words."""
        return numerals.cardinal(number, liang=not self.mainland)

    def counted(self, number: str) -> str:
        """Return the number as said before a measure word."""
        return numerals.counted(number, liang=not self.mainland)

    def telephone(self, number: str) -> str:
        """Return the digits as a telephone number is said: 1 is 幺 on the mainland only."""
        said = numerals.digits(re.sub(r"\D", "", number))
        return said.replace("一", "幺") if self.mainland else said

    def word(self, taiwan: str, mainland: str) -> str:
        """Return one of two words by where the text was written."""
        return mainland if self.mainland else taiwan


Say = Callable[[re.Match[str], Manner], str | None]
"""Turns a match into words; None leaves it to the next rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of reading aloud. `pattern` is matched on folded text where a character may need words."""

    name: str
    pattern: re.Pattern[str]
    say: Say


def rule(name: str, pattern: str, say: Say) -> Rule:
    """Return a rule from the text of its pattern."""
    return Rule(name, re.compile(pattern), say)


def before(match: re.Match[str]) -> str:
    """Return the few characters before a match."""
    return match.string[max(0, match.start() - CONTEXT) : match.start()]


def after(match: re.Match[str]) -> str:
    """Return the few characters after a match."""
    return match.string[match.end() : match.end() + CONTEXT]
