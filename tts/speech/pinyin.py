"""How each Chinese character of a text is read, in pinyin with tone numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tts.speech.arbiter import network
from tts.speech.dictionary import phrase, phrases, readings_of
from tts.speech.readings import EDGE, TITLE_END, MayStand, curated, taiwanese
from tts.speech.scripts import to_simplified
from tts.speech.words import Words, is_common, split_phrases, split_words

HAN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SIGN = re.compile(f"[^{TITLE_END}{HAN.pattern[1:]}")
_RUN = re.compile(HAN.pattern + "+")
_SHORTEST_SENTENCE = 5
_CITATION = {"一": "yi1", "不": "bu4", "〇": "ling2"}
"""Always so: the dictionary mixes these characters' sandhi into its phrases."""


@dataclass(frozen=True, slots=True)
class Syllable:
    """A character and its reading: a pinyin syllable with its tone 1-5, ü as v; "" if unknown.

    `starts_word` tells whether a word begins here, as far as the dictionary knows.
    """

    character: str
    pinyin: str
    starts_word: bool = True


def syllables(text: str, *, taiwan: bool = False) -> tuple[Syllable, ...]:
    """Return the reading of every Chinese character of a text, Traditional or Simplified, in order.

    The readings are citation readings: tone sandhi (一 and 不, third tones) belongs to the sound of
    a sentence, see `tts.speech.phonemes`. They are the mainland's, as the voices have them, or with
    `taiwan` Taiwan's where it differs (期 qi2).
    """
    simplified = to_simplified(text)
    written, context = _with_edges(text), _with_edges(simplified)
    words = tuple(_in_words(text, simplified))
    may_stand = Words(context, _starts(words, len(context))).admit
    found = {
        place: _decided(written, context, place + 1, by_phrase, may_stand) for place, by_phrase, _ in words
    }
    undecided = {place: _usual(text[place], simplified[place]) for place in found if not found[place]}
    found |= undecided | _by_network(simplified, undecided)
    if taiwan:
        own = {place: taiwanese().in_context(text[place], written, place + 1, may_stand) for place in found}
        found |= {place: reading for place, reading in own.items() if reading}
    return tuple(Syllable(text[place], found[place], starts_word) for place, _, starts_word in words)


def _starts(words: Iterable[tuple[int, str, bool]], length: int) -> frozenset[int]:
    """Return where words and signs begin in a text with edges of a length, and its end."""
    return frozenset(range(length + 1)) - {place + 1 for place, _, starts_word in words if not starts_word}


def _by_network(simplified: str, usual: Mapping[int, str]) -> dict[int, str]:
    """Return what the network says of the places whose characters it knows.

    Not of the commonest ones, whose usual reading is right more often: in 87,000 characters of news it
    gave 78 of them another, most of them wrongly (更, 率, 應). Nor of a word that is said alone.
    """
    if len(simplified) < _SHORTEST_SENTENCE:
        return {}
    rare = [place for place in usual if not is_common(simplified[place])]
    known = {place: usual[place] for place in rare if simplified[place] in network().choices}
    return network().likeliest(simplified, known) if known else {}


def _in_words(text: str, simplified: str) -> Iterator[tuple[int, str, bool]]:
    """Yield of each Chinese character the position, the dictionary's reading, and if it begins a word."""
    for run in _RUN.finditer(text):
        for word in split_words(simplified, run.start(), run.end()):
            for start, end in split_phrases(simplified, *word):
                by_phrase = _by_phrase(simplified[start:end]) or ("",) * (end - start)
                for position in range(start, end):
                    yield position, by_phrase[position - start], position == word[0]


def romanized(text: str) -> str:
    """Return the text with a syllable without tone, between hyphens, for each Chinese character.

    By the phrases of the dictionary as they are written, which is good enough for names.
    """
    return _RUN.sub(lambda run: "".join(_romanized(run[0])), text)


def _romanized(run: str) -> Iterator[str]:
    for start, end in split_phrases(run, 0, len(run)):
        word = run[start:end]
        alone = tuple(next(iter(readings_of(character)), character) for character in word)
        yield from (f"-{reading.rstrip('12345')}-" for reading in _by_phrase(word) or alone)


def _with_edges(text: str) -> str:
    """Return the text with every sign as the table's edge, and one more edge at both ends."""
    return EDGE + _SIGN.sub(EDGE, text.replace("爲", "為")) + EDGE


def _decided(written: str, simplified: str, position: int, by_phrase: str, may_stand: MayStand) -> str:
    """Return the reading that a rule or a word decides: citation, context, own character, phrase; or ""."""
    character, simple = written[position], simplified[position]
    if character in _CITATION:
        return _CITATION[character]
    overlay = curated()
    return (
        overlay.in_context(character, written, position, may_stand)
        or (_own_reading(character, simple) if character != simple else "")
        or overlay.in_context(simple, simplified, position, may_stand)
        or by_phrase
    )


def _usual(character: str, simple: str) -> str:
    """Return a character's reading where nothing else is known: the project's, or the dictionary's first."""
    usual = curated().usual
    return usual.get(character) or usual.get(simple) or next(iter(readings_of(simple)), "")


def _by_phrase(word: str) -> tuple[str, ...]:
    return phrase(word) if len(word) > 1 else ()


@cache
def _own_reading(traditional: str, simplified: str) -> str:
    """Return the one reading of a Traditional character whose Simplified form has several.

    It must be one of them: the dictionary's readings of Traditional characters are partly Taiwan's.
    """
    readings = readings_of(traditional)
    return readings[0] if len(readings) == 1 and readings[0] in readings_of(simplified) else ""


def homophone(character: str, syllable: str) -> str:
    """Return a character that is read as this syllable wherever it stands; "" if there is none.

    It is the character itself where that has no other reading, or where no other would do (neutral
    syllables have no character of their own).
    """
    readings = readings_of(to_simplified(character))
    if readings == (syllable,) or syllable.endswith("5"):
        return character
    found = _homophones().get(syllable, "")
    return found or (character if syllable in readings else "")


@cache
def _homophones() -> dict[str, str]:
    """Return for each syllable the commonest character with this reading alone, or with it first."""
    common = [character for character, _ in Counter("".join(phrases())).most_common()]
    found: dict[str, str] = {}
    for most_readings in (1, 2, 3):
        for character in common:
            readings = readings_of(character)
            if 0 < len(readings) <= most_readings and to_simplified(character) == character:
                found.setdefault(readings[0], character)
    return found
