"""This project and its rivals behind one face: text in, words, readings or sentences out.

The rivals read Simplified, so they are given the text as `tw2s` makes it.
"""

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tts.speech.normalizer import normalize
from tts.speech.phonemes import phonemize
from tts.speech.pinyin import HAN, syllables
from tts.speech.scripts import to_simplified
from tts.speech.sentences import split_sentences

Normalizer = Callable[[str], str]
Reader = Callable[[str], list[str]]
Splitter = Callable[[str], list[str]]


@contextmanager
def _if_installed(name: str) -> Iterator[None]:
    try:
        yield
    except ImportError:
        print(f"  ({name} is not installed)", file=sys.stderr)


def normalizers() -> dict[str, Normalizer]:
    """Return what says numbers, dates and units, by name."""
    tools: dict[str, Normalizer] = {"tingxinwen": lambda text: normalize(text).text}
    with _if_installed("wetext"):
        chinese = importlib.import_module("wetext").Normalizer(lang="zh")
        tools["wetext"] = lambda text: chinese.normalize(to_simplified(text))
    with _if_installed("zh-normalization"):
        normalizer = importlib.import_module("zh_normalization").TextNormalizer()
        tools["zh-normalization"] = lambda text: "".join(normalizer.normalize(to_simplified(text)))
    with _if_installed("cn2an"):
        cn2an = importlib.import_module("cn2an")
        tools["cn2an"] = lambda text: cn2an.transform(to_simplified(text), "an2cn")
    return tools


def readers(*, taiwan: bool = False) -> dict[str, Reader]:
    """Return what reads Chinese characters in numbered pinyin, by name; ours as in Taiwan if asked."""
    tools: dict[str, Reader] = {
        "tingxinwen": lambda text: [syllable.pinyin for syllable in syllables(text, taiwan=taiwan)]
    }
    with _if_installed("pypinyin"):
        pypinyin = importlib.import_module("pypinyin")

        def read(text: str) -> list[str]:
            numbered = pypinyin.lazy_pinyin(
                text, style=pypinyin.Style.TONE3, neutral_tone_with_five=True, errors="ignore"
            )
            return [syllable.replace("ü", "v") for syllable in numbered]

        tools["pypinyin"] = lambda text: read(to_simplified(text))
        with _if_installed("jieba"):
            jieba = importlib.import_module("jieba")
            # misaki's way: the words of jieba, each read by pypinyin.
            tools["misaki (jieba, pypinyin)"] = lambda text: [
                syllable for word in jieba.lcut(to_simplified(text)) for syllable in read(word)
            ]
    with _if_installed("g2pM"):
        model = importlib.import_module("g2pM").G2pM()
        tools["g2pM"] = lambda text: [
            syllable.replace("u:", "v")
            for character, syllable in zip(
                text, model(to_simplified(text), tone=True, char_split=True), strict=False
            )
            if HAN.match(character)
        ]
    return tools


def splitters() -> dict[str, Splitter]:
    """Return what splits a text into sentences, by name."""
    tools: dict[str, Splitter] = {"tingxinwen": lambda text: list(split_sentences(text))}
    with _if_installed("pysbd"):
        segmenter = importlib.import_module("pysbd").Segmenter(language="zh", clean=False)
        tools["pysbd"] = segmenter.segment
    return tools


def front_end(text: str) -> str:
    """Return a written text in phonemes: everything that the project does before an engine speaks."""
    return phonemize(normalize(text).text)
