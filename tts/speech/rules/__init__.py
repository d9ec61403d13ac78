"""How a newsreader says what is not written in words, in the order in which the rules are tried."""

import re

from tts.speech.rules.amounts import AMOUNTS, BARE_UNITS, MONEY
from tts.speech.rules.base import Manner, Rule
from tts.speech.rules.codes import CODES, CODES_BEFORE_DATES
from tts.speech.rules.dates import DATES, HALVES_OF_DAY, HOURS
from tts.speech.rules.initials import INITIALS, POINTS
from tts.speech.rules.names import ADDRESSES, NAMES_AFTER_WORD, NAMES_AT_DIGIT, NAMES_AT_LETTER
from tts.speech.rules.numbers import NUMBERS
from tts.speech.rules.pairs import PAIRS, PAIRS_BEFORE_DATES, POLLS
from tts.speech.rules.signs import CENTS, SIGNS
from tts.speech.rules.silence import SILENCE
from tts.speech.rules.symbols import AT_NUMBER, MASKED, SYMBOLS
from tts.speech.rules.telephones import TELEPHONES

AT_DIGIT: tuple[Rule, ...] = (
    *AT_NUMBER, *CENTS, *ADDRESSES, *CODES_BEFORE_DATES, *TELEPHONES, *HOURS, *NAMES_AT_DIGIT,
    *PAIRS_BEFORE_DATES, *POLLS, *AMOUNTS, *DATES, *PAIRS, *NAMES_AFTER_WORD, *CODES, *NUMBERS,
)  # fmt: skip
AT_LETTER: tuple[Rule, ...] = (
    *ADDRESSES,
    *BARE_UNITS,
    *MONEY,
    *MASKED,
    *HALVES_OF_DAY,
    *INITIALS,
    *NAMES_AT_LETTER,
)
AT_SYMBOL: tuple[Rule, ...] = (*POINTS, *TELEPHONES, *MONEY, *SIGNS, *SYMBOLS, *SILENCE)

_PAUSES = "，。、！？；：…「」『』“”‘’《》〈〉【】〔〕（）\\[\\]{}\"',:;!?)&"
"""Punctuation that stays as it is, as the inside of a character class."""
STARTS = re.compile(
    "[0-9A-Za-z○〇◯廿卅卌の丨\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u207f\u2150-\u2188\u2460-\u24ff"
    r"\u2776-\u2793\u3220-\u33ff ]"
    rf"|[^\w\s{_PAUSES}]"
    r"|['’‘](?=\d\d[年款])|(?<=[A-Za-z])!|[一二三四五六七八九十](?=[一二三四五六七八九十百零〇○點．.到至]{0,11}[%‰])"
)
"""Where in a folded text a rule may apply."""

__all__ = ["AT_DIGIT", "AT_LETTER", "AT_SYMBOL", "STARTS", "Manner", "Rule"]
