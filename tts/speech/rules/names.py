"""Addresses on the net, and the numbers inside names of things."""

import re

from tts.speech.acronyms import LETTERS
from tts.speech.numerals import digits
from tts.speech.rules.base import NUMBER, Manner, Rule, after, before, rule
from tts.speech.rules.numbers import is_counted

_LONGEST_CARDINAL_MODEL = 2
_SECOND_LEVEL = frozenset({"com", "net", "org", "edu", "gov", "gob", "co", "ac", "idv", "game"})
_AIRLINE_BEFORE = re.compile(
    r"(?<![A-Za-z])(?:BR|CI|JX|CX|UA|AA|DL|NH|JL|KE|OZ|SQ|TG|MH|CA|MU|CZ|HU|IT|AE|EK|QR|LH|BA|AF|HX|VN|TR)$"
)
"""Airlines by their IATA code: their flights are said digit by digit."""
_ROMAN = {"I": 1, "V": 5, "X": 10}
_NOT_ROMAN = frozenset({"IV", "VI", "XI", "XX", "XV", "XXX", "VX", "IX"})
"""Letters that are more often initials: after a Chinese word they are spelled."""


def _site(match: re.Match[str], manner: Manner) -> str:
    """Return a web address short: the site's name, without scheme, www and path."""
    return _domain(match["host"], manner)


def _email(match: re.Match[str], manner: Manner) -> str:
    user = re.sub(r"[^A-Za-z]+", lambda mark: _in_address(mark[0]), match["user"])
    return f"{user} at {_domain(match['host'], manner)}"


def _domain(host: str, _manner: Manner) -> str:
    labels = host.lower().removeprefix("www.").split(".")
    keep = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2  # noqa: PLR2004
    return "點".join(_in_address(label) for label in labels[-keep:])


def _in_address(text: str) -> str:
    return digits(text).replace("-", " ").replace("_", " ").replace("點", " 點 ")


def _version(match: re.Match[str], _manner: Manner) -> str:
    return digits(match[0])


def _aircraft(match: re.Match[str], manner: Manner) -> str:
    return digits(match[1]) + series(match[2], manner)


def _model(match: re.Match[str], manner: Manner) -> str:
    if re.match(r"(?:次)?(?:航班|班機|班机|客機|客机)", after(match)) or _AIRLINE_BEFORE.search(
        before(match)
    ):
        return digits(match[0])
    return series(match[0], manner)


def _after_word(match: re.Match[str], manner: Manner) -> str | None:
    """Return a number behind a Latin word by digits, as models have them: RTX 4090 but AQI 180."""
    number = match[0]
    if is_counted(match) or not number.isdigit() or len(number) <= _LONGEST_CARDINAL_MODEL:
        return None
    return None if len(number) == 3 and number.endswith("0") else series(number, manner)  # noqa: PLR2004


def series(number: str, manner: Manner) -> str:
    """Return the number of a model: short and round ones as numbers, others digit by digit."""
    whole = number.partition(".")[0]
    round_number = whole.endswith("00") and len(whole) <= 4 and whole[0] != "0"  # noqa: PLR2004
    if len(whole) <= _LONGEST_CARDINAL_MODEL or round_number:
        return manner.cardinal(number)
    return digits(number)


def _quarter(match: re.Match[str], manner: Manner) -> str:
    return f"{digits('20' + match['year'])}年第{manner.cardinal(match['quarter'])}季"


def _half_year(match: re.Match[str], _manner: Manner) -> str:
    return f"{digits('20' + match[2])}年{'上下'[int(match[1]) - 1]}半年"


def _rating(match: re.Match[str], _manner: Manner) -> str:
    return match[1] + ("加" if match[2] else "減")


def _all_day(_match: re.Match[str], _manner: Manner) -> str:
    return "二十四小時"


def _bracketed_letter(match: re.Match[str], _manner: Manner) -> str:
    letters = re.sub(r"[()\s]+", " ", match[2]).strip()
    return digits(match[1]) + " ".join(digits(part) for part in letters.split())


def _roman(match: re.Match[str], manner: Manner) -> str | None:
    numeral = match[0]
    following = after(match)
    after_word = re.search(r"[a-z] $", before(match))
    if numeral in _NOT_ROMAN and not (after_word or re.match(r"[世期級级型代號号]", following)):
        return None
    if re.match(r"[\s]?[A-Za-z]", following):
        return None
    value = _roman_value(numeral)
    return manner.cardinal(str(value)) if value else None


