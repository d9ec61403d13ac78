"""Words of written text, as a reader would follow them: numbers with their units, Latin words whole."""

import re
from collections.abc import Iterator

from tts.speech.pinyin import HAN
from tts.speech.scripts import to_simplified
from tts.speech.spoken import Spoken
from tts.speech.words import split_words

_LETTER = rf"(?!{HAN.pattern})[^\W_]"
_TOKEN = re.compile(
    rf"(?P<other>{_LETTER}(?:[-.'’&+/\u0300-\u036f]?{_LETTER})*)(?:(?<=\d)[十百千万亿兆]+)?|{HAN.pattern}+"
)
_UNITS = frozenset("年月日号时点分秒天周度元岁人名位个件次家条架艘辆楼倍届集场")
"""What a number is read with in one breath, in Simplified characters."""


def word_starts(spoken: Spoken) -> list[int]:
    """Return where in the written text its words begin, in order.

    What is said in other words (a number, a date, a lexicon's name) is within one; signs begin none.
    """
    text = list(to_simplified(spoken.written))
    for span in spoken.spans:
        written = text[span.written_start : span.written_end]
        if span.rule and any(map(str.isalnum, written)):
            stands_for = "0" if any(map(str.isdigit, written)) else "x"
            text[span.written_start : span.written_end] = stands_for * len(written)
    return list(_starts("".join(text)))


def _starts(text: str) -> Iterator[int]:
    counted = -1
    for token in _TOKEN.finditer(text):
        if token["other"]:
            yield token.start()
            counted = token.end() if text[token.end("other") - 1].isdigit() else -1
        else:
            for start, stop in split_words(text, *token.span()):
                if start != counted or text[start:stop] not in _UNITS:
                    yield start
