"""Latin names with points and signs inside: said without a pause."""

import re

from tts.speech.rules.base import Manner, Rule, after, rule
from tts.speech.rules.names import series
from tts.speech.rules.silence import silence

_SHORT_FORMS = (
    "Mr|Mrs|Ms|Dr|Prof|St|Ste|Mt|Ft|Jr|Sr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Rev|Inc|Corp|Ltd|Co|Bros"
    "|Ave|Blvd|Rd|Dept|Univ|vs|feat|ft|Vol|Ver|Fig|Ch|Sec|Art|Pt|Ep|approx"
)


def _letters(match: re.Match[str], _manner: Manner) -> str:
    letters = " ".join(re.findall("[A-Za-z]", match[0]))
    return letters + (" " if re.match(r"[A-Za-z]", after(match)) else "")


def _bill(match: re.Match[str], manner: Manner) -> str:
    chamber = " ".join(re.findall(r"[A-Z][a-z]*", match[1]))
    return f"{chamber} {series(match[2], manner)}"


def _without_point(match: re.Match[str], _manner: Manner) -> str:
    return match[0][:-1]


def _degree(match: re.Match[str], _manner: Manner) -> str:
    return match[0].replace(".", "")


def _point(_match: re.Match[str], _manner: Manner) -> str:
    return "點"


def _sharp(match: re.Match[str], _manner: Manner) -> str:
    return f"{match[1]} Sharp"


def _plus_plus(match: re.Match[str], _manner: Manner) -> str:
    return f"{match[1]}加加"


def _page(match: re.Match[str], manner: Manner) -> str:
    return f"第{manner.cardinal(match[1])}頁"


INITIALS: tuple[Rule, ...] = (
    rule("bill", r"((?:H|S)\.\s?(?:(?:J|Con)\.\s?)?(?:R|Res)|S|A)\.\s?(\d{1,5})(?!\d|\.\d)", _bill),
    rule("initials", r"(?<![A-Za-z])(?:[A-Za-z]\.){2,}[A-Z]?(?![A-Za-z])\.?", _letters),
    rule("initials", r"(?<![A-Za-z.])[A-Z]\.(?=\s[A-Z][A-Za-z.])", _without_point),
    rule("initials", r"(?<![A-Za-z.])(?:Ph\.\s?D|M\.\s?Sc|B\.\s?Sc|Ed\.\s?D|J\.\s?D)\.?", _degree),
    rule(
        "short form", rf"(?<![A-Za-z.])(?:{_SHORT_FORMS})\.(?=\s?[A-Za-z0-9一-鿿,，、)）」])", _without_point
    ),
    rule("name", r"(?<![A-Za-z])([CFJ])#(?![A-Za-z0-9])", _sharp),
    rule("name", r"(?<![A-Za-z])([A-Za-z]|Notepad)\+\+", _plus_plus),
    rule("page", r"(?<![A-Za-z])p\.\s?(\d{1,4})(?![\d.])", _page),
)
POINTS: tuple[Rule, ...] = (
    rule("name", r"(?<![A-Za-z0-9.])\.(?=NET(?![A-Za-z]))", _point),
    rule("name", r"(?<=[A-Za-z])\.(?=(?:js|ts|py|io|NET)(?![A-Za-z]))", _point),
    rule("name", r"(?<=[a-z])\.(?=[A-Za-z]{1,12}(?![A-Za-z]))(?![A-Z][a-z]+\s)", _point),
    rule("name", r"(?<=Yahoo)!|(?<=Yum)!|(?<=Jeopardy)!", silence),
)
