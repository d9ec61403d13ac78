"""Evidence: what a page says of its story elsewhere, by which a text is known to be that story.

A story takes up the words of its headline, and a page's description is mostly how its story begins.
On 47 real pages a fifth and more of a headline's word pairs came back in its own story, and less than a
seventh in nine of ten other stories.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tts.extractor.prose import HAN, TELLING, beginning, squeeze

AGREEMENT = 0.18
"""Of a headline's word pairs, found again in a story."""

COHESION = 0.04
"""Of the shorter of two texts, word pairs found again in the other: as many and more in 98 of 100 pairs of
parts of one real story, less in four of five pairs of parts of two."""

_SAID_AGAIN = 0.4  # of a description's word pairs; it is the story's beginning or sums it up
_MIN_PAIRS = 4  # fewer are a site's name, and may be found anywhere
_MAX_STATED = 600  # characters of a headline or a description that are looked at
_WORDS = re.compile(rf"[{HAN}]+|[A-Za-z0-9]{{2,}}")


@dataclass(frozen=True)
class Evidence:
    """The headlines and descriptions that a page gives its story, each as it is written.

    `names` are the site's own, which its headlines carry along and its footer repeats. `calls_itself`
    is the page's title in its head; `declares_story` is said by a page whose data give its time.
    """

    titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    calls_itself: str = ""
    declares_story: bool = False

    @cached_property
    def _titles(self) -> list[frozenset[str]]:
        return self._telling(self.titles)

    @cached_property
    def _descriptions(self) -> list[frozenset[str]]:
        return self._telling(self.descriptions)

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        # A description that shares nothing with the headline is the site's own, and stands in its footer.
        own = (text for text in self.descriptions if not self._titles or self._takes_up_title(text))
        starts = (beginning(text) for text in own)
        return tuple(start for start in starts if len(start) == TELLING)

    def _telling(self, texts: Iterable[str]) -> list[frozenset[str]]:
        known = frozenset[str]().union(*map(word_pairs, self.names))
        found = (word_pairs(text[:_MAX_STATED]) - known for text in dict.fromkeys(texts))
        return [pairs for pairs in found if len(pairs) >= _MIN_PAIRS]

    @property
    def is_silent(self) -> bool:
        """Whether the page says nothing by which a text could be known."""
        return not self._titles and not self._descriptions

    @property
    def is_telling(self) -> bool:
        """Whether a description takes up the headline: it is the story's own, then, and the story agrees.

        One that only repeats the headline, with some tags perhaps, says nothing further.
        """
        return any(map(self._tells_more, self.descriptions))

    def _tells_more(self, description: str) -> bool:
        """Tell whether a description takes up the headline and has more words of its own than that has."""
        own = word_pairs(description[:_MAX_STATED]).difference(*self._titles)
        return self._takes_up_title(description) and len(own) >= min(map(len, self._titles))

    def opens(self, text: str) -> bool:
        """Tell whether a paragraph is where the page's description begins."""
        squeezed = squeeze(text) if self._beginnings else ""
        return any(start in squeezed for start in self._beginnings)

    def agrees(self, text: str) -> bool:
        """Tell whether a text takes up the words of a headline or a description of its page."""
        return self._takes_up_title(text) or any(
            _share(pairs, text.lower()) >= _SAID_AGAIN for pairs in self._descriptions
        )

    def _takes_up_title(self, text: str) -> bool:
        return any(_share(pairs, text.lower()) >= AGREEMENT for pairs in self._titles)


def word_pairs(text: str) -> frozenset[str]:
    """Return a text's pairs of neighbouring Han characters, and its Latin words and numbers."""
    pairs: set[str] = set()
    for word in _WORDS.findall(text.lower()):
        if word.isascii():
            pairs.add(word)
        else:
            pairs.update(word[place : place + 2] for place in range(len(word) - 1))
    return frozenset(pairs)


def _share(pairs: frozenset[str], text: str) -> float:
    """Return how many of these are found in a text; one alone may be there by chance."""
    found = sum(pair in text for pair in pairs)
    return found / len(pairs) if found > 1 else 0.0
