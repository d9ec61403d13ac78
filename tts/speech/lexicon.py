"""The user's own words: how a written word is said, in pinyin or in other words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tts.errors import UsageError
from tts.speech.dictionary import numbered
from tts.speech.ipa import ipa

_SYLLABLE = re.compile(r"([a-zü]+)([1-5])")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Word:
    """One entry. `say` is what is spoken: the words given, or characters that sound like the pinyin given."""

    written: str
    value: str
    say: str

    @property
    def rule(self) -> str:
        """What a spoken span shows as its rule."""
        return f"lexicon: {self.value}"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words with their own reading; where two fit, the longer one is taken.

    Every engine obeys it in the same way: the text it is given already holds other characters. A
    reading in pinyin becomes characters of one reading each that sound alike, so that an engine
    which takes no phonemes cannot read them otherwise.
    """

    words: tuple[Word, ...] = ()

    def find(self, text: str) -> Iterator[tuple[int, int, Word]]:
        """Yield where the words stand in a text, in order, without overlap."""
        if not self.words:
            return
        pattern, by_written = _matcher(self.words)
        for match in pattern.finditer(text):
            yield match.start(), match.end(), by_written[match[0]]

    def over(self, base: "Lexicon") -> "Lexicon":
        """Return both lexicons as one; where both have a word, this one's reading holds."""
        own = {word.written for word in self.words}
        return Lexicon(self.words + tuple(word for word in base.words if word.written not in own))

    def conflicts(self, base: "Lexicon") -> tuple[tuple[Word, Word], ...]:
        """Return the words that both hold with different values, this lexicon's first."""
        others = {word.written: word for word in base.words}
        pairs = ((word, others.get(word.written)) for word in self.words)
        return tuple((word, other) for word, other in pairs if other and other.value != word.value)


EMPTY = Lexicon()


def lexicon(words: Mapping[str, str]) -> Lexicon:
    """Return a lexicon of written words and what is said for them.

    A value of one pinyin syllable with tone for every Chinese character of the word (`zeng1 zi3`,
    `zēng zǐ`) is a reading; any other value is said as it stands, mp3 too. Raises UsageError for an
    empty word, for too many or too few syllables, and for one that no character has.
    """
    return Lexicon(tuple(_word(written.strip(), value.strip()) for written, value in words.items()))


def _word(written: str, value: str) -> Word:
    if not written:
        message = f"A word of the lexicon is empty (its reading is {value!r})."
        raise UsageError(message, hint="Write the word as the article has it.")
    syllables = _pinyin_of(value)
    is_for_each = len(syllables) == len(_HAN.findall(written))
    if not syllables or (not is_for_each and not all(map(ipa, syllables))):
        return Word(written, value, value)
    if not is_for_each:
        message = (
            f"The lexicon gives {written} {len(syllables)} syllables ({value}), not one for each character."
        )
        raise UsageError(
            message, hint="Give one pinyin syllable with its tone (1-5) for each Chinese character."
        )
    readings = iter(syllables)
    said = _HAN.sub(lambda character: _sounding(character[0], next(readings), written), written)
    return Word(written, value, said)


def _pinyin_of(value: str) -> list[str]:
    """Return the syllables with tone numbers, ü as v; none if the value is not pinyin with tones."""
    if not re.search(r"[1-5āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]", value):
        return []
    syllables = []
    for token in value.lower().replace("u:", "ü").replace("v", "ü").split():
        match = _SYLLABLE.fullmatch(token if token[-1] in "12345" else numbered(token))
        if not match:
            return []
        syllables.append(match[1].replace("ü", "v") + match[2])
    return syllables


def _sounding(character: str, syllable: str, written: str) -> str:
    from tts.speech.pinyin import homophone  # noqa: PLC0415 - the dictionaries load only when needed

    found = homophone(character, syllable)
    if not found:
        message = f"No character sounds like {syllable}, which the lexicon gives for {written}."
        raise UsageError(message, hint="Check the syllable, or give other words to say instead of pinyin.")
    return found


@cache
def _matcher(words: tuple[Word, ...]) -> tuple[re.Pattern[str], dict[str, Word]]:
    by_written = {word.written: word for word in words}
    longest_first = sorted(by_written, key=len, reverse=True)
    return re.compile("|".join(_bounded(written) for written in longest_first)), by_written


def _bounded(written: str) -> str:
    """Return a pattern for the word; a Latin word does not match inside a longer one."""
    left = r"(?<![A-Za-z0-9])" if written[0].isascii() and written[0].isalnum() else ""
    right = r"(?![A-Za-z0-9])" if written[-1].isascii() and written[-1].isalnum() else ""
    return left + re.escape(written) + right