def _roman_value(numeral: str) -> int:
    """Return the value of a well-formed numeral up to 39, or 0."""
    if not re.fullmatch(r"X{0,3}(?:IX|IV|V?I{0,3})", numeral):
        return 0
    values = [_ROMAN[letter] for letter in numeral]
    return sum(
        -value if value < later else value for value, later in zip(values, [*values[1:], 0], strict=True)
    )


def _number_sign(_match: re.Match[str], _manner: Manner) -> str:
    return "第"


def _to(match: re.Match[str], _manner: Manner) -> str:
    return f"{match[1]} to {match[2]}"


def _acronym(match: re.Match[str], _manner: Manner) -> str | None:
    return " ".join(match[0]) if match[0] in LETTERS else None


def _times(_match: re.Match[str], _manner: Manner) -> str:
    return "乘"


def _seven_eleven(_match: re.Match[str], _manner: Manner) -> str:
    return "Seven Eleven"


_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})"
_HOST = rf"(?P<host>(?:{_LABEL}\.){{1,6}}[A-Za-z]{{2,24}})(?![A-Za-z0-9-])"
_TOP_LEVEL = r"(?:com|net|org|edu|gov|tw|cn|hk|us|jp|io|tv|me|info|ai|app|co|cc|gg|ly|uk|news)"
_PATH = r"(?:[/?#][!-~]*[A-Za-z0-9/=_-])?"
_USER = r"(?P<user>[A-Za-z0-9][A-Za-z0-9._+-]{0,63})"

ADDRESSES: tuple[Rule, ...] = (
    rule("address", rf"(?:https?://){_HOST}(?::\d+)?{_PATH}", _site),
    rule("address", rf"{_USER}@{_HOST}", _email),
    rule("address", rf"(?P<host>(?:{_LABEL}\.){{1,6}}{_TOP_LEVEL})(?![A-Za-z0-9-]|\.[A-Za-z]){_PATH}", _site),
)
NAMES_AT_LETTER: tuple[Rule, ...] = (
    rule("operator", r"(?<=\d)[xX](?=\d)", _times),
    rule("name", r"([BOPCGD])2([BOPCGDE])(?![A-Za-z0-9])", _to),
    rule("name", r"[Nn][Oo]\.\s?(?=\d)", _number_sign),
    rule("rating", r"([A-D]{1,3})(?:(\+)(?![A-Za-z0-9+-])|(-)(?=[評评展級级]|[^\w+-]|$))", _rating),
    rule("acronym", r"[A-Z]{2,5}(?![A-Za-z0-9'’&.+-])", _acronym),
    rule("roman numeral", r"(?<![A-Za-z0-9.-])[IVX]{2,6}(?![A-Za-z0-9'’&.-])", _roman),
)
NAMES_AT_DIGIT: tuple[Rule, ...] = (
    rule("name", r"7-(?:11(?![\d月日歲岁天年%])|(?i:eleven))", _seven_eleven),
    rule("name", r"24/7(?!\d)", _all_day),
    rule("quarter", r"(?P<quarter>[1-4])Q(?P<year>2\d)(?!\d)", _quarter),
    rule("quarter", r"(?:20)?(?P<year>2\d)\s?Q(?P<quarter>[1-4])(?![\dA-Za-z])", _quarter),
    rule("quarter", r"([12])H(2\d)(?![\dA-Za-z])", _half_year),
    rule("name", r"(7\d7)-(\d{1,3})(?!\d)", _aircraft),
    rule("name", r"(\d{3})((?:\([a-zA-Z0-9]\))+)", _bracketed_letter),
    rule("version", r"(?<=[A-Za-z])\d+(?:\.\d+){2,}", _version),
    rule("model", rf"(?<=[A-Za-z])(?!\d\d:\d\d){NUMBER}|(?<=[A-Za-z]-){NUMBER}(?![\d.,]*\s?[%‰])", _model),
    rule("model", r"(?<=[A-Za-z]\d{2}-)\d{2,3}|(?<=[A-Za-z]\d{3}-)\d{2,4}", _model),
)
NAMES_AFTER_WORD: tuple[Rule, ...] = (rule("model", rf"(?<=[A-Za-z] ){NUMBER}(?!\s?[KMGT]B)", _after_word),)
