"""How a newsreader says what is not written in words, in the order in which the rules are tried."""

import re

from tts.speech.rules.amounts import AMOUNTS, MONEY
from tts.speech.rules.base import Manner, Rule
from tts.speech.rules.dates import DATES, HALVES_OF_DAY, HOURS
from tts.speech.rules.names import ADDRESSES, NAMES_AFTER_WORD, NAMES_AT_DIGIT, NAMES_AT_LETTER, TELEPHONES
from tts.speech.rules.numbers import CODES, NUMBERS
from tts.speech.rules.symbols import AT_NUMBER, MASKED, SILENT, SYMBOLS

AT_DIGIT: tuple[Rule, ...] = (
    *AT_NUMBER, *ADDRESSES, *TELEPHONES, *HOURS, *NAMES_AT_DIGIT, *AMOUNTS, *DATES, *NAMES_AFTER_WORD,
    *CODES, *NUMBERS,
)  # fmt: skip
AT_LETTER: tuple[Rule, ...] = (*ADDRESSES, *MONEY, *MASKED, *HALVES_OF_DAY, *NAMES_AT_LETTER)
AT_SYMBOL: tuple[Rule, ...] = (*TELEPHONES, *MONEY, *SYMBOLS)

STARTS = re.compile(
    rf"[0-9A-Za-z.~$€£¥₩₫฿₱₹₽₿+\-–—/(±=×*÷≥≧≤≦≈≒≠○〇◯廿卅卌·‧•・･の№\u00bc-\u00be\u2150-\u2188\u2460-\u24e9"
    rf"\u2776-\u2793\u3220-\u33ff {SILENT}]"
)
"""Where in a folded text a rule may apply."""

__all__ = ["AT_DIGIT", "AT_LETTER", "AT_SYMBOL", "STARTS", "Manner", "Rule"]
