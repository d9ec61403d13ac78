"""Telephone numbers: whole, local, and those that one dials."""

import re

from tts.speech.rules.base import Manner, Rule, after, before, rule
from tts.speech.rules.measures import QUANTITY_AFTER
from tts.speech.rules.numbers import is_measured

SHORT = r"(?:[2-9]11|11[0-9]|988|165)"
"""Numbers of three digits for help and information."""
_CALLED_BEFORE = re.compile(
    r"(?:[電电][話话]|[專专熱热][線线]|洽[詢询]?|傳真|传真|座[機机]|手[機机]|[預预][約约]|聯絡|联系|[Tt]el|TEL|[請请撥拨致來来][電电打]|電|[撥拨打])"
    r"[^\d，。]{0,4}$"
)
_DIALLED_BEFORE = re.compile(
    r"(?:撥打?|拨打?|打(?:[電电][話话])?|致[電电]|請[電电洽]|请[电洽]|洽|[撥拨打][電电][話话])\s?[給给到]?\s?[「『“\"*#]?$"
)
_YEARS = re.compile(r"(?:19|20)\d\d-(?:19|20)\d\d")


def _telephone(match: re.Match[str], manner: Manner) -> str:
    main, _, extension = match[0].partition("#")
    said = ("加" if main.startswith("+") else "") + manner.telephone(main)
    return f"{said}，分機{manner.telephone(extension)}" if extension else said


def _local(match: re.Match[str], manner: Manner) -> str | None:
    """Return a number of seven or eight digits, unless it is a range of two amounts."""
    first, second = match[0].partition("#")[0].split("-")
    if _YEARS.match(match[0]) or QUANTITY_AFTER.match(after(match)):
        return None
    called = _CALLED_BEFORE.search(before(match))
    falls = int(first) > int(second) or second[0] == "0"
    return _telephone(match, manner) if called or falls else None


def _local_when_called(match: re.Match[str], manner: Manner) -> str | None:
    return _telephone(match, manner) if _CALLED_BEFORE.search(before(match)) else None


def _dashed(match: re.Match[str], manner: Manner) -> str:
    return manner.telephone(match[0])


def _dialled(match: re.Match[str], manner: Manner) -> str | None:
    """Return what one dials by digits; what is counted after the same verb (打300通電話) is left."""
    round_number = match[0].endswith("00")
    if not _DIALLED_BEFORE.search(before(match)) or is_measured(match) or round_number:
        return None
    return manner.telephone(match[0])


_TWO_NUMBERS = r"(?:19|20)\d\d (?:19|20)\d\d|\d\d00 \d\d00"

TELEPHONES: tuple[Rule, ...] = (
    rule(
        "telephone", r"\+\d{1,3}(?:[- ]?\(?\d{1,4}\)?){1,2}[- ]?\d{3,4}[- ]?\d{3,4}(?:#\d{1,5})?", _telephone
    ),
    rule("telephone", r"\(0\d{1,3}\)[\s-]?\d{3,4}-?\d{3,4}(?:#\d{1,5})?(?!\d)", _telephone),
    rule("telephone", r"\(\d{3}\)\s?\d{3}-\d{4}(?:#\d{1,5})?(?!\d)", _telephone),
    rule("telephone", r"0\d{1,3}-\d{3,4}-?\d{3,4}(?:#\d{1,5})?(?![\d-])", _telephone),
    rule("telephone", r"09\d\d[- ]?\d{3}[- ]?\d{3}(?!\d)", _telephone),
    rule("telephone", r"(?:1-)?\d{3}-\d{3,4}-\d{3,4}(?:#\d{1,5})?(?![\d-])", _telephone),
    rule("telephone", r"(?:1-)?8(?:00|33|44|55|66|77|88)-(?:\d{3}-)?(?=[A-Z]{3})", _telephone),
    rule(
        "telephone",
        rf"(?:\(?85[23]\)?[- ]?)?(?!{_TWO_NUMBERS})[235689]\d{{3}} \d{{4}}"
        r"(?![\d.,]|\s?[元年人名萬億万亿個个點点])",
        _telephone,
    ),
    rule("telephone", r"1[3-9]\d{9}(?![\d.])", _telephone),
    rule("telephone", r"[2-9]\d{2,3}-\d{4}(?:#\d{1,5})?(?![-\d.,%])", _local),
    rule("telephone", r"\d{3,4}-\d{3}(?![-\d.,%])", _local_when_called),
    rule("telephone", r"(?<![\d-])\d(?:-\d){2,4}(?![-\d])", _dashed),
    rule(
        "telephone",
        rf"{SHORT}(?=\s?(?:[來来][電电]|[電电][話话]|中心|接[線线]|系[統统]|[錄录]音|[調调]度|服[務务]|求助|[專专热熱][線线]))",
        _dashed,
    ),
    rule("telephone", r"\d{3,8}(?![\d.,%-])", _dialled),
)
