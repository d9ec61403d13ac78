"""Invented lines of financial news, full of numbers as papers write them, and what cuts one."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

LINES = 200 * int(os.environ.get("DRILLS", "1"))
"""In the tests 200; `make drill` tries 10,000."""

SIGNS = ("", "", "", "-", "+", "−")
CURRENCIES = ("", "", "NT$", "US$", "$", "€")
PARTING = ("", ".", ".", ",", ",", "/", "-", ":")
SHARES = ("", "", "%", "％", "‰")
UNITS = ("", *"元萬億點年月日", "萬元", "億元", "美元", "日圓", "公斤", "個百分點", "kWh", " km/h")
SAID = (
    *(
        "道瓊指數下跌",
        "收",
        "營收年增率介於",
        "到",
        "之間",
        "，",
        "。",
        "；",
        "、",
        "（",
        "）",
        "「",
        "」",
        ",",
        " ",
    ),
    *(
        "市場預期利率維持在",
        "不變的機率為",
        "公債殖利率報",
        "美元兌日圓在",
        "附近",
        "對AT&T與3M公司",
        "台積電",
    ),
    *("因COVID-19疫情", "(Fed)", "將於", "至", "舉行會議", "外資賣超", "毛利率", "每股盈餘", "檔ETF是", "🙂"),
)

NUMBER = re.compile(r"[-+−]?\d+(?:[.,/:-]\d+)*[%％‰]?")
FIGURE = re.compile(NUMBER.pattern + r"(?:個百分點|[萬億]?元|[萬億點年月日]|美元|日圓|公斤|kWh| km/h)?")


def number(random: Random) -> str:
    """Return a number: an amount, a date, a time, a score, a range, a telephone number."""
    groups = [str(random.randrange(10 ** random.randint(1, 4))) for _ in range(random.randint(1, 4))]
    return random.choice(SIGNS) + random.choice(PARTING).join(groups) + random.choice(SHARES)


def line(seed: int) -> str:
    """Return a line of words and numbers, some with a currency before them and a unit behind."""
    random = Random(seed)  # noqa: S311 (not for secrets)
    amounts = (random.choice(CURRENCIES) + number(random) + random.choice(UNITS) for _ in range(3))
    return "".join(random.choice(SAID) + amount for amount in amounts)


def cut(lines: Sequence[str], width: int, length: Callable[[str], int] = len) -> Iterator[str]:
    """Yield what is cut though it fits a line, and numbers that do not but are cut before its end."""
    text, at, ends = "".join(lines), 0, {}
    for one in lines[:-1]:
        at += len(one)
        ends[at] = length(one)
    for pattern in (NUMBER, FIGURE):
        for found in pattern.finditer(text):
            inner = [ends[at] for at in range(found.start() + 1, found.end()) if at in ends]
            fits = length(found[0]) <= width
            if inner and (fits or (pattern is NUMBER and min(inner) < width - length("元") + 1)):
                yield found[0]
