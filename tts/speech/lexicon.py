"""The user's own words: how a written word is said, in pinyin or in other words."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

from tts.errors import UsageError
from tts.speech.bounded_pattern import BoundedPattern, bounded_pattern
from tts.speech.ipa import ipa
from tts.speech.typed_reading import syllables_of
from tts.speech.zhuyin import is_zhuyin

_GROUP = re.compile(r"\\([1-9])")
_NO_GROUP = re.compile(r"\\(?:[^1-9]|$)")
_BESIDE = re.compile(r"(?<![A-Za-zü])[a-zü]{2,6}[1-5]")
_FLAGS = frozenset("gimsuxy")
_NARROW = {
    wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
"""Wide letters and digits as narrow ones: a page that has ＡＩ has AI."""
_ANY = "的"
"""A character that has several readings, so that it is never its own homophone but for a neutral syllable."""

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Word:
    """One entry, or what a pattern found. With `by_rules` its value is a text that is said as any other is.

    `origin` is the pattern that found it.
    """

    written: str
    value: str
    by_rules: bool = False
    origin: str = ""

    @property
    def say(self) -> str:
        """What is spoken: the words given, or characters that sound like the pinyin given, if there are."""
        return _said(self.written, self.value)

    @property
    def rule(self) -> str:
        """What a spoken span shows as its rule."""
        return f"lexicon: {self.origin or self.value}"

    @property
    def asked(self) -> tuple[str, ...]:
        """The syllables that its Chinese characters are to have; none where its value is no reading."""
        return _reading(self.written, self.value)


@dataclass(frozen=True, slots=True)
class Pattern:
    """An entry for whatever a bounded pattern finds; `written` is the pattern between slashes."""

    written: str
    value: str
    bounded: BoundedPattern

    def next_in(self, text: str, position: int) -> tuple[int, int, Word] | None:
        """Return what it finds next, from a position on."""
        while match := self.bounded.compiled.search(text, position):
            if word := self._word(match):
                return match.start(), match.end(), word
            position = match.end()
        return None

    def _word(self, match: re.Match[str]) -> Word | None:
        if not syllables_of(self.value):
            said = _GROUP.sub(lambda group: match[int(group[1])] or "", self.value)
            return Word(match[0], said, by_rules=True, origin=self.written)
        word = Word(match[0], self.value, origin=self.written)
        return word if word.asked else None  # it holds what is no Chinese character


@dataclass(frozen=True)
class Lexicon:
    """Words with their own reading; where two begin at one place, the longer one is taken.

    A pattern is taken as a word is; of equal length the word goes first. Every engine obeys it in the same
    way: the text it is given already holds other characters. A reading in pinyin becomes characters of one
    reading each that sound alike, so that an engine which takes no phonemes cannot read them otherwise.
    """

    words: tuple[Word, ...] = ()
    patterns: tuple[Pattern, ...] = ()

    def find(self, text: str) -> Iterator[tuple[int, int, Word]]:
        """Yield where the words stand in a text, in order, without overlap."""
        narrow = text.translate(_NARROW)
        words = [partial(self._index.next_in, narrow)] if self.words else []
        finders = [*words, *(partial(one.next_in, text) for one in self.patterns)]
        found = [finder(0) for finder in finders]
        position = 0
        while True:
            for number, finder in enumerate(finders):
                known = found[number]
                if known and known[0] < position:
                    found[number] = finder(position)
            there = [one for one in found if one]
            if not there:
                return
            nearest = min(there, key=lambda one: (one[0], -one[1]))
            yield nearest
            position = nearest[1]

    def over(self, base: "Lexicon") -> "Lexicon":
        """Return both lexicons as one; where both have a word, this one's reading holds."""
        own = {word.written for word in self.words} | {one.written for one in self.patterns}
        return Lexicon(
            self.words + tuple(word for word in base.words if word.written not in own),
            self.patterns + tuple(one for one in base.patterns if one.written not in own),
        )

    def conflicts(self, base: "Lexicon") -> tuple[tuple[Word, Word], ...]:
        """Return the words that both hold with different values, this lexicon's first."""
        others = {word.written: word for word in base.words}
        pairs = ((word, others.get(word.written)) for word in self.words)
        return tuple((word, other) for word, other in pairs if other and other.value != word.value)

    @cached_property
    def _index(self) -> "_Index":
        return _Index(self.words)


class _Index:
    """Words by how they begin, so that a text is looked through once, however many there are."""

    def __init__(self, words: tuple[Word, ...]) -> None:
        self._words = {word.written.translate(_NARROW): word for word in words}
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for written in self._words:
            lengths[written[0]].add(len(written))
        self._lengths = {first: sorted(each, reverse=True) for first, each in lengths.items()}

    def next_in(self, text: str, position: int) -> tuple[int, int, Word] | None:
        for start in range(position, len(text)):
            for length in self._lengths.get(text[start], ()):
                word = self._words.get(text[start : start + length])
                end = start + len(word.written) if word else start
                if word and not _is_inside(text, start, end):
                    return start, end, word
        return None


def _is_inside(text: str, start: int, end: int) -> bool:
    """Tell whether a Latin word stands inside a longer one."""
    before = start > 0 and _is_latin(text[start]) and _is_latin(text[start - 1])
    return before or (end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end]))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


EMPTY = Lexicon()


def lexicon(words: Mapping[str, str]) -> Lexicon:
    r"""Return a lexicon of written words, or patterns between slashes, and what is said for them.

    A value of one pinyin syllable with tone for every Chinese character of the word (`zeng1 zi3`,
    `Zēngzǐ`), or as many in zhuyin, is a reading; any other value is said as it stands, mp3 too. What a
    pattern finds is said by the rules of any text, \1 standing for its first group. Raises UsageError for an
    empty word, for too many or too few syllables, for one that no character has, for a reading with something
    beside it, and for a pattern that is none or has no bounds.
    """
    entries = {written.strip(): value.strip() for written, value in words.items()}
    patterns = tuple(pattern(written, value) for written, value in entries.items() if is_pattern(written))
    plain = [word(written, value) for written, value in entries.items() if not is_pattern(written)]
    for each in plain:
        _require_characters(each)
    return Lexicon(tuple(plain), patterns)


def is_pattern(written: str) -> bool:
    """Tell whether what is written is a pattern: it stands between slashes."""
    return len(written) > len("//") and written.startswith("/") and written.endswith("/")


def pattern(written: str, value: str) -> Pattern:
    """Return the entry of a pattern between slashes; UsageError says why it cannot be one."""
    bounded = bounded_pattern(written[1:-1])
    if wrong := next((group for group in _GROUP.findall(value) if int(group) > bounded.groups), None):
        message = f"The lexicon's pattern {written} has no group {wrong}, which is to be said."
        raise UsageError(message, hint="Put what \\1 stands for in parentheses.")
    _require_plain_groups(written, value)
    syllables = syllables_of(value)
    if syllables and all(map(ipa, syllables)):
        if (bounded.least, bounded.most) != (len(syllables), len(syllables)):
            raise _not_for_each(written, syllables, value)
        _require_characters(Word(_ANY * len(syllables), value, origin=written))
    return Pattern(written, value, bounded)


def _require_plain_groups(written: str, value: str) -> None:
    """Raise for what is no group, and for a reading beside one: both would be said as letters."""
    if odd := _NO_GROUP.search(value):
        message = f"The lexicon's pattern {written} is to say {odd[0]}, which stands for nothing."
        raise UsageError(message, hint="The groups of a pattern are \\1 to \\9.")
    beside = _GROUP.search(value) and (one for one in _BESIDE.findall(value) if ipa(one))
    if beside and (syllable := next(beside, None)):
        message = f"The lexicon's pattern {written} has a reading, {syllable}, beside a group."
        hint = "What surrounds the characters that are read so goes into (?<=…) and (?=…)."
        raise UsageError(message, hint=hint)


def word(written: str, value: str) -> Word:
    """Return the entry of a word; UsageError says why it cannot be one.

    Whether there are characters of its syllables is not asked here: the dictionaries take long to load.
    """
    if not written:
        message = f"A word of the lexicon is empty (its reading is {value!r})."
        raise UsageError(message, hint="Write the word as the article has it.")
    if syllables := syllables_of(value):
        unknown = next((one for one in syllables if not ipa(one)), None)
        is_for_each = len(syllables) == _characters(written)
        if is_for_each and unknown:
            raise _no_character(written, unknown)
        if not is_for_each and not unknown:
            raise _not_for_each(written, syllables, value)
    elif _is_part_reading(written, value):
        message = f"The lexicon gives {written} a reading with something beside it: {value}."
        raise UsageError(message, hint="Give the syllables alone, a space between them: zeng1 zi3.")
    if is_flagged(written):
        message = f"The lexicon's {written} has letters behind the slash that ends a pattern."
        raise UsageError(message, hint="Flags stand at a pattern's beginning: /(?i)covid/.")
    return Word(written, value)


def _is_part_reading(written: str, value: str) -> bool:
    """Tell whether a value has a syllable for each character, but not alone: it would be said as letters."""
    beside = sum(1 for one in _BESIDE.findall(value.lower()) if ipa(one))
    return is_zhuyin(value) or 0 < _characters(written) <= beside


def is_flagged(written: str) -> bool:
    """Tell whether what is written is a pattern as other programs have it, with flags: /covid/i."""
    head, _, flags = written.rpartition("/")
    return is_pattern(f"{head}/") and 0 < len(flags) <= len("gim") and _FLAGS.issuperset(flags)


def _require_characters(word: Word) -> None:
    from tts.speech.pinyin import homophone  # noqa: PLC0415 - the dictionaries load only when needed

    for character, syllable in zip(_HAN.findall(word.written), word.asked, strict=False):
        if not homophone(character, syllable):
            raise _no_character(word.origin or word.written, syllable)


def _no_character(written: str, syllable: str) -> UsageError:
    message = f"No character sounds like {syllable}, which the lexicon gives for {written}."
    return UsageError(message, hint="Check the syllable, or give other words to say instead of pinyin.")


def _not_for_each(written: str, syllables: Sequence[str], value: str) -> UsageError:
    message = f"The lexicon gives {written} {len(syllables)} syllables ({value}), not one for each character."
    return UsageError(
        message, hint="Give one pinyin syllable with its tone (1-5) for each Chinese character."
    )


def _characters(written: str) -> int:
    return len(_HAN.findall(written))


def _reading(written: str, value: str) -> tuple[str, ...]:
    """Return the syllables that a value gives a word's characters; none where it is said as it stands."""
    syllables = syllables_of(value)
    return syllables if syllables and len(syllables) == _characters(written) else ()


@lru_cache(maxsize=1_000)
def _said(written: str, value: str) -> str:
    from tts.speech.pinyin import homophone  # noqa: PLC0415 - the dictionaries load only when needed

    syllables = _reading(written, value)
    if not syllables:
        return value
    readings = iter(syllables)
    return _HAN.sub(lambda found: homophone(found[0], next(readings)) or found[0], written)
